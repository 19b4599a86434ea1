"""Signals that flash or are faulty, and fog, in the picture."""

from __future__ import annotations

import pygame
import pytest

from longtail_sim.core import codes
from longtail_sim.viewer import badges, fog
from longtail_sim.viewer.frame import capture
from longtail_sim.viewer.panels.card import signal_ahead
from longtail_sim.viewer.theme import DARK, LIGHT


def fail(city, junction, health, control):
    city.state.junctions.health[0, junction] = health
    city.state.junctions.control[0, junction] = control


def test_what_flashes_for_whom(empty_city):
    major = int(empty_city.network.arrays.junction_major[1])
    fail(empty_city, 0, codes.HEALTH_FLASHING_RED, codes.CONTROL_ALL_WAY_STOP)
    fail(empty_city, 1, codes.HEALTH_FLASHING_YELLOW, codes.CONTROL_TWO_WAY_STOP)
    fail(empty_city, 2, codes.HEALTH_FLASHING_RED, codes.CONTROL_OFFICER)
    shot = capture(empty_city)
    assert shot.flashing[0].tolist() == [codes.COLOUR_RED] * 2
    assert shot.flashing[1, major] == codes.COLOUR_YELLOW
    assert shot.flashing[1, 1 - major] == codes.COLOUR_RED
    assert (shot.flashing[2:] == codes.COLOUR_NONE).all()


def test_faulty_is_not_dark(empty_city):
    fail(empty_city, 0, codes.HEALTH_STUCK_RED, codes.CONTROL_SIGNAL)
    empty_city.darken(1)
    shot = capture(empty_city)
    assert shot.faulty[:3].tolist() == [True, False, False]
    assert shot.dark[:3].tolist() == [False, True, False]


def test_the_card_tells_the_truth(empty_city):
    lane = empty_city.longest_lane()
    junction = int(empty_city.network.arrays.lane_junction[lane])
    empty_city.put(0, lane, 30.0)
    fail(empty_city, junction, codes.HEALTH_FLASHING_RED, codes.CONTROL_ALL_WAY_STOP)
    assert signal_ahead(capture(empty_city), empty_city.network, 0) == "flashing red"
    fail(empty_city, junction, codes.HEALTH_CONFLICTING, codes.CONTROL_SIGNAL)
    empty_city.state.junctions.colour[0, junction] = codes.COLOUR_GREEN
    assert signal_ahead(capture(empty_city), empty_city.network, 0) == "green, faulty"


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_fog_veils_the_ground_the_more_the_less_one_sees(theme):
    shades = []
    for visibility_m in (1e18, 200.0, 30.0):
        surface = pygame.Surface((4, 4))
        surface.fill((10, 60, 10))
        fog.paint(surface, visibility_m, theme)
        shades.append(sum(surface.get_at((1, 1))[:3]))
    assert shades[0] == 80
    assert shades[0] < shades[1] < shades[2]


def test_a_faulty_signal_does_not_look_like_a_dark_one():
    marks = [pygame.image.tobytes(badges.badge(kind, 9, DARK), "RGBA") for kind in (badges.FAULT, badges.DARK)]
    assert marks[0] != marks[1]
