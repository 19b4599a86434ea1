"""Bars of the time line are told apart without any colour."""

from __future__ import annotations

import itertools

import numpy as np
import pygame
import pytest

from longtail_sim.events.event import Span
from longtail_sim.viewer.panels import timeline
from longtail_sim.viewer.panels.hatch import HATCHES
from longtail_sim.viewer.panels.style import Style
from longtail_sim.viewer.theme import THEMES

COUNT = len(HATCHES)


def marks(name: str, scale: float) -> list[np.ndarray]:
    """Return for each of five bars which of its pixels are not of the bar's own colour; edges are left out."""
    style, span_s = Style(THEMES[name], scale), 100.0
    surface = pygame.Surface((round(1264 * scale), style.px(88)), 0, 32)
    spans = [Span(number * span_s + 1, (number + 1) * span_s - 10, "") for number in range(COUNT)]
    timeline.draw(surface, surface.get_rect(), style, spans, COUNT * span_s, None)
    place = timeline.axis(surface.get_rect(), style)
    found = []
    for number in range(COUNT):
        left = place.left + round((number + 0.1) * place.width / COUNT)
        box = pygame.Rect(left, place.top + 3, style.px(150), place.height // 2 - style.px(3) - 6)
        part = pygame.surfarray.array3d(surface.subsurface(box)).astype(int)
        found.append(np.abs(part - np.array(THEMES[name].spans[number])).sum(axis=2) > 12)
    return found


@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
@pytest.mark.parametrize("name", THEMES)
def test_each_bar_has_a_hatch_of_its_own(name, scale):
    """Whatever way one lies upon the other, hatches do not cover one another."""
    found = marks(name, scale)
    assert not found[0].any()
    assert all(0.05 < hatch.mean() < 0.6 for hatch in found[1:])
    for one, other in itertools.combinations(found, 2):
        alike = max(
            np.corrcoef(np.roll(one, (right, down), (0, 1)).ravel(), other.ravel())[0, 1] if one.any() else 0.0
            for right in range(8)
            for down in range(4)
        )
        assert alike < 0.8


def test_a_colour_that_comes_again_has_another_hatch():
    colours = len(THEMES["dark"].spans)
    looks = [timeline.Look(number) for number in range(3 * colours)]
    seen = {(look.number % colours, look.hatch % COUNT) for look in looks}
    assert len(seen) == len(looks)


def test_no_line_of_a_hatch_crosses_the_words():
    style = Style(THEMES["dark"], 1.0)
    surface = pygame.Surface((1264, 88), 0, 32)
    spans = [Span(0, 1, ""), Span(100, 900, "fog")]
    pieces = [timeline.piece(span, timeline.axis(surface.get_rect(), style).width, 1000, style) for span in spans]
    timeline.draw(surface, surface.get_rect(), style, spans, 1000, None)
    place = timeline.axis(surface.get_rect(), style)
    row = place.height // 2
    label = pygame.Rect(place.left + pieces[1].label_left, place.top + 2, pieces[1].label_room, 3)
    lane = timeline.assign_lanes(pieces)[1]
    above = pygame.surfarray.array3d(surface.subsurface(label.move(0, lane * row)))
    assert (above == np.array(style.theme.spans[1])).all()
