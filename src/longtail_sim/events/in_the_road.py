"""The base of events that put something into the road."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING

from longtail_sim.core.limits import NEVER
from longtail_sim.events.block import Block
from longtail_sim.events.effect import Effect
from longtail_sim.events.event import Event
from longtail_sim.events.obstacle import Obstacle
from longtail_sim.events.whereabouts import Points, middle_of
from longtail_sim.quantities import Draw

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork


class InTheRoad(Event):
    """Something stands, lies or moves in the road; it changes no number of the world but is a row of its own table."""

    where: Block

    def schedule(self, draw: Draw, network: StreetNetwork) -> list[Effect]:
        """Return no effects."""
        return []

    @abstractmethod
    def obstacles(self, draw: Draw, network: StreetNetwork) -> list[Obstacle]:
        """Return what is put into the road, one for each lane concerned; as ``schedule``."""

    def places(self, draw: Draw, network: StreetNetwork) -> Points:
        """Return the place in the road, not the junction that names its block."""
        return middle_of([(row.lane, row.s + row.length / 2) for row in self.obstacles(draw, network)], network)

    def check_names(self, junctions: Sequence[str]) -> None:
        """Raise ScenarioError if the place is at a junction that does not exist."""
        self.where.check_names(junctions)


def end_of(start_s: float, duration_s: object) -> float:
    """Return when something ends that begins at ``start_s``: NEVER if it has no duration."""
    return NEVER if duration_s is None else start_s + float(duration_s)  # type: ignore[arg-type]


def shown_end(start_s: float, duration_s: object) -> float:
    """Return the same for time lines."""
    return math.inf if duration_s is None else end_of(start_s, duration_s)
