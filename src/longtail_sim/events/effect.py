"""What an event does to the world, and how the effects of several events add up."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from longtail_sim.core.codes import (
    EFFECT_ASSIST_BACKGROUND,
    EFFECT_BLIND_NORTH,
    EFFECT_DEMAND,
    EFFECT_FLEET_DEMAND,
    EFFECT_FLEET_INSTRUCTION,
    EFFECT_FRICTION,
    EFFECT_GEOFENCE,
    EFFECT_GEOFENCE_DUE,
    EFFECT_HEALTH,
    EFFECT_LINE_OFFSET,
    EFFECT_LINK_LATENCY,
    EFFECT_LINK_LOSS,
    EFFECT_OFFICER,
    EFFECT_OFFICER_RECOGNISED,
    EFFECT_PICKUP,
    EFFECT_RED_RUNNING,
    EFFECT_SERVICE_FACTOR,
    EFFECT_SERVICE_PAUSE,
    EFFECT_VISIBILITY,
    HEALTH_CONFLICTING,
    HEALTH_DARK,
    HEALTH_FLASHING_RED,
    HEALTH_FLASHING_YELLOW,
    HEALTH_OUT_OF_STEP,
    HEALTH_SHORT_MAJOR,
    HEALTH_STUCK_EAST_WEST,
    HEALTH_STUCK_NORTH_SOUTH,
    HEALTH_STUCK_RED,
    HEALTH_SWAPPED,
    HEALTH_WORKING,
)
from longtail_sim.core.limits import NEVER


@dataclass(frozen=True, order=True)
class Effect:
    """From ``time_s`` to ``until_s``, quantity ``kind`` (EFFECT_*) of junction ``index`` has ``value``.

    ``index`` is an entry or a lane for kinds that say so, and -1 for effects without a place; ``until_s`` is NEVER for
    effects that stay.
    """

    time_s: float
    kind: int
    index: int
    value: float
    until_s: float = NEVER


class Baseline(NamedTuple):
    """What holds where no event acts."""

    link_loss: float = 0.0
    link_latency_s: float = 0.0
    background_per_s: float = 0.0

    def of(self, kind: int) -> float:
        """Return the value of an effect kind without any event."""
        return {
            EFFECT_HEALTH: float(HEALTH_WORKING),
            EFFECT_LINK_LOSS: self.link_loss,
            EFFECT_LINK_LATENCY: self.link_latency_s,
            EFFECT_ASSIST_BACKGROUND: self.background_per_s,
            EFFECT_SERVICE_FACTOR: 1.0,
            EFFECT_OFFICER_RECOGNISED: 1.0,
            EFFECT_VISIBILITY: NEVER,
            EFFECT_FRICTION: 1.0,
            EFFECT_DEMAND: 1.0,
            EFFECT_FLEET_DEMAND: 1.0,
        }.get(kind, 0.0)


# From good to bad.  A signal without power shows nothing, whatever else is wrong with it.
_HEALTHS = (
    *(HEALTH_WORKING, HEALTH_SWAPPED, HEALTH_OUT_OF_STEP, HEALTH_SHORT_MAJOR, HEALTH_FLASHING_YELLOW),
    *(HEALTH_FLASHING_RED, HEALTH_STUCK_EAST_WEST, HEALTH_STUCK_NORTH_SOUTH, HEALTH_STUCK_RED),
    *(HEALTH_CONFLICTING, HEALTH_DARK),
)


def _worst_health(values: Iterable[float]) -> float:
    return max(values, key=lambda health: _HEALTHS.index(int(health)))


# Where two events act on one junction at once: the worse wins, loads add up, factors multiply.
_TOGETHER: dict[int, Callable[[Iterable[float]], float]] = {
    EFFECT_HEALTH: _worst_health,
    EFFECT_OFFICER: max,
    EFFECT_LINK_LOSS: max,
    EFFECT_LINK_LATENCY: max,
    EFFECT_ASSIST_BACKGROUND: math.fsum,
    EFFECT_SERVICE_FACTOR: math.prod,
    EFFECT_FLEET_INSTRUCTION: max,
    EFFECT_GEOFENCE: max,
    EFFECT_GEOFENCE_DUE: max,
    EFFECT_SERVICE_PAUSE: max,
    EFFECT_OFFICER_RECOGNISED: min,
    EFFECT_RED_RUNNING: max,
    EFFECT_VISIBILITY: min,
    EFFECT_FRICTION: min,
    EFFECT_DEMAND: math.prod,
    EFFECT_FLEET_DEMAND: math.prod,
    EFFECT_PICKUP: max,
    **dict.fromkeys(range(EFFECT_BLIND_NORTH, EFFECT_LINE_OFFSET), max),  # what disturbs the sensors
    EFFECT_LINE_OFFSET: math.fsum,
}


def compose(effects: Iterable[Effect], baseline: Baseline) -> list[Effect]:
    """Return single changes in time order, each with the value that holds from then on.

    A junction that two events keep dark is lit again when both have ended.  Kinds without a rule of composition are
    happenings rather than conditions; they are passed on as they are.
    """
    groups: dict[tuple[int, int], list[Effect]] = defaultdict(list)
    changes: list[Effect] = []
    for effect in effects:
        if effect.kind in _TOGETHER:
            groups[effect.kind, effect.index].append(effect)
        else:
            changes.append(effect)
    for (kind, index), group in groups.items():
        changes.extend(_changes(kind, index, group, baseline.of(kind)))
    return sorted(changes)


def _changes(kind: int, index: int, group: Sequence[Effect], base: float) -> list[Effect]:
    changes, value = [], base
    for time_s in sorted({time for effect in group for time in (effect.time_s, effect.until_s) if time < NEVER}):
        active = [effect.value for effect in group if effect.time_s <= time_s < effect.until_s]
        before, value = value, _TOGETHER[kind]([base, *active])
        if value != before:
            changes.append(Effect(time_s, kind, index, value))
    return changes
