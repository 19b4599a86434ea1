"""Two agents on the same seeds: who is better in what, by how much, and whether that is more than chance."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Any, Literal, NamedTuple

import numpy as np

from longtail_sim.errors import ResultsError
from longtail_sim.scoring.harm import harm_of
from longtail_sim.scoring.metrics import Direction
from longtail_sim.scoring.pooled import stratified_mean_interval
from longtail_sim.scoring.score import score
from longtail_sim.scoring.side import FIRST_SEEDS, MOST_SEEDS
from longtail_sim.scoring.sides import violation_rate
from longtail_sim.scoring.significance import LEVEL, holm, seeds_for_significance, sign_flip_p
from longtail_sim.scoring.statistics import FloatArray, Interval, share_at_least

POWER = 0.8  # probability to find a difference as large as the one seen
Metrics = Mapping[str, float]
Side = Literal["first", "second"]


class Quantity(NamedTuple):
    """What two agents are compared in: a number of a run, given its twin."""

    name: str
    words: str
    unit: str
    better: Direction
    of: Callable[[Metrics, Metrics], float]
    most: float = math.inf  # that two runs can differ by


class Pairs(NamedTuple):
    """The runs of two agents in one scenario and those of the twin, all on the same seeds in the same order."""

    first: Sequence[Metrics]
    second: Sequence[Metrics]
    twins: Sequence[Metrics]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two agents in one quantity.

    Attributes:
        first: mean of the first agent, every scenario with the same weight.
        second: that of the second.
        interval: of first - second.
        p: two-sided, by turning signs.
        p_adjusted: by Holm, for all with which it is compared together.
        alike: the two are the same on every seed.
        seeds_needed: seeds per scenario that would find a difference like this one in four of five repetitions; None
            if it is found already, or if that is not practical.
    """

    quantity: Quantity
    first: float
    second: float
    interval: Interval
    p: float
    p_adjusted: float
    alike: bool
    seeds_needed: int | None

    @property
    def significant(self) -> bool:
        """Whether the difference is more than chance."""
        return self.p_adjusted < LEVEL

    @property
    def favours(self) -> Side | None:
        """Who is better, None if that cannot be told."""
        if not self.significant:
            return None
        return "first" if (self.interval.mean < 0) == (self.quantity.better == "lower") else "second"

    def as_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "quantity": self.quantity.name,
            "unit": self.quantity.unit,
            "better": self.quantity.better,
            "first": self.first,
            "second": self.second,
            "difference": self.interval.as_json(),
            "p": self.p,
            "p_adjusted": self.p_adjusted,
            "significant": self.significant,
            "favours": self.favours,
            "seeds_needed": self.seeds_needed,
        }


def _rules_broken(run: Metrics, twin: Metrics) -> float:
    return 1000 * violation_rate(run)


# Fixed before any run: the sides of the verdict, in its order and under their names, and the score.
SIDES_COMPARED = (
    Quantity("harm", "harm", "severe injuries expected per run", "lower", lambda run, twin: harm_of(run)),
    Quantity("others_delay_s", "others' delay", "s/trip", "lower", lambda run, twin: run["others_delay_s"]),
    Quantity("rules", "rules", "violations per 1,000 junctions", "lower", _rules_broken),
    Quantity("intrusions", "closed places", "entered per run", "lower", lambda run, twin: run["intrusions"]),
    Quantity("siren_delay_s", "emergency vehicles", "s lost", "lower", lambda run, twin: run["siren_delay_s"]),
)
QUANTITIES = (
    *SIDES_COMPARED,
    Quantity("score", "score", "of 100", "higher", lambda run, twin: score([run], [twin]).value, 100.0),
)


def differences(scenarios: Sequence[Pairs], quantities: Sequence[Quantity] = QUANTITIES) -> tuple[Difference, ...]:
    """Compare two agents in some quantities, over one scenario or several of the same weight.

    The interval is that of :func:`stratified_mean_interval` of the paired differences.  The p-value turns the sign of
    the difference on each seed of each scenario (:func:`sign_flip_p`), and is adjusted by Holm for the number of
    quantities in which the two differ at all.

    Raises:
        ResultsError: nothing to compare, runs that do not pair, or a metric that is missing.
    """
    if not scenarios or not all(len(pairs.first) == len(pairs.second) == len(pairs.twins) > 0 for pairs in scenarios):
        raise ResultsError("two agents can be compared only on seeds that both of them and the twin have met.")
    try:
        found = [_difference(quantity, scenarios) for quantity in quantities]
    except KeyError as error:
        raise ResultsError(f"the metric {error} is missing from a run; the agents cannot be compared.") from None
    return adjusted(found)


