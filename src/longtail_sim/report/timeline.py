"""What happened when: a bar for every event and for the minutes of the replay, below the curves."""

from __future__ import annotations

import math
from typing import NamedTuple

from longtail_sim.events.event import Span
from longtail_sim.report.rerun import Rerun

LEAST = 0.6  # of a bar, percent of the run


class Bar(NamedTuple):
    """A bar: what it is, when in words, and where as percent of the run."""

    label: str
    when: str
    begin: float
    wide: float
    is_replay: bool = False


def timeline(rerun: Rerun) -> list[Bar]:
    """Return the events of the repeated run in order of time, then the replay."""
    if rerun.run is None:
        return []
    end_s = max(float(rerun.run.time_s[-1]), 1.0)
    spans = sorted((span for span in rerun.spans if span.start_s < end_s), key=lambda span: span.start_s)
    bars = [_bar(span, end_s) for span in spans]
    if rerun.replay is not None:
        shown = Span(rerun.replay.start_s, rerun.replay.end_s, "shown in the replay")
        bars.append(_bar(shown, end_s)._replace(is_replay=True))
    return bars


def _bar(span: Span, end_s: float) -> Bar:
    begin = max(span.start_s, 0.0)
    wide = max((min(span.end_s, end_s) - begin) / end_s * 100, LEAST)
    at = min(begin / end_s * 100, 100 - wide)
    return Bar(span.label, when(span, end_s), round(at, 2), round(wide, 2))


def when(span: Span, end_s: float) -> str:
    """Return ``minute 5 to 12``, or ``from minute 5 on`` for what lasts beyond the end."""
    begin = f"{max(span.start_s, 0.0) / 60:.0f}"
    if not math.isfinite(span.end_s) or span.end_s >= end_s:
        return f"from minute {begin} on"
    end = f"{span.end_s / 60:.0f}"
    return f"minute {begin}" if begin == end else f"minutes {begin} to {end}"
