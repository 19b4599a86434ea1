"""T5.5 to T5.8: intervals cover, common random numbers pay, and nothing is found where there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from longtail_sim.agent import Agent, load_agent
from longtail_sim.core import random
from longtail_sim.core.codes import STREAM_ARRIVAL, STREAM_GAP
from longtail_sim.observation import FleetAction
from longtail_sim.scenario import Scenario
from longtail_sim.scoring.harm import harm_interval
from longtail_sim.scoring.profiles import iqm, iqm_interval
from longtail_sim.scoring.side import Metrics
from longtail_sim.scoring.sides import delay_interval
from longtail_sim.scoring.statistics import Interval
from longtail_sim.simulator import Simulator
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

FloatArray = npt.NDArray[np.float64]

RUNS, SCENARIOS = 10, 20
END_S = 240.0
AT_ONCE = 64  # worlds in one simulator
COMPARISONS, SEEDS_EACH = 300, AT_ONCE // 2  # each comparison has seeds of its own; 200 would not tell 6 from 9 %
NULL_END_S = 240.0  # short, so that thousands of seeds are affordable


def _scores(generator: np.random.Generator, runs: int) -> FloatArray:
    """Return scores of shape (runs, scenarios): gamma distributed, each scenario with a mean of its own."""
    means = np.linspace(20.0, 80.0, SCENARIOS)
    return generator.gamma(4.0, means / 4.0, (runs, SCENARIOS))


def _iqm_coverage(effort: Effort) -> Readings:
    generator = np.random.Generator(np.random.Philox(key=550 + effort.first_seed))
    truth = iqm(_scores(generator, 200_000))
    repeats, covered = effort.choose(300, 1000), []
    for _ in range(repeats):
        interval = iqm_interval(list(_scores(generator, RUNS).T), 1000)
        assert interval.low is not None and interval.high is not None
        covered.append(100.0 * (interval.low <= truth <= interval.high))
        effort.tell(len(covered) / repeats)
    return {"T5.5": covered}


def _dark_junction(**drivers: Any) -> Scenario:
    """Return a junction whose signal fails after half a minute, with a fleet, and with people who err."""
    parts: dict[str, Any] = {
        "network": {"grid": {"rows": 1, "columns": 1, "lanes": 1, "entry_m": 120}},
        "demand": {"vehicles_per_hour": 1000},
        "fleet": {"share": 0.3},
        "drivers": drivers,
        "events": [{"kind": "signal_outage", "at_s": 30, "where": "everywhere"}],
    }
    return Scenario.model_validate({"duration_s": 7200, **parts})


def _careless_junction() -> Scenario:
    """Return the same with people who err so often that there are contacts enough to compare."""
    dark = {"unaware": 0.5, "stop_if_conflict": 0.0}
    return _dark_junction(dark_signal=dark, errors={"lapses_per_h": 1000})


def _runs(
    scenario: Scenario,
    agent: Agent,
    seeds: Sequence[int],
    effort: Effort,
    part: tuple[float, float],
    twin: bool = False,
    end_s: float = END_S,
) -> list[Metrics]:
    """Return the metrics of one run per seed; they take the experiment from one share done to another."""
    found: list[Metrics] = []
    for first in range(0, len(seeds), AT_ONCE):
        these = seeds[first : first + AT_ONCE]
        simulator = Simulator(scenario, these, people_in_fleet=twin, threads=effort.threads)
        while simulator.time_s < end_s - 1e-9:
            seen = simulator.observe()
            simulator.act(agent.act_batch(seen) if len(seen) else FleetAction.proceed(0))
            simulator.step()
        found += [simulator.metrics(world) for world in range(simulator.num_worlds)]
        effort.tell(part[0] + (part[1] - part[0]) * len(found) / len(seeds))
    return found


def _delays(runs: Sequence[Metrics]) -> FloatArray:
    return np.array([run["others_delay_s"] for run in runs])


def _paired_shares(one: FloatArray, other: FloatArray) -> list[float]:
    """Return terms whose mean is Var(other - one) / (Var(one) + Var(other)), and whose spread its uncertainty.

    They are r + (d - r s) / mean(s), with d and s what a seed adds to the two sums of squares: a seed that is far from
    all others is in both, and terms that took the lower one for known would make its weight twice as large.
    """
    squares, other_squares = (one - one.mean()) ** 2, (other - other.mean()) ** 2
    paired, unpaired = (other - other.mean() - one + one.mean()) ** 2, squares + other_squares
    ratio = paired.sum() / unpaired.sum()
    return [float(term) for term in ratio + (paired - ratio * unpaired) / unpaired.mean()]


def _common_numbers(effort: Effort) -> Readings:
    seeds, scenario = effort.seeds(64, 1280), _dark_junction()  # one run in hundreds clogs, and weighs the most
    fewer = seeds[: effort.choose(64, 320)]
    careful, confused = load_agent("rule_based"), load_agent("stop_when_confused")
    run = _delays(_runs(scenario, careful, seeds, effort, (0.0, 0.4)))
    twin = _delays(_runs(scenario, careful, seeds, effort, (0.4, 0.8), twin=True))
    holds = _delays(_runs(scenario, confused, fewer, effort, (0.8, 1.0)))
    return {
        "T5.6 run and twin": _paired_shares(twin, run),
        "T5.6 run and twin, logarithms": _paired_shares(np.log(twin), np.log(run)),
        "T5.6 agents worlds apart": _paired_shares(run[: len(fewer)], holds),
    }


def _null(effort: Effort) -> Readings:
    agent = load_agent("rule_based")
    seeds = effort.seeds(40 * 2 * SEEDS_EACH, COMPARISONS * 2 * SEEDS_EACH)
    usual = _runs(_dark_junction(), agent, seeds, effort, (0.0, 0.45), end_s=NULL_END_S)
    careless = _runs(_careless_junction(), agent, seeds, effort, (0.45, 1.0), end_s=NULL_END_S)
    return {
        "T5.7 delay": _false_positives(usual, delay_interval),
        "T5.7 harm": _false_positives(careless, harm_interval),
        "T5.7 contacts": [_contacts(run) for run in careless],
    }


def _false_positives(
    runs: Sequence[Metrics], interval: Callable[[Sequence[Metrics], Sequence[Metrics]], Interval]
) -> list[float]:
    """Return 100 for each comparison of runs with other runs of the same policy that finds a difference, else 0.

    Successive runs are compared, and no run twice: the comparisons are independent of each other.
    """
    ones, others = (range(first, len(runs), 2 * SEEDS_EACH) for first in (0, SEEDS_EACH))
    pairs = [(runs[a : a + SEEDS_EACH], runs[b : b + SEEDS_EACH]) for a, b in zip(ones, others, strict=True)]
    return [_excludes_one(interval(one, other)) for one, other in pairs]


def _excludes_one(interval: Interval) -> float:
    assert interval.low is not None and interval.high is not None
    return 0.0 if interval.low <= 1.0 <= interval.high else 100.0


def _contacts(run: Metrics) -> float:
    return run["contacts"] + run["others_contacts"]


def _grid(seed: int, stream: int, side: int) -> FloatArray:
    """Return draws of shape (entity, step)."""
    key: Any = np.uint64(seed)
    draw = partial(random.uniform, key, stream)
    values = (draw(entity, step) for entity in range(side) for step in range(side))
    return np.fromiter(values, np.float64, side * side).reshape(side, side)


def _generator(effort: Effort) -> Readings:
    side, seed = effort.choose(400, 1000), effort.first_seed
    base = _grid(seed, int(STREAM_ARRIVAL), side)
    others = [_grid(seed, int(STREAM_GAP), side), _grid(seed + 1, int(STREAM_ARRIVAL), side)]
    effort.tell(0.8)
    bins = 1024
    expected = base.size / bins
    squares = ((np.histogram(base, bins, (0.0, 1.0))[0] - expected) ** 2).sum() / expected
    pairs = [(base[:-1], base[1:]), (base[:, :-1], base[:, 1:]), *combinations([base, *others], 2)]
    correlations = [abs(np.corrcoef(a.ravel(), b.ravel())[0, 1]) * np.sqrt(a.size) for a, b in pairs]
    return {
        "T5.8 uniformity": [float((squares - (bins - 1)) / np.sqrt(2 * (bins - 1)))],
        "T5.8 correlation": [float(max(correlations))],
    }


EXPERIMENTS = (
    Experiment(
        "interval of the interquartile mean",
        f"{RUNS} runs in {SCENARIOS} scenarios, gamma distributed scores, stratified bootstrap of 1,000 resamples.",
        (Target("T5.5", "coverage of the 95 % interval", "%", "95", 90.0, 97.0, "Agarwal et al. 2021"),),
        _iqm_coverage,
    ),
    Experiment(
        "common random numbers",
        "A junction whose signal fails, 4 minutes; other people's delay with rule_based and in its twin, and with "
        "stop_when_confused, where it is several times longer: variance of the difference on the same seeds / others. "
        "Also of the logarithms, in which one clogged junction in hundreds weighs less; "
        "because of such junctions run and twin take four times the seeds of the other pair.",
        (
            Target("T5.6", "variance, paired / unpaired", "-", "<= 0.5", 0.0, 0.5, "design", "run and twin"),
            Target("T5.6", "variance, paired / unpaired", "-", "no published value", None, None, "design",
                   "run and twin, logarithms"),
            Target("T5.6", "variance, paired / unpaired", "-", "no published value", None, None, "design",
                   "agents worlds apart"),
        ),
        _common_numbers,
        _dark_junction,
    ),
    Experiment(
        "a policy against itself",
        f"The same junction, {NULL_END_S / 60:g} minutes, rule_based on {SEEDS_EACH} seeds against itself on "
        f"{SEEDS_EACH} others; {COMPARISONS} comparisons, each with seeds of its own: 95 % intervals of the verdict "
        "that exclude 1. Harm: with people who err so often that there are contacts to compare.",
        (
            Target("T5.7", "false positives", "%", "5", 2.0, 9.0, "design", "delay", required=True),
            Target("T5.7", "false positives", "%", "5", 2.0, 9.0, "design", "harm", required=True),
            Target("T5.7", "contacts per run", "-", "no published value", None, None, "design", "contacts"),
        ),
        _null,
        _dark_junction,
        quick=False,
    ),
    Experiment(
        "random numbers",
        "Uniform draws over entities and steps, 1,024 bins; neighbours in entity, step, stream and seed.",
        (
            Target("T5.8", "χ² of uniformity, in standard deviations", "-", "0", -4.0, 4.0, "design", "uniformity",
                   exact=True),
            Target("T5.8", "largest correlation × √n", "-", "< 4", 0.0, 4.0, "design", "correlation", exact=True),
        ),
        _generator,
    ),
)  # fmt: skip
