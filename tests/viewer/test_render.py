"""What stands where in the picture of the map."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from longtail_sim.core import codes
from longtail_sim.viewer import Options, View, render, sprites
from longtail_sim.viewer.frame import capture
from longtail_sim.viewer.theme import DARK, LIGHT

SIZE = (480, 360)
SCALE = 8.0


def near(pixel, colour, tolerance=45):
    return np.abs(np.asarray(pixel, int) - np.asarray(colour, int)).max() <= tolerance


def has_colour(picture, colour, tolerance=25):
    return bool((np.abs(picture.astype(int) - np.array(colour)).max(axis=2) <= tolerance).any())


def at_junction(scene, junction, scale=SCALE):
    arrays = scene.network.arrays
    return View(float(arrays.junction_x[junction]), float(arrays.junction_y[junction]), scale)


def test_shape_and_type(empty_city):
    picture = render(empty_city, SIZE)
    assert picture.shape == (360, 480, 3)
    assert picture.dtype == np.uint8
    assert picture.flags.writeable


def test_no_display_is_opened(python):
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "import pygame\n"
        "from conftest import city, streets\n"
        "from longtail_sim.viewer import render\n"
        "render(city(streets(2, 2)), (200, 160))\n"
        "print(pygame.display.get_init(), pygame.get_init(), pygame.mixer.get_init())"
    )
    assert python(code, SDL_VIDEODRIVER="no such driver").split()[-3:] == ["False", "False", "None"]


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize(
    ("state", "name"),
    [
        (codes.STATE_DRIVING, "fleet"),
        (codes.STATE_AWAITING_ASSISTANCE, "awaiting"),
        (codes.STATE_MINIMAL_RISK_CONDITION, "minimal_risk"),
        (codes.STATE_RETRIEVED, "person_driving"),
    ],
)
def test_a_vehicle_has_its_states_colour(empty_city, state, name, theme):
    empty_city.put(0, empty_city.longest_lane(), 40.0, length=6.0)
    empty_city.automate(0, state)
    shot = capture(empty_city)
    picture = render(empty_city, SIZE, View(float(shot.x[0]), float(shot.y[0]), 16.0), Options(theme.name))
    ahead = np.array([np.cos(shot.heading[0]), -np.sin(shot.heading[0])]) * 2.2 * 16.0  # the bonnet, clear of marks
    column, row = (np.array([240, 180]) + ahead).astype(int)
    assert near(picture[row, column], getattr(theme, name), 12)


def test_a_persons_car_is_grey_and_others_places_are_asphalt(empty_city):
    empty_city.put(0, empty_city.longest_lane(), 40.0)
    shot = capture(empty_city)
    view = View(float(shot.x[0]), float(shot.y[0]), SCALE)
    with_car = render(empty_city, SIZE, view)[180, 240]
    empty_city.state.vehicles.trip[0, 0] = -1
    without = render(empty_city, SIZE, view)[180, 240]
    assert with_car.min() > 140
    assert near(without, DARK.asphalt, 6)


def test_brake_lamps_burn_when_decelerating(empty_city):
    empty_city.put(0, empty_city.longest_lane(), 40.0, speed=8.0)
    shot = capture(empty_city)
    view = View(float(shot.x[0]), float(shot.y[0]), 16.0)
    assert not has_colour(render(empty_city, (100, 100), view), DARK.brake)
    empty_city.state.vehicles.accel[0, 0] = -2.0
    assert has_colour(render(empty_city, (100, 100), view), DARK.brake)


def test_hazards_blink_in_minimal_risk(empty_city):
    empty_city.put(0, empty_city.longest_lane(), 40.0)
    empty_city.automate(0, codes.STATE_MINIMAL_RISK_CONDITION)
    shot = capture(empty_city)
    view = View(float(shot.x[0]), float(shot.y[0]), 16.0)
    lit = [has_colour(render(empty_city, (100, 100), view, Options(seconds=t)), DARK.yellow) for t in (0.0, 0.4, 0.8)]
    assert lit == [False, True, False]


@pytest.mark.parametrize(
    ("state", "mark"),
    [(codes.STATE_AWAITING_ASSISTANCE, "?"), (codes.STATE_MINIMAL_RISK_CONDITION, "!")],
)
def test_states_differ_by_more_than_colour(empty_city, state, mark):
    empty_city.put(0, empty_city.longest_lane(), 40.0)
    empty_city.automate(0, codes.STATE_DRIVING)
    shot = capture(empty_city)
    view = View(float(shot.x[0]), float(shot.y[0]), 2.0)
    plain = render(empty_city, SIZE, view)
    empty_city.automate(0, state)
    marked = render(empty_city, SIZE, view)
    rows, columns = np.nonzero(np.abs(plain.astype(int) - marked).max(axis=2) > 60)
    assert np.hypot(rows - 180, columns - 240).max() > 4.0 * 2.0  # a mark stands out beyond the body


def test_red_and_green_heads_at_the_stop_line(empty_city):
    lane = empty_city.longest_lane()
    arrays = empty_city.network.arrays
    last = arrays.point_first[lane + 1] - 1
    heading = arrays.point_heading[last]
    view = View(arrays.point_x[last] + np.cos(heading) * 0.9, arrays.point_y[last] + np.sin(heading) * 0.9, 8.0)
    axis = int(arrays.lane_leg[lane]) % 2
    colours = {codes.COLOUR_RED: DARK.red, codes.COLOUR_GREEN: DARK.green, codes.COLOUR_YELLOW: DARK.yellow}
    for code, colour in colours.items():
        empty_city.state.junctions.colour[0, arrays.lane_junction[lane], axis] = code
        assert near(render(empty_city, SIZE, view)[180, 240], colour, 20)
    empty_city.darken(int(arrays.lane_junction[lane]))
    picture = render(empty_city, SIZE, view)[165:195, 225:255]
    assert not any(has_colour(picture, colour, 30) for colour in colours.values())
    assert has_colour(picture, DARK.dark_edge, 40)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_a_dark_junction_looks_darker_than_a_lit_one(empty_city, theme):
    lit = render(empty_city, SIZE, at_junction(empty_city, 0), Options(theme))
    empty_city.darken(0)
    dark = render(empty_city, SIZE, at_junction(empty_city, 0), Options(theme))
    assert dark.mean() < 0.7 * lit.mean()


def test_the_shade_covers_the_district_and_nothing_else(empty_city):
    before = render(empty_city, SIZE)
    empty_city.darken(0)
    after = render(empty_city, SIZE)
    changed = np.abs(before.astype(int) - after).max(axis=2) > 8
    assert 0.03 < changed.mean() < 0.45
    assert not changed[:, -60:].any()  # the far side of the map


def test_an_officer_stands_in_the_junction(empty_city):
    empty_city.darken(0)
    empty_city.call_officer(0)
    vest = (212, 240, 60)
    assert has_colour(render(empty_city, SIZE, at_junction(empty_city, 0, 2.0))[165:195, 225:255], vest)
    assert not has_colour(render(empty_city, SIZE, at_junction(empty_city, 1, 2.0))[165:195, 225:255], vest)


def test_a_contact_is_crossed_out(empty_city):
    empty_city.put(0, empty_city.longest_lane(), 40.0)
    shot = capture(empty_city)
    view = View(float(shot.x[0]), float(shot.y[0]), SCALE)
    empty_city.state.vehicles.crashed_until_s[0, 0] = 50.0
    assert near(render(empty_city, SIZE, view)[180, 240], (255, 255, 255), 12)


def test_each_world_has_its_own_picture(network, new_city):
    scene = new_city(network, worlds=2)
    scene.put(0, scene.longest_lane(), 40.0, world=1)
    assert not np.array_equal(render(scene, SIZE, world=0), render(scene, SIZE, world=1))


def test_the_same_scene_gives_the_same_picture(jammed):
    assert np.array_equal(render(jammed, SIZE), render(jammed, SIZE))


@pytest.mark.parametrize("scale", [0.05, 0.4, 1.0, 3.0, 12.0, 40.0])
def test_every_zoom_level_can_be_drawn(jammed, scale):
    picture = render(jammed, (320, 240), at_junction(jammed, 12, scale))
    assert picture.std() > 1


def test_drawing_changes_nothing(jammed):
    before = [table.tobytes() for table in jammed.state]
    render(jammed, SIZE)
    assert before == [table.tobytes() for table in jammed.state]


def test_what_is_kept_does_not_grow_without_end(monkeypatch):
    monkeypatch.setattr(sprites, "KEPT_PIXELS", 40_000)
    store = sprites.Sprites()
    for number in range(400):
        store.get(number, lambda: sprites.picture([(DARK.fleet, sprites.disc(10.0))]))
        assert store._pixels <= 40_000 + 25 * 25
    assert len(store._pictures) < 100
