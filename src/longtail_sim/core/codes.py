"""Small integers with names: every enumeration that the compiled core stores in an array.

Module constants, because Numba freezes them into the machine code.  ``names(prefix)`` gives the words back
for tables, pictures and messages.
"""

from typing import Any

import numpy as np

# Turns at a junction, also the column of Network.lane_connector.
TURN_LEFT = 0
TURN_STRAIGHT = 1
TURN_RIGHT = 2

# Legs of a junction: the side of the junction on which a street lies.  x grows to the east, y to the north.
LEG_NORTH = 0
LEG_EAST = 1
LEG_SOUTH = 2
LEG_WEST = 3

# What a lane is.
LANE_STREET = 0
LANE_CONNECTOR = 1

# How two connectors of one junction meet.
CONFLICT_CROSSING = 0
CONFLICT_MERGING = 1  # they end in the same lane
CONFLICT_DIVERGING = 2  # they begin in the same lane

# How a junction is built, and what controls it at this moment.
UNKNOWN_CONTROL = -1  # only as a belief: it is not seen
CONTROL_SIGNAL = 0
CONTROL_ALL_WAY_STOP = 1
CONTROL_TWO_WAY_STOP = 2
CONTROL_DARK = 3  # a signal without power: everybody acts on a belief of their own
CONTROL_OFFICER = 4  # a police officer directs traffic by hand

# Health of a signal, apart from its program.
HEALTH_WORKING = 0
HEALTH_DARK = 1

# Colour of a signal head.
COLOUR_NONE = 0
COLOUR_GREEN = 1
COLOUR_YELLOW = 2
COLOUR_RED = 3

# What kind of vehicle it is.
KIND_CAR = 0
KIND_TRUCK = 1
KIND_BUS = 2
KIND_AMBULANCE = 3
KIND_FIRE_ENGINE = 4

# Who drives.
DRIVER_PERSON = 0
DRIVER_AUTOMATED = 1

# State of a vehicle's automation (SAE J3016 words).
STATE_DRIVING = 0
STATE_AWAITING_ASSISTANCE = 1
STATE_TAKEOVER_REQUESTED = 2
STATE_PERSON_DRIVING = 3
STATE_MINIMAL_RISK_MANOEUVRE = 4
STATE_MINIMAL_RISK_CONDITION = 5
STATE_RETRIEVED = 6

# Car-following model.
FOLLOWING_IDM_PLUS = 0  # the smaller of the free-road and the interaction term
FOLLOWING_IDM = 1  # both terms together

# May the vehicle pass the stop line ahead of it?
ENTRY_HOLD = 0
ENTRY_PASS = 1
ENTRY_WAIT = 2  # it may not, and can see so from far: a light
ENTRY_SLOW = 3  # an emergency vehicle may, slowly, although the light or sign is against it

# Where a vehicle keeps, other than in the middle of its lane.
ASIDE_NO = 0
ASIDE_KERB = 1  # pulls over to the kerb and stands there
ASIDE_ROUND = 2  # goes round what stands at the kerb

# What a driver takes a dark signal for.
BELIEF_NONE = 0
BELIEF_ALL_WAY_STOP = 1
BELIEF_PRIORITY = 2  # "mine is the bigger road"
BELIEF_FOLLOW = 3  # "the one before me went, so may I"
BELIEF_UNAWARE = 4  # has not noticed that there is a signal

# Decision at a yellow light.
YELLOW_UNDECIDED = 0
YELLOW_STOP = 1
YELLOW_GO = 2

# Tactical actions: longitudinal, lateral, request.
ACT_PROCEED = 0
ACT_FOLLOW_SPEED = 1
ACT_YIELD = 2
ACT_STOP = 3
ACT_CREEP = 4
ACT_ACCELERATE = 5  # raw acceleration, for control exercises
ACT_HALT = 6  # in the lane, wherever that is

LATERAL_KEEP = 0
LATERAL_CHANGE_LEFT = 1
LATERAL_CHANGE_RIGHT = 2
LATERAL_PULL_OVER = 3
LATERAL_OTHER_TURN = 4  # at the junction ahead, than the one into the next street of the route
LATERAL_TURN_BACK = 5  # from what is in the own lane, once the vehicle stands

REQUEST_NONE = 0
REQUEST_ASK_REMOTE = 1
REQUEST_MINIMAL_RISK = 2

# What somebody on foot does.
WALKER_WAITING = 0  # at the kerb
WALKER_CROSSING = 1  # on the carriageway
WALKER_STRUCK = 2  # lies there until help has come

# How a person means to stop at a stop line.
STOP_UNDECIDED = 0
STOP_ROLLING = 1  # slows down to a walking pace: nobody across is in sight
STOP_FULL = 2

