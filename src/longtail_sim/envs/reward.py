"""The reward, in seconds: what a decision interval brought the ego, the others, and safety.

The sums that it reads are those of the scoring page; nothing is simulated here.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from longtail_sim.core.state import State
from longtail_sim.envs.traffic import Traffic
from longtail_sim.network import StreetNetwork
from longtail_sim.observation import Observation

STANDING_MPS = 0.1
WAITING_PER_S = 0.5
OTHERS_PER_S = 0.05  # per second that a vehicle behind the ego loses
MOST_HELD_UP = 20.0
RULE = 10.0
MINIMAL_RISK = 100.0
CONTACT = 200.0

QUEUE_GAP_M = 20.0  # a vehicle that is closer to its leader belongs to its queue
FLEET = 1
RULES = ("red_light_runs", "stop_violations", "right_of_way_violations")


class Reading(NamedTuple):
    """Running sums at one moment; the ego's own are 0 when it is not in the map."""

    time_s: float
    present: bool
    speed_mps: float
    delay_s: float
    junctions: int
    crashed: bool
    stands_for_good: bool
    held_up: float
    fleet_contacts: int
    fleet_harm: float
    fleet_rules_broken: int


class Outcome(NamedTuple):
    """What happened to the ego in one step."""

    terms: dict[str, float]
    contact: bool
    harm: float


def read(traffic: Traffic) -> Reading:
    """Take down the sums that the reward is made of."""
    simulator, slot = traffic.simulator, traffic.slot
    car, sums = simulator.state.vehicles[0, slot], simulator.state.tally[0, FLEET]
    present = slot >= 0
    return Reading(
        time_s=simulator.time_s,
        present=present,
        speed_mps=float(car["speed"]) if present else 0.0,
        delay_s=float(car["delay_s"]) if present else 0.0,
        junctions=int(car["junctions_passed"]) if present else 0,
        crashed=present and bool(car["crashed_until_s"] > 0),
        stands_for_good=traffic.has_given_up,
        held_up=held_up(simulator.state, simulator.network, slot) if present else 0.0,
        fleet_contacts=int(sums["contacts"] + sums["pedestrian_contacts"]),
        fleet_harm=float(sums["harm"]),
        fleet_rules_broken=sum(int(sums[name]) for name in RULES),
    )


def held_up(state: State, network: StreetNetwork, slot: int) -> float:
    """Return how many vehicles' time the queue that the ego heads costs: 1 for each that stands, less if it moves.

    0 if the ego itself is in a queue: then somebody else is its head.
    """
    cars = np.asarray(state.vehicles[0])
    near = (cars["leader"] >= 0) & (cars["gap"] < QUEUE_GAP_M) & (cars["lane"] >= 0)
    if near[slot]:
        return 0.0
    queue = np.zeros(len(cars), bool)
    queue[slot] = True
    for _ in range(int(MOST_HELD_UP)):
        joining = near & queue[cars["leader"]] & ~queue
        if not joining.any():
            break
        queue |= joining
    queue[slot] = False
    limit = network.arrays.lane_speed[cars["lane"][queue]]
    return min(float(np.clip(1.0 - cars["speed"][queue] / limit, 0.0, 1.0).sum()), MOST_HELD_UP)


def judge(before: Reading, after: Reading, seen: Observation, *, alone: bool) -> Outcome:
    """Return the reward's terms for what lies between two readings.

    Args:
        before: when the ego decided.
        after: when the step was over.
        seen: what it decided on.
        alone: whether the ego is the only vehicle of the fleet, so that the fleet's sums are its own.
    """
    duration = after.time_s - before.time_s
    free = 0.0 if seen.signal.is_red or seen.signal.is_yellow else duration
    contact = after.fleet_contacts > before.fleet_contacts and (alone or after.crashed)
    entered = after.junctions > before.junctions
    broken = after.fleet_rules_broken - before.fleet_rules_broken if entered else 0
    stands = after.present and after.speed_mps < STANDING_MPS
    terms = {
        "progress": _progress(before, after, seen),
        "waiting": -WAITING_PER_S * free if stands else 0.0,
        "others": -OTHERS_PER_S * after.held_up * free,
        "rules": -RULE * broken,
        "minimal_risk": -MINIMAL_RISK if after.stands_for_good else 0.0,
        "contact": -CONTACT if contact else 0.0,
    }
    return Outcome(terms, contact, after.fleet_harm - before.fleet_harm if contact else 0.0)


def _progress(before: Reading, after: Reading, seen: Observation) -> float:
    """Return distance / limit: the seconds of free-flow driving that were done, at most the time that passed."""
    duration = after.time_s - before.time_s
    if not after.present:  # has left the map within the step: as fast as it was last
        return duration * min(seen.speed_mps / max(seen.speed_limit_mps, STANDING_MPS), 1.0)
    return min(max(duration - (after.delay_s - before.delay_s), 0.0), duration)
