"""The core's time to collision in the plane is the one of the scoring package, which people can read."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longtail_sim.core.limits import NEVER
from longtail_sim.core.projection import time_to_overlap
from longtail_sim.scoring.surrogates import Body, plane_time_to_collision

places, angles = st.floats(-40.0, 40.0), st.floats(-math.pi, math.pi)
speeds, lengths, widths = st.floats(0.0, 20.0), st.floats(3.0, 12.0), st.floats(1.5, 2.6)
bodies = st.builds(Body, places, places, angles, speeds, lengths, widths)


def in_core(a: Body, b: Body) -> float:
    """Return the core's answer, infinite where it says never."""
    found = time_to_overlap(
        b.x - a.x, b.y - a.y, a.heading, a.speed, a.length, a.width, b.heading, b.speed, b.length, b.width
    )
    return math.inf if found >= NEVER else float(found)


@given(bodies, bodies)
@settings(max_examples=200)
def test_it_is_the_formula_of_the_scoring_package(a: Body, b: Body) -> None:
    assert in_core(a, b) == pytest.approx(plane_time_to_collision(a, b), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("b", "expected"),
    [
        (Body(24.8, 0.0, 0.0, 10.0, 4.8, 1.8), 4.0),  # gap 20 m, 15 and 10 m/s (T1.6)
        (Body(24.8, 1.9, 0.0, 10.0, 4.8, 1.8), math.inf),  # passes beside
        (Body(24.8, 0.0, 0.0, 15.0, 4.8, 1.8), math.inf),  # as fast
        (Body(1.0, 0.0, 1.0, 0.0, 4.8, 1.8), 0.0),  # touches already
    ],
)
def test_hand_computed(b: Body, expected: float) -> None:
    assert in_core(Body(0.0, 0.0, 0.0, 15.0, 4.8, 1.8), b) == pytest.approx(expected)
