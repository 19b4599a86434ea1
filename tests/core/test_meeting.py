"""Loops over bits visit what loops over all connectors would."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtail_sim.core.instructions import count_bits
from longtail_sim.core.jit import kernel
from longtail_sim.core.meeting import NOBODY, lowest, row_of, without_lowest

words = st.integers(1, 2**64 - 1)


@kernel
def counted(word: Any) -> Any:
    """Count bits from compiled code."""
    return count_bits(word)


@given(word=words)
def test_bits_are_counted(word: int) -> None:
    assert counted(np.uint64(word)) == word.bit_count()


@given(word=words)
def test_every_bit_is_met_once_from_the_lowest(word: int) -> None:
    rest, seen = np.uint64(word), []
    while rest != NOBODY:
        seen.append(int(lowest(rest)))
        rest = np.uint64(without_lowest(rest))
    assert seen == [1 << place for place in range(64) if word >> place & 1]


@pytest.mark.parametrize("lanes", [1, 2, 3])
def test_the_row_of_a_bit_is_the_conflict_with_its_connector(stage: Callable[..., Any], lanes: int) -> None:
    it = stage(network={"grid": {"columns": 1, "rows": 1, "lanes": lanes}})
    streets, met = it.streets, 0
    for connector in it.network.arrays.inside_lane.tolist():
        static = streets.lanes[connector]
        rest = static["conflict_bits"] | static["diverging_bits"]
        while rest != NOBODY:
            bit = np.uint64(lowest(rest))
            row = row_of(connector, bit, streets)
            assert streets.lanes["bit"][streets.conflicts["other"][row]] == bit
            rest, met = np.uint64(without_lowest(rest)), met + 1
    assert met == len(streets.conflicts)
