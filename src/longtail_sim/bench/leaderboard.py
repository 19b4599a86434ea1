"""The leaderboard of a suite: scores and verdicts of all agents, and how far their order can be trusted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import longtail_sim
from longtail_sim.bench.drivers import Driver, drivers_of
from longtail_sim.bench.overall import delay_over, harm_over
from longtail_sim.bench.table import Line, Results
from longtail_sim.errors import NothingToRankError
from longtail_sim.scoring import Interval, stratified_mean_interval
from longtail_sim.scoring import ranking_words as words
from longtail_sim.scoring.exchange import FACTORS, cost_usd
from longtail_sim.scoring.profiles import Performance, performance
from longtail_sim.scoring.ranking import BySeed, Rank, order, ranks


class Said(NamedTuple):
    """How far the order can be trusted, in sentences; "" where there is nothing to say.

    Attributes:
        places: what the places by score mean.
        leads: by how much each agent is ahead of the next, and whether that is significant.
        halves: whether two halves of the seeds agree.
        costs: whether the order by social cost depends on the exchange rate.
    """

    places: str
    leads: str
    halves: str
    costs: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """All that there is to say."""
        return tuple(filter(None, self))


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
        return {
            "agent": self.driver.agent,
            "level": self.driver.level,
            "score": self.score.as_json(),
            "rank": list(self.rank),
            "verdicts": self.driver.verdicts,
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
    """

    results: Results
    scenarios: tuple[str, ...]
    entries: tuple[Entry, ...]
    said: Said

    def as_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "version": longtail_sim.__version__,
            "versions": list(self.results.versions),
            "suite": self.results.suite,
            "missing": len(self.results.missing),
            "scenarios": list(self.scenarios),
            "entries": [entry.as_json() for entry in self.entries],
            "said": list(self.said.sentences),
        }


def leaderboard(results: Results, named: Callable[[str], str] = str) -> Leaderboard:
    """Rank all agents over the scenarios that all of them drove.

    Args:
        results: of a suite.
        named: returns an agent's name as it stands in sentences.

    Raises:
        NothingToRankError: there is no such scenario.
        ResultsError: a metric is missing from a run.
    """
    drivers = drivers_of(results)
    scenarios = [
        name
        for name in dict.fromkeys(line.scenario for line in results.lines)
        if all(name in driver.lines and driver.lines[name].scores() for driver in drivers)
    ]
    if not scenarios:
        raise NothingToRankError(f"there is no scenario that all agents of these results drove{_idle(drivers)}.")
    drivers = [driver.within(scenarios) for driver in drivers]
    lines = [list(driver.lines.values()) for driver in drivers]
    scores = [[line.scores() for line in own] for own in lines]
    places = ranks(scores, highest_first=True)
    entries = [
        _entry(driver, own, scored, rank)
        for driver, own, scored, rank in zip(drivers, lines, scores, places, strict=True)
    ]
    entries = _ranked_by_cost(entries, lines)
    said = _said(scores, entries, lines, _names(drivers, named))
    ordered = tuple(entries[number] for number in order(scores, highest_first=True))
    return Leaderboard(results, tuple(scenarios), ordered, said)


def _idle(drivers: Sequence[Driver]) -> str:
    """Return who has no run at all, which may be why nothing can be ranked."""
    idle = [driver.agent for driver in drivers if not any(line.scores() for line in driver.lines.values())]
    return f": there is no run of {', '.join(dict.fromkeys(idle))}" if idle else "; nothing can be ranked"


def _names(drivers: Sequence[Driver], named: Callable[[str], str]) -> list[str]:
    """Return names for sentences; the level is told where an agent drove at several."""
    once = len({driver.agent for driver in drivers}) == len(drivers)
    return [named(driver.agent) + ("" if once else f", {driver.about}") for driver in drivers]


def _said(
    scores: Sequence[Sequence[BySeed]],
    entries: Sequence[Entry],
    lines: Sequence[Sequence[Line]],
    names: Sequence[str],
) -> Said:
    whole = [number for number, entry in enumerate(entries) if not entry.lost]

    def costs_at(factor: float) -> list[list[BySeed]]:
        return [[_costs(line, factor) for line in lines[number]] for number in whole]

    return Said(
        words.by_score(scores),
        words.of_leads(scores, names),
        words.of_halves(scores, names),
        words.by_cost(costs_at, [names[number] for number in whole]),
    )


def _entry(driver: Driver, lines: Sequence[Line], scores: Sequence[BySeed], rank: Rank) -> Entry:
    values = [list(by_seed.values()) for by_seed in scores]
    return Entry(
        driver=driver,
        score=stratified_mean_interval(values, least=0.0, most=100.0),
        rank=rank,
        performance=performance(values),
        delay=delay_over(lines),
        harm=harm_over(lines),
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