# Where a remote-assistance request is.
ASSIST_NONE = 0
ASSIST_SENDING = 1  # on the way up, perhaps lost and sent again
ASSIST_QUEUED = 2
ASSIST_IN_SERVICE = 3
ASSIST_ANSWERING = 4  # on the way down
ASSIST_ANSWERED = 5  # permission holds for the junction ahead

# What stands, lies or moves in the road and is no ordinary vehicle.
OBSTACLE_FLOOD = 0
OBSTACLE_HOSES = 1
OBSTACLE_DOWNED_WIRE = 2
OBSTACLE_WORK_ZONE = 3
OBSTACLE_WET_CONCRETE = 4
OBSTACLE_POLICE_SCENE = 5
OBSTACLE_DEBRIS = 6
OBSTACLE_VAN = 7
OBSTACLE_TRUCK = 8
OBSTACLE_TOWED = 9  # a pickup on the hook of a tow truck, facing backwards
OBSTACLE_WRONG_WAY = 10  # a car that comes against the lane
OBSTACLE_SCHOOL_BUS = 11
OBSTACLE_STOP_ARM = 12  # of a school bus: nobody may pass
OBSTACLE_PERSON = 13

# Where an obstacle is in its life.
PHASE_PLANNED = 0
PHASE_PRESENT = 1
PHASE_STRUCK = 2  # stands or lies there after a contact until help has come
PHASE_GONE = 3

# What an obstacle waits for before it appears, its time apart.
TRIGGER_NONE = 0
TRIGGER_APPROACH = 1  # somebody reaches the place within ``trigger_value`` seconds
TRIGGER_AUTOMATED = 2  # an automated vehicle that can stop comes nearer than ``trigger_value`` metres
TRIGGER_AFTER = 3  # obstacle ``follows`` has been there for ``trigger_value`` seconds

# What becomes of a vehicle that drives into what is no body.
CONSEQUENCE_NONE = 0
CONSEQUENCE_STUCK = 1  # it stays there until somebody pulls it out

# Contacts as one of the two sees them: the five types of nuPlan.
CONTACT_WHILE_STANDING = 0  # the own vehicle stands
CONTACT_WITH_STANDING = 1  # the other one stands
CONTACT_FRONT = 2  # the own front bumper is in the other one
CONTACT_REAR = 3  # the other one is behind
CONTACT_LATERAL = 4
CONTACT_TYPES = 5

# What is going on when one looks how near road users are to each other, bits of ``watch.warnings``.
WARNING_TTC = 1
WARNING_DRAC = 2
WARNING_RSS = 4
WARNING_SIREN = 8  # a siren is right behind, and the vehicle has not pulled over

# Effects: what a rare event does to the world, one row of the effect table each.
EFFECT_HEALTH = 0  # junctions.health[index] = value
EFFECT_OFFICER = 1  # junctions.officer[index] = value
EFFECT_LINK_LOSS = 2  # junctions.link_loss[index] = value (probability that a message is lost)
EFFECT_LINK_LATENCY = 3  # junctions.link_latency_s[index] = value
EFFECT_OFFICER_AT_WORST = 4  # an officer arrives at the dark junction with most waiting vehicles
EFFECT_ASSIST_BACKGROUND = 5  # operators.background_per_s = value (requests from the rest of the fleet)
EFFECT_SERVICE_FACTOR = 6  # operators.service_factor = value (answers take longer in confusing scenes)
# Emergency vehicles, narrow streets.
EFFECT_DISPATCH = 30  # emergency vehicles want to enter at entry ``index``; value as core/dispatch.py packs it
EFFECT_NARROW_FROM = 31  # lanes.narrow_from[index] = value, where the narrow stretch of a lane begins [m]
EFFECT_NARROW_TO = 32  # lanes.narrow_to[index] = value
EFFECT_NARROW_SHIFT = 33  # lanes.narrow_shift[index] = value, where one drives in it [m left of the lane's centre]
EFFECT_NARROW_OPPOSITE = 34  # lanes.narrow_opposite[index] = value, the lane that shares it; -1: wide again

EFFECT_FLEET_INSTRUCTION = 40  # junctions.instructed[index] = value (dark there is an all-way stop: no need to ask)
EFFECT_GEOFENCE = 41  # junctions.closed[index] = value (the fleet keeps out)
EFFECT_GEOFENCE_DUE = 42  # junctions.closed_due[index] = value (from now on it should be out)
EFFECT_EMERGENCY_CALL = 43  # somebody calls about the vehicle of the fleet that has stood longest
EFFECT_SERVICE_PAUSE = 44  # operators.paused = value (no new trips of the fleet)

