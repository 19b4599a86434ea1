"""What a claimed SAE level asks of an agent, as a table: one clause a row, each judged by what was measured.

Evidence is ``{scenario: Case}``.  A clause passes, fails, or is undecided where the 95 % interval lies on both sides of
its limit.  The words of the clauses follow SAE J3016; their limits are conventions of this package.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from longtail_sim.scoring import (
    DELAY_MARGIN,
    HARM_MARGIN,
    Interval,
    Word,
    delay_interval,
    harm_interval,
    mean_interval,
    seeds_that_decide,
)
from longtail_sim.scoring.sides import Judge, judge_closed_places, judge_emergency_vehicles, judge_rules

Metrics = Mapping[str, float]
LEVELS = (0, 1, 2, 3, 4, 5)
LATE_SHARE = 0.1  # of the requests, where the vehicle was in the junction before the person acted: convention
WAIT_MARGIN_S = 6.0  # a request may be given up this much later than the patience, the agent's own interval included


class Case(NamedTuple):
    """One scenario: metrics per seed of the runs at the level, of the twins, and of the runs with the link down."""

    runs: Sequence[Metrics]
    twins: Sequence[Metrics]
    without_link: Sequence[Metrics]
    patience_s: float


Cases = Mapping[str, Case]
Finding = tuple[Word, str]


class Duty(NamedTuple):
    """A clause: from which level to which it holds, what it asks, and how it is judged."""

    first: int
    last: int
    clause: str
    judge: Callable[[Cases], Finding]


def harm(cases: Cases) -> Finding:
    """Judge the harm to all road users, all scenarios together: accidents are rare."""
    runs = [row for case in cases.values() for row in case.runs]
    twins = [row for case in cases.values() for row in case.twins]
    interval = harm_interval(runs, twins)
    word = at_most(interval, 1 + HARM_MARGIN)
    return word, f"{interval.text()} times that of the twin, limit {1 + HARM_MARGIN:g}"


def others_delay(cases: Cases) -> Finding:
    """Judge other people's delay in the scenario where it is worst."""
    found = {name: delay_interval(case.runs, case.twins) for name, case in cases.items()}
    words = {name: at_most(interval, 1 + DELAY_MARGIN) for name, interval in found.items()}
    worst = max(found, key=lambda name: (_RANK[words[name]], found[name].mean))
    needed = seeds_that_decide(found[worst], 1 + DELAY_MARGIN) if words[worst] == "undecided" else None
    advice = f"; about {needed:,} seeds would tell" if needed else ""
    return words[worst], f"{found[worst].text()} times that of the twin in {worst}, limit {1 + DELAY_MARGIN:g}{advice}"


def _worst_of(judge: Judge) -> Callable[[Cases], Finding]:
    """Return a judge of one side of the verdict, in the scenario where it is worst."""

    def finding(cases: Cases) -> Finding:
        sides = {name: judge(case.runs, case.twins) for name, case in cases.items()}
        worst = max(sides, key=lambda name: (_RANK[sides[name].word], sides[name].interval.mean))
        reason = sides[worst].reason.removesuffix(".")
        return sides[worst].word, f"{reason} ({worst})" if reason else "nothing of the kind happened"

    return finding


def calls_before_stopping(cases: Cases) -> Finding:
    """Judge whether a person was called before every minimal risk manoeuvre."""
    stops, missed = total(cases, "minimal_risk_stops"), total(cases, "takeovers_missed")
    word: Word = "passes" if stops <= missed else "fails"
    return word, f"{stops:.0f} minimal risk conditions, {missed:.0f} requests to intervene that nobody met in time"


def calls_in_time(cases: Cases) -> Finding:
    """Judge whether the vehicle stays out of the junction until the person has taken over."""
    late, calls = total(cases, "takeovers_late"), total(cases, "takeover_requests")
    if not calls:
        return "passes", "no request"
    word: Word = "passes" if late <= LATE_SHARE * calls else "fails"
    return word, f"the vehicle was in the junction first at {late:.0f} of {calls:.0f} requests, limit {LATE_SHARE:.0%}"


