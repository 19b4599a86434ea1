"""Harm to all road users, run against twin: contacts are rare, and few of them prove nothing."""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from longtail_sim.scoring.side import FIRST_SEEDS, MOST_SEEDS, Metrics, Side, get, judge, seeds_that_decide
from longtail_sim.scoring.statistics import Interval, count_ratio, ratio_interval

# A convention, fixed before any run: 10 % more expected harm is the margin usual for calling two treatments equally
# safe, and near what a few dozen seeds can tell apart.
HARM_MARGIN = 0.1


def judge_harm(runs: Sequence[Metrics], twins: Sequence[Metrics]) -> Side:
    """Judge the harm to all road users.

    No contact in the run is no proof by itself: where the twin has few, an agent that is no better has none by chance.
    The exact interval of :func:`harm_interval` decides, so that none against the twin's 3 is undecided (up to 2.42) and
    none against 5 passes (up to 1.09).  Only where neither run nor twin has any contact is the ratio 1 by definition.
    """
    harm, contacts, in_twins = harm_interval(runs, twins), sum(map(_contacts, runs)), sum(map(_contacts, twins))
    if not contacts and not in_twins:
        return Side("harm", "passes", _words_without_contact(harm.seeds), harm)
    limit = 1 + HARM_MARGIN
    told = (
        f"contacts: {contacts:,.0f}, in the twin {in_twins:,.0f}; harm to all road users is {harm.text()} times that "
        "of the twin"
    )
    if contacts and in_twins:
        return judge("harm", told, harm, limit, seeds_that_decide(harm, limit, is_harm=True))
    return judge("harm", told, harm, limit, seeds_until_enough_contacts(harm.seeds, contacts, in_twins, limit))


def harm_of(metrics: Metrics) -> float:
    """Return the summed probability of injury of all road users in a run."""
    return get(metrics, "harm_expected") + get(metrics, "others_harm_expected")


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
    return get(metrics, "contacts") + get(metrics, "others_contacts") + on_foot


def _same_contacts(run: Metrics, twin: Metrics) -> bool:
    return _contacts(run) == _contacts(twin) and harm_of(run) == harm_of(twin)
