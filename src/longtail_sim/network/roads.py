"""From the specification to roads: every street as one line from map edge to map edge, with its lanes and its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from longtail_sim.errors import NetworkError
from longtail_sim.network.spec import Axis, NetworkSpec

FloatArray = npt.NDArray[np.float64]

LANE_WIDTH_M = 3.3
CROSSWALK_M = 3.0
CROSSWALK_GAP_M = 1.0  # to the junction box and to the stop line
SETBACK_M = CROSSWALK_M + 2 * CROSSWALK_GAP_M  # from the box to the stop line, and to the beginning of the next street
MIN_STREET_M = 25.0  # between two junction boxes

_INCREASING = {"north", "east"}


@dataclass(frozen=True)
class Road:
    """One street of the map from edge to edge, both directions together."""

    name: str
    lanes: tuple[int, int]  # towards north or east, towards south or west
    speed_limit_mps: float
    major: bool

    @property
    def width(self) -> float:
        """Width of all lanes together (m)."""
        return sum(self.lanes) * LANE_WIDTH_M


@dataclass(frozen=True)
class Layout:
    """All roads and where they lie; junction index = row * number of columns + column."""

    columns: tuple[Road, ...]
    rows: tuple[Road, ...]
    x: FloatArray  # of the columns (m)
    y: FloatArray  # of the rows (m)
    entry_m: float

    @property
    def roads(self) -> tuple[Road, ...]:
        """Columns, then rows."""
        return self.columns + self.rows

    @property
    def half_width(self) -> FloatArray:
        """Half the width of each column (m): half the east-west extent of its junction boxes."""
        return np.array([road.width / 2 for road in self.columns])

    @property
    def half_height(self) -> FloatArray:
        """Half the width of each row (m): half the north-south extent of its junction boxes."""
        return np.array([road.width / 2 for road in self.rows])


def lay_roads(spec: NetworkSpec) -> Layout:
    """Return the roads of a specification.

    Raises:
        NetworkError: a block is too short for the junctions at its ends.
    """
    columns = tuple(_road(spec, "column", index) for index in range(spec.grid.columns))
    rows = tuple(_road(spec, "row", index) for index in range(spec.grid.rows))
    x = _places(spec.columns_m, spec.grid.columns, spec.grid.block_m[0])
    y = _places(spec.rows_m, spec.grid.rows, spec.grid.block_m[1])
    _check_blocks(columns, x)
    _check_blocks(rows, y)
    return Layout(columns, rows, x, y, spec.grid.entry_m)


def _road(spec: NetworkSpec, axis: Axis, index: int) -> Road:
    street = spec.street(axis, index)
    forth, back = street.lanes or (spec.grid.lanes, spec.grid.lanes)
    one_way = street.one_way or _one_way_of_grid(spec, axis, index)
    if one_way != "none":
        forth, back = (forth, 0) if one_way in _INCREASING else (0, back)
    return Road(
        name=(spec.column_names if axis == "column" else spec.row_names)[index],
        lanes=(forth, back),
        speed_limit_mps=street.speed_limit_mps or spec.grid.speed_limit_mps,
        major=street.major,
    )


def _one_way_of_grid(spec: NetworkSpec, axis: Axis, index: int) -> str:
    if spec.grid.one_way == "none":
        return "none"
    return {"column": ("north", "south"), "row": ("east", "west")}[axis][index % 2]


def _places(lengths: Sequence[float] | None, count: int, default: float) -> FloatArray:
    steps = np.full(count - 1, default) if lengths is None else np.asarray(lengths, dtype=np.float64)
    return np.concatenate([[0.0], np.cumsum(steps)])


def _check_blocks(roads: Sequence[Road], places: FloatArray) -> None:
    for index in range(len(roads) - 1):
        near, far = roads[index], roads[index + 1]
        length = places[index + 1] - places[index]
        boxes = (near.width + far.width) / 2
        if length < boxes + MIN_STREET_M - 1e-6:
            raise NetworkError(
                f"network: the block between {near.name} and {far.name} is {length:g} m long and leaves "
                f"{length - boxes:.2f} m of street between their junctions; it needs {boxes + MIN_STREET_M:g} m or more"
            )
