"""The worst run once more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from longtail_sim.episode import Series
from longtail_sim.events.event import Span
from longtail_sim.report import Material, Rerun, bytes_each, rerun
from longtail_sim.report.jam import curves
from longtail_sim.report.rerun import GROWTH_S, LEAD_S, moment


def series(delay: list[float]) -> Series:
    time = np.arange(len(delay)) * 10.0
    zeros = np.zeros((len(delay), 1))
    return Series(time, np.array(delay)[:, None], zeros, zeros, zeros, zeros, zeros)


def test_it_ends_as_in_the_suite(material: Material, reruns: dict[int, Rerun]) -> None:
    for number, found in reruns.items():
        assert found.message == ""
        assert found.same
        assert found.run is not None
        case = material.cases[number]
        assert case.worst is not None
        assert found.run.others_delay_s[-1, 0] == pytest.approx(case.worst.metrics["others_delay_s"])
        assert found.replay is not None


def test_other_numbers_than_in_the_suite_are_noticed(material: Material, beside: Path) -> None:
    case = material.cases[1]
    assert case.worst is not None
    other = replace(case.worst, metrics={**case.worst.metrics, "others_delay_s": -1.0})
    assert not rerun(replace(case, worst=other), 500_000).same


def test_an_agent_that_fails_this_time_is_told(material: Material, beside: Path) -> None:
    case = material.cases[1]
    assert case.worst is not None
    found = rerun(replace(case, worst=replace(case.worst, agent="fails.py")), 500_000)
    assert "ValueError" in found.message
    assert found.run is None
    assert curves(found) == []


def test_the_moment_is_where_others_lose_most() -> None:
    twin = series([0.0] * 100)
    run = series([0.0] * 50 + [float(n) for n in range(24)] + [24.0] * 26)
    assert moment(run, twin, []) == pytest.approx(490 + GROWTH_S / 2, abs=20)


def test_where_no_jam_grows_it_is_the_first_event() -> None:
    calm = series([1.0] * 100)
    events = [Span(600, float("inf"), "later"), Span(300, 400, "dark")]
    assert moment(calm, calm, events) == 300 - LEAD_S + GROWTH_S / 2


def test_all_replays_together_leave_room_for_the_page() -> None:
    assert all(number * bytes_each(number) <= 5_000_000 for number in range(1, 40))
