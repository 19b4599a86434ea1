"""A built street network: the arrays of the core, with names and shapes for people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from longtail_sim.core.network import Network
from longtail_sim.errors import NetworkError
from longtail_sim.network.names import find_junction
from longtail_sim.network.roads import FloatArray
from longtail_sim.network.spec import NetworkSpec
from longtail_sim.network.streets import IntArray


@dataclass(frozen=True)
class StreetNetwork:
    """What ``build_network`` returns.

    A *street* is one directed carriageway between two junctions or the map edge; a *road* is a whole street of the map
    from edge to edge, both directions, as people name it.
    """

    spec: NetworkSpec
    arrays: Network
    road_names: list[str]  # columns from the west, then rows from the south
    street_names: list[str]  # "Mission eastbound, 7th to 8th"
    street_road: IntArray  # index in road_names
    street_from_junction: IntArray  # -1 at the map edge
    street_to_junction: IntArray  # -1 at the map edge
    street_leg: IntArray  # leg from which it enters the junction at its end, -1 at the map edge
    junction_names: list[str]  # "Mission & 8th"
    junction_row: IntArray
    junction_column: IntArray
    lane_width: FloatArray  # m, by lane
    bounds: tuple[float, float, float, float]  # xmin, ymin, xmax, ymax (m)
    capacity: int  # more vehicles than this do not fit
    blocks: FloatArray  # (block, k, 2) polygons of the land between the streets (m)
    stop_lines: FloatArray  # (n, 4): x0, y0, x1, y1 (m)
    stop_line_lane: IntArray  # (n,)
    crosswalks: FloatArray  # (junction * 4, 4, 2) polygons, legs in the order north, east, south, west (m)
    street_polygons: FloatArray  # (street, 4, 2) polygons (m)
    junction_polygons: FloatArray  # (junction, k, 2) polygons of the area between the stop lines (m)

    @property
    def num_junctions(self) -> int:
        """Number of junctions."""
        return len(self.junction_names)

    @property
    def num_streets(self) -> int:
        """Number of directed streets."""
        return len(self.street_names)

    @property
    def num_lanes(self) -> int:
        """Number of street lanes and connectors."""
        return len(self.arrays.lane_kind)

    def junction(self, text: str) -> int:
        """Return the junction called "column,row" or "street & street" (in either order).

        Raises:
            NetworkError: there is no such junction.
        """
        try:
            return find_junction(text, self.spec.column_names, self.spec.row_names)
        except ValueError as error:
            raise NetworkError(str(error)) from None

    def junctions_on(self, road: str) -> IntArray:
        """Return the junctions along a whole street of the map, in the order of their number.

        Raises:
            NetworkError: there is no such street.
        """
        if road not in self.road_names:
            raise NetworkError(f"there is no street '{road}'; the streets are {', '.join(self.road_names)}")
        number, columns = self.road_names.index(road), self.spec.grid.columns
        on_road = self.junction_column == number if number < columns else self.junction_row == number - columns
        return np.flatnonzero(on_road)
