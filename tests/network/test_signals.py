"""Green splits, offsets and the bigger road."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from longtail_sim.network import StreetNetwork

Build = Callable[..., StreetNetwork]


def east_west_start(network: StreetNetwork) -> np.ndarray:
    arrays = network.arrays
    lost = arrays.junction_yellow_s + arrays.junction_all_red_s
    return (arrays.junction_offset_s + arrays.junction_green_s[:, 0] + lost) % arrays.junction_cycle_s


def apart(first: np.ndarray, second: np.ndarray, cycle_s: float) -> np.ndarray:
    """Return the distance of two times on the circle of a cycle."""
    return np.abs((first - second + cycle_s / 2) % cycle_s - cycle_s / 2)


def test_without_offsets_all_junctions_switch_together(build: Build) -> None:
    arrays = build(signals={"cycle_s": 70, "yellow_s": 4, "all_red_s": 1}).arrays
    assert (arrays.junction_offset_s == 0).all()
    assert (arrays.junction_green_s == 30).all()


def test_green_wave_follows_one_way_streets(build: Build) -> None:
    grid = {"columns": 4, "rows": 3, "block_m": [220, 150], "one_way": "alternate", "speed_limit_mps": 11.0}
    streets = [{"axis": "column", "index": 1, "lanes": 1}]  # so that greens differ along the way
    signals = {"offsets": "green_wave", "split": "by_lanes"}
    start = east_west_start(build(grid=grid, streets=streets, signals=signals)).reshape(3, 4)
    travel = np.arange(4) * 220 / 11
    assert apart(start[0] - start[0, 0], travel, 60).max() < 1e-9  # eastbound
    assert apart(start[1] - start[1, 0], -travel, 60).max() < 1e-9  # westbound


def test_green_wave_runs_along_the_bigger_roads(build: Build) -> None:
    grid = {"columns": 2, "rows": 4, "block_m": [220, 110], "one_way": "alternate", "speed_limit_mps": 11.0}
    streets = [{"axis": "column", "index": index, "lanes": 3} for index in range(2)]
    network = build(grid=grid, streets=streets, signals={"offsets": "green_wave", "split": "by_lanes"})
    start, travel = network.arrays.junction_offset_s.reshape(4, 2), np.arange(4) * 110 / 11
    assert apart(start[:, 0] - start[0, 0], travel, 60).max() < 1e-9
    assert apart(start[:, 1] - start[0, 1], -travel, 60).max() < 1e-9
    assert (network.arrays.junction_major == 0).all()


def test_cross_streets_get_a_wave_where_one_is_possible(build: Build) -> None:
    """With one cross street the shift between parallel roads is free, so that it gets its wave exactly."""
    grid = {"columns": 1, "rows": 3, "block_m": 150, "one_way": "alternate", "speed_limit_mps": 10.0}
    start = build(grid=grid, signals={"offsets": "green_wave"}).arrays.junction_offset_s
    assert apart(np.diff(start), np.array([15.0, 15.0]), 60).max() < 1e-9


@pytest.mark.parametrize(("block_m", "step"), [(100.0, 0.0), (300.0, 30.0), (600.0, 0.0)])
def test_two_way_streets_switch_together_or_half_a_cycle_apart(build: Build, block_m: float, step: float) -> None:
    grid = {"columns": 3, "rows": 1, "block_m": block_m, "speed_limit_mps": 10.0}
    start = east_west_start(build(grid=grid, signals={"offsets": "green_wave"}))
    assert apart(np.diff(start), np.array([step, step]), 60).max() < 1e-9


def test_an_offset_of_its_own_wins_over_the_wave(build: Build) -> None:
    grid = {"columns": 3, "rows": 1, "block_m": 300, "one_way": "alternate", "speed_limit_mps": 10.0}
    wave = build(grid=grid, signals={"offsets": "green_wave"}).arrays.junction_offset_s
    own = {"at": {"1,0": {"offset_s": 7.5}, "Street 1 & Avenue 3": {"offset_s": 65.0}}}
    mixed = build(grid=grid, signals={"offsets": "green_wave"}, junctions=own).arrays.junction_offset_s
    assert mixed.tolist() == [wave[0], 7.5, 5.0]  # 65 s is 5 s into a cycle of 60 s
    assert wave[1] != 7.5


def test_split_by_lanes_gives_the_bigger_road_more(build: Build) -> None:
    network = build(
        grid={"columns": 2, "rows": 1, "lanes": 1},
        streets=[{"axis": "row", "index": 0, "lanes": 4}],
        signals={"split": "by_lanes", "cycle_s": 60, "yellow_s": 3.5, "all_red_s": 1.5},
    )
    np.testing.assert_allclose(network.arrays.junction_green_s, [[10, 40], [10, 40]])


def test_split_leaves_a_shortest_green(build: Build) -> None:
    network = build(
        grid={"columns": 1, "rows": 1, "lanes": 1},
        streets=[{"axis": "row", "index": 0, "lanes": 5}],
        signals={"split": "by_lanes", "cycle_s": 30},
    )
    np.testing.assert_allclose(network.arrays.junction_green_s, [[5, 15]])


def test_bigger_road(build: Build) -> None:
    """More lanes win, the flag wins over lanes, ties go east-west."""
    network = build(
        grid={"columns": 3, "rows": 2, "lanes": 2},
        streets=[
            {"axis": "column", "index": 0, "lanes": 3},
            {"axis": "column", "index": 2, "lanes": 1, "major": True},
            {"axis": "row", "index": 1, "lanes": 1},
        ],
    )
    assert network.arrays.junction_major.reshape(2, 3).tolist() == [[0, 1, 0], [0, 0, 0]]
