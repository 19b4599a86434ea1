"""A scenario before it is run: its streets, its outage district, its events, its story."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pygame

from longtail_sim.core import codes
from longtail_sim.core.limits import NEVER
from longtail_sim.core.schema import Array
from longtail_sim.events.effect import Effect
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.scenario import Scenario
from longtail_sim.viewer import text
from longtail_sim.viewer.camera import Camera
from longtail_sim.viewer.circles import none
from longtail_sim.viewer.files import save_png
from longtail_sim.viewer.frame import Frame
from longtail_sim.viewer.layout import DESIGN, GAP, HEADER, SIDE, TIMELINE
from longtail_sim.viewer.map_painter import MapPainter, Options
from longtail_sim.viewer.narrows import wide
from longtail_sim.viewer.obstacles import nothing
from longtail_sim.viewer.panels import header, timeline
from longtail_sim.viewer.panels.header import Status
from longtail_sim.viewer.panels.style import Style
from longtail_sim.viewer.preview_events import badge, bars, mark_places
from longtail_sim.viewer.theme import THEMES
from longtail_sim.viewer.walkers import nobody

STORY_LINES = 16
EVENT_LINES = 4
MOST_LANES = 9  # of the time line
LANE = 15.0  # height of one more


def preview(
    network: StreetNetwork,
    scenario: Scenario,
    path: str | os.PathLike[str],
    *,
    seed: int = 0,
    size: tuple[int, int] = DESIGN,
    theme: str = "dark",
) -> Path:
    """Write a PNG of a scenario's streets, of where its events happen, and of its time line.

    Bars on the time line are what the seed has drawn, outlines when an event could begin.

    Args:
        network: the scenario's streets.
        scenario: the scenario, drawn or not.
        path: the file to write; it is replaced.
        seed: decides what the scenario leaves to chance.
        size: width and height in pixels.
        theme: "dark" or "light".

    Raises:
        ResultsError: the file cannot be written.
        ScenarioError: an event names a place that the streets do not have.
    """
    surface = pygame.Surface(size, 0, 32)
    style = Style(THEMES[theme], min(max(min(size[0] / DESIGN[0], size[1] / DESIGN[1]), 0.8), 3.0))
    surface.fill(style.theme.page)
    effects = scenario.effects(seed, network)
    dark = goes_dark(effects, network.num_junctions)
    drawn = scenario.draw(seed)
    planned = bars(scenario, drawn)
    lanes = min(max(len(planned), timeline.MOST_LANES), MOST_LANES)
    gap = style.px(GAP)
    low = style.px(TIMELINE + (lanes - timeline.MOST_LANES) * LANE)
    top = pygame.Rect(0, 0, size[0], style.px(HEADER))
    foot = pygame.Rect(gap, size[1] - gap - low, size[0] - 2 * gap, low)
    side = pygame.Rect(size[0] - gap - style.px(SIDE), top.bottom, style.px(SIDE), foot.top - gap - top.bottom)
    field = pygame.Rect(gap, top.bottom, side.left - 2 * gap, side.height)
    title = drawn.title or drawn.name
    header.draw(
        surface, top, style, title, f"{drawn.name}  ·  seed {seed}", Status(drawn.duration_s, words="long"), False
    )
    shown = disturbed(empty_frame(network, dark), effects)
    paint_map(surface.subsurface(field), field, network, drawn, seed, style, shown)
    _side(surface, side, style, network, scenario, drawn, dark)
    looks = [bar.look for bar in planned]
    timeline.draw(surface, foot, style, [bar.span for bar in planned], drawn.duration_s, None, looks, lanes)
    return save_png(surface, path)


def paint_map(
    surface: pygame.Surface,
    field: pygame.Rect,
    network: StreetNetwork,
    drawn: Scenario,
    seed: int,
    style: Style,
    shown: Frame,
    *,
    numbers: bool = True,
) -> None:
    """Draw streets, what goes dark or fails, and where the events happen; ``field`` is the place of ``surface``."""
    camera = Camera(field, network.bounds)
    camera.density = max(style.scale, 1.0)
    MapPainter(network).paint(surface, camera, shown, Options(style.theme.name))
    mark_places(surface, camera, style, drawn.places(seed, network), numbers)


def goes_dark(effects: Iterable[Effect], junctions: int) -> Array:
    """Return which junctions are dark at some time, bool of shape (junctions,)."""
    dark = np.zeros(junctions, bool)
    for effect in effects:
        if effect.kind == codes.EFFECT_HEALTH and effect.value == codes.HEALTH_DARK:
            dark[effect.index] = True
    return dark


def disturbed(frame: Frame, effects: Iterable[Effect]) -> Frame:
    """Return the frame with marks wherever sensors fail at some time."""
    for effect in effects:
        if codes.EFFECT_BLIND_NORTH <= effect.kind <= codes.EFFECT_BLIND_WEST and effect.value > 0:
            frame.blind[effect.index, effect.kind - codes.EFFECT_BLIND_NORTH] = effect.value
        elif effect.kind == codes.EFFECT_SENSOR_SHARE and effect.value > 0:
            frame.failing[effect.index] = True
    return frame


def empty_frame(network: StreetNetwork, dark: Array) -> Frame:
    """Return a frame of streets without vehicles, the given junctions dark."""
    tables = {"circles": none(), "walkers": nobody(), "narrows": wide(), "obstacles": nothing()}
    absent = {name: np.zeros(0) for name in Frame._fields if name not in tables}
    control = network.arrays.junction_control.copy()
    control[dark & (control == codes.CONTROL_SIGNAL)] = codes.CONTROL_DARK
    colour = np.full((len(control), 2), codes.COLOUR_RED)
    colour[np.arange(len(control)), network.arrays.junction_major] = codes.COLOUR_GREEN
    colour[control != codes.CONTROL_SIGNAL] = codes.COLOUR_NONE
    junctions: dict[str, Any] = {
        name: np.zeros(len(control), bool) for name in ("officer", "closed", "faulty", "failing")
    }
    junctions |= {"control": control, "colour": colour, "powered": ~dark}
    junctions |= {"flashing": np.full(colour.shape, codes.COLOUR_NONE), "blind": np.zeros((len(control), 4))}
    rows = {name: np.zeros(0, int) for name in ("slot", "trip", "look", "lane", "mistakes")}
    flags = {name: np.zeros(0, bool) for name in ("fleet", "braking", "crashed")}
    counts: dict[str, Any] = {"time_s": 0.0, "backlog": 0, "agents_busy": 0, "visibility_m": NEVER}
    given = absent | rows | flags | junctions | counts
    return Frame(**(given | tables))


def _side(
    surface: pygame.Surface,
    rect: pygame.Rect,
    style: Style,
    network: StreetNetwork,
    scenario: Scenario,
    drawn: Scenario,
    dark: Array,
) -> None:
    room = style.card(surface, rect)
    y = room.top
    for label, words in _facts(network, drawn, dark):
        style.write(surface, label, (room.left, y), 12.5, style.theme.text_soft)
        style.write(surface, words, (room.right, y), 12.5, align="right")
        y += style.px(22)
        style.rule(surface, room.left, room.right, y - style.px(3))
    y = _paragraph(surface, room, y + style.px(12), style, "Story", scenario.story, STORY_LINES)
    for number, event in enumerate(scenario.events):
        if y + style.px(34) < room.bottom:
            badge(surface, style, (room.left + style.px(8), y + style.px(7)), number)
            indented = pygame.Rect(room.left + style.px(24), room.top, room.width - style.px(24), room.height)
            heading = event.kind.replace("_", " ")
            y = _paragraph(surface, indented, y, style, heading, event.describe(), EVENT_LINES)


def _facts(network: StreetNetwork, drawn: Scenario, dark: Array) -> list[tuple[str, str]]:
    return [
        ("Junctions", f"{network.num_junctions}"),
        ("Signals that go dark", f"{int(dark.sum())}"),
        ("Vehicles per hour", f"{float(drawn.demand.vehicles_per_hour):,.0f}"),
        ("Of them fleet", f"{float(drawn.fleet.share):.0%}"),
        ("Duration", f"{drawn.duration_s / 60:g} min"),
    ]


def _paragraph(
    surface: pygame.Surface, room: pygame.Rect, y: int, style: Style, heading: str, words: str, most: int
) -> int:
    """Write heading and text as far as there is room; returns where the next may begin."""
    height = style.line_height(12) + style.px(2)
    lines = min(most, (room.bottom - y - style.px(20)) // height)
    if not words or lines < 1:
        return y
    style.write(surface, heading, (room.left, y), 12.5, style.theme.run, bold=True, room=room.width)
    y += style.px(20)
    for line in text.wrap(words, style.font(12), room.width, lines):
        style.write(surface, line, (room.left, y), 12, style.theme.text_soft)
        y += height
    return y + style.px(12)
