"""Build the street network of a specification: lanes, connectors, conflict zones, signal timing, shapes to draw."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from longtail_sim.core import codes
from longtail_sim.core.network import Network
from longtail_sim.core.schema import fields
from longtail_sim.network import drawing
from longtail_sim.network.connectors import Connectors, lay_connectors
from longtail_sim.network.crossings import crosswalk_columns, passage_columns
from longtail_sim.network.names import find_junction, junction_name
from longtail_sim.network.permissions import allowed_movements, check_ways_out
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.network.roads import LANE_WIDTH_M, Layout, lay_roads
from longtail_sim.network.signals import time_signals
from longtail_sim.network.spec import NetworkSpec
from longtail_sim.network.streets import HEADING, IntArray, StreetLanes, Streets, lay_street_lanes, lay_streets

Columns = dict[str, npt.NDArray[Any]]

_CONTROLS = {word: code for code, word in codes.names("CONTROL").items()}
_BOUND = ("northbound", "eastbound", "southbound", "westbound")
_SHORTEST_VEHICLE_M = 4.0


def build_network(spec: NetworkSpec) -> StreetNetwork:
    """Return the street network of a specification; the same specification always gives the same arrays.

    Raises:
        NetworkError: a block is too short, a ban names a movement that does not exist, an approach has no allowed
            movement, or no way leads out of the map from some street.
    """
    layout = lay_roads(spec)
    streets = lay_streets(layout)
    lanes = lay_street_lanes(streets)
    street_names = _street_names(layout, streets)
    connectors = _connectors(spec, layout, streets, street_names)
    arrays = _arrays(spec, layout, streets, lanes, connectors)
    lines, line_lane = drawing.stop_lines(streets, lanes)
    junction = np.arange(len(arrays.junction_x))
    return StreetNetwork(
        spec=spec,
        arrays=arrays,
        road_names=[road.name for road in layout.roads],
        street_names=street_names,
        street_road=streets.road,
        street_from_junction=streets.from_junction,
        street_to_junction=streets.to_junction,
        street_leg=streets.leg,
        junction_names=_junction_names(layout),
        junction_row=junction // len(layout.columns),
        junction_column=junction % len(layout.columns),
        lane_width=np.full(len(arrays.lane_kind), LANE_WIDTH_M),
        bounds=drawing.map_bounds(layout),
        capacity=int((np.ceil(arrays.lane_length / _SHORTEST_VEHICLE_M) + 1).sum()),
        blocks=drawing.blocks(layout),
        stop_lines=lines,
        stop_line_lane=line_lane,
        crosswalks=drawing.crosswalks(layout),
        street_polygons=drawing.street_polygons(streets),
        junction_polygons=drawing.junction_polygons(layout),
    )


def _connectors(spec: NetworkSpec, layout: Layout, streets: Streets, street_names: list[str]) -> Connectors:
    junctions = len(layout.rows) * len(layout.columns)
    arriving, leaving = streets.ending_at(junctions), streets.beginning_at(junctions)
    allowed = allowed_movements(spec, arriving, leaving, _junction_names(layout))
    connectors = lay_connectors(streets, arriving, leaving, allowed)
    check_ways_out(connectors.from_street, connectors.to_street, streets.to_junction < 0, street_names)
    return connectors


def _arrays(spec: NetworkSpec, layout: Layout, streets: Streets, lanes: StreetLanes, connectors: Connectors) -> Network:
    columns = (
        _lane_columns(streets, lanes, connectors)
        | _point_columns(layout, streets, lanes, connectors)
        | _conflict_columns(lanes, connectors)
        | _street_columns(streets, connectors)
        | _junction_columns(spec, layout)
        | _membership_columns(layout, streets, lanes, connectors)
        | crosswalk_columns(layout)
        | passage_columns(layout, connectors, len(lanes.street))
    )
    return Network(*(np.ascontiguousarray(columns[name], dtype=field.dtype) for name, field in fields(Network)))


def _lane_columns(streets: Streets, lanes: StreetLanes, connectors: Connectors) -> Columns:
    """Street lanes first, then the connectors, junction by junction."""
    count, street = len(lanes.street), lanes.street
    none, no_connector = np.full(count, -1), np.full(len(connectors.row), -1)
    own = np.arange(count)
    leftmost = lanes.number == streets.lanes[street] - 1
    by_turn = np.full((count + len(connectors.row), 3), -1)
    by_turn[connectors.from_lane, connectors.turn] = count + np.arange(len(connectors.row))
    plan, row = connectors.plan, connectors.row
    limit = streets.speed_limit
    kinds = ((own, codes.LANE_STREET), (row, codes.LANE_CONNECTOR))
    return {
        "lane_kind": np.concatenate([np.full(len(rows), kind) for rows, kind in kinds]),
        "lane_length": np.concatenate([lanes.length, plan.length[row]]),
        "lane_speed": np.concatenate([limit[street], connectors.speed(limit)]),
        "lane_street": np.concatenate([street, no_connector]),
        "lane_left": np.concatenate([np.where(leftmost, -1, own + 1), no_connector]),
        "lane_right": np.concatenate([np.where(lanes.number == 0, -1, own - 1), no_connector]),
        "lane_opposite": np.concatenate([_opposite_lane(streets)[street], no_connector]),
        "lane_junction": np.concatenate([streets.to_junction[street], connectors.junction]),
        "lane_leg": np.concatenate([streets.leg[street], plan.leg[row]]),
        "lane_connector": by_turn,
        "connector_from": np.concatenate([none, connectors.from_lane]),
        "connector_to": np.concatenate([none, connectors.to_lane]),
        "connector_turn": np.concatenate([none, connectors.turn]),
    }


def _opposite_lane(streets: Streets) -> IntArray:
    """Return for every street the innermost lane of the same piece of road in the other direction, -1 if none."""
    begins = {
        (road, *place): n
        for n, (road, place) in enumerate(zip(streets.road.tolist(), streets.start.tolist(), strict=True))
    }
    ends = zip(streets.road.tolist(), streets.end.tolist(), strict=True)
    found = [begins.get((road, *end), -1) for road, end in ends]
    innermost = streets.first_lane + streets.lanes - 1
    return np.array([-1 if other < 0 else innermost[other] for other in found], dtype=np.int64)


def _point_columns(layout: Layout, streets: Streets, lanes: StreetLanes, connectors: Connectors) -> Columns:
    """Two points are enough for a street lane, which is straight."""
    ends = np.stack([lanes.start, lanes.end], axis=1).reshape(-1, 2)
    x, y, heading = connectors.points(drawing.junction_centres(layout))
    count = np.concatenate([np.full(len(lanes.street), 2), connectors.plan.points[connectors.row]])
    return {
        "point_first": _delimiters(count),
        "point_x": np.concatenate([ends[:, 0], x]),
        "point_y": np.concatenate([ends[:, 1], y]),
        "point_heading": np.concatenate([np.repeat(HEADING[streets.towards[lanes.street]], 2), heading]),
    }


def _conflict_columns(lanes: StreetLanes, connectors: Connectors) -> Columns:
    plan, row = connectors.plan, connectors.conflict_rows()
    count = np.concatenate([np.zeros(len(lanes.street), dtype=np.int64), plan.conflicts[connectors.row]])
    return {
        "conflict_first": _delimiters(count),
        "conflict_other": connectors.conflict_other() + len(lanes.street),
        "conflict_kind": plan.kind[row],
        "conflict_enter": plan.enter[row],
        "conflict_exit": plan.exit[row],
        "conflict_other_enter": plan.other_enter[row],
        "conflict_other_exit": plan.other_exit[row],
    }


def _street_columns(streets: Streets, connectors: Connectors) -> Columns:
    turns = np.zeros((len(streets.lanes), 3))
    turns[connectors.from_street, connectors.turn] = 1
    return {
        "street_first_lane": streets.first_lane,
        "street_lanes": streets.lanes,
        "street_turns": turns,
        "entry_street": np.flatnonzero(streets.from_junction < 0),
    }


def _junction_columns(spec: NetworkSpec, layout: Layout) -> Columns:
    centre = drawing.junction_centres(layout)
    timing = time_signals(spec, layout)
    signals, count = spec.signals, len(centre)
    return {
        "junction_x": centre[:, 0],
        "junction_y": centre[:, 1],
        "junction_control": _controls(spec, count),
        "junction_major": timing.major,
        "junction_cycle_s": np.full(count, signals.cycle_s),
        "junction_offset_s": timing.offset,
        "junction_green_s": timing.green,
        "junction_yellow_s": np.full(count, signals.yellow_s),
        "junction_all_red_s": np.full(count, signals.all_red_s),
        "junction_right_on_red": _right_on_red(spec, count),
        "junction_walk_s": np.full(count, signals.walk_s),
    }


def _right_on_red(spec: NetworkSpec, count: int) -> npt.NDArray[np.bool_]:
    allowed = np.full(count, spec.signals.right_on_red)
    for text, junction in spec.junctions.at.items():
        if junction.right_on_red is not None:
            allowed[find_junction(text, spec.column_names, spec.row_names)] = junction.right_on_red
    return allowed


def _membership_columns(layout: Layout, streets: Streets, lanes: StreetLanes, connectors: Connectors) -> Columns:
    """Which lanes end at a junction (by leg, right to left) and which connectors lie in it."""
    junctions = len(layout.rows) * len(layout.columns)
    junction, leg = streets.to_junction[lanes.street], streets.leg[lanes.street]
    order = np.lexsort((lanes.number, leg, junction))
    approach = order[junction[order] >= 0]
    return {
        "approach_first": _delimiters(np.bincount(junction[approach], minlength=junctions)),
        "approach_lane": approach,
        "inside_first": connectors.first_of_junction,
        "inside_lane": len(lanes.street) + np.arange(len(connectors.row)),
    }


def _controls(spec: NetworkSpec, count: int) -> IntArray:
    control = np.full(count, _CONTROLS[spec.junctions.control])
    for text, junction in spec.junctions.at.items():
        if junction.control is not None:
            control[find_junction(text, spec.column_names, spec.row_names)] = _CONTROLS[junction.control]
    return control


def _delimiters(count: IntArray) -> IntArray:
    return np.append(0, np.cumsum(count))


def _junction_names(layout: Layout) -> list[str]:
    return [junction_name(column.name, row.name) for row in layout.rows for column in layout.columns]


def _street_names(layout: Layout, streets: Streets) -> list[str]:
    across = len(layout.columns)
    names = []
    for road, towards, begin, end in zip(
        streets.road.tolist(),
        streets.towards.tolist(),
        streets.from_junction.tolist(),
        streets.to_junction.tolist(),
        strict=True,
    ):
        crossing = [
            "map edge" if junction < 0 else _crossing_road(layout, road, junction, across) for junction in (begin, end)
        ]
        names.append(f"{layout.roads[road].name} {_BOUND[towards]}, {crossing[0]} to {crossing[1]}")
    return names


def _crossing_road(layout: Layout, road: int, junction: int, across: int) -> str:
    on_column = road < across
    return layout.rows[junction // across].name if on_column else layout.columns[junction % across].name
