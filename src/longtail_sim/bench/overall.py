"""One agent over several scenarios: other people's delay and harm beside the twin's."""

from __future__ import annotations

from collections.abc import Sequence

from longtail_sim.bench.table import Line
from longtail_sim.scoring import Interval, harm_interval, mean_ratio_interval
from longtail_sim.scoring.side import Metrics


def delay_over(lines: Sequence[Line]) -> Interval | None:
    """Return the mean over scenarios of others' delay, run ÷ twin; None if the agent never got to the end."""
    met = [line for line in lines if line.runs]
    if not met:
        return None
    own, in_twins = ([[run["others_delay_s"] for run in rows] for rows in side] for side in _sides(met))
    return mean_ratio_interval(own, in_twins)


def harm_over(lines: Sequence[Line]) -> Interval | None:
    """Return harm to all road users of all runs together, run ÷ twin; None if the agent never got to the end."""
    runs, twins = ([row for rows in side for row in rows] for side in _sides(lines))
    return harm_interval(runs, twins) if runs else None


def _sides(lines: Sequence[Line]) -> tuple[list[Sequence[Metrics]], list[Sequence[Metrics]]]:
    return [line.runs for line in lines], [line.twins for line in lines]
