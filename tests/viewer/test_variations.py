"""Pictures of variations."""

from __future__ import annotations

import math
from pathlib import Path

import pygame
import pytest

from longtail_sim.viewer.heat_map import PALE, shade
from longtail_sim.viewer.variations import Axis, Dot, axis_of, scatter

DOTS = [
    Dot({"a": a, "b": b}, agent, 1 + a * b, 0.9, 1.2 + a) for a in (0.0, 0.5) for b in (10, 20) for agent in ("x", "y")
]


@pytest.mark.parametrize("grid", [False, True])
def test_a_picture_is_written(grid: bool, tmp_path: Path) -> None:
    path = scatter(DOTS, tmp_path / "p.png", title="T", measured="m", grid=grid, size=(640, 400))
    assert pygame.image.load(path).get_size() == (640, 400)


def test_what_cannot_be_drawn_to_scale_is_drawn_anyway(tmp_path: Path) -> None:
    odd = [Dot({"a": 1.0}, "x", math.inf, 0.0, math.inf), Dot({"a": 1.0}, "x", 1.0)]
    assert scatter(odd, tmp_path / "p.png", title="", measured="", grid=True).is_file()


def test_axes() -> None:
    assert not axis_of([0.9, 1.3]).logarithmic
    assert axis_of([0.5, 40]).logarithmic
    assert Axis(0.9, 1.35).ticks() == pytest.approx([0.9, 1.0, 1.1, 1.2, 1.3])
    assert Axis(0.8, 60, logarithmic=True).ticks() == [1, 2, 5, 10, 20, 50]
    assert Axis(1, 100, logarithmic=True).share(10) == pytest.approx(0.5)


def test_a_cell_at_one_is_pale() -> None:
    assert shade(1.0, Axis(0.5, 3)) == PALE
    assert shade(3.0, Axis(0.5, 3)) != shade(0.5, Axis(0.5, 3)) != PALE
