"""One thing in the road of one lane, as the core keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from longtail_sim.core.codes import CONSEQUENCE_NONE, TRIGGER_NONE
from longtail_sim.core.limits import NEVER


@dataclass(frozen=True)
class Obstacle:
    """A row of the table ``Obstacles`` of :mod:`longtail_sim.core.state`, whose names, units and meanings it shares.

    ``follows`` is a number in the event's own list.
    """

    kind: int
    lane: int
    s: float
    length: float
    begins_s: float
    ends_s: float = NEVER
    lasts_s: float = NEVER
    width: float = 2.0
    lateral: float = 0.0
    speed: float = 0.0
    lateral_speed: float = 0.0
    mass: float = 0.0
    solid: int = 0
    closes: int = 0
    consequence: int = CONSEQUENCE_NONE
    back: int = -1
    trigger: int = TRIGGER_NONE
    trigger_value: float = 0.0
    follows: int = -1
    people_share: float = 1.0
    people_m: float = 100.0
    automated_share: float = 1.0
    automated_m: float = 80.0
