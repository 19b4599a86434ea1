"""Random sections build soundly or are refused in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from longtail_sim.errors import NetworkError
from longtail_sim.network import NetworkSpec, StreetNetwork, build_network

Check = Callable[[StreetNetwork], None]
BANS = [f"{leg}:{turn}" for leg in ("north", "east", "south", "west") for turn in ("left", "straight", "right")]


@st.composite
def sections(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a network section that passes validation."""
    counts = {"column": draw(st.integers(1, 4)), "row": draw(st.integers(1, 4))}
    block = st.floats(40, 300)
    streets = [
        {
            "axis": axis,
            "index": index,
            "lanes": draw(st.one_of(st.integers(1, 5), st.tuples(st.integers(1, 5), st.integers(1, 5)))),
            "one_way": draw(st.sampled_from(["none", *ways])),
            "major": draw(st.booleans()),
        }
        for axis, ways in (("column", ("north", "south")), ("row", ("east", "west")))
        for index in range(counts[axis])
        if draw(st.booleans())
    ]
    places = draw(
        st.sets(st.tuples(st.integers(0, counts["column"] - 1), st.integers(0, counts["row"] - 1)), max_size=2)
    )
    bans = st.lists(st.sampled_from(BANS), max_size=2)
    return {
        "grid": {
            "columns": counts["column"],
            "rows": counts["row"],
            "one_way": draw(st.sampled_from(["none", "alternate"])),
        },
        "columns_m": draw(st.lists(block, min_size=counts["column"] - 1, max_size=counts["column"] - 1)),
        "rows_m": draw(st.lists(block, min_size=counts["row"] - 1, max_size=counts["row"] - 1)),
        "streets": streets,
        "junctions": {
            "turn_bans": draw(bans),
            "at": {f"{column},{row}": {"turn_bans": draw(bans)} for column, row in places},
        },
        "signals": {
            "cycle_s": draw(st.floats(20, 240)),
            "offsets": draw(st.sampled_from(["none", "green_wave"])),
            "split": draw(st.sampled_from(["equal", "by_lanes"])),
        },
    }


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(section=sections())
def test_a_valid_section_builds_soundly_or_is_refused_in_words(check: Check, section: dict[str, Any]) -> None:
    spec = NetworkSpec.model_validate(section)
    try:
        network = build_network(spec)
    except NetworkError as error:
        assert str(error).startswith("network") and "\n" not in str(error)
    else:
        check(network)


def test_most_sections_build() -> None:
    """Guard against a builder that refuses everything: an ordinary section of the kind drawn above is built."""
    section = {"grid": {"columns": 3, "rows": 2, "one_way": "alternate"}, "junctions": {"turn_bans": ["north:left"]}}
    assert build_network(NetworkSpec.model_validate(section)).num_junctions == 6
    with pytest.raises(NetworkError):
        build_network(NetworkSpec.model_validate(section | {"columns_m": [30.0, 30.0]}))
