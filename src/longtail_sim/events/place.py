"""Where an event happens: one word or one mapping, shared by all kinds.

``everywhere`` | ``{junction: NAME}`` | ``{street: NAME}`` | ``{share_of_junctions: 0.2}`` (scattered) |
``{district: {share_of_junctions: 0.3, centre: [x, y]}}`` | ``{radius_m: 300, centre: [x, y]}`` |
``{polygon: [[x, y], ...]}``.
Points are fractions of the map's width and height from its south-west corner, or the name of a junction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from pydantic import Discriminator, Field, Tag

from longtail_sim.core.codes import CONTROL_SIGNAL
from longtail_sim.errors import ScenarioError
from longtail_sim.events.names import junction_index, street_junctions
from longtail_sim.quantities import Draw, Quantity, Range, Section, in_words

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork

Indices = npt.NDArray[np.int64]
Distances = npt.NDArray[np.float64]
Fraction: TypeAlias = Annotated[Quantity, Range(0, 1)]
Point: TypeAlias = Annotated[
    Annotated[tuple[Fraction, Fraction], Tag("<fractions>")] | Annotated[str, Tag("<name>")],
    Discriminator(lambda value: "<name>" if isinstance(value, str) else "<fractions>"),
]
MIDDLE: tuple[float, float] = (0.5, 0.5)
EVERYWHERE = "everywhere"


class Selection(NamedTuple):
    """Chosen junctions, nearest to the place's centre first."""

    junctions: Indices  # (n,)
    distance_m: Distances  # (n,) from the centre of the place


class NamedJunction(Section):
    """One junction."""

    junction: str = Field(description="its name, for example Mission & 8th")

    def choose(self, draw: Draw, network: StreetNetwork, candidates: Indices) -> Selection:
        """Return the junction if it is among the candidates; raises ScenarioError if it is not."""
        index = junction_index(self.junction, network.junction_names)
        if index not in candidates:
            raise ScenarioError(f"the junction {network.junction_names[index]!r} has no signal that could fail")
        return Selection(np.array([index], dtype=np.int64), np.zeros(1))

    def __str__(self) -> str:
        """Return the place as the end of a sentence."""
        return f"at {self.junction}"


class NamedStreet(Section):
    """All junctions of one street."""

    street: str = Field(description="its name, for example Mission")

    def choose(self, draw: Draw, network: StreetNetwork, candidates: Indices) -> Selection:
        """Return the candidates on the street, from its middle outwards."""
        chosen = np.intersect1d(street_junctions(self.street, network.junction_names), candidates)
        centre = _positions(network, chosen).mean(axis=0) if chosen.size else np.zeros(2)
        return _by_distance(network, chosen, centre)

    def __str__(self) -> str:
        """Return the place as the end of a sentence."""
        return f"along {self.street}"


class Scattered(Section):
    """A share of the map's signals, anywhere."""

    share_of_junctions: Fraction = Field(description="share of the map's signals, chosen at random")

    def choose(self, draw: Draw, network: StreetNetwork, candidates: Indices) -> Selection:
        """Return a random choice; a bigger share contains the smaller one of the same draw."""
        order = draw.child("scattered").generator().permutation(candidates)
        chosen = order[: round(float(self.share_of_junctions) * candidates.size)]
        return _by_distance(network, chosen, _point(MIDDLE, network))

    def __str__(self) -> str:
        """Return the place as the end of a sentence."""
        return f"at a share of {in_words(self.share_of_junctions)} of the junctions"


class DistrictShape(Section):
    """How big a district is, and where."""

    share_of_junctions: Fraction = Field(description="share of the map's signals that lie in it")
    centre: Point = Field(default=MIDDLE, description="fractions [x, y] of the map, or a junction's name")


class District(Section):
    """The junctions nearest to a centre."""

    district: DistrictShape = Field(description="its size and centre")

    def choose(self, draw: Draw, network: StreetNetwork, candidates: Indices) -> Selection:
        """Return the share of the candidates that is nearest to the centre."""
        every = _by_distance(network, candidates, _point(self.district.centre, network))
        count = round(float(self.district.share_of_junctions) * candidates.size)
        return Selection(every.junctions[:count], every.distance_m[:count])

    def __str__(self) -> str:
        """Return the place as the end of a sentence."""
        return f"in a district of {in_words(self.district.share_of_junctions)} of the junctions"


class Circle(Section):
    """Everything within a distance of a centre."""

    radius_m: Annotated[Quantity, Range(0, 100_000)] = Field(description="distance from the centre")
    centre: Point = Field(default=MIDDLE, description="fractions [x, y] of the map, or a junction's name")

    def choose(self, draw: Draw, network: StreetNetwork, candidates: Indices) -> Selection:
        """Return the candidates within the radius."""
        every = _by_distance(network, candidates, _point(self.centre, network))
        inside = every.distance_m <= float(self.radius_m)
        return Selection(every.junctions[inside], every.distance_m[inside])

    def __str__(self) -> str:
        """Return the place as the end of a sentence."""
        return f"within {in_words(self.radius_m, ' m')}"


