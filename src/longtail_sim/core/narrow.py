"""Where a street is so narrow that both directions share one lane: who goes into the narrow stretch, and who waits.

One direction holds it at a time: whoever is inside goes on, and the other direction waits before it.  People let the
one go first who came first; where that is not clear, or where the other one does not go, they go after a moment of
hesitation.  Somebody who could follow another one in lets the other direction go when it has waited for long.
"""

from longtail_sim.core import random
from longtail_sim.core.aside import is_out_of_the_way
from longtail_sim.core.automation_states import agent_drives
from longtail_sim.core.codes import (
    ACT_HALT,
    ACT_STOP,
    ACT_YIELD,
    COURTESY_DRAW_HESITATION,
    COURTESY_DRAW_PATIENCE,
    STREAM_COURTESY,
)
from longtail_sim.core.driving import keep_to_profile
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.limits import NEVER
from longtail_sim.core.right_of_way import is_automated
from longtail_sim.core.siren import notices

# All of these are assumptions.
REACH_M = 12.0  # from so far, and the braking distance more, one claims the stretch
REACH_BRAKING = 2.0  # m/s^2
TIE_S = 1.0  # who came so much earlier came first
HESITATION_MEAN_S = 2.5
HESITATION_CV = 0.5
PATIENCE_MEAN_S = 15.0
PATIENCE_CV = 0.5
SPEED = 5.0  # m/s, in the stretch
TURN_S = 10.0  # automated vehicles: who has the turn and does not go for so long leaves it to the other direction
MOVING_ON = 2.0  # m/s: who is as fast as this makes room by himself
MARGIN_M = 2.0  # one stands this far before it
BRAKING = 2.5  # m/s^2


@inlined
def reach(w, i, vehicles):
    """Return from how far [m] before the stretch vehicle ``i`` claims it."""
    return REACH_M + vehicles[w, i].speed * vehicles[w, i].speed / (2.0 * REACH_BRAKING)


@kernel
def survey(w, lane, state):
    """Set the distance to the stretch of everybody in a lane; return (the next to go in or -1, whether one is inside).

    Who stands at the kerb counts for neither.
    """
    vehicles = state.vehicles
    enter, leave = state.lanes[w, lane].narrow_from, state.lanes[w, lane].narrow_to
    head, inside, k = -1, False, state.lanes[w, lane].first
    while k >= 0:
        distance = enter - vehicles[w, k].s
        if distance > 0.0:
            vehicles[w, k].narrow_m = distance
            if head < 0 and not is_out_of_the_way(w, k, vehicles):
                head = k
        elif vehicles[w, k].s - vehicles[w, k].length < leave:
            inside = inside or not is_out_of_the_way(w, k, vehicles)
            vehicles[w, k].narrow_go = 1
        else:
            vehicles[w, k].narrow_go = 0
        k = vehicles[w, k].behind
    known = head >= 0 and (vehicles[w, head].narrow_go == 1 or state.lanes[w, lane].narrow_first == head)
    if head >= 0 and not known and vehicles[w, head].narrow_m > reach(w, head, vehicles):
        head = -1
    return head, inside


@kernel
def note_first(w, lane, head, inside, now, state):
    """Note who is next to go in, since when, and whether its direction holds the stretch."""
    here = state.lanes[w, lane]
    if here.narrow_first != head:
        here.narrow_first = head
        here.narrow_since_s = NEVER if head < 0 else now
    going = head >= 0 and state.vehicles[w, head].narrow_go == 1
    if going and is_automated(w, head, state.vehicles) and not proceeds(w, head, state.vehicles):
        state.vehicles[w, head].narrow_go = 0
        going = False
    here.narrow_held = 1 if inside or going else 0


@inlined
def proceeds(w, i, vehicles):
    """Return whether the agent's decision in force drives on."""
    action = vehicles[w, i].action_longitudinal
    return agent_drives(w, i, vehicles) and action != ACT_YIELD and action != ACT_STOP and action != ACT_HALT


