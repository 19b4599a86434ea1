"""The sides of a verdict beside harm: other people's delay, traffic rules, closed places, and emergency vehicles.

Where a twin often has nothing at all, a ratio says little: the last three judge an *excess* per run, what the run has
beyond the twin's and a small allowance.  It passes if the upper end of the 95 % interval of the mean excess is at most
0, and fails if the lower end is above it.
"""

from collections.abc import Callable, Sequence

from longtail_sim.scoring.side import Metrics, Side, get, judge, seeds_that_decide
from longtail_sim.scoring.statistics import Interval, mean_interval, ratio_interval

# Conventions (assumptions), fixed before any run so that nobody can choose them by the result.  10 % more delay is
# below the day-to-day spread of travel time on an urban street, so that other people would not notice it.
DELAY_MARGIN = 0.1
RULE_MARGIN = 0.1
RULE_ALLOWANCE = 0.01  # violations per junction entered, as in the score
SIREN_MARGIN = 0.1
SIREN_ALLOWANCE_S = 10.0  # about one signal phase less to wait; a minute decides over life
VIOLATIONS = ("red_light_runs", "stop_violations", "right_of_way_violations")


def judge_others_delay(runs: Sequence[Metrics], twins: Sequence[Metrics]) -> Side:
    """Judge other people's delay, run ÷ twin."""
    delay, limit = delay_interval(runs, twins), 1 + DELAY_MARGIN
    told = f"other people's delay is {delay.text()} times that of the twin"
    return judge("others' delay", told, delay, limit, seeds_that_decide(delay, limit))


def delay_interval(runs: Sequence[Metrics], twins: Sequence[Metrics]) -> Interval:
    """Return the ratio of other people's delay, run ÷ twin, with its interval."""
    return ratio_interval([get(run, "others_delay_s") for run in runs], [get(twin, "others_delay_s") for twin in twins])


def judge_rules(runs: Sequence[Metrics], twins: Sequence[Metrics]) -> Side:
    """Judge red lights run, stops left out and rights of way taken, per junction that the fleet entered."""
    told = f"the fleet breaks a traffic rule at {_share(runs)} of its junctions, people in its place at {_share(twins)}"
    shares, in_twins = ([100 * violation_rate(row) for row in rows] for rows in (runs, twins))  # %
    return _judge_excess("rules", told, shares, in_twins, RULE_MARGIN, 100 * RULE_ALLOWANCE, " percentage points")


def violation_rate(metrics: Metrics) -> float:
    """Return the fleet's violations of traffic rules per junction that it entered."""
    return _violations(metrics) / max(get(metrics, "fleet_junction_traversals"), 1.0)


def judge_closed_places(runs: Sequence[Metrics], twins: Sequence[Metrics]) -> Side:
    """Judge how often the fleet drives into what is closed or past stop arms of school buses: no more than people."""
    entered, in_twins = ([get(row, "intrusions") for row in rows] for rows in (runs, twins))
    told = (
        f"the fleet drove into closed places or past stop arms {_times(sum(entered))}, people in its place "
        f"{_times(sum(in_twins))}"
    )
    return _judge_excess("closed places", told, entered, in_twins, 0.0, 0.0, "")


def _times(count: float) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(round(count), f"{count:,.0f} times")


def judge_emergency_vehicles(runs: Sequence[Metrics], twins: Sequence[Metrics]) -> Side:
    """Judge the delay of vehicles with a siren."""
    delays, in_twins = ([get(row, "siren_delay_s") for row in rows] for rows in (runs, twins))
    lost, in_twin = (mean_interval(row, least=0.0).text() for row in (delays, in_twins))
    told = f"emergency vehicles lose {lost} s, in the twin {in_twin} s"
    return _judge_excess("emergency vehicles", told, delays, in_twins, SIREN_MARGIN, SIREN_ALLOWANCE_S, " s")


Judge = Callable[[Sequence[Metrics], Sequence[Metrics]], Side]
OTHER_SIDES: tuple[Judge, ...] = (judge_others_delay, judge_rules, judge_closed_places, judge_emergency_vehicles)


def _judge_excess(
    name: str, told: str, found: Sequence[float], in_twins: Sequence[float], margin: float, allowance: float, unit: str
) -> Side:
    """Judge what was found beyond (1 + margin) x the twin's + allowance, seed by seed; nothing found passes."""
    allowed = [(1 + margin) * number + allowance for number in in_twins]
    excess = mean_interval([have - may for have, may in zip(found, allowed, strict=True)])
    if not any(found):
        return Side(name, "passes", f"{told}." if any(in_twins) else "", excess)
    theirs = f"{1 + margin:g} × theirs" + (f" + {allowance:g}{unit}" if allowance else "")
    said = f"{told}; beyond what is allowed ({theirs}): {excess.text()}{unit}"
    return judge(name, said, excess, 0.0, seeds_that_decide(excess, 0.0))


def _share(rows: Sequence[Metrics]) -> str:
    entered = sum(get(row, "fleet_junction_traversals") for row in rows)
    return f"{100 * sum(map(_violations, rows)) / max(entered, 1.0):.2f} %"


def _violations(metrics: Metrics) -> float:
    return sum(get(metrics, name) for name in VIOLATIONS)
