"""The leaderboard of a suite: scores and verdicts of all agents, and how far their order can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import longtail_sim
from longtail_sim.bench.drivers import Driver, drivers_of
from longtail_sim.bench.table import Line, Results
from longtail_sim.errors import ResultsError
from longtail_sim.scoring import Interval, harm_interval, mean_ratio_interval, stratified_mean_interval
from longtail_sim.scoring.exchange import FACTORS, cost_usd
from longtail_sim.scoring.profiles import Performance, performance
from longtail_sim.scoring.ranking import BySeed, Rank, halves, order, ranks

STEPS = 41  # exchange rates from the lowest to the highest factor, at which the order is looked at


@dataclass(frozen=True)
class Entry:
    """One agent of a leaderboard.

    Attributes:
        score: mean over scenarios and seeds; a run that did not get to its end has 0.
        rank: by score, as far as the seeds can tell.
        delay: mean over scenarios of others' delay, run ÷ twin; None if it never got to the end.
        harm: of all runs together, run ÷ twin; None as well.
        lost: runs that did not get to their end.
        costs: US$/trip beyond the twin's by factor of the exchange rate; empty if runs are lost.
        cost_ranks: by these, by factor.
    """

    driver: Driver
    score: Interval
    rank: Rank
    performance: Performance
    delay: Interval | None
    harm: Interval | None
    lost: int
    costs: dict[float, Interval] = field(default_factory=dict)
    cost_ranks: dict[float, Rank] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return agent and level."""
        return f"{self.driver.agent}, {self.driver.about}"

    def as_json(self) -> dict[str, Any]:
        """Return plain data."""
        words = [line.summary.verdict.word for line in self.driver.lines.values() if line.summary is not None]
        return {
            "agent": self.driver.agent,
            "level": self.driver.level,
            "score": self.score.as_json(),
            "rank": list(self.rank),
            "verdicts": {word: words.count(word) for word in ("passes", "fails", "undecided")},
            "others_delay_ratio": None if self.delay is None else self.delay.as_json(),
            "harm_ratio": None if self.harm is None else self.harm.as_json(),
            "lost": self.lost,
            "performance": self.performance.as_json(),
            "cost_usd_per_trip": {f"{factor:g}": cost.as_json() for factor, cost in self.costs.items()},
            "cost_rank": {f"{factor:g}": list(rank) for factor, rank in self.cost_ranks.items()},
        }


@dataclass(frozen=True)
class Leaderboard:
    """All agents, the best first.

    Attributes:
        scenarios: that all of them drove.
        said: how far the order can be trusted, in sentences.
    """

    results: Results
    scenarios: tuple[str, ...]
    entries: tuple[Entry, ...]
    said: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "version": longtail_sim.__version__,
            "versions": list(self.results.versions),
            "suite": self.results.suite,
            "missing": len(self.results.missing),
            "scenarios": list(self.scenarios),
            "entries": [entry.as_json() for entry in self.entries],
            "said": list(self.said),
        }


def leaderboard(results: Results) -> Leaderboard:
    """Rank all agents over the scenarios that all of them drove.

    Raises:
        ResultsError: there is no such scenario.
    """
    drivers = drivers_of(results)
    scenarios = [
        name
        for name in dict.fromkeys(line.scenario for line in results.lines)
        if all(name in driver.lines and driver.lines[name].scores() for driver in drivers)
    ]
    if not scenarios:
        raise ResultsError("there is no scenario that all agents of these results drove; nothing can be ranked.")
    lines = [[driver.lines[name] for name in scenarios] for driver in drivers]
    scores = [[line.scores() for line in own] for own in lines]
    places = ranks(scores, highest_first=True)
    entries = [
        _entry(driver, own, scored, rank)
        for driver, own, scored, rank in zip(drivers, lines, scores, places, strict=True)
    ]
    entries = _ranked_by_cost(entries, lines)
    names = [entry.name for entry in entries]
    whole = [number for number, entry in enumerate(entries) if not entry.lost]
    everywhere = (1, len(whole))
    told_apart = sum(rank != everywhere for entry in entries for rank in entry.cost_ranks.values())
    said = (
        _by_score(places, scores, names),
        _by_rate([names[number] for number in whole], [lines[number] for number in whole], told_apart),
    )
    ordered = tuple(entries[number] for number in order(scores, highest_first=True))
    return Leaderboard(results, tuple(scenarios), ordered, said)


