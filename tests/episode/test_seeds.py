"""Seeds as one types them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtail_sim.episode.seeds import parse_seeds
from longtail_sim.errors import LongtailError


@pytest.mark.parametrize(
    ("text", "seeds"),
    [("0:3", (0, 1, 2)), ("7", (7,)), ("1,5,9", (1, 5, 9)), (" 2 : 4 ", (2, 3)), ("9,1", (9, 1))],
)
def test_right(text: str, seeds: tuple[int, ...]) -> None:
    assert parse_seeds(text) == seeds


@given(st.text("0123456789:,- x", max_size=12))
def test_anything_else_is_one_sentence(text: str) -> None:
    try:
        seeds = parse_seeds(text)
    except LongtailError as error:
        assert str(error).startswith("--seeds")
        assert "\n" not in str(error)
    else:
        assert seeds
        assert len(set(seeds)) == len(seeds)
        assert min(seeds) >= 0
