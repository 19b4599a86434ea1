"""Does an agent pass? Safety first, then what it does to everybody else's time.

An agent passes a scenario if, against its twin on the same seeds, the upper end of the 95 % interval of the harm ratio
is at most ``1 + HARM_MARGIN`` and that of the others' delay ratio at most ``1 + DELAY_MARGIN``.  It fails if a lower
end is above its limit.  Else the seeds do not suffice, and the verdict says how many probably would.

No contact in the run is no proof by itself: where the twin has few, an agent that is no better has none by chance.  The
exact interval of :func:`harm_interval` decides, so that none against the twin's 3 is undecided (up to 2.42) and none
against 5 passes (up to 1.09).  Only where neither run nor twin has any contact is the ratio 1 by definition.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Literal

from longtail_sim.errors import ResultsError
from longtail_sim.scoring.statistics import Interval, count_ratio, ratio_interval

# Margins of non-inferiority, fixed before any run so that nobody can choose them by the result.  Both are conventions
# (assumptions), not measurements.  10 % more expected harm is the margin usual for calling two treatments equally safe,
# and near what a few dozen seeds can tell apart; 10 % more delay is below the day-to-day spread of travel time on an
# urban street, so that other people would not notice it.
HARM_MARGIN = 0.1
DELAY_MARGIN = 0.1
FIRST_SEEDS = 8  # what to run when a single seed gives no interval
MOST_SEEDS = 10_000  # more than this is no advice

Metrics = Mapping[str, float]
Word = Literal["passes", "fails", "undecided"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict in a word, why in sentences, and the seeds in all that would probably decide an open one."""

    word: Word
    reasons: tuple[str, ...]
    harm_ratio: Interval
    others_delay_ratio: Interval
    seeds_needed: int | None = None


def verdict(runs: Sequence[Metrics], twins: Sequence[Metrics]) -> Verdict:
    """Judge one agent in one scenario.

    Args:
        runs: metrics by name, one mapping per seed.
        twins: those of the twins, same seeds in the same order.

    Raises:
        ResultsError: runs and twins do not pair, or a metric is missing.
    """
    harm, delay = harm_interval(runs, twins), delay_interval(runs, twins)
    limit = 1 + DELAY_MARGIN
    parts = [
        _judge_harm(harm, sum(map(_contacts, runs)), sum(map(_contacts, twins))),
        _judge("other people's delay", delay, limit, seeds_that_decide(delay, limit)),
    ]
    words = [word for word, _, _ in parts]
    reasons = tuple(reason for _, reason, _ in parts)
    if "fails" in words:
        return Verdict("fails", reasons, harm, delay)
    if "undecided" in words:
        needs = [needed for word, _, needed in parts if word == "undecided"]
        known = None if None in needs else max(needed for needed in needs if needed is not None)
        return Verdict("undecided", reasons, harm, delay, known)
    return Verdict("passes", reasons, harm, delay)


def harm_of(metrics: Metrics) -> float:
    """Return the summed probability of injury of all road users in a run."""
    return _get(metrics, "harm_expected") + _get(metrics, "others_harm_expected")


def harm_interval(runs: Sequence[Metrics], twins: Sequence[Metrics]) -> Interval:
    """Return the ratio of harm to all road users, run ÷ twin, with its interval.

    A bootstrap of few seeds with few contacts claims more than it knows, so the interval is the wider of the bootstrap
    and the exact interval of the ratio of contact counts (conditional on their sum, see :func:`count_ratio`), scaled to
    the ratio of harm.  Seeds on which run and twin had the very same contacts count as certain.  Where one of the two
    has no contact, a bootstrap says nothing and the severity of its contacts is unknown: the exact interval stands
    alone, for contacts as severe as the other's.
    """
    interval = ratio_interval([harm_of(run) for run in runs], [harm_of(twin) for twin in twins])
    if interval.low is None or interval.high is None:
        return interval
    contacts, twin_contacts = sum(map(_contacts, runs)), sum(map(_contacts, twins))
    common = sum(_contacts(run) for run, twin in zip(runs, twins, strict=True) if _same_contacts(run, twin))
    low, high = count_ratio(round(contacts - common), round(twin_contacts - common), round(common))
    if not contacts:
        return replace(interval, low=low, high=high)
    if not twin_contacts:
        return replace(interval, low=low, high=math.inf)
    severity = interval.mean / (contacts / twin_contacts)
    return replace(interval, low=min(interval.low, severity * low), high=max(interval.high, severity * high))