@inlined
def came_first(w, lane, opposite, lanes):
    """Return whether the first vehicle of ``lane`` has been there longer than that of the other direction.

    Two that came in one step go by the number of their lanes.
    """
    mine, other = lanes[w, lane].narrow_since_s, lanes[w, opposite].narrow_since_s
    return mine < other or (mine == other and lane < opposite)


@inlined
def has_room_beyond(w, i, lane, state):
    """Return whether vehicle ``i`` finds room behind the stretch, or soon will: else it would stand in it."""
    vehicles, k = state.vehicles, state.vehicles[w, i].ahead
    if k < 0 or vehicles[w, k].speed > MOVING_ON:
        return True
    rear = vehicles[w, k].s - vehicles[w, k].length
    return rear - state.lanes[w, lane].narrow_to >= vehicles[w, i].length + vehicles[w, i].standstill_gap


@inlined
def has_turn(w, lane, opposite, now, lanes):
    """Return whether it is for ``lane`` to go, by a rule that both sides know.

    Who came first has the first turn; if nobody goes, the turn changes sides every TURN_S seconds.
    """
    mine, other = lanes[w, lane].narrow_since_s, lanes[w, opposite].narrow_since_s
    if lanes[w, opposite].narrow_held == 1:
        return False
    if mine == NEVER or other == NEVER:
        return other == NEVER
    changes = int((now - max(mine, other)) / TURN_S)
    return came_first(w, lane, opposite, lanes) == (changes % 2 == 0)


@kernel
def person_goes(w, i, lane, opposite, now, state, settings):
    """Return whether a person before the stretch, which nobody from the other side holds, goes in."""
    vehicles, lanes = state.vehicles, state.lanes
    if vehicles[w, i].siren_m == NEVER and notices(w, i, now, vehicles, settings):
        return False  # the siren comes from ahead: leaves the stretch to it
    if vehicles[w, i].keeps_clear == 1 and not has_room_beyond(w, i, lane, state):
        return False
    mine, other = lanes[w, lane].narrow_since_s, lanes[w, opposite].narrow_since_s
    if other == NEVER:
        return True
    seed, trip = settings[w].seed, vehicles[w, i].trip
    if lanes[w, lane].narrow_held == 1:
        patience = random.lognormal(PATIENCE_MEAN_S, PATIENCE_CV, seed, STREAM_COURTESY, trip, COURTESY_DRAW_PATIENCE)
        return now - other < patience
    if mine < other - TIE_S:
        return True
    hesitation = random.lognormal(
        HESITATION_MEAN_S, HESITATION_CV, seed, STREAM_COURTESY, trip, COURTESY_DRAW_HESITATION
    )
    return now - max(mine, other) > hesitation


@kernel
def claim(w, lane, opposite, now, state, settings):
    """Let the first vehicle of a lane go into the stretch, if nobody from the other side holds it and it wants to."""
    vehicles, lanes = state.vehicles, state.lanes
    i = lanes[w, lane].narrow_first
    if i < 0 or vehicles[w, i].narrow_go == 1 or lanes[w, opposite].narrow_held == 1:
        return
    if vehicles[w, i].siren == 1:
        goes = True
    elif is_automated(w, i, vehicles):
        goes = proceeds(w, i, vehicles)
    else:
        goes = person_goes(w, i, lane, opposite, now, state, settings)
    if goes:
        vehicles[w, i].narrow_go = 1
        lanes[w, lane].narrow_held = 1


@inlined
def before_narrow(w, i, command, vehicles):
    """Return ``command``, or less where vehicle ``i`` has to stop before a narrow stretch."""
    if vehicles[w, i].narrow_m == NEVER or vehicles[w, i].narrow_go == 1:
        return command
    return keep_to_profile(command, vehicles[w, i].speed, vehicles[w, i].narrow_m - MARGIN_M, 0.0, BRAKING)


@inlined
def narrow_limit(w, i, limit, vehicles):
    """Return the desired speed [m/s], in a narrow stretch, or round who stands at the kerb, at most its own."""
    return min(limit, SPEED) if vehicles[w, i].narrow_go == 1 or vehicles[w, i].rounds == 1 else limit
