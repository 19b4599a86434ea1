"""Sensor failures are visible, and so is what a car takes the signal for."""

from __future__ import annotations

import numpy as np
import pygame
import pytest

from longtail_sim.core import codes
from longtail_sim.events.effect import Effect
from longtail_sim.viewer import badges
from longtail_sim.viewer.camera import Camera
from longtail_sim.viewer.frame import CERTAIN, capture
from longtail_sim.viewer.map_painter import MapPainter, Options
from longtail_sim.viewer.panels import card
from longtail_sim.viewer.previews import disturbed, empty_frame
from longtail_sim.viewer.theme import DARK


def believing(city, control: int, colour: int, mistakes: int = 0) -> None:
    city.put(0, city.longest_lane(), 30.0)
    city.automate(0)
    belief = city.state.beliefs[0, 0]
    belief.trip, belief.control, belief.colour, belief.mistakes = 100, control, colour, mistakes


def painted(city) -> np.ndarray:
    pane = pygame.Surface((500, 400), 0, 32)
    camera = Camera(pane.get_rect(), city.network.bounds)
    MapPainter(city.network).paint(pane, camera, capture(city), Options())
    return pygame.surfarray.array3d(pane)


@pytest.mark.parametrize(
    ("control", "colour", "words"),
    [
        (codes.UNKNOWN_CONTROL, codes.COLOUR_NONE, "not seen"),
        (codes.CONTROL_SIGNAL, codes.COLOUR_RED, "red"),
        (codes.CONTROL_DARK, codes.COLOUR_NONE, "dark"),
    ],
)
def test_the_card_says_what_a_car_takes_the_signal_for(empty_city, control: int, colour: int, words: str) -> None:
    believing(empty_city, control, colour)
    frame = capture(empty_city)
    assert {fact.label: fact.words for fact in card.facts(frame, empty_city.network, 0)}["Takes it for"] == words


def test_who_perceives_the_truth_believes_it(empty_city) -> None:
    empty_city.put(0, empty_city.longest_lane(), 30.0)
    empty_city.automate(0)
    frame = capture(empty_city)
    assert (frame.takes_for[0] == CERTAIN).all()
    told = {fact.label: fact.words for fact in card.facts(frame, empty_city.network, 0)}
    assert told["Takes it for"] == told["Signal is"]


@pytest.mark.parametrize("mistakes", [codes.MISTAKE_UNSEEN, codes.MISTAKE_MISREAD, codes.MISTAKE_PHANTOM])
def test_a_mistake_is_marked_and_lateness_is_not(empty_city, mistakes: int) -> None:
    believing(empty_city, codes.CONTROL_SIGNAL, codes.COLOUR_RED)
    plain = painted(empty_city)
    empty_city.state.beliefs.mistakes[0, 0] = codes.MISTAKE_SIGNAL
    assert (painted(empty_city) == plain).all()
    empty_city.state.beliefs.mistakes[0, 0] = mistakes
    assert (painted(empty_city) != plain).any()


@pytest.mark.parametrize("field", ["blind", "sensor_share"])
def test_a_failure_is_marked_at_its_junction(empty_city, field: str) -> None:
    plain = painted(empty_city)
    empty_city.state.junctions[field][0, 0] = 0.5
    assert (painted(empty_city) != plain).any()


def test_a_preview_shows_where_sensors_will_fail(empty_city) -> None:
    frame = empty_frame(empty_city.network, np.zeros(empty_city.network.num_junctions, bool))
    effects = [Effect(9.0, codes.EFFECT_BLIND_EAST, 1, 0.5), Effect(9.0, codes.EFFECT_SENSOR_SHARE, 2, 1.0)]
    shown = disturbed(frame, effects)
    assert np.argwhere(shown.blind).tolist() == [[1, codes.LEG_EAST]]
    assert np.flatnonzero(shown.failing).tolist() == [2]
    assert not (shown.officer | shown.closed | shown.faulty).any()


@pytest.mark.parametrize("kind", [badges.UNSEEN, badges.MISTAKEN, badges.SUN])
@pytest.mark.parametrize("radius", [5, 12, 20])
def test_marks_differ_from_one_another(kind: str, radius: int) -> None:
    image = badges.badge(kind, radius, DARK)
    assert image.get_width() >= 2 * radius - 1
    others = [badges.badge(other, radius, DARK) for other in (badges.DARK, badges.OFFICER, badges.ASK)]
    assert all(pygame.image.tobytes(image, "RGBA") != pygame.image.tobytes(other, "RGBA") for other in others)