class Polygon(Section):
    """Everything inside a polygon."""

    polygon: tuple[tuple[Fraction, Fraction], ...] = Field(
        min_length=3, max_length=1000, description="corners as fractions [x, y] of the map"
    )

    def choose(self, draw: Draw, network: StreetNetwork, candidates: Indices) -> Selection:
        """Return the candidates inside the polygon, from the mean of its corners outwards."""
        corners = np.array([_point(corner, network) for corner in self.polygon])
        chosen = candidates[_inside(_positions(network, candidates), corners)]
        return _by_distance(network, chosen, corners.mean(axis=0))

    def __str__(self) -> str:
        """Return the place as the end of a sentence."""
        return f"in an area with {len(self.polygon)} corners"


def _tag(value: Any) -> str | None:
    if isinstance(value, Section):
        value = type(value).model_fields
    if isinstance(value, Mapping):
        keys = ("district", "radius_m", "polygon", "junction", "street", "share_of_junctions")
        return next((f"<{key}>" for key in keys if key in value), None)
    return "<everywhere>" if isinstance(value, str) else None


Place: TypeAlias = Annotated[
    Annotated[Literal["everywhere"], Tag("<everywhere>")]
    | Annotated[NamedJunction, Tag("<junction>")]
    | Annotated[NamedStreet, Tag("<street>")]
    | Annotated[Scattered, Tag("<share_of_junctions>")]
    | Annotated[District, Tag("<district>")]
    | Annotated[Circle, Tag("<radius_m>")]
    | Annotated[Polygon, Tag("<polygon>")],
    Discriminator(
        _tag,
        custom_error_type="unknown_place",
        custom_error_message="not a place; write everywhere, {junction: ...}, {street: ...}, "
        "{share_of_junctions: ...}, {district: ...}, {radius_m: ..., centre: ...} or {polygon: ...}",
    ),
]


def choose(place: Place, draw: Draw, network: StreetNetwork, *, signals_only: bool = True) -> Selection:
    """Return the junctions of a (drawn) place; only those with a signal unless told otherwise.

    Raises ScenarioError for a name that the network does not have.
    """
    controls = network.arrays.junction_control
    candidates = np.flatnonzero(controls == CONTROL_SIGNAL) if signals_only else np.arange(controls.size)
    if isinstance(place, str):
        return _by_distance(network, candidates, _point(MIDDLE, network))
    return place.choose(draw, network, candidates)


def check_names(place: Place, junctions: Sequence[str]) -> None:
    """Raise ScenarioError if the place names a junction or street that is not in the list of junction names."""
    centre = getattr(getattr(place, "district", place), "centre", None)
    if isinstance(place, NamedStreet):
        street_junctions(place.street, junctions)
    elif isinstance(place, NamedJunction):
        junction_index(place.junction, junctions)
    elif isinstance(centre, str):
        junction_index(centre, junctions)


def in_place(place: Place) -> str:
    """Return a place as the end of a sentence."""
    return place if isinstance(place, str) else str(place)


def _positions(network: StreetNetwork, junctions: Indices) -> Distances:
    return np.stack([network.arrays.junction_x[junctions], network.arrays.junction_y[junctions]], axis=1)


def _by_distance(network: StreetNetwork, junctions: Indices, centre: Distances) -> Selection:
    distance = np.hypot(*(_positions(network, junctions) - centre).T)
    order = np.lexsort((junctions, distance))
    return Selection(junctions[order].astype(np.int64), distance[order])


def _point(point: Point, network: StreetNetwork) -> Distances:
    """Return a point in metres, shape (2,)."""
    if isinstance(point, str):
        positions = _positions(network, np.array([junction_index(point, network.junction_names)]))
        return positions.reshape(2)
    x_min, y_min, x_max, y_max = network.bounds
    return np.array([x_min + float(point[0]) * (x_max - x_min), y_min + float(point[1]) * (y_max - y_min)])


def _inside(points: Distances, corners: Distances) -> npt.NDArray[np.bool_]:
    """Return which points (n, 2) lie inside the polygon (k, 2): an odd number of its edges lies to their right."""
    inside = np.zeros(len(points), dtype=bool)
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        spans = (start[1] > points[:, 1]) != (end[1] > points[:, 1])
        rise = end[1] - start[1] if end[1] != start[1] else 1.0
        crossing_x = start[0] + (points[:, 1] - start[1]) * (end[0] - start[0]) / rise
        inside ^= spans & (points[:, 0] < crossing_x)
    return inside
