"""The events of a scenario before it is run: marks on the map, and bars for what is drawn and what is possible."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pygame

from longtail_sim.core.schema import Array
from longtail_sim.events import Event, Span
from longtail_sim.events.condition import Reached, condition_in_words
from longtail_sim.quantities import Distribution, quantile
from longtail_sim.scenario import Scenario
from longtail_sim.viewer.camera import Camera
from longtail_sim.viewer.panels.style import Style
from longtail_sim.viewer.panels.timeline import Look
from longtail_sim.viewer.theme import GREEN, ORANGE, PURPLE, SKY, VERMILLION, Colour

PALETTE: tuple[Colour, ...] = (ORANGE, SKY, GREEN, PURPLE, VERMILLION)  # in the order of the bars' colours
MOST_NUMBERED = 12  # marks of one event that have a number each; of more, the middle one has it
RARE = 0.05  # share at either end of a distribution without ends that is left out


class Bar(NamedTuple):
    """A span on the time line, and how it looks."""

    span: Span
    look: Look


def bars(scenario: Scenario, drawn: Scenario) -> list[Bar]:
    """Return what the seed has drawn, and as outlines when else events could begin, event by event."""
    found = []
    for number, (event, fixed) in enumerate(zip(scenario.events, drawn.events, strict=True)):
        if fixed.when is not None:
            start = float(fixed.when.not_before_s) if isinstance(fixed.when, Reached) else 0.0
            words = f"{_label(number, event)}: from {condition_in_words(fixed.when)} on"
            found.append(Bar(Span(start, math.inf, words), Look(number, possible=True)))
            continue
        found += [Bar(span._replace(label=f"{number + 1}  {span.label}"), Look(number)) for span in fixed.timeline()]
        if isinstance(event.at_s, Distribution):
            first, last = possible(event.at_s)
            found.append(Bar(Span(max(first, 0.0), last, f"{number + 1}  may begin"), Look(number, possible=True)))
    return found


def possible(at_s: Distribution) -> tuple[float, float]:
    """Return the earliest and the latest time, without what is rare where there are no ends."""
    low, high = at_s.support()
    return (
        low if math.isfinite(low) else quantile(at_s, RARE),
        high if math.isfinite(high) else quantile(at_s, 1 - RARE),
    )


def _label(number: int, event: Event) -> str:
    return f"{number + 1}  {event.kind.replace('_', ' ')}"


def mark_places(surface: pygame.Surface, camera: Camera, style: Style, places: Sequence[Array], numbers: bool) -> None:
    """Draw a ring at every place of every event, events at one place around one another.

    Args:
        surface: the map's picture.
        camera: its camera.
        style: theme and scale.
        places: points in metres (n, 2) of each event.
        numbers: whether to write the events' numbers beside them.
    """
    taken: dict[tuple[int, int], int] = {}
    badges = []
    for number, points in enumerate(places):
        if not len(points):
            continue
        x, y = camera.to_pane(points[:, 0], points[:, 1])
        middle = int(np.argmin(np.hypot(x - x.mean(), y - y.mean())))
        for place, at in enumerate(zip(np.rint(x).astype(int).tolist(), np.rint(y).astype(int).tolist(), strict=True)):
            before = taken[at] = taken.get(at, -1) + 1
            radius = style.px(13 + 5 * before)
            pygame.draw.aacircle(surface, PALETTE[number % len(PALETTE)], at, radius, max(style.px(2), 1))
            if numbers and (len(points) <= MOST_NUMBERED or place == middle):
                badges.append((at, radius, number, before))
    for at, radius, number, before in badges:  # after all rings: no ring hides a number
        _number(surface, style, at, radius, number, before)


def _number(surface: pygame.Surface, style: Style, at: tuple[int, int], radius: int, number: int, before: int) -> None:
    angle = -math.pi / 4 + before * math.pi / 2
    half = style.px(8)
    reach = radius + half * 0.6
    centre = round(at[0] + reach * math.cos(angle)), round(at[1] + reach * math.sin(angle))
    badge(surface, style, centre, number)


def badge(surface: pygame.Surface, style: Style, centre: tuple[int, int], number: int) -> None:
    """Draw an event's number on its colour."""
    pygame.draw.aacircle(surface, PALETTE[number % len(PALETTE)], centre, style.px(8))
    top = centre[1] - style.line_height(11) // 2
    style.write(surface, str(number + 1), (centre[0], top), 11, (12, 14, 19), bold=True, align="middle")
