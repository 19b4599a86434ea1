"""T3.6 to T3.8 on the streets of the scenario ``sf_outage``: one-way pairs of three and four lanes, long blocks.

The HCM has no numbers for dark junctions of four lanes, nor for a network.  Capacity is therefore set against what its
procedures give junction by junction, from the streets as they are: one-way or two-way, with the number of their lanes
(chapter 21; four lanes are extrapolated with the headways of three), and s g/C with the greens of the map.  Flows go
from street to street as in ``validation.network_flow``.  As in T3.6 the dark streets have turns and the signals have
not, because lanes shared with permissive left turns pass far less than s g/C; and the tolerance is that of T3.6 in
proportion.  The ratio with the same turns on both sides is reported beside it.

Delay: light means 50 veh/h and lane, well below the HCM's break-even (230 with one lane, 130 with two, less with more),
heavy the 350 of T3.7.  For the time until a block is full there is no bound that would mean anything: it is reported,
and judged is that more blocks fill than with signals.
"""

from __future__ import annotations

import numpy as np

from longtail_sim.network import build_network
from longtail_sim.scenario import Scenario, load_scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.beds.outage_capacity import ALIKE, JUDGED, MORE_THAN_ENOUGH
from longtail_sim.validation.measuring import STRAIGHT, FloatArray, run_until
from longtail_sim.validation.network_flow import Turns, all_way_stops_pass, junction_entries, signals_pass
from longtail_sim.validation.outage import ALL_COMPLY, dark
from longtail_sim.validation.queues import is_full
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

LIGHT, HEAVY = 50.0, 350.0  # vehicles per hour and entry lane
WARM_UP_S, END_S = 600.0, 1800.0
WATCHED_S = 1800.0
HCM = "HCM 7 chapters 19 and 21, extrapolated"
TOLERANCE = (  # of T3.6 in proportion to what it expects, the narrower of its two
    max(target.low / float(target.expected) for target in JUDGED.values() if target.low is not None),
    min(target.high / float(target.expected) for target in JUDGED.values() if target.high is not None),
)
CAPACITY = Target(
    "T3.6",
    "dark, with turns / signals, straight on: measured / by the HCM's capacities",
    "-",
    "1",
    round(TOLERANCE[0], 3),
    round(TOLERANCE[1], 3),
    HCM,
    "sf_outage streets",
)
SHARE, EXPECTED, SAME_TURNS = (
    Target("T3.6", name, "-", "no published value", None, None, source, f"sf_outage streets, {case}", exact=exact)
    for name, source, case, exact in (
        ("dark, with turns / signals, straight on", "-", "measured", False),
        ("the same by the HCM's capacities", HCM, "expected", True),
        (ALIKE, "-", "turns at both", False),
    )
)
DELAY_NAME = "delay per trip, all dark / signals"
DELAY_LIGHT = Target("T3.7", DELAY_NAME, "-", "<= 1", 0.0, 1.0, HCM, "sf_outage streets, 50 veh/h/lane")
DELAY_HEAVY = Target("T3.7", DELAY_NAME, "-", ">= 1.3", 1.3, None, HCM, "sf_outage streets, 350 veh/h/lane")
FIRST_SPILL = Target(
    "T3.8",
    "first block spills back after all went dark",
    "min",
    "no published value",
    None,
    None,
    "-",
    "sf_outage streets",
)
MORE_SPILL = Target(
    "T3.8",
    "share of blocks that spill back, all dark less signals",
    "-",
    "> 0",
    0.0,
    1.0,
    "HCM 7 chapters 19 and 21, sign",
    "sf_outage streets, share",
    strict=True,
)


def bed(lane_demand: float = HEAVY, dark_from_s: float | None = 0.0, turns: dict[str, float] | None = None) -> Scenario:
    """Return the streets of sf_outage with a demand of their own, no fleet; all signals fail, or none (None)."""
    shipped = load_scenario("sf_outage")
    lanes = entry_lanes(shipped)
    return Scenario.model_validate(
        {
            "duration_s": 7200,
            "decision_interval_s": 1.0,
            "network": shipped.network,
            "demand": {"vehicles_per_hour": lane_demand * lanes, "turns": turns or shipped.demand.turns},
            "drivers": {"errors": {"enabled": False}, "dark_signal": ALL_COMPLY},
            "events": [] if dark_from_s is None else dark(dark_from_s),
            "fleet": {"share": 0},
        }
    )


def entry_lanes(scenario: Scenario) -> int:
    """Return the number of lanes by which vehicles enter the map of a scenario."""
    arrays = build_network(scenario.network).arrays
    return int(arrays.street_lanes[arrays.entry_street].sum())


def served(scenario: Scenario, effort: Effort) -> FloatArray:
    """Return the junctions entered per hour after the warm-up, network-wide, one number per world."""
    simulator = Simulator(scenario, effort.seeds(1, 4), threads=effort.threads)
    traversals = simulator.state.tally.traversals
    run_until(simulator, WARM_UP_S)
    before = traversals.sum(axis=1)
    run_until(simulator, END_S)
    return np.asarray((traversals.sum(axis=1) - before) * 3600 / (END_S - WARM_UP_S))


def trip_delay(scenario: Scenario, effort: Effort) -> FloatArray:
    """Return the delay per trip [s] in half an hour, backlog and unfinished trips included, one number per world."""
    simulator = Simulator(scenario, effort.seeds(1, 4), threads=effort.threads)
    run_until(simulator, END_S)
    tally = simulator.state.tally
    return np.asarray(tally.delay_s.sum(axis=1) / tally.arrived.sum(axis=1))


