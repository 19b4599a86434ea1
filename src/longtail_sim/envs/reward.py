"""The reward, in seconds: what a decision interval brought the ego, the others, and safety.

The sums that it reads are those of the scoring page; nothing is simulated here.  Compiled, because a thousand egos are
to be judged at once; the functions call none of other files, whose edits Numba would not notice.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from longtail_sim.core.codes import STATE_MINIMAL_RISK_CONDITION, STATE_MINIMAL_RISK_MANOEUVRE
from longtail_sim.core.jit import kernel
from longtail_sim.core.params import DT_S
from longtail_sim.core.perception_layout import COLUMN

STANDING_MPS = 0.1
WAITING_PER_S = 0.5
OTHERS_PER_S = 0.05  # per second that a vehicle behind the ego loses
MOST_HELD_UP = 20.0
RULE = 10.0
MINIMAL_RISK = 100.0
CONTACT = 200.0

QUEUE_GAP_M = 20.0  # a vehicle that is closer to its leader belongs to its queue
FLEET = 1

TERMS = ("progress", "waiting", "others", "rules", "minimal_risk", "contact")
ENDS = ("", "contact", "minimal_risk", "finished", "time")
END_CONTACT, END_MINIMAL_RISK, END_FINISHED, END_TIME = range(1, len(ENDS))

IS_RED, IS_YELLOW = COLUMN["is_red"], COLUMN["is_yellow"]
SPEED, SPEED_LIMIT = COLUMN["speed_mps"], COLUMN["speed_limit_mps"]


def _record(members: list[Any]) -> np.dtype[Any]:
    """Return the row of a table whose columns are attributes, compiled or not."""
    return np.dtype((np.record, np.dtype(members, align=True)))


# Running sums at one moment; the ego's own are 0 when it is not in the map.
READING = _record(
    [
        ("time_s", "f8"),
        ("speed_mps", "f8"),
        ("delay_s", "f8"),
        ("held_up", "f8"),
        ("fleet_harm", "f8"),
        ("fleet_contacts", "i8"),
        ("fleet_rules_broken", "i8"),
        ("junctions", "i8"),
        ("present", "i1"),
        ("crashed", "i1"),
        ("stands_for_good", "i1"),
    ]
)

# An ego and its last step.
EGO = _record(
    [
        ("trip", "i8"),
        ("slot", "i8"),  # where the simulator keeps it, or kept it last; -1: it has not come yet
        ("steps", "i8"),
        ("reward", "f8"),
        ("cost", "f8"),
        ("terms", "f8", (len(TERMS),)),
        ("end", "i1"),  # index into ENDS
        ("awaits", "i1"),  # 1: it awaits a decision
        ("gives_up", "i1"),  # 1: its step is not over: a minimal risk manoeuvre, until it stands
    ]
)


@kernel
def near_their_leader(w, vehicles, lanes, near):
    """Write the slots of all vehicles within QUEUE_GAP_M of their leader; return how many they are."""
    n = 0
    for lane in range(lanes.shape[1]):
        i = lanes[w, lane].first
        while i >= 0:
            if vehicles[w, i].leader >= 0 and vehicles[w, i].gap < QUEUE_GAP_M:
                near[n] = i
                n += 1
            i = vehicles[w, i].behind
    return n


@kernel
def held_up(w, ego, vehicles, lanes, lane_speed, near, queued):
    """Return how many vehicles' time the queue that the ego heads costs: 1 for each that stands, less if it moves.

    0 if the ego itself is in a queue: then somebody else is its head.  ``near`` and ``queued`` (vehicle slots,) are
    room to work in; ``queued`` is 0 before and after.
    """
    if vehicles[w, ego].leader >= 0 and vehicles[w, ego].gap < QUEUE_GAP_M:
        return 0.0
    n, total, joined = near_their_leader(w, vehicles, lanes, near), 0.0, 1
    queued[ego] = 1
    while joined > 0 and total < MOST_HELD_UP:
        joined = 0
        for k in range(n):
            i = near[k]
            if queued[i] == 0 and queued[vehicles[w, i].leader] == 1:
                queued[i] = 1
                joined += 1
                lost = 1.0 - vehicles[w, i].speed / lane_speed[vehicles[w, i].lane]
                total += min(max(lost, 0.0), 1.0)
    queued[ego] = 0
    for k in range(n):
        queued[near[k]] = 0
    return min(total, MOST_HELD_UP)


@kernel
def waits_for_light(e, seen):
    """Return whether ego ``e`` decided on a red or yellow light, or such a sign of an officer's."""
    return seen[e, IS_RED] > 0.5 or seen[e, IS_YELLOW] > 0.5


@kernel
def read(e, w, egos, readings, seen, vehicles, lanes, tally, clock, lane_speed, near, queued):
    """Take down the sums that the reward is made of, as the later reading of ego ``e``."""
    i = egos[e].slot
    present = i >= 0 and vehicles[w, i].trip == egos[e].trip
    readings[e, 1].time_s = clock[w].step * DT_S
    readings[e, 1].present = 1 if present else 0
    readings[e, 1].speed_mps = vehicles[w, i].speed if present else 0.0
    readings[e, 1].delay_s = vehicles[w, i].delay_s if present else 0.0
    readings[e, 1].junctions = vehicles[w, i].junctions_passed if present else 0
    readings[e, 1].crashed = 1 if present and vehicles[w, i].crashed_until_s > 0.0 else 0
    readings[e, 1].stands_for_good = 1 if present and vehicles[w, i].state == STATE_MINIMAL_RISK_CONDITION else 0
    readings[e, 1].held_up = 0.0
    if present and not waits_for_light(e, seen):  # where it costs nothing nobody need look round for a queue
        readings[e, 1].held_up = held_up(w, i, vehicles, lanes, lane_speed, near, queued)
    sums = tally[w, FLEET]
    readings[e, 1].fleet_contacts = sums.contacts + sums.pedestrian_contacts
    readings[e, 1].fleet_harm = sums.harm
    broken = sums.red_light_runs + sums.stop_violations + sums.right_of_way_violations
    readings[e, 1].fleet_rules_broken = broken


