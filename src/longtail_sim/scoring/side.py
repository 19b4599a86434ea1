"""One side of a verdict: what is judged, the word, why in a sentence, and how many seeds would tell if it is open."""

import math
from bisect import bisect_left
from collections.abc import Mapping
from typing import Literal, NamedTuple

from longtail_sim.errors import ResultsError
from longtail_sim.scoring.statistics import Interval
from longtail_sim.scoring.student import student_quantile

FIRST_SEEDS = 8  # what to run when a single seed gives no interval
MOST_SEEDS = 10_000  # more than this is no advice

Metrics = Mapping[str, float]
Word = Literal["passes", "fails", "undecided"]


class Side(NamedTuple):
    """A side of a verdict.

    ``reason`` is a sentence, empty where there is nothing to tell; ``seeds_needed`` are the seeds in all that would
    probably decide an open side, None if not known.
    """

    name: str
    word: Word
    reason: str
    interval: Interval
    seeds_needed: int | None = None


def judge(name: str, told: str, interval: Interval, limit: float, needed: int | None) -> Side:
    """Judge an interval by an upper limit.

    Args:
        name: of the side.
        told: the beginning of the sentence, up to the limit.
        interval: what was measured.
        limit: passes if the upper end is at most this, fails if the lower end is above it.
        needed: seeds that would probably decide, None if too many.
    """
    if interval.low is None or interval.high is None:
        return Side(
            name, "undecided", f"{told}: one seed has no interval, run {FIRST_SEEDS} or more.", interval, FIRST_SEEDS
        )
    if interval.high <= limit:
        return Side(name, "passes", f"{told}, at most the limit {limit:g}.", interval)
    if interval.low > limit:
        return Side(name, "fails", f"{told}, above the limit {limit:g}.", interval)
    advice = f"about {needed:,} seeds would tell" if needed else "more seeds than are practical would be needed to tell"
    return Side(name, "undecided", f"{told}, on both sides of the limit {limit:g}; {advice}.", interval, needed)


def seeds_that_decide(interval: Interval, limit: float) -> int | None:
    """Return how many seeds would probably bring the interval to one side of the limit, None if too many.

    The width of an interval of n seeds goes with t / sqrt(n), t with n - 1 degrees of freedom; that of a ratio, which
    has a limit above 0, in logarithms.
    """
    if interval.low is None or interval.high is None or interval.seeds == 1:
        return FIRST_SEEDS
    end = interval.high if interval.mean <= limit else interval.low
    width, distance = _apart(end, interval.mean, limit), _apart(limit, interval.mean, limit)
    if not math.isfinite(width) or not math.isfinite(distance) or distance == 0:
        return None
    wanted = _relative_width(interval.seeds) * min(distance / width, 1.0) if width else math.inf
    if interval.seeds >= MOST_SEEDS or _relative_width(MOST_SEEDS) > wanted:
        return None
    return bisect_left(range(MOST_SEEDS), -wanted, interval.seeds + 1, key=lambda n: -_relative_width(n))


def _apart(one: float, other: float, limit: float) -> float:
    if limit > 0 and min(one, other) > 0 and math.isfinite(max(one, other)):
        return abs(math.log(one / other))
    return abs(one - other)


def _relative_width(seeds: int) -> float:
    return student_quantile(seeds - 1) / math.sqrt(seeds)


def get(metrics: Metrics, name: str) -> float:
    """Return a metric of a run.

    Raises:
        ResultsError: it is missing.
    """
    try:
        return metrics[name]
    except KeyError:
        raise ResultsError(f"the metric '{name}' is missing from a run; it cannot be judged.") from None
