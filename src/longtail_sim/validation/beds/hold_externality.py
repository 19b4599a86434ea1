"""T3.12: automated vehicles that wait for a remote answer at dark signals delay everybody, once the pool is overloaded.

All signals of a small city go dark.  A tenth of the vehicles is automated.  Three in ten of these hold at every dark
signal until a remote agent has confirmed what they saw (0 to 0.3 requests per dark signal are assumed where the
target comes from); that all of them do, as the agent ``stop_when_confused``, is reported beside it.  The pool also
serves the rest of the fleet, whose requests bring its load to 0.5 or 1.3.  The twin has people in the fleet's place:
same arrivals, same outage.

A box is blocked by who stands where others cross or merge and has no room behind the junction.  Vehicles that hold do
so at the line, so boxes are blocked only where the queue behind one of them reaches the junction upstream; how many
people then keep it clear is the drivers' shipped default.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from longtail_sim.agent import Agent, load_agent
from longtail_sim.episode import EpisodeResult, run_episode, run_twin
from longtail_sim.errors import SimulationError
from longtail_sim.observation import FleetAction, FleetObservation
from longtail_sim.scenario import Scenario
from longtail_sim.validation.measuring import BALANCED, FloatArray
from longtail_sim.validation.outage import ALL_COMPLY
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

AGENTS = 10
SERVICE_S = 10.0
DARK_FROM_S = 300.0
DURATION_S = 3900.0  # an hour in the dark: whoever gives up waiting after 2 min stands for 14 more on average
LANE_DEMAND = 120.0  # vehicles per hour and entry lane
STREETS = 4  # in each direction
LANES = 2
LOADS = (0.5, 1.3)
OFTEN = 0.3  # of the automated vehicles ask for a confirmation
SOURCE = "statements on the outage of 20 December 2025, sign"
NAME = "others' delay / twin's"
ENOUGH = Target("T3.12", NAME, "-", "< 1.05", 0.95, 1.05, SOURCE, "load 0.5")
STANDING_NAME = "standing inside junctions for any reason, more than in the twin"
OVERLOADED = Target("T3.12", NAME, "-", "clearly worse", 1.05, None, SOURCE, "load 1.3", strict=True)
BOX_NAME = "boxes blocked, all vehicles, more than in the twin"
BOX_ENOUGH = Target("T3.12", BOX_NAME, "veh s/h", "<= 0", None, 0.0, SOURCE, "box, load 0.5")
BOX_OVERLOADED = Target("T3.12", BOX_NAME, "veh s/h", "> 0", 0.0, None, SOURCE, "box, load 1.3", strict=True)
ALWAYS = {
    load: Target("T3.12", NAME, "-", "no published value", None, None, SOURCE, f"all ask, load {load:g}")
    for load in LOADS
}
ALWAYS_BOX = {
    load: Target("T3.12", BOX_NAME, "veh s/h", "no published value", None, None, SOURCE, f"all ask, box, load {load:g}")
    for load in LOADS
}
STANDING = {
    load: Target(
        "T3.12", STANDING_NAME, "veh s/h", "no published value", None, None, SOURCE, f"standing, load {load:g}"
    )
    for load in LOADS
}
CASES = {  # load, share that asks -> targets, seeds of a full run: many where boxes are judged, for few have any
    (0.5, OFTEN): (ENOUGH, BOX_ENOUGH, 18),
    (1.3, OFTEN): (OVERLOADED, BOX_OVERLOADED, 18),
    **{(load, 1.0): (ALWAYS[load], ALWAYS_BOX[load], 3) for load in LOADS},
}


def asks(trips: npt.NDArray[np.int64], share: float) -> npt.NDArray[np.bool_]:
    """Return which trips ask for a confirmation: this share (a multiple of a tenth) of them."""
    return np.asarray(trips * 7 % 10 < round(10 * share))


class AsksOften(Agent):
    """Keeps to the traffic code; a share of the vehicles holds at dark signals until somebody confirms them."""

    def __init__(self, share: float) -> None:
        """Let this share of the vehicles ask."""
        self.share = share
        self.asking, self.knowing = load_agent("stop_when_confused"), load_agent("rule_based")

    def act_batch(self, fleet: FleetObservation) -> FleetAction:
        """Decide for all vehicles: by their number one or the other way."""
        asking, knowing = self.asking.act_batch(fleet), self.knowing.act_batch(fleet)
        ask = asks(fleet.trip, self.share)
        return FleetAction(
            np.where(ask, asking.longitudinal, knowing.longitudinal),
            np.where(ask, asking.speed, knowing.speed),
            np.where(ask, asking.lateral, knowing.lateral),
            np.where(ask, asking.request, knowing.request),
        )


def bed(requests_per_h: float = LOADS[1] * AGENTS / SERVICE_S * 3600) -> Scenario:
    """Return a city that goes dark, whose remote agents get so many requests from elsewhere from then on."""
    outage = {"kind": "power_outage", "at_s": DARK_FROM_S, "where": "everywhere"}
    grid = {"columns": STREETS, "rows": STREETS, "lanes": LANES, "speed_limit_mps": 13.9}
    assistance = {"agents": AGENTS, "service_s": {"lognormal": {"mean": SERVICE_S, "cv": 1.0}}}
    entries = 4 * STREETS * LANES
    return Scenario.model_validate(
        {
            "duration_s": DURATION_S,
            "decision_interval_s": 1.0,
            "network": {"grid": grid},
            "demand": {"vehicles_per_hour": LANE_DEMAND * entries, "turns": BALANCED},
            "drivers": {"errors": {"enabled": False}, "dark_signal": ALL_COMPLY},
            "fleet": {"share": 0.1, "agent": "stop_when_confused", "remote_assistance": assistance},
            "events": [outage | {"fleet_requests_per_h": requests_per_h}],
        }
    )


def measure(effort: Effort) -> Readings:
    """Return the ratios of others' delays, and what the fleet adds to blocked boxes, one value per seed."""
    seeds = effort.seeds(2, max(full for *_, full in CASES.values()))
    twin = run_twin(bed(0.0), seeds, threads=effort.threads)
    effort.tell(0.2)
    dark_h = (DURATION_S - DARK_FROM_S) / 3600
    asked_per_h = float(np.mean(_metric(twin, "fleet_dark_traversals"))) / dark_h
    readings: dict[str, list[float]] = {}
    for number, ((load, share), (delay, box, full)) in enumerate(CASES.items(), 1):
        scenario = bed(max(0.0, load * AGENTS / SERVICE_S * 3600 - share * asked_per_h))
        judged = effort.seeds(2, full)
        run = run_episode(scenario, AsksOften(share), judged, threads=effort.threads, decision_limit_s=None)
        if run.status != "finished":
            raise SimulationError(run.message)
        readings[delay.key] = (_metric(run, "others_delay_s") / _metric(twin, "others_delay_s")[: len(judged)]).tolist()
        readings[box.key] = _more_per_hour(run, twin, "box_blocked_s")
        if share == OFTEN:
            readings[STANDING[load].key] = _more_per_hour(run, twin, "standing_in_junction_s")
        effort.tell(0.2 + 0.8 * number / len(CASES))
    return readings