@kernel
def progress(e, readings, seen):
    """Return distance / limit: the seconds of free-flow driving that were done, at most the time that passed."""
    before, after = readings[e, 0], readings[e, 1]
    duration = after.time_s - before.time_s
    if after.present == 0:  # has left the map within the step: as fast as it was last
        limit = max(np.float64(seen[e, SPEED_LIMIT]), STANDING_MPS)
        return duration * min(np.float64(seen[e, SPEED]) / limit, 1.0)
    return min(max(duration - (after.delay_s - before.delay_s), 0.0), duration)


@kernel
def nothing(e, egos):
    """Write no reward and no cost."""
    for k in range(len(TERMS)):
        egos[e].terms[k] = 0.0
    egos[e].reward = 0.0
    egos[e].cost = 0.0


@kernel
def judge(e, alone, egos, readings, seen):
    """Write reward and cost of ego ``e`` for what lies between its two readings; return whether it touched somebody.

    ``seen`` is what it decided on; ``alone`` is 1 if it is the only vehicle of the fleet, so that the fleet's sums are
    its own.  An ego that was not in the map at the first reading decided nothing.
    """
    before, after, terms = readings[e, 0], readings[e, 1], egos[e].terms
    nothing(e, egos)
    if before.present == 0:
        return False
    free = 0.0 if waits_for_light(e, seen) else after.time_s - before.time_s
    contact = after.fleet_contacts > before.fleet_contacts and (alone == 1 or after.crashed == 1)
    terms[0] = progress(e, readings, seen)
    terms[1] = -WAITING_PER_S * free if after.present == 1 and after.speed_mps < STANDING_MPS else 0.0
    terms[2] = -OTHERS_PER_S * after.held_up * free
    if after.junctions > before.junctions:
        terms[3] = -RULE * (after.fleet_rules_broken - before.fleet_rules_broken)
    terms[4] = -MINIMAL_RISK if after.stands_for_good == 1 else 0.0
    terms[5] = -CONTACT if contact else 0.0
    for k in range(len(TERMS)):
        egos[e].reward += terms[k]
    if contact:
        egos[e].cost = after.fleet_harm - before.fleet_harm
    return contact


@kernel
def how_it_ended(e, contact, most_steps, duration_s, egos, readings):
    """Return an index into ENDS, 0 while the episode goes on."""
    before, after = readings[e, 0], readings[e, 1]
    if contact:
        return END_CONTACT
    if after.stands_for_good == 1:
        return END_MINIMAL_RISK
    if before.present == 1 and after.present == 0:
        return END_FINISHED
    over = after.time_s >= duration_s - 1e-9 or egos[e].steps == most_steps
    return END_TIME if over else 0


@kernel
def look_on(e, egos, readings, seen, values):
    """Make the present the past: the later reading the earlier one; who perceives nothing more keeps the last view."""
    readings[e, 0] = readings[e, 1]
    if egos[e].awaits == 1:
        for feature in range(seen.shape[1]):
            seen[e, feature] = values[e, feature]


@kernel
def still_giving_up(e, w, duration_s, egos, vehicles, clock):
    """Return whether ego ``e`` is in a minimal risk manoeuvre, still moving, with time left."""
    i = egos[e].slot
    if i < 0 or vehicles[w, i].trip != egos[e].trip or vehicles[w, i].state != STATE_MINIMAL_RISK_MANOEUVRE:
        return False
    return clock[w].step * DT_S < duration_s - 1e-9


@kernel
def start(which, cars, egos, readings, seen, values, vehicles, lanes, tally, clock, lane_speed, near, queued):
    """Begin the episodes of some egos, ``cars`` of which share a world."""
    for k in range(which.size):
        e = which[k]
        read(e, e // cars, egos, readings, seen, vehicles, lanes, tally, clock, lane_speed, near, queued)
        for feature in range(seen.shape[1]):
            seen[e, feature] = 0.0
        look_on(e, egos, readings, seen, values)
        egos[e].steps = 0
        egos[e].end = 0
        nothing(e, egos)


@kernel
def account(
    which,
    cars,
    alone,
    patient,
    most_steps,
    duration_s,
    egos,
    readings,
    seen,
    values,
    vehicles,
    lanes,
    tally,
    clock,
    lane_speed,
    near,
    queued,
):
    """Judge a step of some egos, and keep what the next one is compared with.

    ``patient`` is 1 if the step of who gives up lasts until it stands: it is judged then.
    """
    for k in range(which.size):
        e = which[k]
        if patient == 1 and still_giving_up(e, e // cars, duration_s, egos, vehicles, clock):
            egos[e].gives_up = 1
            continue
        egos[e].gives_up = 0
        read(e, e // cars, egos, readings, seen, vehicles, lanes, tally, clock, lane_speed, near, queued)
        contact = judge(e, alone, egos, readings, seen)
        egos[e].steps += 1
        egos[e].end = how_it_ended(e, contact, most_steps, duration_s, egos, readings)
        look_on(e, egos, readings, seen, values)
