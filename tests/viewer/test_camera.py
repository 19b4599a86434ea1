"""From metres to pixels and back."""

from __future__ import annotations

import numpy as np
import pygame
import pytest

from longtail_sim.viewer.camera import Camera, View

BOUNDS = (-100.0, -50.0, 900.0, 450.0)


@pytest.fixture
def camera() -> Camera:
    return Camera(pygame.Rect(10, 20, 800, 600), BOUNDS)


def test_the_whole_map_fits_and_is_not_small(camera):
    right, down = camera.to_pane(np.array([-100.0, 900.0]), np.array([450.0, -50.0]))
    assert right[0] >= 0
    assert right[1] <= 800
    assert down[0] >= 0
    assert down[1] <= 600
    assert right[1] - right[0] > 0.9 * 800


def test_north_is_up(camera):
    _, down = camera.to_pane(np.array([0.0, 0.0]), np.array([0.0, 100.0]))
    assert down[1] < down[0]


def test_pixels_to_metres_undoes_metres_to_pixels(camera):
    right, down = camera.to_pane(np.array([123.0]), np.array([45.0]))
    x, y = camera.to_world(right[0] + camera.rect.left, down[0] + camera.rect.top)
    assert (x, y) == (pytest.approx(123.0), pytest.approx(45.0))


@pytest.mark.parametrize("steps", [4, -3, 16])
def test_zoom_keeps_the_place_under_the_cursor(camera, steps):
    before = camera.to_world(500, 300)
    scale = camera.scale
    camera.zoom(steps, (500, 300))
    after = camera.to_world(500, 300)
    assert camera.scale == pytest.approx(scale * 2 ** (steps / 16))
    assert np.allclose(before, after, atol=1.0 / min(scale, camera.scale))


def test_zoom_ends_somewhere(camera):
    camera.zoom(1000, (400, 300))
    near = camera.scale
    camera.zoom(-2000, (400, 300))
    assert near <= 64
    assert camera.scale >= 1 / 32


def test_drag_moves_the_picture_with_the_mouse_and_not_off_the_map(camera):
    camera.zoom(16, (400, 300))
    x, y = camera.x, camera.y
    camera.pan(20, 10)
    assert camera.x == pytest.approx(x - 20 / camera.scale)
    assert camera.y == pytest.approx(y + 10 / camera.scale)
    camera.pan(1e7, 1e7)
    assert (camera.x, camera.y) == (BOUNDS[0], BOUNDS[3])


def test_look_takes_a_view(camera):
    camera.look(View(12.0, 34.0, 4.0))
    assert (camera.x, camera.y, camera.scale) == (12.0, 34.0, pytest.approx(4.0))
