"""What was seen can be seen again, and stays small."""

from __future__ import annotations

import numpy as np
import pytest

from longtail_sim.viewer.frame import capture
from longtail_sim.viewer.live import measure
from longtail_sim.viewer.reel import UNPACKED, Moment, Reel


@pytest.fixture
def film(empty_city):
    """Return a function that adds moments of a car that drives at 10 m/s to a reel."""
    lane = empty_city.longest_lane()

    def add(reel: Reel, count: int) -> Reel:
        for _ in range(count):
            empty_city.put(0, lane, 10.0 + 2 * (empty_city.time_s % 30), speed=10.0)
            frame = capture(empty_city)
            reel.add(Moment(frame, measure(frame, {}), {100: f"at {empty_city.time_s:g} s"}))
            empty_city.time_s += 0.5
        return reel

    return add


def test_an_old_moment_comes_back_as_it_was(film, empty_city):
    reel = film(Reel(), 40)
    assert (reel.first_s, reel.last_s, len(reel)) == (0.0, 19.5, 40)
    before, after = reel.at(5.0)
    assert before is after
    assert after.time_s == 5.0
    assert after.reasons == {100: "at 5 s"}
    empty_city.put(0, empty_city.longest_lane(), 20.0, speed=10.0)
    empty_city.time_s = 5.0
    again = capture(empty_city)
    for name in ("x", "y", "heading"):
        assert getattr(after.frame, name) == pytest.approx(getattr(again, name), abs=1e-3)
    for name in ("trip", "lane", "look", "control", "colour"):
        assert np.array_equal(getattr(after.frame, name), getattr(again, name))


def test_between_two_moments_vehicles_are_between_two_places(film):
    reel = film(Reel(), 40)
    places = [reel.frame(time_s)[0].x[0] + reel.frame(time_s)[0].y[0] for time_s in (5.0, 5.25, 5.5)]
    assert places[1] == pytest.approx((places[0] + places[2]) / 2, abs=1e-3)


@pytest.mark.parametrize(("time_s", "found"), [(-1.0, 0.0), (0.0, 0.0), (19.5, 19.5), (99.0, 19.5)])
def test_beyond_the_ends_the_ends_are_shown(film, time_s, found):
    reel = film(Reel(), 40)
    assert reel.frame(time_s)[1].time_s == found


def test_a_long_reel_stays_within_its_budget_and_keeps_its_beginning(film):
    budget = 60_000
    reel = film(Reel(budget), 400)
    assert reel.packed_bytes <= budget
    assert (reel.first_s, reel.last_s) == (0.0, 199.5)
    assert UNPACKED < len(reel) < 400
    for time_s in (0.0, 50.0, 120.0, 199.5):
        frame, _ = reel.frame(time_s)
        assert frame.time_s == pytest.approx(time_s)