def falls_back_alone(cases: Cases) -> Finding:
    """Judge whether a vehicle that asks in vain comes to a minimal risk condition by itself."""
    asked = total(cases, "assist_requests", without_link=True)
    stops = total(cases, "minimal_risk_stops", without_link=True)
    given_up = total(cases, "assist_abandoned", without_link=True)
    late = [
        name
        for name, case in cases.items()
        if any(row["assist_wait_p95_s"] > case.patience_s + WAIT_MARGIN_S for row in case.without_link)
    ]
    word: Word = "fails" if late else "passes"
    told = f"{asked:.0f} requests without answer, {given_up:.0f} given up, {stops:.0f} minimal risk conditions"
    return word, told + (f"; waits beyond its patience in {', '.join(late)}" if late else "")


def never_just_stands(cases: Cases) -> Finding:
    """Judge whether it stands for two minutes only in a minimal risk condition, or where people would stand, too."""
    extra = [
        row["fleet_stops_over_2min"] - twin["fleet_stops_over_2min"]
        for case in cases.values()
        for row, twin in zip(case.without_link, case.twins, strict=True)
        if not row["minimal_risk_stops"]
    ]
    if not extra:
        return "passes", "a minimal risk condition in every run"
    interval = mean_interval(extra)
    return at_most(interval, 1.0), f"{interval.text()} more stops of 2 min per run than people in its place, limit 1"


def harm_without_link(cases: Cases) -> Finding:
    """Judge harm where no message gets through."""
    return harm({name: case._replace(runs=case.without_link) for name, case in cases.items()})


def goes_on(cases: Cases) -> Finding:
    """Judge whether it never gives up: without a domain there is nowhere that it may not drive."""
    stops = total(cases, "minimal_risk_stops") + total(cases, "minimal_risk_stops", without_link=True)
    return ("fails" if stops else "passes"), f"{stops:.0f} minimal risk conditions"


def needs_nobody(cases: Cases) -> Finding:
    """Judge whether it goes its way without asking."""
    asked = total(cases, "assist_requests")
    return ("fails" if asked else "passes"), f"{asked:.0f} requests for remote assistance"


DUTIES: tuple[Duty, ...] = (
    Duty(2, 5, "harm to all road users no worse than with people in its place", harm),
    Duty(2, 5, "others' delay no worse than with people in its place", others_delay),
    Duty(2, 5, "traffic rules kept as people would", _worst_of(judge_rules)),
    Duty(
        2,
        5,
        "nobody drives into closed places or past stop arms, where people would not",
        _worst_of(judge_closed_places),
    ),
    Duty(2, 5, "emergency vehicles get through as with people in its place", _worst_of(judge_emergency_vehicles)),
    Duty(3, 3, "a person is called before it stops for good", calls_before_stopping),
    Duty(3, 3, "it waits for the person outside the junction", calls_in_time),
    Duty(4, 4, "link down: a request in vain ends in a minimal risk condition", falls_back_alone),
    Duty(4, 5, "link down: it does not just stand", never_just_stands),
    Duty(4, 5, "link down: harm no worse than with people in its place", harm_without_link),
    Duty(5, 5, "it never gives up", goes_on),
    Duty(5, 5, "it needs nobody's permission", needs_nobody),
)
_RANK: dict[Word, int] = {"passes": 0, "undecided": 1, "fails": 2}


def duties_of(level: int) -> list[Duty]:
    """Return the clauses of a level; none below 2, where the person drives and the agent is not asked."""
    return [duty for duty in DUTIES if duty.first <= level <= duty.last]


def overall(words: Sequence[Word]) -> Word:
    """Return the worst of some words, passes if there are none."""
    return max(words, key=lambda word: _RANK[word], default="passes")


def at_most(interval: Interval, limit: float) -> Word:
    """Judge an interval by an upper limit; a ratio or mean that never varies needs no interval."""
    if interval.low is None or interval.high is None:
        return "undecided"
    if interval.high <= limit:
        return "passes"
    return "fails" if interval.low > limit else "undecided"


def total(cases: Cases, metric: str, *, without_link: bool = False) -> float:
    """Return the sum of a metric over all scenarios and seeds."""
    rows = (row for case in cases.values() for row in (case.without_link if without_link else case.runs))
    return sum(row[metric] for row in rows)
