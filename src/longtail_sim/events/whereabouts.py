"""Where on the map an event happens, for pictures: from its effects, else from the names in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel

from longtail_sim.core.codes import EFFECT_HEALTH, EFFECT_LINK_LATENCY, EFFECT_LINK_LOSS, EFFECT_OFFICER
from longtail_sim.errors import ScenarioError
from longtail_sim.events.effect import Effect
from longtail_sim.events.names import junction_index, street_junctions

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork

Points = npt.NDArray[np.float64]
AT_A_JUNCTION = {EFFECT_HEALTH, EFFECT_LINK_LATENCY, EFFECT_LINK_LOSS, EFFECT_OFFICER}  # index is a junction


def touched(effects: Iterable[Effect], network: StreetNetwork) -> Points:
    """Return the junctions on which effects act, points in metres, shape (n, 2)."""
    indices = {effect.index for effect in effects if effect.kind in AT_A_JUNCTION and effect.index >= 0}
    return positions(sorted(indices), network)


def named(model: BaseModel, network: StreetNetwork) -> Points:
    """Return the junctions that a model names, or those along the streets that it names, shape (n, 2)."""
    indices: set[int] = set()
    for text in _texts(model):
        indices.update(_junctions(text.rsplit(":", 1)[0], network))  # "Main & Centre:south" is an entry
    return positions(sorted(indices), network)


def positions(junctions: list[int], network: StreetNetwork) -> Points:
    """Return the middles of junctions, shape (n, 2)."""
    arrays = network.arrays
    return np.stack([arrays.junction_x[junctions], arrays.junction_y[junctions]], axis=1).astype(np.float64)


def middle_of(places: Sequence[tuple[int, float]], network: StreetNetwork) -> Points:
    """Return the middle of places (street lane, metres along it), shape (1, 2), or (0, 2) without any."""
    if not places:
        return positions([], network)
    arrays = network.arrays
    lanes = np.array([lane for lane, _ in places])
    first, last = arrays.point_first[lanes], arrays.point_first[lanes + 1] - 1
    share = np.array([s for _, s in places]) / arrays.lane_length[lanes]
    x = arrays.point_x[first] * (1 - share) + arrays.point_x[last] * share
    y = arrays.point_y[first] * (1 - share) + arrays.point_y[last] * share
    return np.array([[x.mean(), y.mean()]], np.float64)


def _junctions(text: str, network: StreetNetwork) -> list[int]:
    with suppress(ScenarioError):
        return [junction_index(text, network.junction_names)]
    with suppress(ScenarioError):
        return street_junctions(text, network.junction_names)
    return []


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in a model, its kind and names of its own apart."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name not in ("kind", "id", "when"):
                yield from _texts(getattr(value, name))
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _texts(item)
