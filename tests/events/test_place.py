"""Places choose the junctions that their words say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter

from longtail_sim.core.codes import CONTROL_SIGNAL
from longtail_sim.errors import ScenarioError
from longtail_sim.events.place import Place, Selection, check_names, choose, in_place
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.quantities import Draw

PLACES: TypeAdapter[Any] = TypeAdapter(Place)
SIGNALS = 19


def select(text: Any, city: StreetNetwork, seed: int = 1, **options: bool) -> Selection:
    return choose(PLACES.validate_python(text), Draw(seed), city, **options)


def names(selection: Selection, city: StreetNetwork) -> set[str]:
    return {city.junction_names[index] for index in selection.junctions}


ALL_PLACES: list[Any] = [
    "everywhere",
    {"junction": "Second & Corner"},
    {"street": "Second"},
    {"share_of_junctions": 0.5},
    {"district": {"share_of_junctions": 0.5}},
    {"radius_m": 250},
    {"polygon": [[0, 0], [1, 0], [1, 1], [0, 1]]},
]


@pytest.mark.parametrize("text", ALL_PLACES)
def test_only_signals_and_nearest_first(text: Any, city: StreetNetwork) -> None:
    selection = select(text, city)
    assert selection.junctions.size > 0
    assert selection.junctions.size == np.unique(selection.junctions).size
    assert np.all(city.arrays.junction_control[selection.junctions] == CONTROL_SIGNAL)
    assert np.all(np.diff(selection.distance_m) >= 0)


@pytest.mark.parametrize("text", ALL_PLACES)
def test_places_can_be_said(text: Any) -> None:
    assert in_place(PLACES.validate_python(text))


def test_everywhere(city: StreetNetwork) -> None:
    assert select("everywhere", city).junctions.size == SIGNALS
    assert select("everywhere", city, signals_only=False).junctions.size == SIGNALS + 1


def test_junction_by_name_in_any_order_and_case(city: StreetNetwork) -> None:
    for name in ("Second & Corner", "corner & second", "SECOND&CORNER", "  Second  &  Corner "):
        assert names(select({"junction": name}, city), city) == {"Second & Corner"}


def test_junction_without_signal_is_refused(city: StreetNetwork) -> None:
    with pytest.raises(ScenarioError, match="'First & Corner' has no signal that could fail"):
        select({"junction": "First & Corner"}, city)


def test_street(city: StreetNetwork) -> None:
    assert len(names(select({"street": "second"}, city), city)) == 5
    assert len(names(select({"street": "Corner"}, city), city)) == 3


def test_unknown_names_are_refused_with_the_nearest(city: StreetNetwork) -> None:
    with pytest.raises(ScenarioError, match="no street 'Secnd'; did you mean 'Second'"):
        select({"street": "Secnd"}, city)
    with pytest.raises(ScenarioError, match="no junction 'Second & Cornr'; did you mean 'Second & Corner'"):
        select({"junction": "Second & Cornr"}, city)


def test_names_can_be_checked_before_there_is_a_map() -> None:
    known = ["A & X", "B & X"]
    check_names(PLACES.validate_python({"street": "x"}), known)
    check_names(PLACES.validate_python("everywhere"), known)
    for text in (
        {"junction": "C & X"},
        {"street": "C"},
        {"radius_m": 5, "centre": "C & X"},
        {"district": {"share_of_junctions": 1, "centre": "C & X"}},
    ):
        with pytest.raises(ScenarioError, match="the map has no"):
            check_names(PLACES.validate_python(text), known)


def test_scattered_share_grows_by_adding(city: StreetNetwork) -> None:
    small, large = (set(select({"share_of_junctions": share}, city).junctions.tolist()) for share in (0.3, 0.8))
    assert len(small) == round(0.3 * SIGNALS)
    assert small < large
    assert select({"share_of_junctions": 0}, city).junctions.size == 0


def test_scattered_depends_on_the_seed(city: StreetNetwork) -> None:
    choices = {tuple(sorted(select({"share_of_junctions": 0.3}, city, seed).junctions.tolist())) for seed in range(9)}
    assert len(choices) > 5


def test_district_is_the_nearest_share(city: StreetNetwork) -> None:
    corner = {"district": {"share_of_junctions": 0.2, "centre": [1, 1]}}
    chosen = select(corner, city)
    assert chosen.junctions.size == round(0.2 * SIGNALS)
    rest = np.setdiff1d(select("everywhere", city).junctions, chosen.junctions)
    corner_xy = np.array([city.bounds[2], city.bounds[3]])
    others = np.hypot(city.arrays.junction_x[rest] - corner_xy[0], city.arrays.junction_y[rest] - corner_xy[1])
    assert chosen.distance_m.max() <= others.min()


def test_district_around_a_junction(city: StreetNetwork) -> None:
    chosen = select({"district": {"share_of_junctions": 0.1, "centre": "Second & Corner"}}, city)
    assert chosen.distance_m[0] == 0
    assert city.junction_names[chosen.junctions[0]] == "Second & Corner"


def test_circle(city: StreetNetwork) -> None:
    chosen = select({"radius_m": 201, "centre": "Second & Corner"}, city)
    # itself, one to the north, one to the east; the one to the south has no signal
    assert chosen.junctions.size == 3


def test_polygon_takes_what_is_inside(city: StreetNetwork) -> None:
    west = select({"polygon": [[0, 0], [0.5, 0], [0.5, 1], [0, 1]]}, city).junctions
    middle = (city.bounds[0] + city.bounds[2]) / 2
    assert 0 < west.size < SIGNALS
    assert np.all(city.arrays.junction_x[west] <= middle)
    notch = [[0, 0], [1, 0], [1, 1], [0.5, 0.1], [0, 1]]  # not convex
    assert 0 < select({"polygon": notch}, city).junctions.size < SIGNALS
