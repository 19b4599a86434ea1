"""Events that put something into the road: where, how many lanes, in what order."""

from __future__ import annotations

from typing import Any

import pytest

from longtail_sim.core import codes
from longtail_sim.core.limits import NEVER
from longtail_sim.errors import ScenarioError
from longtail_sim.events import Obstacle, event_type
from longtail_sim.network.build import build_network
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.network.spec import NetworkSpec
from longtail_sim.quantities import Draw, draw
from longtail_sim.scenario import Scenario

PLACE = {"junction": "Corner & Second", "side": "east"}


def obstacles(city: StreetNetwork, kind: str, seed: int = 1, **keys: Any) -> list[Obstacle]:
    return draw(event_type(kind).model_validate(keys), seed).obstacles(Draw(seed), city)


def street(city: StreetNetwork, lane: int) -> str:
    return city.street_names[city.arrays.lane_street[lane]]


@pytest.fixture(scope="module")
def wide() -> StreetNetwork:
    """Return one-way rows of two lanes, two-way columns."""
    grid = {"columns": 3, "rows": 3, "lanes": 2, "one_way": "alternate"}
    return build_network(NetworkSpec.model_validate({"grid": grid}))


def test_a_closure_lies_on_both_directions_at_the_same_place(city: StreetNetwork) -> None:
    away, towards = obstacles(city, "road_closure", where={**PLACE, "at": 0.25}, at_s=10, duration_s=60, length_m=20)
    assert "eastbound" in street(city, away.lane)
    assert "westbound" in street(city, towards.lane)
    length = float(city.arrays.lane_length[away.lane])
    assert away.s + 10 == pytest.approx(0.25 * length)
    assert towards.s + 10 == pytest.approx(0.75 * length)
    assert (away.back, towards.back) == (towards.lane, away.lane)
    assert (away.begins_s, away.ends_s) == (10, 70)


@pytest.mark.parametrize(("direction", "heading"), [("away", "eastbound"), ("towards", "westbound")])
def test_one_direction(city: StreetNetwork, direction: str, heading: str) -> None:
    (row,) = obstacles(city, "road_closure", where={**PLACE, "direction": direction})
    assert heading in street(city, row.lane)
    assert row.ends_s == NEVER