def _metric(result: EpisodeResult, name: str) -> FloatArray:
    return np.array([metrics[name] for metrics in result.metrics])


def _more_per_hour(run: EpisodeResult, twin: EpisodeResult, name: str) -> list[float]:
    """Return how much more of it, fleet and others together, an hour of each seed has than that of its twin."""
    mine, other = (_metric(result, name) + _metric(result, f"others_{name}") for result in (run, twin))
    return [float(more) for more in (mine - other[: len(mine)]) * 3600 / DURATION_S]


EXPERIMENTS = (
    Experiment(
        name="automated vehicles that hold",
        setup=f"A grid of {STREETS} x {STREETS} junctions, two lanes each way, {LANE_DEMAND:g} veh/h a lane, all "
        "signals dark after 5 min, people comply. A tenth of the vehicles is automated; 3 in 10 of these hold "
        f"at every dark signal until one of {AGENTS} remote agents ({SERVICE_S:g} s an answer) confirms it; "
        "other requests bring the load of the pool to 0.5 or 1.3. Compared with the twin; also with all of "
        "them asking. A box is blocked by who stands where others cross or merge without room behind the junction, "
        "not by who gives way there; all who stand inside are reported beside it. An hour in the dark, because whoever "
        "is not answered in 2 min stands for 14 on average.",
        targets=(
            ENOUGH,
            OVERLOADED,
            BOX_ENOUGH,
            BOX_OVERLOADED,
            *STANDING.values(),
            *ALWAYS.values(),
            *ALWAYS_BOX.values(),
        ),
        measure=measure,
        bed=bed,
        quick=False,
    ),
)
