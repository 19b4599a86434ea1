"""Centre lines of connectors against plane geometry."""

from __future__ import annotations

import math

import numpy as np
import pytest

from longtail_sim.network.curve import connect


@pytest.mark.parametrize("heading", [0.0, 0.7, math.pi / 2, math.pi])
@pytest.mark.parametrize("angle", [math.pi / 2, -math.pi / 2, 0.4, -2.0])
@pytest.mark.parametrize(("before", "after"), [(8.0, 8.0), (12.0, 5.0), (5.0, 12.0)])
def test_turn_begins_and_ends_where_it_should(heading: float, angle: float, before: float, after: float) -> None:
    start, turned = np.array([3.0, -2.0]), heading + angle
    corner = start + before * np.array([math.cos(heading), math.sin(heading)])
    end = corner + after * np.array([math.cos(turned), math.sin(turned)])
    curve = connect(start, heading, end, angle)
    x, y, directions = curve.at(np.array([0.0, curve.length]))
    np.testing.assert_allclose([x[0], y[0], directions[0]], [*start, heading], atol=1e-12)
    np.testing.assert_allclose([x[1], y[1], directions[1]], [*end, turned], atol=1e-12)
    assert curve.radius == pytest.approx(min(before, after) / math.tan(abs(angle) / 2))


def test_quarter_circle_has_exact_length() -> None:
    curve = connect(np.array([0.0, 0.0]), 0.0, np.array([10.0, 10.0]), math.pi / 2)
    assert curve.length == pytest.approx(5 * math.pi)
    x, y, _ = curve.at(np.array([2.5 * math.pi]))
    assert (x[0], y[0]) == pytest.approx((10 * math.sin(math.pi / 4), 10 - 10 * math.cos(math.pi / 4)))


def test_heading_is_the_direction_of_the_line() -> None:
    curve = connect(np.array([0.0, 0.0]), 0.3, np.array([9.0, -2.0]), -1.1)
    s = np.linspace(0, curve.length, 5001)
    x, y, heading = curve.at(s)
    along = np.arctan2(np.diff(y), np.diff(x))
    np.testing.assert_allclose(along, (heading[1:] + heading[:-1]) / 2, atol=1e-3)
    np.testing.assert_allclose(np.hypot(np.diff(x), np.diff(y)), np.diff(s), rtol=1e-6)


def test_straight_line() -> None:
    curve = connect(np.array([1.0, 1.0]), math.pi / 2, np.array([1.0, 21.0]), 0.0)
    x, y, heading = curve.at(np.array([0.0, 10.0, 20.0]))
    np.testing.assert_allclose(x, 1.0)
    np.testing.assert_allclose(y, [1.0, 11.0, 21.0])
    assert (heading == math.pi / 2).all()
    assert curve.length == pytest.approx(20.0) and curve.radius == math.inf


def test_samples_are_equally_spaced_and_close_enough() -> None:
    samples = connect(np.array([0.0, 0.0]), 0.0, np.array([10.3, 10.3]), math.pi / 2).samples(1.0)
    assert np.ptp(np.diff(samples)) < 1e-12
    assert 0.9 < samples[1] <= 1.0