# What makes the automation of a vehicle change its state; the rows are in core/automation_states.py.
TRIGGER_ASKS = 0  # sends a request for remote assistance
TRIGGER_ANSWERED = 1
TRIGGER_REQUEST_ENDS = 2  # drives on without the answer
TRIGGER_PATIENCE_ENDS = 3
TRIGGER_STOPS_FOR_GOOD = 4  # by the agent's decision
TRIGGER_LEAVES_ODD = 5  # outside its operational design domain, and nobody to hand over to
TRIGGER_CALLS = 6  # a request to intervene, or an error that the person has noticed
TRIGGER_WITHDRAWS = 7  # what the person was wanted for is over
TRIGGER_TAKES_OVER = 8
TRIGGER_NO_TAKEOVER = 9  # nobody took over in time
TRIGGER_SWITCHED_ON = 10
TRIGGER_SWITCHED_OFF = 11  # levels 0 and 1: the person drives from the beginning
TRIGGER_STANDS = 12
TRIGGER_FETCHED = 13
TRIGGER_MOVED = 14  # after a call on the emergency line
TRIGGER_STALLS = 15  # its software fails
TRIGGER_STARTS_ANEW = 16  # ... and has started anew by itself

# Clauses of an operational design domain, in the words of ISO 34503 (their limits: scenario/odd.py).
CLAUSE_NONE = -1
CLAUSE_JUNCTION_CONTROL = 0  # scenery: control in force at the junction ahead, 1 if it is not an allowed one
CLAUSE_SPEED_LIMIT = 1  # scenery: speed limit of the own lane [m/s]
CLAUSE_LINK_LOSS = 2  # connectivity: share of messages lost at the junction ahead
CLAUSE_LINK_LATENCY = 3  # connectivity: one-way latency there [s]
CLAUSE_WAITING_VEHICLES = 4  # dynamic elements: vehicles that stand at the junction ahead
CLAUSE_LOW_SUN = 5  # environmental conditions: share of cameras that see no signal from this side at the junction ahead
CLAUSE_VISIBILITY = 6  # environmental conditions: how far one sees [m], negative, for a lowest value is asked for
CLAUSE_GRIP = 7  # environmental conditions: grip of the road, negative
CLAUSE_ROAD_CLOSURES = 8  # scenery: 1 if something that closes the road has been made out ahead
CLAUSE_OBJECTS_IN_ROAD = 9  # dynamic elements: 1 if a body in the road has been made out ahead
CLAUSE_EMERGENCY_VEHICLES = 10  # dynamic elements: 1 if a siren is heard

# What a vehicle was told to do at the junction ahead, whatever its agent decides.
ORDER_NONE = 0
ORDER_HOLD = 1
ORDER_GO_IF_CLEAR = 2
ORDER_GO = 3  # at once, whoever comes

# Which request a remote agent takes next.
PRIORITY_FIFO = 0
PRIORITY_BLOCKING_FIRST = 1

# Signals that fail in other ways than by going dark; the fleet, the weather and the demand as events change them.
HEALTH_FLASHING_YELLOW = 2  # the bigger road flashes yellow, the smaller one red
HEALTH_FLASHING_RED = 3  # all approaches flash red
HEALTH_STUCK_NORTH_SOUTH = 4  # green for ever; the other axis has red for ever
HEALTH_STUCK_EAST_WEST = 5
HEALTH_STUCK_RED = 6  # red for all, for ever
HEALTH_CONFLICTING = 7  # green for all
HEALTH_SWAPPED = 8  # the program runs, but each axis has the other's green
HEALTH_SHORT_MAJOR = 9  # ... with a very short green for the bigger road
HEALTH_OUT_OF_STEP = 10  # ... half a cycle late
BELIEF_FAILED = 5  # a red light that has shown for so long that it must have failed
ASSIST_RESTARTING = 6  # no request: the vehicle's software has stalled and starts anew by itself
EFFECT_OFFICER_RECOGNISED = 10  # junctions.officer_recognised[index] = value
EFFECT_RED_RUNNING = 11  # junctions.red_running[index] = value (probability that a person runs the red)
EFFECT_FLEET_STALL = 12  # operators.stall_*: index says which (STALL_*); the last of them begins the stall
EFFECT_VISIBILITY = 13  # weather.visibility_m = value
EFFECT_FRICTION = 14  # weather.friction = value
EFFECT_DEMAND = 15  # entries.factor[index] = value (multiple of the arrival rate)
EFFECT_PICKUP = 16  # lanes.pickup_s[index] = value (how long fleet vehicles stand there for a passenger)
EFFECT_FLEET_DEMAND = 17  # entries.fleet_factor[index] = value (multiple of the fleet's part of it, at least 1)
STALL_MEAN = 0  # mean time until the vehicle has started anew [s],
STALL_CV = 1  # ... its coefficient of variation,
STALL_RETRIEVED = 2  # share of those who do not start anew but have to be retrieved,
STALL_WITHIN = 3  # time within which the vehicles stall [s],
STALL_SHARE = 4  # share of the fleet that stalls

