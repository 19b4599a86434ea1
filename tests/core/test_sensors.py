"""Formulas of the sensors: shares, looks, what hides what, what a misreading can be."""

from __future__ import annotations

import numpy as np
import pytest

from longtail_sim.core import codes, sensors

SEED = np.uint64(5)
LOOKS = range(0, 4 * 3000, sensors.DRAWS)


@pytest.mark.parametrize(
    ("gap", "to_line", "hidden"),
    [(5.0, 30.0, True), (24.0, 30.0, True), (25.0, 30.0, False), (9.0, 0.0, True), (10.0, 0.0, False)],
)
def test_a_tall_vehicle_hides_the_head_in_the_near_half_of_the_way(gap: float, to_line: float, hidden: bool) -> None:
    """With 1.9, 3.5 and 5.2 m the ray passes over the rear from 16/33 of the distance on."""
    assert sensors.is_hidden(gap, to_line) == hidden


def test_a_failure_strikes_always_the_same_share() -> None:
    struck = {share: {trip for trip in range(2000) if sensors.is_affected(share, SEED, trip)} for share in (0.1, 0.5)}
    assert struck[0.1] < struck[0.5]
    assert [len(struck[share]) / 2000 for share in (0.1, 0.5)] == pytest.approx([0.1, 0.5], abs=0.03)
    assert not any(sensors.is_affected(0.0, SEED, trip) for trip in range(100))
    assert all(sensors.is_affected(1.0, SEED, trip) for trip in range(100))


def test_a_look_lasts() -> None:
    assert sensors.look_number(3, 7.0, 1.0) == sensors.look_number(3, 7.9, 1.0)
    numbers = {sensors.look_number(j, second, 1.0) for j in range(4) for second in (0.0, 1.0, 86_399.0)}
    assert len(numbers) == 12
    gaps = np.diff(sorted(numbers))
    assert gaps.min() >= sensors.DRAWS


def test_misreadings_come_at_the_stated_rate() -> None:
    found = [sensors.misreads(0.05, look, SEED, 1) for look in LOOKS]
    assert np.mean(found) == pytest.approx(0.05, abs=0.012)
    assert not any(sensors.misreads(0.0, look, SEED, 1) for look in LOOKS)


@pytest.mark.parametrize(
    ("control", "colour"),
    [
        (codes.CONTROL_SIGNAL, codes.COLOUR_GREEN),
        (codes.CONTROL_SIGNAL, codes.COLOUR_RED),
        (codes.CONTROL_DARK, codes.COLOUR_NONE),
    ],
)
def test_a_signal_is_misread_as_any_of_the_other_three(control: int, colour: int) -> None:
    found = [sensors.misread_as(control, colour, look, SEED, 2) for look in LOOKS]
    assert (control, colour) not in found
    assert len(set(found)) == 3
    assert all((taken == codes.CONTROL_DARK) == (shows == codes.COLOUR_NONE) for taken, shows in found)
    assert min(found.count(one) for one in set(found)) > 0.28 * len(found)


def test_confidence() -> None:
    near = [sensors.confidence_of(False, 0.5, 0.2, 1.0, look, SEED, 3) for look in LOOKS]
    far = [sensors.confidence_of(False, 0.5, 0.2, 0.0, look, SEED, 3) for look in LOOKS]
    wrong = [sensors.confidence_of(True, 0.5, 0.2, 1.0, look, SEED, 3) for look in LOOKS]
    assert 0.8 <= min(near) < max(near) <= 1.0
    assert [one - other for one, other in zip(near, far, strict=True)] == pytest.approx([0.2] * len(near))
    assert np.mean(np.array(wrong) < 0.6) == pytest.approx(0.5, abs=0.05)
    assert all(0.3 <= one < 0.6 or one >= 0.8 for one in wrong)
    assert sensors.confidence_of(False, 0.5, 0.0, 1.0, 4, SEED, 3) == 1.0


def test_events_of_an_hour_come_so_often() -> None:
    assert sum(sensors.happens(60.0, number, 0, 1.0, SEED, 4) for number in range(7200)) == pytest.approx(120, abs=35)
    assert not any(sensors.happens(0.0, number, 0, 1.0, SEED, 4) for number in range(100))


def test_a_phantom_stands_still() -> None:
    first = sensors.phantom_gap(9, 0.0, 10.0, SEED, 5)
    assert sensors.PHANTOM_NEAREST_M <= first <= sensors.PHANTOM_FARTHEST_M
    assert sensors.phantom_gap(9, 0.5, 10.0, SEED, 5) == pytest.approx(first - 5.0)
    assert sensors.phantom_gap(9, 60.0, 10.0, SEED, 5) == 1.0


def test_the_error_of_a_distance_grows_with_it_and_changes_smoothly() -> None:
    times = np.arange(0.0, 400.0, 0.1)
    errors = np.array([sensors.noisy(50.0, 0.02, now, SEED, 6) - 50.0 for now in times])
    assert errors.std() == pytest.approx(50 * 0.02 * (2 / 3) ** 0.5, rel=0.15)
    assert np.abs(np.diff(errors)).max() < 0.6
    assert sensors.noisy(100.0, 0.02, 7.3, SEED, 6) - 100 == pytest.approx(
        2 * (sensors.noisy(50.0, 0.02, 7.3, SEED, 6) - 50)
    )
