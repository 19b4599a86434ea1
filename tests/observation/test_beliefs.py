"""It believed X, it was Y."""

from __future__ import annotations

import pytest

from longtail_sim.errors import SimulationError
from longtail_sim.observation import FleetObservation, compare_beliefs, make_observation
from longtail_sim.observation.beliefs import signal_in_words


@pytest.mark.parametrize(
    ("features", "words"),
    [
        ({"has_signal": 1, "is_green": 1}, "green"),
        ({"has_signal": 1, "is_dark": 1}, "dark"),
        ({"has_signal": 1, "is_officer": 1, "is_red": 1}, "an officer who shows red"),
        ({"is_all_way_stop": 1}, "an all-way stop"),
        ({"has_signal": 1, "signal_known": 0}, "not seen"),
        ({}, "nothing"),
    ],
)
def test_a_signal_in_words(features: dict[str, float], words: str) -> None:
    assert signal_in_words(make_observation(**features)) == words


def test_belief_and_truth_of_one_vehicle() -> None:
    seen = make_observation(trip=7, time_s=12.5, has_signal=1, is_green=1, signal_confidence=0.9, gap_m=200)
    true = make_observation(trip=7, time_s=12.5, has_signal=1, is_red=1, gap_m=14)
    (belief,) = compare_beliefs(seen.as_fleet(), true.as_fleet())
    assert belief.signal_is_wrong and belief.gap_is_wrong
    assert belief.in_words() == ("trip 7 at 12.5 s believed green (sure: 0.90), it was red; ahead nothing, it was 14 m")
    (same,) = compare_beliefs(true.as_fleet(), true.as_fleet())
    assert not same.signal_is_wrong and not same.gap_is_wrong
    assert "ahead" not in same.in_words()


def test_belief_and_truth_are_of_the_same_vehicles() -> None:
    one, other = make_observation(trip=1), make_observation(trip=2)
    with pytest.raises(SimulationError, match="different vehicles"):
        compare_beliefs(one.as_fleet(), other.as_fleet())
    assert compare_beliefs(FleetObservation.of([]), FleetObservation.of([])) == []
