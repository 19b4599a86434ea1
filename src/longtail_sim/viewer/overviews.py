"""All scenarios on one sheet: map, title and time line of each, by the axis that it is about."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pygame

from longtail_sim.network import build_network
from longtail_sim.scenario import Scenario
from longtail_sim.viewer.files import save_png
from longtail_sim.viewer.panels.style import Style
from longtail_sim.viewer.preview_events import PALETTE, bars
from longtail_sim.viewer.previews import disturbed, empty_frame, goes_dark, paint_map
from longtail_sim.viewer.theme import THEMES

WIDTH = 1600
COLUMNS = 5
GAP, HEADING, MAP, WORDS, LANES = 14, 34, 200, 44, 26  # pixels; of a card: its map, its words, its time line
LANE = 5


def overview(
    axes: Mapping[str, Sequence[Scenario]],
    path: str | os.PathLike[str],
    *,
    seed: int = 0,
    theme: str = "dark",
    tell: Callable[[str], None] | None = None,
) -> Path:
    """Write a PNG with a card for every scenario.

    Args:
        axes: scenarios by axis.
        path: the file to write; it is replaced.
        seed: decides what the scenarios leave to chance.
        theme: "dark" or "light".
        tell: called with the name of each scenario before it is drawn.

    Raises:
        ResultsError: the file cannot be written.
    """
    style = Style(THEMES[theme], 1.0)
    rows = [-(-len(scenarios) // COLUMNS) for scenarios in axes.values()]
    height = GAP + sum(HEADING + row * (_card_height() + GAP) for row in rows)
    surface = pygame.Surface((WIDTH, height), 0, 32)
    surface.fill(style.theme.page)
    top, width = GAP, (WIDTH - GAP) // COLUMNS - GAP
    for (axis, scenarios), row in zip(axes.items(), rows, strict=True):
        style.write(surface, axis, (GAP, top), 18, style.theme.run, bold=True)
        top += HEADING
        for number, scenario in enumerate(scenarios):
            if tell is not None:
                tell(scenario.name)
            left = GAP + number % COLUMNS * (width + GAP)
            place = pygame.Rect(left, top + number // COLUMNS * (_card_height() + GAP), width, _card_height())
            _card(surface, place, style, scenario, seed)
        top += row * (_card_height() + GAP)
    return save_png(surface, path)


def _card_height() -> int:
    return MAP + WORDS + LANES


def _card(surface: pygame.Surface, place: pygame.Rect, style: Style, scenario: Scenario, seed: int) -> None:
    pygame.draw.rect(surface, style.theme.panel, place, border_radius=8)
    network, drawn = build_network(scenario.network), scenario.draw(seed)
    field = pygame.Rect(place.left + 6, place.top + 6, place.width - 12, MAP - 6)
    effects = drawn.drawn_effects(seed, network)
    shown = disturbed(empty_frame(network, goes_dark(effects, network.num_junctions)), effects)
    small = Style(style.theme, 0.55)
    paint_map(surface.subsurface(field), field, network, drawn, seed, small, shown, numbers=False)
    room = place.width - 20
    style.write(
        surface, scenario.title or scenario.name, (place.left + 10, place.top + MAP + 5), 13, bold=True, room=room
    )
    minutes = f"{scenario.name}  ·  {scenario.duration_s / 60:.3g} min"
    style.write(surface, minutes, (place.left + 10, place.top + MAP + 24), 11.5, style.theme.text_soft, room=room)
    _time_line(surface, pygame.Rect(place.left + 10, place.bottom - LANES, room, LANES - 6), style, scenario, drawn)


def _time_line(surface: pygame.Surface, place: pygame.Rect, style: Style, scenario: Scenario, drawn: Scenario) -> None:
    style.rule(surface, place.left, place.right, place.bottom)
    most = place.height // LANE
    shown = [bar for bar in bars(scenario, drawn) if not bar.look.possible]
    for row, bar in enumerate(shown):
        start, end = (min(max(t / drawn.duration_s, 0.0), 1.0) * place.width for t in bar.span[:2])
        line = pygame.Rect(
            place.left + round(start), place.bottom - (row % most + 1) * LANE, max(round(end - start), 3), 3
        )
        pygame.draw.rect(surface, PALETTE[bar.look.number % len(PALETTE)], line)
