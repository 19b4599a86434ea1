"""One side of a verdict: what is judged, the word, why in a sentence, and how many seeds would tell if it is open."""

import math
from bisect import bisect_left
from collections.abc import Callable, Mapping
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


def seeds_that_decide(interval: Interval, limit: float, *, is_harm: bool = False) -> int | None:
    """Return how many seeds would probably bring the interval to one side of the limit, None if too many.

    The width of an interval of n seeds goes with t / sqrt(n), t with n - 1 degrees of freedom; on a scale of logarithms
    for a ratio of times, which has a limit above 0, and of square roots for one of harm, which rests on few contacts:
    roots of counts spread evenly (Bartlett 1936).
    """
    if interval.low is None or interval.high is None or interval.seeds == 1:
        return FIRST_SEEDS
    end = interval.high if interval.mean <= limit else interval.low
    scale = _scale(min(end, interval.mean), limit, is_harm)
    width, distance = (abs(scale(place) - scale(interval.mean)) for place in (end, limit))
    if not math.isfinite(width) or not math.isfinite(distance) or distance == 0:
        return None
    wanted = _relative_width(interval.seeds) * min(distance / width, 1.0) if width else math.inf
    if interval.seeds >= MOST_SEEDS or _relative_width(MOST_SEEDS) > wanted:
        return None
    return bisect_left(range(MOST_SEEDS), -wanted, interval.seeds + 1, key=lambda n: -_relative_width(n))


def _scale(least: float, limit: float, is_harm: bool) -> Callable[[float], float]:
    if is_harm:
        return math.sqrt
    return math.log if least > 0 and limit > 0 else float


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
        raise ResultsError(
            f"the metric '{name}' is missing from a run, which an older version has made; run it anew."
        ) from None
