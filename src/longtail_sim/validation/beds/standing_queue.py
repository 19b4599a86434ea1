"""A standing queue gets green: how close it stood, how it starts, and how fast it discharges."""

from __future__ import annotations

import numpy as np

from longtail_sim.core.codes import COLOUR_RED
from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.measuring import FloatArray, discharges, junction, run_until
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

CYCLE_S = 240.0
QUEUE = 20
FIRST = 4  # the HCM takes the saturation headway from the fifth vehicle on
PATTERN = {2: 3.4, 3: 2.6, 4: 2.3, 5: 2.2, 6: 2.1}  # headway (s) of the second to the sixth vehicle

HCM = "HCM 7 chapter 19"
COMPUTED = "IDM+ computed with HCM saturation headway"

TARGETS = (
    Target("T2.1", "saturation flow", "s", "1.89", 1.80, 1.98, HCM, case="headway", required=True, calibrated=True),
    Target("T2.1", "saturation flow", "veh/h", "1900", 1805, 1995, HCM, case="flow", required=True, calibrated=True),
    Target("T2.2", "start of a queue", "s", "2.0", 1.5, 2.5, HCM, case="lost time"),
    *(
        Target(
            "T2.2",
            "start of a queue",
            "s",
            f"{s:g}",
            round(s - 0.3, 1),
            round(s + 0.3, 1),
            COMPUTED,
            case=f"headway of vehicle {n}",
        )
        for n, s in PATTERN.items()
    ),
    Target(
        "T2.2",
        "start of a queue",
        "s",
        "> 0",
        0.0,
        3.0,
        COMPUTED,
        case="smallest fall from one headway to the next",
        exact=True,
        strict=True,
    ),
    Target("T2.3", "jam spacing", "m", "7.3", 6.9, 7.7, "HCM 7 chapter 31, 25 ft a vehicle"),
)


def bed() -> Scenario:
    """Return a junction at which long queues form in a cycle of 240 s."""
    signals = {"cycle_s": CYCLE_S, "yellow_s": 3.5, "all_red_s": 1.5}
    return junction(demand=1500, entry_m=300, signals=signals, decision_interval_s=0.1)


def measure(effort: Effort) -> Readings:
    """Watch the queues before, and their first 20 vehicles during, the green of each approach."""
    seeds = effort.seeds(20, 30)
    simulator = Simulator(bed(), seeds, threads=effort.threads)
    run_until(simulator, CYCLE_S - 1.0)
    effort.tell(0.2)
    spacing = [_jam_spacing(simulator, world) for world in range(len(seeds))]
    passed: list[list[FloatArray]] = [[] for _ in seeds]
    for world, times in discharges(simulator, CYCLE_S + effort.choose(1, 4) * CYCLE_S, QUEUE):
        passed[world].append(times)
    effort.tell(1.0)
    mean = np.array([np.mean(queues, axis=0) for queues in passed])  # (world, vehicle): seconds after start of green
    return _readings(mean) | {"T2.3": spacing}


def _readings(mean: FloatArray) -> dict[str, list[float]]:
    saturation = (mean[:, QUEUE - 1] - mean[:, FIRST - 1]) / (QUEUE - FIRST)
    headway = np.diff(mean, axis=1)  # column 0: the second vehicle
    first = headway[:, : len(PATTERN)].mean(axis=0)
    return {
        "T2.1 headway": saturation.tolist(),
        "T2.1 flow": (3600.0 / saturation).tolist(),
        "T2.2 lost time": (mean[:, FIRST - 1] - FIRST * saturation).tolist(),
        **{f"T2.2 headway of vehicle {n}": headway[:, n - 2].tolist() for n in PATTERN},
        "T2.2 smallest fall from one headway to the next": [float(-np.diff(first).max())],
    }


def _jam_spacing(simulator: Simulator, world: int) -> float:
    """Return the mean distance from front bumper to next front bumper of those who stand before a red light (m)."""
    vehicles, arrays = simulator.state.vehicles, simulator.network.arrays
    stands = (vehicles.trip[world] >= 0) & (vehicles.speed[world] < 0.05) & (vehicles.ahead[world] >= 0)
    rows = np.flatnonzero(stands)
    red = simulator.state.junctions.colour[world, 0] == COLOUR_RED
    behind_red = red[arrays.lane_leg[vehicles.lane[world, rows]] % 2]
    ahead = vehicles.ahead[world, rows]
    pairs = behind_red & (vehicles.speed[world, ahead] < 0.05)
    return float((vehicles.s[world, ahead] - vehicles.s[world, rows])[pairs].mean())


EXPERIMENTS = (
    Experiment(
        name="standing queue at a signal",
        setup="One lane, straight on, 50 km/h; at least 20 vehicles stand when the light turns green. Saturation "
        "headway over vehicles 5 to 20; times from the onset of green to the front bumper at the stop line.",
        targets=TARGETS,
        measure=measure,
        bed=bed,
    ),
)
