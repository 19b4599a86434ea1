"""Pictures of each kind of thing that is drawn, beside those that were looked at by a person.

``LONGTAIL_RENEW=1 pytest tests/viewer/test_golden.py -n 0`` draws them anew; look at what changed before it is kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest

from longtail_sim.core import codes
from longtail_sim.events.event import Span
from longtail_sim.observation import CriticalComponent, Decision, Evidence, Trace
from longtail_sim.observation.trace import Category, LongitudinalDecision
from longtail_sim.viewer import Options, View, render
from longtail_sim.viewer.camera import Camera
from longtail_sim.viewer.files import pixels, save_png
from longtail_sim.viewer.frame import capture
from longtail_sim.viewer.live import History, Sample, measure
from longtail_sim.viewer.map_painter import MapPainter
from longtail_sim.viewer.panels import assistance, card, chooser, help, legend, pad, timeline
from longtail_sim.viewer.panels.style import Style
from longtail_sim.viewer.pictures import window_picture
from longtail_sim.viewer.scene import Session
from longtail_sim.viewer.theme import DARK, THEMES
from longtail_sim.viewer.walkers import Walkers

KEPT = Path(__file__).parent / "golden"
FAR = 40  # a channel that differs by more is a pixel that differs
MOST_DIFFERENT = 0.012  # share of pixels: smoothing differs a little from one SDL to another
MEAN = 2.0  # of the difference of all channels
Scene = Callable[[Any], np.ndarray]
SCENES: dict[str, Scene] = {}


def scene(draw: Scene) -> Scene:
    """Make a scene known by its name."""
    SCENES[draw.__name__] = draw
    return draw


def around(
    city: Any, slot: int = 0, scale: float = 9.0, size: tuple[int, int] = (420, 130), **options: Any
) -> np.ndarray:
    frame = capture(city)
    view = View(float(frame.x[slot]), float(frame.y[slot]), scale)
    return render(city, size, view, Options(**options))


def side_by_side(city: Any, count: int, **columns: Any) -> int:
    """Put vehicles one behind the other on a street; returns the lane."""
    lane = city.longest_lane()
    for slot in range(count):
        city.put(slot, lane, 70.0 - 9.0 * slot, **columns)
    return int(lane)


@scene
def vehicles_by_kind(city: Any) -> np.ndarray:
    sizes = {codes.KIND_TRUCK: (10.0, 2.5), codes.KIND_BUS: (12.0, 2.55), codes.KIND_AMBULANCE: (6.5, 2.2)}
    sizes[codes.KIND_FIRE_ENGINE] = (9.5, 2.5)
    s = 80.0
    for slot, kind in enumerate(range(5)):
        length, width = sizes.get(kind, (4.6, 1.85))
        city.put(slot, city.longest_lane(), s, kind=kind, length=length, width=width)
        s -= length + 2.5
    return around(city, 2, 7.0, (440, 130), seconds=0.4)


@scene
def automation_states(city: Any) -> np.ndarray:
    side_by_side(city, 8)
    states = [codes.STATE_DRIVING, codes.STATE_AWAITING_ASSISTANCE, codes.STATE_TAKEOVER_REQUESTED]
    states += [codes.STATE_PERSON_DRIVING, codes.STATE_MINIMAL_RISK_MANOEUVRE, codes.STATE_RETRIEVED]
    for slot, state in enumerate(states, 1):
        city.automate(slot, state)
    city.automate(7)
    city.state.vehicles.driver[0, 7] = codes.DRIVER_PERSON
    return around(city, 4, 6.0)


@scene
def lamps(city: Any) -> np.ndarray:
    lane = city.longest_lane()
    end = float(city.network.arrays.lane_length[lane])
    for slot, (turn, accel) in enumerate(((0, 0.0), (2, 0.0), (1, -2.0), (1, 0.0))):
        city.put(slot, lane, end - 4.0 - 9.0 * slot, turn=turn, accel=accel)
    city.automate(3, codes.STATE_MINIMAL_RISK_CONDITION)
    return around(city, 1, 9.0, seconds=0.4)


def _junction(city: Any, health: int, control: int, colours: tuple[int, int], scale: float = 7.0) -> np.ndarray:
    junctions, arrays = city.state.junctions, city.network.arrays
    junctions.health[0, 0], junctions.control[0, 0], junctions.colour[0, 0] = health, control, colours
    return render(city, (200, 200), View(float(arrays.junction_x[0]), float(arrays.junction_y[0]), scale))


GREEN, YELLOW, RED, NONE = codes.COLOUR_GREEN, codes.COLOUR_YELLOW, codes.COLOUR_RED, codes.COLOUR_NONE
HEADS = {
    "working": (codes.HEALTH_WORKING, codes.CONTROL_SIGNAL, (GREEN, RED)),
    "yellow": (codes.HEALTH_WORKING, codes.CONTROL_SIGNAL, (YELLOW, RED)),
    "dark": (codes.HEALTH_DARK, codes.CONTROL_DARK, (NONE, NONE)),
    "flashing_yellow": (codes.HEALTH_FLASHING_YELLOW, codes.CONTROL_TWO_WAY_STOP, (NONE, NONE)),
    "flashing_red": (codes.HEALTH_FLASHING_RED, codes.CONTROL_ALL_WAY_STOP, (NONE, NONE)),
    "stuck": (codes.HEALTH_STUCK_RED, codes.CONTROL_SIGNAL, (RED, RED)),
    "conflicting": (codes.HEALTH_CONFLICTING, codes.CONTROL_SIGNAL, (GREEN, GREEN)),
    "officer": (codes.HEALTH_DARK, codes.CONTROL_OFFICER, (GREEN, RED)),
}


@scene
def heads_by_health(city: Any) -> np.ndarray:
    pictures = [_junction(city, *HEADS[name]) for name in HEADS]
    return np.concatenate([np.concatenate(pictures[:4], axis=1), np.concatenate(pictures[4:], axis=1)])


@scene
def marks_at_junctions(city: Any) -> np.ndarray:
    junctions = city.state.junctions
    junctions.closed[0, 0], junctions.blind[0, 1], junctions.sensor_share[0, 2] = 1, 0.7, 0.5
    city.darken(3)
    return render(city, (520, 340))


@scene
def what_is_in_the_road(city: Any) -> np.ndarray:
    rows, lane = city.state.obstacles, city.longest_lane()
    pictures = []
    for kinds in (range(7), range(7, 14)):
        for row, kind in enumerate(kinds):
            length = {codes.OBSTACLE_PERSON: 0.6, codes.OBSTACLE_DEBRIS: 1.0, codes.OBSTACLE_STOP_ARM: 1.0}.get(
                kind, 8.0
            )
            given = {"kind": kind, "lane": lane, "s": 12.0 + 12.0 * row, "length": length, "width": 2.2}
            for name, value in (given | {"phase": codes.PHASE_PRESENT}).items():
                rows[name][0, row] = value
        found = capture(city).obstacles
        view = View(float(found.x[3]), float(found.y[3]), 6.0)
        pictures.append(render(city, (620, 90), view))
    return np.concatenate(pictures)


@scene
def people_on_foot(city: Any) -> np.ndarray:
    arrays = city.network.arrays
    x, y = float(arrays.junction_x[0]), float(arrays.junction_y[0])
    number = np.arange(8)
    people = Walkers(
        person=number * 7,
        x=x + 1.6 * (number - 3.5),
        y=y + 0.8 * (number % 3),
        heading=number * 0.8,
        struck=number == 7,
    )
    surface = pygame.Surface((260, 120), 0, 32)
    camera = Camera(surface.get_rect(), city.network.bounds)
    camera.look(View(x, y, 14.0))
    MapPainter(city.network).paint(surface, camera, capture(city)._replace(walkers=people), Options())
    return pixels(surface)


@scene
def a_narrow_street(city: Any) -> np.ndarray:
    arrays, lanes = city.network.arrays, city.state.lanes
    lane = city.longest_lane()
    other = int(np.flatnonzero(arrays.lane_kind == codes.LANE_STREET)[1])
    for row, opposite, shift in ((lane, other, 1.6), (other, lane, 1.6)):
        lanes.narrow_from[0, row], lanes.narrow_to[0, row] = 20.0, 60.0
        lanes.narrow_opposite[0, row], lanes.narrow_shift[0, row] = opposite, shift
    city.put(0, lane, 42.0)
    return around(city, 0, 7.0)


@scene
def mistakes(city: Any) -> np.ndarray:
    side_by_side(city, 3)
    for slot, mistake in enumerate((codes.MISTAKE_UNSEEN, codes.MISTAKE_MISREAD, codes.MISTAKE_PHANTOM)):
        city.automate(slot)
        city.state.beliefs.trip[0, slot] = 100 + slot
        city.state.beliefs.mistakes[0, slot] = mistake
    city.state.vehicles.crashed_until_s[0, 2] = 100.0
    return around(city, 1)


@scene
def queues_boxes_and_circles(city: Any) -> np.ndarray:
    arrays, lane = city.network.arrays, city.longest_lane()
    end = float(arrays.lane_length[lane])
    for slot in range(5):
        city.put(slot, lane, end - 2.0 - 7.5 * slot, speed=0.0, standing_s=200.0)
    inside = np.flatnonzero(arrays.lane_junction == arrays.lane_junction[lane])
    inside = inside[arrays.lane_kind[inside] == codes.LANE_CONNECTOR]
    city.put(5, int(inside[0]), 5.0, speed=0.0, standing_s=60.0)
    streets = np.flatnonzero((arrays.lane_kind == codes.LANE_STREET) & (arrays.lane_junction >= 0))
    first, second = int(lane), int(streets[0])
    for one, onto in ((first, second), (second, first)):
        city.state.waits.cycle[0, one], city.state.waits.waits_for[0, one] = 7, onto
    city.state.waits.gridlocked[0, first] = 1
    return render(city, (520, 340))


def _street_view(city: Any, theme: str) -> np.ndarray:
    arrays = city.network.arrays
    city.darken(1)
    view = View(float(arrays.junction_x[0]) + 60, float(arrays.junction_y[0]), 3.4)
    return render(city, (520, 300), view, Options(theme))


@scene
def streets_in_the_dark_theme(city: Any) -> np.ndarray:
    return _street_view(city, "dark")


@scene
def streets_in_the_light_theme(city: Any) -> np.ndarray:
    return _street_view(city, "light")


@scene
def fog(city: Any) -> np.ndarray:
    city.state.weather.visibility_m[0] = 40.0
    return render(city, (300, 200))


# ----------------------------------------------------------------------------------------------------------- panels

TRACE = Trace(
    Decision(LongitudinalDecision.YIELD),
    (CriticalComponent(Category.STOP_CONTROL, "all-way stop", "not its turn"),),
    (Evidence("my_turn", 0.0), Evidence("others_waiting", 2.0, 0.5)),
    "Another vehicle has the turn.",
    "The signals of the whole district have failed",
)


def _panel(
    size: tuple[int, int], draw: Callable[[pygame.Surface, pygame.Rect, Style], object], theme: str = "dark"
) -> np.ndarray:
    surface = pygame.Surface(size, 0, 32)
    surface.fill(THEMES[theme].page)
    draw(surface, surface.get_rect().inflate(-8, -8), Style(THEMES[theme], 1.0))
    return pixels(surface)


def _waiting(city: Any) -> Any:
    side_by_side(city, 6)
    city.time_s = 200.0
    for slot in range(6):
        city.automate(slot, codes.STATE_AWAITING_ASSISTANCE)
        city.state.vehicles.assist[0, slot] = 1 + slot % 4
        city.state.vehicles.assist_since_s[0, slot] = 30.0 * slot
    city.state.operators.busy[0] = 9
    return capture(city)


@scene
def the_assistance_queue(city: Any) -> np.ndarray:
    frame = _waiting(city)
    return _panel((330, 190), lambda surface, rect, style: assistance.draw(surface, rect, style, frame, 12))


@scene
def the_card_with_a_trace(city: Any) -> np.ndarray:
    frame = _waiting(city)
    return _panel(
        (330, 330),
        lambda surface, rect, style: card.draw(surface, rect, style, frame, city.network, 102, "", 4, TRACE),
        "light",
    )


@scene
def the_time_line(city: Any) -> np.ndarray:
    spans = [Span(10, 70, "power out"), Span(40, 120, "officers direct traffic"), Span(70, 90, "restored")]
    return _panel(
        (700, 100),
        lambda surface, rect, style: timeline.draw(
            surface, rect, style, spans, 120.0, 30.0, newest_s=60.0, fork_s=20.0
        ),
    )


@scene
def the_legend(city: Any) -> np.ndarray:
    return _panel((900, 80), lambda surface, rect, style: legend.draw(surface, rect, style, True), "light")


@scene
def the_pedals(city: Any) -> np.ndarray:
    return _panel((420, 120), lambda surface, rect, style: pad.draw(surface, rect, style, 102))


@scene
def the_help(city: Any) -> np.ndarray:
    surface = pygame.Surface((800, 600), 0, 32)
    help.draw(surface, Style(DARK, 1.0), (60, 60))
    return pixels(surface)


@scene
def the_list_of_agents(city: Any) -> np.ndarray:
    surface = pygame.Surface((500, 300), 0, 32)
    chooser.draw(surface, Style(DARK, 1.0), ("stop_when_confused", "rule_based", "reasoning"), 640.0, (200, 150))
    return pixels(surface)


def _window(city: Any, theme: str, **options: Any) -> np.ndarray:
    _waiting(city)
    history = History(every_s=1.0)
    numbers = measure(capture(city), {"others_delay_s": 30.0, "throughput_veh_h": 800.0, "fleet_stops_over_2min": 3})
    for time_s in range(0, 200, 5):
        grown = numbers._replace(others_delay_s=time_s / 4, requests_waiting=time_s // 40)
        history.add(Sample(float(time_s), grown, numbers))
    session = Session(city, city, lambda: None, "A small town", "rule_based", 3, 600.0, timeline=[Span(60, 300, "fog")])
    return pixels(window_picture(session, (960, 600), theme=theme, history=history, **options))


@scene
def the_window_in_the_dark_theme(city: Any) -> np.ndarray:
    return _window(city, "dark")


@scene
def the_window_with_run_and_twin(city: Any) -> np.ndarray:
    return _window(city, "light", shown="both", selected=102)


def differences(drawn: np.ndarray, kept: np.ndarray) -> tuple[float, float]:
    """Return the share of pixels that differ, and the mean difference."""
    apart = np.abs(drawn.astype(int) - kept.astype(int))
    return float((apart.max(axis=2) > FAR).mean()), float(apart.mean())


@pytest.mark.parametrize("name", SCENES)
def test_it_looks_as_it_did(name, empty_city, tmp_path):
    drawn = SCENES[name](empty_city)
    surface = pygame.image.frombuffer(drawn.tobytes(), (drawn.shape[1], drawn.shape[0]), "RGB")
    path = KEPT / f"{name}.png"
    if os.environ.get("LONGTAIL_RENEW"):
        KEPT.mkdir(exist_ok=True)
        save_png(surface, path)
        return
    kept = pixels(pygame.image.load(path))
    assert drawn.shape == kept.shape
    different, mean = differences(drawn, kept)
    if different > MOST_DIFFERENT or mean > MEAN:
        shown = save_png(surface, tmp_path / f"{name}.png")
        pytest.fail(f"{different:.1%} of the pixels differ (mean {mean:.1f}); what is drawn now is in {shown}")


def test_every_picture_belongs_to_a_scene():
    assert {path.stem for path in KEPT.glob("*.png")} == set(SCENES)


def test_a_missing_mark_is_noticed(empty_city):
    """The tolerance is not so wide that a whole thing could go."""
    side_by_side(empty_city, 8)
    for name in ("automation_states", "lamps"):
        kept = pixels(pygame.image.load(KEPT / f"{name}.png"))
        empty = around(empty_city, 4, 6.0)
        different, mean = differences(empty[: kept.shape[0], : kept.shape[1]], kept)
        assert different > MOST_DIFFERENT or mean > MEAN