def adjusted(found: Sequence[Difference]) -> tuple[Difference, ...]:
    """Return differences with their p-values adjusted for all of them together: of several pairs of agents, say."""
    p_values = holm([difference.p for difference in found], [difference.alike for difference in found])
    return tuple(_judged(difference, p) for difference, p in zip(found, p_values, strict=True))


def contacts_of(metrics: Metrics) -> float:
    """Return all contacts of a run, people on foot included."""
    names = ("contacts", "others_contacts", "pedestrian_contacts", "others_pedestrian_contacts")
    return sum(metrics.get(name, 0.0) for name in names)


def _difference(quantity: Quantity, scenarios: Sequence[Pairs]) -> Difference:
    first, second = ([_values(quantity, runs, pairs.twins) for runs, pairs in side] for side in _sides(scenarios))
    apart = [one - other for one, other in zip(first, second, strict=True)]
    interval = stratified_mean_interval([values.tolist() for values in apart], least=-quantity.most, most=quantity.most)
    if quantity.name == "harm":
        interval = _widened(interval, scenarios)
    p = sign_flip_p(np.concatenate([values / (len(values) * len(apart)) for values in apart]).tolist())
    alike = not any(values.any() for values in apart)
    return Difference(quantity, _mean(first), _mean(second), interval, p, p, alike, _seeds_needed(apart, interval.mean))


def _sides(scenarios: Sequence[Pairs]) -> tuple[list[tuple[Sequence[Metrics], Pairs]], ...]:
    return [(pairs.first, pairs) for pairs in scenarios], [(pairs.second, pairs) for pairs in scenarios]


def _values(quantity: Quantity, runs: Sequence[Metrics], twins: Sequence[Metrics]) -> FloatArray:
    return np.array([quantity.of(run, twin) for run, twin in zip(runs, twins, strict=True)])


def _mean(values: Sequence[FloatArray]) -> float:
    return float(np.mean([row.mean() for row in values]))


def _judged(difference: Difference, p: float) -> Difference:
    needed = None if p < LEVEL else difference.seeds_needed
    return replace(difference, p_adjusted=p, seeds_needed=needed)


def _widened(interval: Interval, scenarios: Sequence[Pairs]) -> Interval:
    """Return the interval of a difference of harm, not narrower than the counts of contacts allow.

    A bootstrap of few contacts claims too much.  Of the n contacts that the two agents do not share, a share p is the
    first one's, with Clopper-Pearson bounds; each is as severe as the mean of all: s n (2 p - 1) / runs.
    """
    runs = [(one, other) for pairs in scenarios for one, other in zip(pairs.first, pairs.second, strict=True)]
    apart = [
        (one, other) for one, other in runs if harm_of(one) != harm_of(other) or contacts_of(one) != contacts_of(other)
    ]
    first, second = (round(sum(contacts_of(pair[side]) for pair in apart)) for side in (0, 1))
    if not any(contacts_of(run) for pair in runs for run in pair):
        return replace(interval, low=None, high=None, remark=f"nobody touched anybody in {2 * len(runs)} runs")
    if interval.low is None or interval.high is None or not first + second:
        return interval
    number = first + second
    severity = sum(harm_of(run) for pair in apart for run in pair) / number
    low, high = share_at_least(first, number), 1 - share_at_least(second, number)
    ends = [severity * number * (2 * share - 1) / len(runs) for share in (low, high)]
    return replace(interval, low=min(interval.low, ends[0]), high=max(interval.high, ends[1]))


def _seeds_needed(apart: Sequence[FloatArray], mean: float) -> int | None:
    """Return n = (z_{1 - a/2} + z_power)^2 var / mean^2, with a of Holm's first step and var of one seed each."""
    fewest = min(len(values) for values in apart)
    if fewest == 1:
        return FIRST_SEEDS
    variance = sum(float(values.var(ddof=1)) for values in apart) / len(apart) ** 2
    normal = NormalDist()
    quantile = normal.inv_cdf(1 - LEVEL / (2 * len(QUANTITIES))) + normal.inv_cdf(POWER)
    if not mean or quantile**2 * variance > MOST_SEEDS * mean**2:
        return None
    # Only signs of differences can be turned: there have to be enough seeds that differ.
    differ = sum(int(np.count_nonzero(values)) for values in apart)
    least = math.ceil(seeds_for_significance(len(QUANTITIES)) * fewest / differ)
    return max(math.ceil(quantile**2 * variance / mean**2), least, fewest + 1)
