"""Whole networks: lanes, connectors, bans, names, refusals."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest

from longtail_sim.core import codes
from longtail_sim.errors import NetworkError
from longtail_sim.network import NetworkSpec, StreetNetwork, build_network

Build = Callable[..., StreetNetwork]
Check = Callable[[StreetNetwork], None]
Connector = Callable[..., int]

SOMA = {
    "grid": {"columns": 3, "rows": 3, "block_m": [252, 168], "lanes": 2, "entry_m": 80},
    "columns_m": [120, 252],
    "rows_m": [60, 168],
    "streets": [
        {"axis": "row", "index": 0, "name": "Howard", "one_way": "west", "lanes": 4},
        {"axis": "row", "index": 1, "name": "Mission", "lanes": [1, 3], "major": True},
        {"axis": "column", "index": 2, "name": "8th", "one_way": "south", "speed_limit_mps": 8.0},
    ],
    "junctions": {
        "at": {
            "Mission & 8th": {"control": "two_way_stop", "turn_bans": ["west:right"]},
            "0,2": {"control": "all_way_stop", "turn_bans": ["south:straight"]},
        }
    },
}


@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (2, 1), (1, 3), (4, 3)])
@pytest.mark.parametrize("one_way", ["none", "alternate"])
@pytest.mark.parametrize("lanes", [1, 2, 5])
def test_grids(build: Build, check: Check, columns: int, rows: int, one_way: str, lanes: int) -> None:
    network = build(grid={"columns": columns, "rows": rows, "one_way": one_way, "lanes": lanes})
    check(network)
    directions = 1 if one_way == "alternate" else 2
    assert network.num_junctions == columns * rows
    assert network.num_streets == directions * (columns * (rows + 1) + rows * (columns + 1))
    assert len(network.arrays.entry_street) == directions * (columns + rows)
    assert (network.arrays.street_lanes == lanes).all()
    inner = np.flatnonzero(network.street_from_junction[network.arrays.lane_street] >= 0)
    inner = inner[network.arrays.lane_kind[inner] == codes.LANE_STREET]
    assert set(inner) <= set(network.arrays.connector_to)  # every lane is reached by some connector


def test_unequal_network(build: Build, check: Check) -> None:
    network = build(**SOMA)
    check(network)
    arrays = network.arrays
    assert arrays.junction_x.reshape(3, 3)[0].tolist() == [0, 120, 372]
    assert arrays.junction_y.reshape(3, 3)[:, 0].tolist() == [0, 60, 228]
    mission = {network.street_names[row]: arrays.street_lanes[row] for row in np.flatnonzero(network.street_road == 4)}
    assert mission["Mission eastbound, Avenue 1 to Avenue 2"] == 1
    assert mission["Mission westbound, 8th to Avenue 2"] == 3
    control = [codes.names("CONTROL")[code] for code in arrays.junction_control]
    assert control[network.junction("Mission & 8th")] == "two_way_stop"
    assert control[network.junction("0,2")] == "all_way_stop"
    assert control.count("signal") == 7


def test_streets_lie_between_their_crosswalks(build: Build) -> None:
    network = build(grid={"columns": 2, "rows": 1, "block_m": 100, "lanes": 2, "entry_m": 70})
    lengths = dict(zip(network.street_names, network.arrays.lane_length[network.arrays.street_first_lane], strict=True))
    assert lengths["Street 1 eastbound, Avenue 1 to Avenue 2"] == pytest.approx(100 - 2 * (2 * 3.3 + 5))
    assert lengths["Street 1 eastbound, map edge to Avenue 1"] == pytest.approx(70)
    assert lengths["Street 1 eastbound, Avenue 2 to map edge"] == pytest.approx(70)


def test_traffic_keeps_to_the_right(build: Build) -> None:
    network = build(grid={"columns": 1, "rows": 1, "lanes": 2})
    arrays = network.arrays
    x = {
        name: arrays.point_x[arrays.point_first[first]]
        for name, first in zip(network.street_names, arrays.street_first_lane, strict=True)
    }
    assert x["Avenue 1 northbound, map edge to Street 1"] == pytest.approx(1.5 * 3.3)
    assert x["Avenue 1 southbound, map edge to Street 1"] == pytest.approx(-1.5 * 3.3)


def test_one_way_pairs_alternate_and_a_street_may_differ(build: Build) -> None:
    network = build(
        grid={"columns": 3, "rows": 2, "one_way": "alternate"},
        streets=[{"axis": "column", "index": 1, "one_way": "none"}],
    )
    bounds = [{name.split(",")[0] for name in network.street_names if name.startswith(road)} for road in ("Av", "St")]
    assert bounds[0] == {
        "Avenue 1 northbound",
        "Avenue 2 northbound",
        "Avenue 2 southbound",
        "Avenue 3 northbound",
    }
    assert bounds[1] == {"Street 1 eastbound", "Street 2 westbound"}


def test_turns_of_one_way_junction(build: Build) -> None:
    """Northbound meets eastbound: from the south straight and right, from the west straight and left."""
    network = build(grid={"columns": 1, "rows": 1, "one_way": "alternate"})
    arrays = network.arrays
    turns = {network.street_names[row]: arrays.street_turns[row].tolist() for row in arrays.entry_street}
    assert turns == {
        "Avenue 1 northbound, map edge to Street 1": [0, 1, 1],
        "Street 1 eastbound, map edge to Avenue 1": [1, 1, 0],
    }


def test_turn_bans(build: Build, check: Check, connector: Connector) -> None:
    at = {"Street 2 & Avenue 1": {"turn_bans": ["south:left"]}}
    network = build(grid={"columns": 2, "rows": 2}, junctions={"turn_bans": ["east:right"], "at": at})
    check(network)
    assert connector(network, "0,1", codes.LEG_SOUTH, codes.TURN_LEFT, lane=1) == -1
    assert connector(network, "0,0", codes.LEG_SOUTH, codes.TURN_LEFT, lane=1) >= 0
    for junction in ("0,0", "1,0", "0,1", "1,1"):
        assert connector(network, junction, codes.LEG_EAST, codes.TURN_RIGHT) == -1
        assert connector(network, junction, codes.LEG_WEST, codes.TURN_RIGHT) >= 0


def test_middle_lane_turns_where_straight_is_banned(build: Build, check: Check, connector: Connector) -> None:
    at = {"0,0": {"turn_bans": ["south:straight"]}}
    network = build(grid={"columns": 1, "rows": 1, "lanes": 3}, junctions={"at": at})
    check(network)
    assert connector(network, "0,0", codes.LEG_SOUTH, codes.TURN_RIGHT, lane=1) >= 0
    assert connector(network, "0,0", codes.LEG_SOUTH, codes.TURN_STRAIGHT, lane=1) == -1


def test_turns_lead_from_and_to_the_outer_lanes(build: Build, connector: Connector) -> None:
    network = build(grid={"columns": 1, "rows": 1, "lanes": 3}, streets=[{"axis": "row", "index": 0, "lanes": [2, 4]}])
    arrays = network.arrays
    left = connector(network, "0,0", codes.LEG_SOUTH, codes.TURN_LEFT, lane=2)
    right = connector(network, "0,0", codes.LEG_SOUTH, codes.TURN_RIGHT, lane=0)
    assert arrays.lane_left[arrays.connector_to[left]] == -1
    assert arrays.lane_right[arrays.connector_to[right]] == -1
    into = [network.street_names[arrays.lane_street[arrays.connector_to[row]]] for row in (left, right)]
    assert into == ["Street 1 westbound, Avenue 1 to map edge", "Street 1 eastbound, Avenue 1 to map edge"]


def test_connector_speeds(build: Build, connector: Connector) -> None:
    network = build(
        grid={"columns": 1, "rows": 1, "lanes": 1, "speed_limit_mps": 12.0},
        streets=[{"axis": "row", "index": 0, "speed_limit_mps": 6.0}],
    )
    speed = network.arrays.lane_speed
    assert speed[connector(network, "0,0", codes.LEG_SOUTH, codes.TURN_STRAIGHT)] == 12.0
    assert speed[connector(network, "0,0", codes.LEG_WEST, codes.TURN_STRAIGHT)] == 6.0
    right = connector(network, "0,0", codes.LEG_SOUTH, codes.TURN_RIGHT)
    assert speed[right] == pytest.approx(np.sqrt(3.0 * (5 + 1.65)))
    left = connector(network, "0,0", codes.LEG_SOUTH, codes.TURN_LEFT)
    assert speed[left] == pytest.approx(np.sqrt(3.0 * (5 + 4.95)))


def test_building_twice_gives_the_same_bytes() -> None:
    spec = NetworkSpec.model_validate(SOMA)
    first, second = build_network(spec).arrays, build_network(spec).arrays
    assert all(a.tobytes() == b.tobytes() for a, b in zip(first, second, strict=True))


def test_largest_grid_builds_quickly(build: Build, check: Check) -> None:
    began = time.perf_counter()
    network = build(grid={"columns": 40, "rows": 40, "lanes": 2})
    assert time.perf_counter() - began < 5
    assert network.num_junctions == 1600
    check(network)


def test_short_block_is_refused_by_name(build: Build) -> None:
    with pytest.raises(
        NetworkError, match=r"between Avenue 2 and Avenue 3 is 38 m long .* 24\.80 m .* 38\.2 m or more"
    ):
        build(grid={"columns": 3, "rows": 1, "lanes": 2, "one_way": "none"}, columns_m=[100, 38])
    network = build(grid={"columns": 3, "rows": 1, "lanes": 2}, columns_m=[100, 38.2])
    assert network.arrays.lane_length.min() > 5


def test_approach_without_movement_is_refused(build: Build) -> None:
    bans = ["south:left", "south:straight", "south:right"]
    with pytest.raises(NetworkError, match="at Street 1 & Avenue 2 every movement from the south is banned"):
        build(grid={"columns": 2, "rows": 2}, junctions={"at": {"1,0": {"turn_bans": bans}}})


def test_ban_of_a_movement_that_does_not_exist_is_refused(build: Build) -> None:
    at = {"0,0": {"turn_bans": ["north:left"]}}
    with pytest.raises(NetworkError, match="no movement north:left"):
        build(grid={"columns": 1, "rows": 1, "one_way": "alternate"}, junctions={"at": at})


def test_streets_from_which_nobody_leaves_are_refused(build: Build) -> None:
    """Four one-way streets run clockwise round a block, and at each corner everybody has to turn."""
    streets = [
        {"axis": "column", "index": 0, "one_way": "north"},
        {"axis": "column", "index": 1, "one_way": "south"},
        {"axis": "row", "index": 0, "one_way": "west"},
        {"axis": "row", "index": 1, "one_way": "east"},
    ]
    bans = ["south:straight", "west:straight", "north:straight", "east:straight"]
    with pytest.raises(
        NetworkError, match="no way leads out of the map from Avenue 1 northbound, Street 1 to Street 2"
    ):
        build(grid={"columns": 2, "rows": 2}, streets=streets, junctions={"turn_bans": bans})


def test_look_ups(build: Build) -> None:
    network = build(**SOMA)
    assert network.junction("8th & Mission") == network.junction("Mission & 8th") == network.junction("2,1") == 5
    assert network.junctions_on("Mission").tolist() == [3, 4, 5]
    assert network.junctions_on("8th").tolist() == [2, 5, 8]
    with pytest.raises(NetworkError, match="did you mean 'Mission & 8th'"):
        network.junction("Mision & 8th")
    with pytest.raises(NetworkError, match="no street 'Market'"):
        network.junctions_on("Market")
