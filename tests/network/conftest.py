"""Builders and invariants shared by the network tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from longtail_sim.core import codes
from longtail_sim.core.network import Network
from longtail_sim.core.schema import fields
from longtail_sim.network import NetworkSpec, StreetNetwork, build_network

TURN_ANGLE = np.array([np.pi / 2, 0.0, -np.pi / 2])


@pytest.fixture(scope="session")
def build() -> Callable[..., StreetNetwork]:
    """Return a builder that takes the keys of the network section."""

    def _build(**section: Any) -> StreetNetwork:
        return build_network(NetworkSpec.model_validate(section))

    return _build


@pytest.fixture(scope="session")
def connector() -> Callable[..., int]:
    """Return a look-up of the connector of a movement at a junction."""

    def _connector(network: StreetNetwork, junction: str, leg: int, turn: int, lane: int = 0) -> int:
        arrays, index = network.arrays, network.junction(junction)
        first, last = arrays.approach_first[index : index + 2]
        approach = [row for row in arrays.approach_lane[first:last] if arrays.lane_leg[row] == leg]
        return int(arrays.lane_connector[approach[lane], turn])

    return _connector


@pytest.fixture(scope="session")
def check() -> Callable[[StreetNetwork], None]:
    """Return the check of everything that holds for every network."""

    def _check(network: StreetNetwork) -> None:
        for part in (
            _check_types,
            _check_lanes,
            _check_points,
            _check_connectors,
            _check_conflicts,
            _check_memberships,
        ):
            part(network.arrays)
        _check_plan(network)

    return _check


def _check_types(arrays: Network) -> None:
    for name, field in fields(Network):
        array = getattr(arrays, name)
        assert array.dtype == np.dtype(field.dtype), name
        assert array.flags.c_contiguous, name
        assert np.isfinite(array).all(), name
        assert array.ndim == len(field.axes.split()), name


def _check_lanes(arrays: Network) -> None:
    street = arrays.lane_kind == codes.LANE_STREET
    leads_on = street & (arrays.lane_junction >= 0)
    has_connector = (arrays.lane_connector >= 0).any(axis=1)
    assert (has_connector == leads_on).all()
    assert (arrays.lane_length > 5).all() and (arrays.lane_speed >= 3.5).all()
    lanes = np.flatnonzero(street)
    assert (lanes == np.arange(arrays.street_lanes.sum())).all()
    assert (np.repeat(np.arange(len(arrays.street_lanes)), arrays.street_lanes) == arrays.lane_street[lanes]).all()
    for near, back in ((arrays.lane_left, arrays.lane_right), (arrays.lane_right, arrays.lane_left)):
        has = np.flatnonzero(near >= 0)
        assert (back[near[has]] == has).all()
        assert (arrays.lane_street[near[has]] == arrays.lane_street[has]).all()
    turns = np.zeros_like(arrays.street_turns)
    for turn in range(3):
        allowed = lanes[arrays.lane_connector[lanes, turn] >= 0]
        turns[arrays.lane_street[allowed], turn] = 1
    assert (turns == arrays.street_turns).all()


def _check_points(arrays: Network) -> None:
    count = np.diff(arrays.point_first)
    assert (count >= 2).all() and arrays.point_first[-1] == len(arrays.point_x)
    owner = np.repeat(np.arange(len(count)), count)
    inner = np.flatnonzero(owner[1:] == owner[:-1])
    chord = np.hypot(np.diff(arrays.point_x), np.diff(arrays.point_y))[inner]
    spacing = (arrays.lane_length / (count - 1))[owner[inner]]
    bend = np.diff(arrays.point_heading)[inner]
    assert (np.abs(bend) < 0.2).all()  # unwrapped, and fine enough to interpolate
    assert (chord <= spacing + 1e-9).all() and (chord > spacing * 0.995).all()


def _check_connectors(arrays: Network) -> None:
    rows = np.flatnonzero(arrays.lane_kind == codes.LANE_CONNECTOR)
    start, end = arrays.point_first[rows], arrays.point_first[rows + 1] - 1
    source, target = arrays.connector_from[rows], arrays.connector_to[rows]
    _check_same_pose(arrays, start, arrays.point_first[source + 1] - 1)
    _check_same_pose(arrays, end, arrays.point_first[target])
    turned = arrays.point_heading[end] - arrays.point_heading[start]
    np.testing.assert_allclose(turned, TURN_ANGLE[arrays.connector_turn[rows]], atol=1e-9)
    assert (arrays.lane_connector[source, arrays.connector_turn[rows]] == rows).all()
    assert (arrays.lane_junction[source] == arrays.lane_junction[rows]).all()
    assert (arrays.lane_leg[source] == arrays.lane_leg[rows]).all()


def _check_same_pose(arrays: Network, point: np.ndarray, other: np.ndarray) -> None:
    np.testing.assert_allclose(arrays.point_x[point], arrays.point_x[other], atol=1e-6)
    np.testing.assert_allclose(arrays.point_y[point], arrays.point_y[other], atol=1e-6)
    np.testing.assert_allclose(np.sin((arrays.point_heading[point] - arrays.point_heading[other]) / 2), 0, atol=1e-9)


def _check_conflicts(arrays: Network) -> None:
    own = np.repeat(np.arange(len(arrays.lane_kind)), np.diff(arrays.conflict_first))
    other, kind = arrays.conflict_other, arrays.conflict_kind
    mine = (arrays.conflict_enter, arrays.conflict_exit)
    theirs = (arrays.conflict_other_enter, arrays.conflict_other_exit)
    rows = set(zip(own, other, kind, *mine, *theirs, strict=True))
    assert len(rows) == len(other)
    assert rows == set(zip(other, own, kind, *theirs, *mine, strict=True))
    assert (own != other).all()
    assert (arrays.lane_junction[own] == arrays.lane_junction[other]).all()
    assert (mine[0] >= 0).all() and (mine[1] <= arrays.lane_length[own] + 1e-9).all() and (mine[0] < mine[1]).all()
    same_start = arrays.connector_from[own] == arrays.connector_from[other]
    same_end = arrays.connector_to[own] == arrays.connector_to[other]
    assert (same_start == (kind == codes.CONFLICT_DIVERGING)).all()
    assert (same_end == (kind == codes.CONFLICT_MERGING)).all()
    np.testing.assert_allclose(mine[1][same_end], arrays.lane_length[own[same_end]], atol=1e-9)
    assert (mine[0][same_start] == 0).all()
    _check_no_merge_missed(arrays, own, other)


def _check_no_merge_missed(arrays: Network, own: np.ndarray, other: np.ndarray) -> None:
    """Every two connectors that share an end have a row."""
    known = set(zip(own.tolist(), other.tolist(), strict=True))
    for ends in (arrays.connector_from, arrays.connector_to):
        groups: dict[int, list[int]] = {}
        for row in np.flatnonzero(ends >= 0).tolist():
            groups.setdefault(int(ends[row]), []).append(row)
        for group in groups.values():
            assert all((a, b) in known for a in group for b in group if a != b)


def _check_memberships(arrays: Network) -> None:
    junctions = len(arrays.junction_x)
    for first, rows, kind in (
        (arrays.approach_first, arrays.approach_lane, codes.LANE_STREET),
        (arrays.inside_first, arrays.inside_lane, codes.LANE_CONNECTOR),
    ):
        assert len(first) == junctions + 1 and first[0] == 0 and first[-1] == len(rows)
        assert (arrays.lane_junction[rows] == np.repeat(np.arange(junctions), np.diff(first))).all()
        expected = np.flatnonzero((arrays.lane_kind == kind) & (arrays.lane_junction >= 0))
        assert (np.sort(rows) == expected).all()
    legs, same_junction = (
        arrays.lane_leg[arrays.approach_lane],
        np.diff(arrays.lane_junction[arrays.approach_lane]) == 0,
    )
    assert (np.diff(legs)[same_junction] >= 0).all()
    assert (np.diff(arrays.approach_lane)[same_junction & (np.diff(legs) == 0)] == 1).all()
    program = arrays.junction_green_s.sum(axis=1) + 2 * (arrays.junction_yellow_s + arrays.junction_all_red_s)
    np.testing.assert_allclose(program, arrays.junction_cycle_s)
    assert (arrays.junction_green_s >= 5 - 1e-9).all()
    assert (arrays.junction_offset_s >= 0).all() and (arrays.junction_offset_s <= arrays.junction_cycle_s).all()


def _check_plan(network: StreetNetwork) -> None:
    arrays = network.arrays
    xmin, ymin, xmax, ymax = network.bounds
    assert xmin - 1e-6 <= arrays.point_x.min() and arrays.point_x.max() <= xmax + 1e-6
    assert ymin - 1e-6 <= arrays.point_y.min() and arrays.point_y.max() <= ymax + 1e-6
    assert (arrays.entry_street == np.flatnonzero(network.street_from_junction == -1)).all()
    assert len(network.street_names) == len(set(network.street_names)) == len(arrays.street_lanes)
    assert len(network.junction_names) == len(set(network.junction_names)) == len(arrays.junction_x)
    assert len(network.lane_width) == len(arrays.lane_kind)
    assert network.capacity >= arrays.lane_length.sum() / 4
    ends = arrays.point_first[network.stop_line_lane + 1] - 1
    middle = (network.stop_lines[:, :2] + network.stop_lines[:, 2:]) / 2
    np.testing.assert_allclose(middle, np.column_stack([arrays.point_x[ends], arrays.point_y[ends]]), atol=1e-6)