def _entry(driver: Driver, lines: Sequence[Line], scores: Sequence[BySeed], rank: Rank) -> Entry:
    values = [list(by_seed.values()) for by_seed in scores]
    return Entry(
        driver=driver,
        score=stratified_mean_interval(values),
        rank=rank,
        performance=performance(values),
        delay=_delay(lines),
        harm=_harm(lines),
        lost=sum(len(line.failed) for line in lines),
    )


def _ranked_by_cost(entries: Sequence[Entry], lines: Sequence[Sequence[Line]]) -> list[Entry]:
    """Return the entries with their costs and ranks by cost; who lost a run has none, for its cost is not known."""
    whole = [number for number, entry in enumerate(entries) if not entry.lost]
    made = list(entries)
    for factor in FACTORS if whole else ():
        costs = [[_costs(line, factor) for line in lines[number]] for number in whole]
        for number, cost, rank in zip(whole, costs, ranks(costs, highest_first=False), strict=True):
            interval = stratified_mean_interval([list(by_seed.values()) for by_seed in cost])
            entry = made[number]
            made[number] = replace(
                entry,
                costs={**entry.costs, factor: interval},
                cost_ranks={**entry.cost_ranks, factor: rank},
            )
    return made


def _costs(line: Line, factor: float) -> BySeed:
    pairs = zip(line.seeds, line.runs, line.twins, strict=True)
    return {seed: cost_usd(run, factor) - cost_usd(twin, factor) for seed, run, twin in pairs}


def _delay(lines: Sequence[Line]) -> Interval | None:
    met = [line for line in lines if line.runs]
    if not met:
        return None
    sides = ([[run["others_delay_s"] for run in rows] for rows in side] for side in _sides(met))
    return mean_ratio_interval(*sides)


def _harm(lines: Sequence[Line]) -> Interval | None:
    runs, twins = ([row for rows in side for row in rows] for side in _sides(lines))
    return harm_interval(runs, twins) if runs else None


def _sides(lines: Sequence[Line]) -> tuple[list[Any], list[Any]]:
    return [line.runs for line in lines], [line.twins for line in lines]


def _by_score(places: Sequence[Rank], scores: Sequence[Sequence[BySeed]], names: Sequence[str]) -> str:
    if len(names) == 1:
        return "One agent alone has no rank."
    if all(rank == (1, len(names)) for rank in places):
        told = "By score these seeds cannot tell who is better: no difference between any two agents is significant."
    else:
        told = "By score, places that overlap are not significantly different (turned signs, Holm over all pairs)."
    parts = halves(scores)
    if not all(by_seed for part in parts for scenarios in part for by_seed in scenarios):
        return f"{told} There are too few seeds to look at two halves of them."
    orders = [[names[number] for number in order(part, highest_first=True)] for part in parts]
    if orders[0] == orders[1]:
        return f"{told} The order is the same on two disjoint halves of the seeds."
    return (
        f"{told} The order differs between two disjoint halves of the seeds ({_listed(orders[0])}; "
        f"{_listed(orders[1])}), so where they differ it cannot be told."
    )


def _by_rate(names: Sequence[str], lines: Sequence[Sequence[Line]], told_apart: int) -> str:
    """Say whether the order by social cost depends on the exchange rate between harm and time."""
    if len(names) < 2:
        return "By cost there are not two agents that got to the end of every run."
    low, high = FACTORS[0], FACTORS[-1]
    span = f"× {low:g} to × {high:g}"
    if told_apart == 0:
        return (
            "By cost these seeds cannot tell who is better: at no exchange rate of "
            f"{', '.join(f'× {factor:g}' for factor in FACTORS)} any difference is significant."
        )
    factors = [low * (high / low) ** (step / (STEPS - 1)) for step in range(STEPS)]
    orders = [
        [names[n] for n in order([[_costs(line, f) for line in own] for own in lines], highest_first=False)]
        for f in factors
    ]
    if all(one == orders[0] for one in orders):
        return f"By cost the order is the same for every exchange rate from {span}: {_listed(orders[0])}."
    changes = [0] + [step for step in range(1, STEPS) if orders[step] != orders[step - 1]]
    told = "; ".join(f"from × {factors[step]:.2g} {_listed(orders[step])}" for step in changes)
    return f"By cost the order depends on the exchange rate ({span}): {told}."


def _listed(names: Sequence[str]) -> str:
    return " > ".join(names)
