"""T1.5 in a world of streets: the leader brakes as hard as tyres allow, and the driver behind has to notice in time."""

from __future__ import annotations

import numpy as np

from longtail_sim.core.params import DT_S
from longtail_sim.errors import SimulationError
from longtail_sim.network import build_network
from longtail_sim.observation import Action, FleetAction, Longitudinal
from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.measuring import junction
from longtail_sim.validation.target import Effort, Experiment, Readings, Target
from longtail_sim.world.entries import find_entry

CRUISE = 12.5  # m/s
BRAKES = 8.0  # m/s^2
ENTRY = "0,0:south"
SETTLE_S = 110.0  # until the follower has reached its equilibrium gap
WATCH_S = 15.0
SOURCE = "computed from Treiber, Hennecke, Helbing 2000"
DRIVER = {
    "car_following": "idm",
    "speed_factor": {"mean": 1.0, "sd": 0.0},
    "time_headway_s": 1.0,
    "acceleration_mps2": 1.5,
    "deceleration_mps2": 2.0,
    "standstill_gap_m": 2.0,
    "spread": 0.0,
}


def bed(delay_s: float) -> Scenario:
    """Return a long street; the first vehicle on it is driven by the caller."""
    drivers = {**DRIVER, "perception_delay_s": delay_s}
    return junction(
        legs={"south": 900}, speed=13.89, entry_m=2000, drivers=drivers, decision_interval_s=0.1, duration_s=300
    )


def measure(effort: Effort) -> Readings:
    """Return the least gap without delay, and whether a driver who sees 1.5 s late runs into the leader."""
    prompt, late = emergency_stop(0.0), emergency_stop(1.5)
    return {"T1.5 on a street, no delay": [prompt[0]], "T1.5 on a street, delay 1.5 s": [float(late[1])]}


def emergency_stop(delay_s: float) -> tuple[float, bool]:
    """Return the least gap (m) of the vehicle behind the one that brakes, and whether these two are the first to touch.

    Raises:
        SimulationError: nobody follows, or somebody has crashed before the braking.
    """
    scenario = bed(delay_s)
    network = build_network(scenario.network)
    leader = find_entry(ENTRY, network)  # the first trip of an entry has the entry's number
    simulator = Simulator(scenario, [0], ego_trip=leader, network=network)
    vehicles = simulator.state.vehicles
    _drive(simulator, SETTLE_S, Action(Longitudinal.FOLLOW_SPEED, CRUISE))
    follower = _follower(simulator, leader)
    least, first = float("inf"), frozenset[int]()
    while simulator.time_s < SETTLE_S + WATCH_S - 1e-9:
        _drive(simulator, simulator.time_s + DT_S, Action(Longitudinal.ACCELERATE, -BRAKES))
        behind = (vehicles.trip[0] == follower) & (vehicles.leader[0] >= 0)
        if behind.any():
            least = min(least, float(vehicles.gap[0, behind].min()))
        first = first or crashed(simulator)
    return least, {leader, follower} <= first


def crashed(simulator: Simulator) -> frozenset[int]:
    """Return the trips of the vehicles that stand after a contact."""
    vehicles = simulator.state.vehicles
    stand = (vehicles.trip[0] >= 0) & (vehicles.crashed_until_s[0] > simulator.time_s)
    return frozenset(vehicles.trip[0, stand].tolist())


def _drive(simulator: Simulator, until_s: float, action: Action) -> None:
    while simulator.time_s < until_s - 1e-9:
        simulator.act(FleetAction.of([action] * len(simulator.observe())))
        simulator.step()


def _follower(simulator: Simulator, leader: int) -> int:
    """Return the trip of the vehicle right behind, before anybody has crashed."""
    vehicles = simulator.state.vehicles
    follows = (vehicles.trip[0] >= 0) & (vehicles.leader[0] >= 0) & (vehicles.trip[0, vehicles.leader[0]] == leader)
    behind = np.flatnonzero(follows)
    if len(behind) != 1 or crashed(simulator) or simulator.state.tally.contacts[0].any():
        raise SimulationError("the bed of T1.5 is not what it should be: no follower, or a contact before the braking.")
    return int(vehicles.trip[0, behind[0]])


EXPERIMENTS = (
    Experiment(
        name="emergency stop on a street",
        setup="One lane, 50 km/h; a vehicle drives at 12.5 m/s, then brakes at 8 m/s²; the person behind follows by "
        "the IDM (T 1.0 s, a 1.5, b 2.0, s0 2.0 m) at the equilibrium gap, seeing the leader at once or 1.5 s late.",
        targets=(
            Target(
                "T1.5",
                "least gap behind an emergency stop",
                "m",
                "1.89",
                1.79,
                1.99,
                SOURCE,
                case="on a street, no delay",
                required=True,
                exact=True,
            ),
            Target(
                "T1.5",
                "collides behind an emergency stop",
                "-",
                "1",
                1.0,
                1.0,
                SOURCE,
                case="on a street, delay 1.5 s",
                required=True,
                exact=True,
            ),
        ),
        measure=measure,
        bed=lambda: bed(1.5),
    ),
)