def spillback(scenario: Scenario, effort: Effort) -> tuple[FloatArray, FloatArray]:
    """Return the minutes after the outage until a first block spills back, and the mean share of blocks that do.

    A block spills back while the queue of at least one of its lanes reaches the junction upstream.  Both of shape
    (world,).
    """
    simulator = Simulator(scenario, effort.seeds(1, 4), threads=effort.threads)
    lanes, starts = block_lanes(simulator)
    run_until(simulator, WARM_UP_S)
    first, shares = np.full(simulator.num_worlds, np.nan), []
    while simulator.time_s < WARM_UP_S + WATCHED_S - 1e-9:
        simulator.step()
        full = np.logical_or.reduceat(is_full(simulator, lanes), starts, axis=1)
        first[np.isnan(first) & full.any(axis=1)] = (simulator.time_s - WARM_UP_S) / 60
        shares.append(full.mean(axis=1))
    return np.where(np.isnan(first), WATCHED_S / 60, first), np.mean(shares, axis=0)


def block_lanes(simulator: Simulator) -> tuple[list[int], list[int]]:
    """Return the lanes of all streets between two junctions, and at which of them each street begins."""
    network = simulator.network
    lanes: list[int] = []
    starts: list[int] = []
    between = (network.street_from_junction >= 0) & (network.street_to_junction >= 0)
    for street in np.flatnonzero(between).tolist():
        starts.append(len(lanes))
        first = int(network.arrays.street_first_lane[street])
        lanes += range(first, first + int(network.arrays.street_lanes[street]))
    return lanes, starts


def expected_share() -> float:
    """Return what dark streets pass of what their signals pass straight on, by the HCM's capacities; extrapolated."""
    scenario = bed()
    arrays, shipped = build_network(scenario.network).arrays, scenario.demand.turns
    turns, straight = Turns(float(shipped.left), float(shipped.right)), Turns(0.0, 0.0)
    demand = np.zeros(len(arrays.street_lanes))
    demand[arrays.entry_street] = MORE_THAN_ENOUGH * arrays.street_lanes[arrays.entry_street]
    without = junction_entries(demand, all_way_stops_pass(turns, arrays), turns, arrays)
    return without / junction_entries(demand, signals_pass(arrays), straight, arrays)


def measure_capacity(effort: Effort) -> Readings:
    """Return the ratios of flows under saturation, one value per seed, and the ratio that is expected."""
    expected = expected_share()
    without = served(bed(MORE_THAN_ENOUGH), effort)
    effort.tell(0.3)
    share = without / served(bed(MORE_THAN_ENOUGH, None, STRAIGHT), effort)
    effort.tell(0.6)
    alike = without / served(bed(MORE_THAN_ENOUGH, None), effort)
    return {
        CAPACITY.key: (share / expected).tolist(),
        SHARE.key: share.tolist(),
        EXPECTED.key: [expected],
        SAME_TURNS.key: alike.tolist(),
    }


def measure_delay(effort: Effort) -> Readings:
    """Return the ratios of delays over the same arrivals, one value per seed."""
    readings = {}
    for demand, target in ((LIGHT, DELAY_LIGHT), (HEAVY, DELAY_HEAVY)):
        ratio = trip_delay(bed(demand), effort) / trip_delay(bed(demand, None), effort)
        readings[target.key] = ratio.tolist()
        effort.tell(0.2 if demand == LIGHT else 1.0)
    return readings


def measure_spillback(effort: Effort) -> Readings:
    """Return when the first block spills back [min], and how many more do than with signals, one value per seed."""
    first, share = spillback(bed(HEAVY, WARM_UP_S), effort)
    effort.tell(0.5)
    _, with_signals = spillback(bed(HEAVY, None), effort)
    return {FIRST_SPILL.key: first.tolist(), MORE_SPILL.key: (share - with_signals).tolist()}


_STREETS = (
    "The streets of sf_outage, a demand of their own, no fleet, all comply, nobody errs; all signals dark or none. "
)
EXPERIMENTS = (
    Experiment(
        name="sf_outage streets, capacity",
        setup=_STREETS
        + f"{MORE_THAN_ENOUGH:g} veh/h at every entry lane, more than the dark streets or the signals can pass; "
        "junctions entered from minute 10 to 30. Expected is what flows from street to street give if every junction "
        "passes what HCM 7 chapters 19 (s g/C with the displayed greens) and 21 let it, four lanes being extrapolated "
        "from three, and queues take no room. Turns as shipped in the dark, none at the signals, as in T3.6, whose "
        "tolerance is taken in proportion; with the same turns at both it is reported only.",
        targets=(CAPACITY, SHARE, EXPECTED, SAME_TURNS),
        measure=measure_capacity,
        bed=lambda: bed(MORE_THAN_ENOUGH),
        quick=False,
    ),
    Experiment(
        name="sf_outage streets, delay",
        setup=_STREETS
        + f"{LIGHT:g} and {HEAVY:g} veh/h at every entry lane; delay per trip in the first half hour, waiting "
        "outside the map and unfinished trips included.",
        targets=(DELAY_LIGHT, DELAY_HEAVY),
        measure=measure_delay,
        bed=bed,
        quick=False,
    ),
    Experiment(
        name="sf_outage streets, spillback",
        setup=_STREETS
        + f"{HEAVY:g} veh/h at every entry lane, dark from minute 10 on, watched for 30 min. A block spills "
        "back while the queue in one of its lanes reaches the junction upstream.",
        targets=(FIRST_SPILL, MORE_SPILL),
        measure=measure_spillback,
        bed=lambda: bed(HEAVY, WARM_UP_S),
        quick=False,
    ),
)