def delay_interval(runs: Sequence[Metrics], twins: Sequence[Metrics]) -> Interval:
    """Return the ratio of other people's delay, run ÷ twin, with its interval."""
    return ratio_interval(
        [_get(run, "others_delay_s") for run in runs], [_get(twin, "others_delay_s") for twin in twins]
    )


def ratios(run: Metrics, twin: Metrics) -> dict[str, float]:
    """Return ``others_delay_ratio`` and ``harm_ratio`` of one run; 0/0 is 1, and x/0 infinite."""
    return {
        "others_delay_ratio": delay_interval([run], [twin]).mean,
        "harm_ratio": harm_interval([run], [twin]).mean,
    }


def _judge_harm(harm: Interval, contacts: float, twin_contacts: float) -> tuple[Word, str, int | None]:
    if not contacts and not twin_contacts:
        return "passes", _words_without_contact(harm.seeds), None
    limit = 1 + HARM_MARGIN
    what = f"contacts: {contacts:,.0f}, in the twin {twin_contacts:,.0f}; harm to all road users"
    if contacts and twin_contacts:
        return _judge(what, harm, limit, seeds_that_decide(harm, limit))
    return _judge(what, harm, limit, seeds_until_enough_contacts(harm.seeds, contacts, twin_contacts, limit))


def _judge(what: str, interval: Interval, limit: float, needed: int | None) -> tuple[Word, str, int | None]:
    shown = f"{what} is {interval.text()} times that of the twin"
    if interval.low is None or interval.high is None:
        return "undecided", f"{shown}: one seed has no interval, run {FIRST_SEEDS} or more.", FIRST_SEEDS
    if interval.high <= limit:
        return "passes", f"{shown}, at most the limit {limit:g}.", None
    if interval.low > limit:
        return "fails", f"{shown}, above the limit {limit:g}.", None
    advice = f"about {needed:,} seeds would tell" if needed else "more seeds than are practical would be needed to tell"
    return "undecided", f"{shown}, on both sides of the limit {limit:g}; {advice}.", needed


def seeds_that_decide(interval: Interval, limit: float) -> int | None:
    """Return how many seeds would probably bring the interval to one side of the limit, None if too many.

    The width of an interval shrinks with the square root of the number of seeds.
    """
    if interval.low is None or interval.high is None:
        return FIRST_SEEDS
    width = interval.high - interval.mean if interval.mean <= limit else interval.mean - interval.low
    distance = abs(limit - interval.mean)
    if not math.isfinite(width) or not math.isfinite(distance) or distance * math.sqrt(MOST_SEEDS) < width:
        return None
    needed = max(math.ceil(interval.seeds * (width / distance) ** 2), interval.seeds + 1)
    return needed if needed <= MOST_SEEDS else None


def seeds_until_enough_contacts(seeds: int, contacts: float, twin_contacts: float, limit: float) -> int | None:
    """Return how many seeds would decide if one side stays without contacts and the other goes on having as many.

    Args:
        seeds: seeds so far.
        contacts: contacts of the run in all of them; either these or those of the twin are 0.
        twin_contacts: contacts of the twin.
        limit: the ratio that must lie outside the exact interval of the counts.

    Returns:
        The number of seeds in all, None if it is not practical.
    """

    def decides(number: int) -> bool:
        low, high = count_ratio(number, 0) if contacts else count_ratio(0, number)
        return low > limit or high <= limit

    enough = next(number for number in count(1) if decides(number))
    needed = max(math.ceil(seeds * enough / (contacts + twin_contacts)), FIRST_SEEDS if seeds == 1 else seeds + 1)
    return needed if needed <= MOST_SEEDS else None


def _words_without_contact(seeds: int) -> str:
    runs = "the run" if seeds == 1 else f"all {seeds} runs"
    bound = f"fewer than {3 / seeds:.2g} per run at 95 % confidence"
    return f"nobody touched anybody in {runs} ({bound}), nor in the twin: the harm ratio is 1 by definition."


def _contacts(metrics: Metrics) -> float:
    """Return all contacts of a run; results of before there were people on foot have none with them."""
    on_foot = metrics.get("pedestrian_contacts", 0.0) + metrics.get("others_pedestrian_contacts", 0.0)
    return _get(metrics, "contacts") + _get(metrics, "others_contacts") + on_foot


def _same_contacts(run: Metrics, twin: Metrics) -> bool:
    return _contacts(run) == _contacts(twin) and harm_of(run) == harm_of(twin)


def _get(metrics: Metrics, name: str) -> float:
    try:
        return metrics[name]
    except KeyError:
        raise ResultsError(f"the metric '{name}' is missing from a run; it cannot be judged.") from None
