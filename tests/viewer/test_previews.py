"""What the preview of a scenario says of its events."""

from __future__ import annotations

import math
from pathlib import Path

import pygame
import pytest

from longtail_sim.quantities import Normal, Uniform
from longtail_sim.quantities.distributions import NormalParameters
from longtail_sim.scenario import Scenario
from longtail_sim.viewer.overviews import COLUMNS, WIDTH, overview
from longtail_sim.viewer.panels.timeline import Look
from longtail_sim.viewer.preview_events import bars, possible

EVENTS = [
    {"kind": "signal_outage", "at_s": {"uniform": [100, 200]}, "duration_s": 50},
    {"kind": "officer", "when": "gridlock"},
    {"kind": "link_loss", "when": {"metric": "vehicles", "above": 9, "not_before_s": 40}},
    {"kind": "link_loss", "when": {"after": 0, "delay_s": 10}, "duration_s": 5},
]


def scenario(events: list[dict[str, object]]) -> Scenario:
    return Scenario.model_validate(
        {"duration_s": 600, "network": {"grid": {"columns": 2, "rows": 2}}, "events": events}
    )


def test_bars_are_what_is_drawn_and_outlines_what_is_possible() -> None:
    made = scenario(EVENTS)
    drawn = made.draw(3)
    outage, may_begin, gridlock, vehicles, link = bars(made, drawn)
    start = float(drawn.events[0].at_s)
    assert outage.span[:2] == (start, start + 50)
    assert outage.look == Look(0)
    assert may_begin.span[:2] == (100, 200)
    assert may_begin.look == Look(0, possible=True)
    assert gridlock.span == (0, math.inf, "2  officer: from the first gridlock on")
    assert vehicles.span.start_s == 40
    assert (link.span.start_s, link.look) == (start + 10, Look(3))


def test_times_without_ends_are_shown_without_what_is_rare() -> None:
    low, high = possible(Normal(normal=NormalParameters(mean=400, sd=60)))
    assert (low + high) / 2 == pytest.approx(400)
    assert 290 < low < 310
    assert possible(Uniform(uniform=(1, 2))) == (1, 2)


def test_the_sheet_has_a_card_for_every_scenario(tmp_path: Path) -> None:
    told: list[str] = []
    axes = {"one": [scenario(EVENTS)] * (COLUMNS + 1), "two": [scenario([])]}
    path = overview(axes, tmp_path / "all.png", tell=told.append)
    sheet = pygame.image.load(path)
    few = overview({"one": [scenario([])]}, tmp_path / "one.png")
    assert sheet.get_width() == WIDTH
    assert sheet.get_height() > 2.5 * pygame.image.load(few).get_height()
    assert len(told) == COLUMNS + 2
