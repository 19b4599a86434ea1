"""Street names stay clear of plates and marks, whole, and readable on any screen."""

from __future__ import annotations

import itertools

import numpy as np
import pygame
import pytest

from longtail_sim.viewer import vehicles
from longtail_sim.viewer.camera import Camera, View
from longtail_sim.viewer.frame import capture
from longtail_sim.viewer.map_painter import Options
from longtail_sim.viewer.screen import Content, Screen
from longtail_sim.viewer.street_names import SHARES, StreetNames, places
from longtail_sim.viewer.theme import DARK

OPTIONS = Options()
PANE = pygame.Rect(0, 0, 900, 600)


@pytest.fixture
def camera(downtown) -> Camera:
    return Camera(PANE, downtown.bounds)


def boxes(names: StreetNames, camera: Camera, taken: list[pygame.Rect] | None = None) -> list[pygame.Rect]:
    """Return where names are drawn."""
    return [box for _, box in names._labels(PANE, camera, DARK, taken or [])]


def test_all_places_of_a_street_lie_beside_it_and_the_middle_is_the_usual_one(downtown):
    found = places(downtown)
    usual = [place for place in found if place.usual]
    assert len(found) == len(usual) * len(SHARES)
    assert {place.name for place in usual} == set(downtown.road_names)
    lengths = [round(place.length) for place in usual]
    assert lengths == sorted(lengths, reverse=True)


def test_names_are_whole_and_do_not_meet(downtown, camera):
    names = StreetNames(downtown)
    for view in (None, View(0.0, 0.0, 2.0), View(300.0, 200.0, 5.0)):
        if view is not None:
            camera.look(view)
        found = boxes(names, camera)
        assert found
        assert all(PANE.contains(box) for box in found)
        assert not any(one.colliderect(other) for one, other in itertools.combinations(found, 2))


def test_names_make_room_for_plates_and_still_stand_elsewhere(downtown, camera):
    names = StreetNames(downtown)
    taken = [pygame.Rect(0, 0, 400, 300), *(box.inflate(4, 4) for box in boxes(names, camera)[::2])]
    found = boxes(names, camera, taken)
    assert all(box.collidelist(taken) < 0 for box in found)
    assert len(found) >= len(set(downtown.road_names)) - 2


def test_a_street_that_is_seen_in_part_has_its_name_there(downtown, camera):
    """Before a junction, so near that no middle of a block is to be seen."""
    arrays = downtown.arrays
    x, y = arrays.junction_x - np.median(arrays.junction_x), arrays.junction_y - np.median(arrays.junction_y)
    middle = int(np.argmin(np.hypot(x, y)))
    camera.look(View(float(arrays.junction_x[middle]), float(arrays.junction_y[middle]), 8.0))
    names = StreetNames(downtown)
    right, down = camera.to_pane(*np.array([place[1:3] for place in names._places if place.usual]).T)
    assert not ((right > 0) & (right < PANE.width) & (down > 0) & (down < PANE.height)).any()
    assert len(boxes(names, camera)) == 2


def test_no_plate_and_no_mark_covers_a_name_in_the_window(jammed):
    screen, content = Screen(jammed.network, (1280, 720)), Content(frames={"run": capture(jammed)}, numbers={})
    frame, pane = content.frames["run"], screen.layout.maps[0]
    chips = screen._chips(pane, "run", content)
    assert [chip.lines for chip in chips] == [
        ["run"],
        [f"{int(frame.dark.sum())} of {len(frame.control)} signals dark"],
    ]
    plates = [chip.box.move(-pane.left, -pane.top) for chip in chips]
    screen.painter.paint(pygame.Surface(pane.size), screen.camera, frame, OPTIONS, plates=plates)
    (drawn,) = screen.painter._names._drawn.values()
    marks = [*screen.painter._heads.marks(screen.camera, frame), *vehicles.marks(screen.camera, frame)]
    taken = [*plates, *(box for mark in marks for box in mark.boxes(pygame.Rect((0, 0), pane.size)))]
    assert len(taken) > 20
    assert len(drawn) > 5
    assert all(box.collidelist(taken) < 0 for _, box in drawn)


def test_twice_as_many_pixels_show_the_same_map(jammed):
    """Marks, names, lines and the smallest vehicles grow with the screen."""
    pictures = []
    for size in ((1280, 800), (2560, 1600)):
        screen, surface = Screen(jammed.network, size), pygame.Surface(size, 0, 32)
        frame, pane = capture(jammed), screen.layout.maps[0]
        screen.painter.paint(surface.subsurface(pane), screen.camera, frame, OPTIONS)
        pictures.append(pygame.transform.smoothscale(surface, (1280, 800)))
    small, large = (pygame.surfarray.array3d(picture).astype(int) for picture in pictures)
    assert np.abs(small - large).mean() < 6