def test_lanes_of_a_wide_street(wide: StreetNetwork) -> None:
    name = wide.junction_names[wide.num_junctions // 2]
    chosen = {
        lanes: [row.lane for row in obstacles(wide, "road_closure", where={"junction": name, "lanes": lanes})]
        for lanes in ("all", "right", "left")
    }
    assert [chosen["right"][0], chosen["left"][0]] == chosen["all"]
    assert wide.arrays.lane_left[chosen["right"][0]] == chosen["left"][0]


def test_places_that_do_not_exist(city: StreetNetwork, wide: StreetNetwork) -> None:
    with pytest.raises(ScenarioError, match="did you mean 'Second & Corner'"):
        obstacles(city, "road_closure", where={"junction": "Second & Cornr"})
    with pytest.raises(ScenarioError, match=r"no street leads .* in the west; there is one in the"):
        obstacles(city, "road_closure", where={**PLACE, "side": "west"})
    middle = wide.junction_names[wide.num_junctions // 2]
    wrong = 0
    for direction in ("away", "towards"):
        try:
            obstacles(wide, "road_closure", where={"junction": middle, "direction": direction})
        except ScenarioError as error:
            assert "one-way street" in str(error)
            wrong += 1
    assert wrong == 1


def test_the_name_is_checked_with_the_scenario() -> None:
    with pytest.raises(ValueError, match="the map has no junction 'Nowhere'"):
        Scenario.model_validate({"events": [{"kind": "prankster", "where": {"junction": "Nowhere"}}]})


def test_a_drawn_place_differs_from_seed_to_seed(city: StreetNetwork) -> None:
    assert len({obstacles(city, "prankster", seed)[0].lane for seed in range(12)}) > 3


def test_what_closes_the_road_decides_what_it_does(city: StreetNetwork) -> None:
    stuck = {what: obstacles(city, "road_closure", what=what)[0].consequence for what in ("flood", "hoses")}
    assert stuck == {"flood": codes.CONSEQUENCE_STUCK, "hoses": codes.CONSEQUENCE_NONE}


def test_a_standing_van_closes_its_lane_and_a_towed_pickup_does_not(city: StreetNetwork) -> None:
    (van,) = obstacles(city, "stopped_vehicle")
    (towed,) = obstacles(city, "stopped_vehicle", vehicle="towed_pickup", speed_mps=4)
    assert (van.solid, van.closes, van.automated_share) == (1, 1, 1.0)
    assert (towed.closes, towed.speed) == (0, 4)
    assert towed.automated_share < 1


def test_a_child_crosses_lane_after_lane(city: StreetNetwork) -> None:
    first, second, third, fourth = obstacles(city, "child_runs_out", where=PLACE, count=2, every_s=30, at_s=5)
    assert (first.trigger, second.trigger) == (codes.TRIGGER_APPROACH, codes.TRIGGER_AFTER)
    assert (first.follows, second.follows, third.follows, fourth.follows) == (-1, 0, -1, 2)
    assert third.begins_s == first.begins_s + 30
    assert first.lateral < 0 < first.lateral_speed  # from the right kerb to the left
    assert second.lateral > 0 > second.lateral_speed  # and on, from the others' left to their right
    assert second.trigger_value == pytest.approx(first.lasts_s)


def test_numbers_of_followed_obstacles_count_through_all_events(city: StreetNetwork) -> None:
    events = [{"kind": "school_bus", "where": PLACE}, {"kind": "school_bus", "where": {**PLACE, "side": "north"}}]
    scenario = Scenario.model_validate({"network": city.spec.model_dump(), "events": events})
    rows = scenario.draw(1).drawn_obstacles(1, city)
    assert [row.follows for row in rows] == [-1, 0, 0, -1, 3, 3]


def test_the_arm_of_a_bus_stops_those_behind_it_and_those_who_come(city: StreetNetwork) -> None:
    bus, behind, coming = obstacles(city, "school_bus", where=PLACE)
    length = float(city.arrays.lane_length[bus.lane])
    assert behind.lane == bus.lane
    assert behind.s < bus.s
    assert coming.s < length - bus.s - bus.length
    assert behind.lasts_s < bus.lasts_s


@pytest.mark.parametrize(
    ("kind", "keys", "sentence"),
    [
        (
            "road_closure",
            {"what": "hoses", "where": PLACE, "at_s": 60, "duration_s": {"uniform": [5, 9]}},
            "fire hoses across the road east of Corner & Second at 0.5 of the block from 60 s on, for 5 to 9 s",
        ),
        (
            "stopped_vehicle",
            {"at_s": 60},
            "a van in a lane east of a drawn junction at 0.5 of the block from 60 s on",
        ),
        (
            "wrong_way_driver",
            {"where": PLACE, "at_s": 60, "count": 2},
            "2 wrong-way drivers east of Corner & Second at 0.5 of the block from 60 s on, at 8 m/s",
        ),
        (
            "child_runs_out",
            {"where": PLACE, "at_s": 60},
            "a child runs into the road east of Corner & Second at 0.5 of the block from 60 s on, "
            "2.5 s before somebody comes",
        ),
        (
            "prankster",
            {"where": PLACE, "at_s": 60, "count": 3},
            "somebody stands before an automated vehicle east of Corner & Second at 0.5 of the block, "
            "3 times from 60 s on, for 60 s",
        ),
        (
            "school_bus",
            {"where": PLACE, "at_s": 60},
            "a school bus stops east of Corner & Second at 0.5 of the block from 60 s on, arm out for 45 s",
        ),
    ],
)
def test_describe(kind: str, keys: dict[str, Any], sentence: str) -> None:
    assert event_type(kind).model_validate(keys).describe() == sentence
