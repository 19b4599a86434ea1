"""What happened when, as bars."""

from __future__ import annotations

import math

import pytest

from longtail_sim.events.event import Span
from longtail_sim.report import Rerun
from longtail_sim.report.timeline import timeline, when


def test_bars_are_where_the_events_are(reruns: dict[int, Rerun]) -> None:
    bars = timeline(reruns[0])
    assert [bar.is_replay for bar in bars] == [False, True]
    assert bars[0].label == "signals dark"
    assert bars[0].begin == pytest.approx(10 / 120 * 100, abs=0.01)
    assert bars[0].begin + bars[0].wide == pytest.approx(100, abs=0.02)
    assert all(0 <= bar.begin <= bar.begin + bar.wide <= 100.02 for bar in bars)


def test_without_events_only_the_replay_is_shown(reruns: dict[int, Rerun]) -> None:
    assert [bar.label for bar in timeline(reruns[1])] == ["shown in the replay"]


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Span(300, math.inf, ""), "from minute 5 on"),
        (Span(300, 1200, ""), "from minute 5 on"),
        (Span(300, 720, ""), "minutes 5 to 12"),
        (Span(300, 310, ""), "minute 5"),
        (Span(-5, 60, ""), "minutes 0 to 1"),
    ],
)
def test_when_in_words(span: Span, words: str) -> None:
    assert when(span, 1200) == words
