"""Observations: every feature under one name, for one vehicle and for a fleet."""

import numpy as np
import pytest

from longtail_sim.core.perception_layout import COLUMN, FEATURES, NUM_FEATURES
from longtail_sim.errors import AgentError, SimulationError
from longtail_sim.observation import FleetObservation, Observation, Place, example_observations, make_observation
from longtail_sim.observation.named import AssistanceNames, SignalNames, VehicleNames, is_flag, names_of

GROUPS = {"signal": SignalNames, "assistance": AssistanceNames, "": VehicleNames}
NAMES = [(group, name, feature) for group, names in GROUPS.items() for name, feature in names_of(names).items()]


def read(view: object, group: str, name: str) -> object:
    return getattr(getattr(view, group) if group else view, name)


def test_every_feature_has_exactly_one_name() -> None:
    assert sorted(feature for _, _, feature in NAMES) == sorted(COLUMN)


def test_flags_are_exactly_the_features_that_are_0_or_1() -> None:
    flags = {feature for group, name, feature in NAMES if is_flag(GROUPS[group], name)}
    units = {f.name for f in FEATURES if f.unit == "-" and (f.low, f.high) == (0, 1)}
    assert flags == units - {"link_loss", "friction", "signal_confidence"}


@pytest.mark.parametrize(("group", "name", "feature"), NAMES)
def test_a_name_reads_its_own_column(group: str, name: str, feature: str) -> None:
    fleet = FleetObservation.of([make_observation(**{feature: 1.0}), make_observation(**{feature: 0.0})])
    np.testing.assert_array_equal(read(fleet, group, name), [1, 0])
    flag = is_flag(GROUPS[group], name)
    assert read(fleet, group, name).dtype == (np.bool_ if flag else np.float32)
    for row, expected in ((0, 1), (1, 0)):
        value = read(fleet[row], group, name)
        assert type(value) is (bool if flag else float)
        assert value == expected
    assert fleet[0].feature(feature) == 1.0


def test_names_tell_meaning_and_unit() -> None:
    assert Observation.speed_mps.__doc__ == "own speed [m/s]"
    assert "shows nothing" in type(make_observation().signal).is_dark.__doc__


def test_nobody_can_write_into_an_observation() -> None:
    fleet = example_observations(3, 0)
    with pytest.raises(ValueError, match="read-only"):
        fleet.speed_mps[0] = 1
    with pytest.raises(AttributeError):
        fleet[0].speed_mps = 1.0


def test_rows_keep_who_they_are() -> None:
    fleet = FleetObservation(
        example_observations(2, 0).values, np.array([0, 3]), np.array([7, 8]), np.array([70, 80]), 12.5
    )
    row = fleet[1]
    assert (row.world, row.slot, row.trip, row.time_s) == (3, 8, 80, 12.5)
    alone = row.as_fleet()
    assert len(alone) == 1
    np.testing.assert_array_equal(alone.values[0], fleet.values[1])
    assert (alone.world[0], alone.slot[0], alone.trip[0], alone.time_s) == (3, 8, 80, 12.5)
    assert [observation.trip for observation in fleet] == [70, 80]


def test_an_empty_fleet_is_a_fleet() -> None:
    fleet = FleetObservation.of([])
    assert len(fleet) == 0
    assert fleet.signal.is_dark.shape == (0,)


def test_arrays_that_do_not_fit_are_refused() -> None:
    none = np.zeros(2, np.int64)
    with pytest.raises(SimulationError, match=rf"shape \(2, 3\), expected \(2, {NUM_FEATURES}\)"):
        FleetObservation(np.zeros((2, 3), np.float32), none, none, none)
    with pytest.raises(SimulationError, match=r"'trip' of the observations has shape \(1,\)"):
        FleetObservation(np.zeros((2, NUM_FEATURES), np.float32), none, none, none[:1])


def test_an_unknown_feature_is_named() -> None:
    with pytest.raises(AgentError, match="no feature 'speed'"):
        make_observation(speed=3.0)


def test_examples_cover_every_feature_and_stay_in_its_range() -> None:
    values = example_observations(4000, 1).values
    for column, feature in enumerate(FEATURES):
        assert values[:, column].min() >= feature.low
        assert values[:, column].max() <= feature.high
        assert np.unique(values[:, column]).size >= (2 if feature.high - feature.low <= 1 else 3), feature.name


def test_examples_are_repeatable_and_differ_by_seed() -> None:
    np.testing.assert_array_equal(example_observations(50, 3).values, example_observations(50, 3).values)
    assert (example_observations(50, 3).values != example_observations(50, 4).values).any()


def test_what_is_seen_to_have_failed() -> None:
    """Dark, flashing, or red for minutes; not where an officer stands in."""
    cases = {
        "is_dark": True, "is_flashing_red": True, "is_flashing_yellow": True, "is_green": False, "is_red": False,
    }  # fmt: skip
    for name, failed in cases.items():
        signal = make_observation(**{name: 1}).signal
        assert signal.has_failed is failed
        assert make_observation(**{name: 1}, is_officer=1).signal.has_failed is False
    stuck = make_observation(is_red=1, colour_age_s=181)
    assert stuck.signal.is_stuck_red
    assert stuck.signal.has_failed
    assert not make_observation(is_green=1, colour_age_s=500).signal.is_stuck_red
    fleet = FleetObservation.of([stuck, make_observation(is_red=1, colour_age_s=90)])
    assert fleet.signal.is_stuck_red.tolist() == fleet.signal.has_failed.tolist() == [True, False]


def test_speed_within_sight() -> None:
    fleet = FleetObservation.of([make_observation(visibility_m=40), make_observation(visibility_m=40, friction=0.5)])
    dry, wet = fleet.sight_speed_mps().tolist()
    assert dry + dry**2 / 6 == pytest.approx(40, rel=1e-5)
    assert wet + wet**2 / 3 == pytest.approx(40, rel=1e-5)
    assert np.isinf(make_observation().as_fleet().sight_speed_mps()).all()


def test_a_place_stays_with_its_vehicle() -> None:
    rows = [Observation(make_observation().values, trip=trip, place=Place(trip, trip + 1, 7)) for trip in range(3)]
    fleet = FleetObservation.of(rows)
    assert [row.place for row in fleet] == [row.place for row in rows]
    assert rows[2].as_fleet()[0].place == Place(2, 3, 7)
    assert fleet.place.rows(np.array([False, True, True])).street.tolist() == [1, 2]
    assert example_observations(4, 0).place.street.tolist() == [-1] * 4
