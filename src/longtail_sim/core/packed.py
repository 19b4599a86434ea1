"""The street network packed for the compiled core: a few tables of records instead of many arrays.

Every array of :class:`longtail_sim.core.network.Network` becomes a field of the table that its first axis names
(``lane_length`` -> ``lanes[l].length``); row delimiters become ``X_first`` and ``X_last``.  Numba's compile time grows
steeply with the number of arrays that a function is handed, and what belongs to one lane lies together in memory.
"""

from typing import NamedTuple

import numpy as np

from longtail_sim.core.codes import CONFLICT_DIVERGING
from longtail_sim.core.network import Network
from longtail_sim.core.schema import Array, Field, fields, line_up, zeros

WORD = 64  # bits
# What the phases read of lanes and connectors all the time shares a cache line.
LANES_TOGETHER = (
    "length speed bit conflict_bits diverging_bits street junction connector_to conflict_first conflict_last"
    " kind leg connector_turn",
)
TABLE_OF_AXIS = {
    "lane": "lanes",
    "point": "points",
    "conflict": "conflicts",
    "street": "streets",
    "junction": "junctions",
    "crosswalk": "crosswalks",
    "passage": "passages",
}


class Streets(NamedTuple):
    """Static tables, shared by all worlds."""

    lanes: Array
    points: Array
    conflicts: Array
    streets: Array
    junctions: Array
    crosswalks: Array
    passages: Array
    approach_lane: Array
    inside_lane: Array
    entry_street: Array
    crossed_passage: Array


def _columns(name: str, field: Field, array: Array) -> list[tuple[str, Array]]:
    """Return the columns that an array becomes: two for row delimiters, one for all others."""
    axis = field.axes.split()[0]
    if axis.endswith("+1"):
        return [(name, array[:-1]), (name.removesuffix("_first") + "_last", array[1:])]
    short = name.removeprefix(axis + "_")
    return [(short, array)]


def _table(columns: list[tuple[str, Array]], together: tuple[str, ...] = ()) -> Array:
    kinds = {name: np.dtype((array.dtype, array.shape[1:])) for name, array in columns}
    rows = zeros([len(columns[0][1])], np.dtype((np.record, line_up(kinds, together))))
    for name, array in columns:
        rows[name] = array
    return rows


def _bits(network: Network) -> tuple[Array, Array, Array]:
    """Return every lane's own bit, and those of the connectors that it meets, and from which it parts.

    A connector is one bit of its junction's word.
    """
    own = np.zeros(len(network.lane_kind), np.uint64)
    for first, last in zip(network.inside_first[:-1].tolist(), network.inside_first[1:].tolist(), strict=True):
        if last - first > WORD:
            raise ValueError(f"a junction has {last - first} connectors; at most {WORD} can be simulated")
        own[network.inside_lane[first:last]] = np.uint64(1) << np.arange(last - first, dtype=np.uint64)
    rows = np.repeat(np.arange(len(own)), np.diff(network.conflict_first))
    diverging = network.conflict_kind == CONFLICT_DIVERGING
    met, parted = np.zeros_like(own), np.zeros_like(own)
    np.bitwise_or.at(met, rows[~diverging], own[network.conflict_other[~diverging]])
    np.bitwise_or.at(parted, rows[diverging], own[network.conflict_other[diverging]])
    return own, met, parted


def pack(network: Network) -> Streets:
    """Return ``network`` as tables of records.

    Raises:
        ValueError: a junction has more connectors than a word has bits.
    """
    columns: dict[str, list[tuple[str, Array]]] = {table: [] for table in TABLE_OF_AXIS.values()}
    plain: dict[str, Array] = {}
    for name, field in fields(Network):
        array = getattr(network, name)
        axis = field.axes.split()[0].removesuffix("+1")
        if axis in TABLE_OF_AXIS:
            columns[TABLE_OF_AXIS[axis]] += _columns(name, field, array)
        else:
            plain[name] = array
    own, met, parted = _bits(network)
    columns["lanes"] += [("bit", own), ("conflict_bits", met), ("diverging_bits", parted)]
    other = network.conflict_other
    columns["conflicts"] += [("other_bit", own[other]), ("other_from", network.connector_from[other])]
    together = {"lanes": LANES_TOGETHER}
    return Streets(**{table: _table(found, together.get(table, ())) for table, found in columns.items()}, **plain)
