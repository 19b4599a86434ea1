"""The street network packed for the compiled core: a few tables of records instead of many arrays.

Every array of :class:`longtail_sim.core.network.Network` becomes a field of the table that its first axis names
(``lane_length`` -> ``lanes[l].length``); row delimiters become ``X_first`` and ``X_last``.  Numba's compile time grows
steeply with the number of arrays that a function is handed, and what belongs to one lane lies together in memory.
"""

from typing import NamedTuple

import numpy as np

from longtail_sim.core.codes import CONFLICT_DIVERGING, CONFLICT_MERGING
from longtail_sim.core.network import Network
from longtail_sim.core.schema import Array, Field, fields, line_up, zeros

WORD = 64  # bits
# What the phases read of lanes and connectors all the time shares a cache line.
LANES_TOGETHER = (
    "length speed bit conflict_bits diverging_bits merging_bits street junction connector_to kind leg connector_turn",
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


def _own_bits(network: Network) -> Array:
    """Return every connector's bit in the word of its junction, 0 for street lanes."""
    own = np.zeros(len(network.lane_kind), np.uint64)
    for first, last in zip(network.inside_first[:-1].tolist(), network.inside_first[1:].tolist(), strict=True):
        if last - first > WORD:
            raise ValueError(f"a junction has {last - first} connectors; at most {WORD} can be simulated")
        own[network.inside_lane[first:last]] = np.uint64(1) << np.arange(last - first, dtype=np.uint64)
    return own


def _united(lanes: Array, bits: Array, number: int) -> Array:
    """Return for each of ``number`` lanes the bits of its rows together; ``lanes`` says whose row it is."""
    words = np.zeros(number, np.uint64)
    np.bitwise_or.at(words, lanes, bits)
    return words


def _lane_bits(network: Network, own: Array) -> list[tuple[str, Array]]:
    """Return the columns of lanes that hold bits of connectors: which one it meets, and which begin at it."""
    lanes = np.repeat(np.arange(len(own)), np.diff(network.conflict_first))
    bits, kind = own[network.conflict_other], network.conflict_kind
    begins = network.lane_connector >= 0
    return [
        ("bit", own),
        ("conflict_bits", _united(lanes[kind != CONFLICT_DIVERGING], bits[kind != CONFLICT_DIVERGING], len(own))),
        ("diverging_bits", _united(lanes[kind == CONFLICT_DIVERGING], bits[kind == CONFLICT_DIVERGING], len(own))),
        ("merging_bits", _united(lanes[kind == CONFLICT_MERGING], bits[kind == CONFLICT_MERGING], len(own))),
        ("leads_bits", _united(np.nonzero(begins)[0], own[network.lane_connector[begins]], len(own))),
    ]


def _by_bits(network: Network, own: Array) -> Network:
    """Return the network with the conflicts of every connector in the order of the bits of the others.

    Raises:
        ValueError: two connectors meet in two places.
    """
    lanes = np.repeat(np.arange(len(own)), np.diff(network.conflict_first))
    bits = own[network.conflict_other]
    order = np.lexsort((bits, lanes))
    if (np.diff(lanes[order]) + (np.diff(bits[order].astype(np.float64)) != 0) == 0).any():
        raise ValueError("two connectors meet in two places; one conflict for each pair can be simulated")
    rows = {
        name: getattr(network, name)[order] for name, field in fields(Network) if field.axes.split()[0] == "conflict"
    }
    return network._replace(**rows)


def pack(network: Network) -> Streets:
    """Return ``network`` as tables of records.

    Raises:
        ValueError: a junction has more connectors than a word has bits, or two of them meet in two places.
    """
    own = _own_bits(network)
    network = _by_bits(network, own)
    columns: dict[str, list[tuple[str, Array]]] = {table: [] for table in TABLE_OF_AXIS.values()}
    plain: dict[str, Array] = {}
    for name, field in fields(Network):
        array = getattr(network, name)
        axis = field.axes.split()[0].removesuffix("+1")
        if axis in TABLE_OF_AXIS:
            columns[TABLE_OF_AXIS[axis]] += _columns(name, field, array)
        else:
            plain[name] = array
    columns["lanes"] += _lane_bits(network, own)
    together = {"lanes": LANES_TOGETHER}
    return Streets(**{table: _table(found, together.get(table, ())) for table, found in columns.items()}, **plain)