# ... on what automated vehicles perceive near a junction, core/phases/sense.py.  The first four in the order of LEG_*.
EFFECT_BLIND_NORTH = 50  # junctions.blind[leg] = value (share of the fleet whose cameras see no signal from that leg)
EFFECT_BLIND_EAST = 51
EFFECT_BLIND_SOUTH = 52
EFFECT_BLIND_WEST = 53
EFFECT_SENSOR_SHARE = 54  # junctions.sensor_share[index] = value (share of the fleet that the following holds for)
EFFECT_SENSOR_LATENCY = 55  # junctions.sensor_latency_s[index] = value
EFFECT_SIGNAL_MISREAD = 56  # junctions.signal_misread[index] = value (probability of a look)
EFFECT_OBSTACLES_MISSED = 57  # junctions.obstacles_missed[index] = value (1/h)
EFFECT_OBSTACLES_FALSE = 58  # junctions.obstacles_false[index] = value (1/h)
EFFECT_LINE_OFFSET = 59  # junctions.line_offset_m[index] = value

# What an automated vehicle is wrong about, one bit each.
MISTAKE_SIGNAL = 1  # takes the signal for something that it does not show (any more)
MISTAKE_UNSEEN = 2  # does not see the signal
MISTAKE_MISSED = 4  # does not see the vehicle ahead
MISTAKE_PHANTOM = 8  # sees something ahead that is not there
MISTAKE_PLACE = 16  # stands past the stop line and believes to be before it
MISTAKE_MISREAD = 32  # wrong about the signal because it was misread, not because it is late


def _stream(number: int) -> Any:
    """Return a stream's number with its type: a bare number would compile every draw anew."""
    return np.int64(number)


# Random streams: the purpose of a draw, its second key.
STREAM_ARRIVAL = _stream(1)
STREAM_FLEET = _stream(2)
STREAM_DRIVER = _stream(3)
STREAM_ROUTE = _stream(4)
STREAM_BELIEF = _stream(5)
STREAM_YELLOW = _stream(6)
STREAM_LAPSE = _stream(7)
STREAM_GAP = _stream(8)
STREAM_LINK = _stream(9)
STREAM_SERVICE = _stream(10)
STREAM_RETRIEVAL = _stream(11)
STREAM_CRASH = _stream(12)
STREAM_BACKGROUND = _stream(13)
STREAM_STOP = _stream(14)
STREAM_KIND = _stream(16)
STREAM_RECOGNITION = _stream(45)
STREAM_STUCK = _stream(46)
STREAM_WALKER = _stream(30)
STREAM_YIELD = _stream(31)
STREAM_SIREN = _stream(50)
STREAM_COURTESY = _stream(51)
STREAM_TAKEOVER = _stream(55)
STREAM_INATTENTION = _stream(56)
STREAM_ADVICE = _stream(57)
STREAM_BROADCAST = _stream(58)
STREAM_EMERGENCY_LINE = _stream(59)
STREAM_FAILED_LIGHT = _stream(40)
STREAM_TRUST = _stream(41)
STREAM_STALL = _stream(42)
STREAM_SURGE = _stream(43)
STREAM_PICKUP = _stream(44)
STREAM_AFFECTED = _stream(60)
STREAM_MISREAD = _stream(61)
STREAM_OBSTACLE = _stream(62)
STREAM_NOISE = _stream(63)
STREAM_PLACE = _stream(64)

# Which of the draws of one entity and purpose: a driver's traits, then those of somebody on foot.
ONLY_DRAW = _stream(0)
TRAIT_SPEED_FACTOR = _stream(0)
TRAIT_TIME_HEADWAY = _stream(1)
TRAIT_ACCELERATION = _stream(2)
TRAIT_DECELERATION = _stream(3)
TRAIT_STANDSTILL_GAP = _stream(4)
TRAIT_REACTION = _stream(5)
TRAIT_KEEPS_CLEAR = _stream(6)
TRAIT_DELAY = _stream(7)
TRAIT_CRITICAL_FACTOR = _stream(8)
WALKER_DRAW_SPEED = _stream(1)
WALKER_DRAW_DIRECTION = _stream(2)
WALKER_DRAW_HEEDS = _stream(3)
WALKER_DRAW_ASIDE = _stream(4)
SIREN_DRAW_NOTICES = _stream(0)
SIREN_DRAW_REACTION = _stream(1)
COURTESY_DRAW_HESITATION = _stream(0)
COURTESY_DRAW_PATIENCE = _stream(1)


def names(prefix: str) -> dict[int, str]:
    """Return ``{value: lower-case word}`` of every constant that begins with ``prefix`` and an underscore."""
    start = prefix.upper() + "_"
    return {value: key[len(start) :].lower() for key, value in globals().items() if key.startswith(start)}
