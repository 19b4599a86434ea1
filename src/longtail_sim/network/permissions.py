"""Which movements are allowed at which junction, and whether every street still leads somewhere."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from longtail_sim.core import codes
from longtail_sim.errors import NetworkError
from longtail_sim.network.junction import EXIT_LEG
from longtail_sim.network.names import find_junction
from longtail_sim.network.spec import NetworkSpec
from longtail_sim.network.streets import IntArray

BoolArray = npt.NDArray[np.bool_]

_LEGS = {word: code for code, word in codes.names("LEG").items()}
_TURNS = {word: code for code, word in codes.names("TURN").items()}


def allowed_movements(spec: NetworkSpec, arriving: IntArray, leaving: IntArray, names: list[str]) -> BoolArray:
    """Return (junction, leg, turn): True where a movement exists and is not banned.

    ``arriving`` and ``leaving`` are (junction, leg): the street that comes in or goes out by the leg, -1 if none.

    Raises:
        NetworkError: a junction's own ban names a movement that does not exist, or an approach is left without any.
    """
    exists = (arriving >= 0)[:, :, None] & (leaving >= 0)[:, EXIT_LEG]
    banned = np.zeros_like(exists)
    for leg, turn in _codes(spec.junctions.turn_bans):
        banned[:, leg, turn] = True
    for text, junction in spec.junctions.at.items():
        index = find_junction(text, spec.column_names, spec.row_names)
        for leg, turn in _codes(junction.turn_bans):
            if not exists[index, leg, turn]:
                raise NetworkError(_no_such_movement(names[index], leg, turn))
            banned[index, leg, turn] = True
    allowed: BoolArray = exists & ~banned
    _check_approaches(allowed, arriving, names)
    return allowed


def check_ways_out(street_from: IntArray, street_to: IntArray, leaves_map: BoolArray, names: list[str]) -> None:
    """Raise NetworkError if from some street no sequence of allowed movements leads out of the map.

    ``street_from`` and ``street_to`` are the streets that each connector joins.
    """
    leads_out, count = leaves_map, 0
    while leads_out.sum() > count:
        count = int(leads_out.sum())
        leads_out = leads_out | (np.bincount(street_from, leads_out[street_to], len(leads_out)) > 0)
    if not leads_out.all():
        street = names[int(np.flatnonzero(~leads_out)[0])]
        raise NetworkError(f"network: no way leads out of the map from {street}; lift some turn bans")


def _codes(bans: Iterable[str]) -> list[tuple[int, int]]:
    pairs = [ban.split(":") for ban in bans]
    return [(_LEGS[leg], _TURNS[turn]) for leg, turn in pairs]


def _check_approaches(allowed: BoolArray, arriving: IntArray, names: list[str]) -> None:
    stuck = (arriving >= 0) & ~allowed.any(axis=2)
    if stuck.any():
        junction, leg = (int(index) for index in np.argwhere(stuck)[0])
        side = codes.names("LEG")[leg]
        raise NetworkError(
            f"network.junctions: at {names[junction]} every movement from the {side} is banned; leave at least one"
        )


def _no_such_movement(name: str, leg: int, turn: int) -> str:
    side, word = codes.names("LEG")[leg], codes.names("TURN")[turn]
    return (
        f"network.junctions.at: at {name} there is no movement {side}:{word} to ban (the leg is the side from which "
        "the vehicle comes; look at the one-way streets)"
    )
