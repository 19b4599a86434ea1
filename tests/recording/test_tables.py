"""Tables over time come back to the bit, whatever is in them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longtail_sim.recording import Fixed, Keyed, Table, pack, unpack
from longtail_sim.recording.prediction import GOES_ON, STAYS, remains, restore

FLOATS = st.floats(width=64, allow_nan=True, allow_infinity=True)


@st.composite
def keyed(draw):
    """Rows that come and go, in any order."""
    moments = []
    for _ in range(draw(st.integers(1, 5))):
        keys = draw(st.lists(st.integers(-(2**40), 2**40), unique=True, max_size=5))
        count = len(keys)
        moments.append(
            {
                "key": np.array(keys, np.int64),
                "x": np.array(draw(st.lists(FLOATS, min_size=count, max_size=count)), np.float64),
                "small": np.array(draw(st.lists(st.integers(-128, 127), min_size=count, max_size=count)), np.int8),
                "yes": np.array(draw(st.lists(st.booleans(), min_size=count, max_size=count)), bool),
                "pair": np.array(
                    draw(st.lists(st.integers(-9, 2**62), min_size=2 * count, max_size=2 * count))
                ).reshape(count, 2),
            }
        )
        moments[-1]["pair"] = moments[-1]["pair"].astype(np.int64)
    return moments


def same(first, second):
    return first.dtype == second.dtype and first.shape == second.shape and first.tobytes() == second.tobytes()


@settings(max_examples=60, deadline=None)
@given(keyed())
def test_rows_that_come_and_go_come_back_in_their_order(moments):
    read, more = unpack(pack({"cars": Table(Keyed("key"), moments)}, {"words": "ü"}))
    assert more == {"words": "ü"}
    assert len(read["cars"]) == len(moments)
    for was, now in zip(moments, read["cars"], strict=True):
        assert all(same(was[name], now[name]) for name in was)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(FLOATS, min_size=3, max_size=3), min_size=1, max_size=6), st.sampled_from([STAYS, GOES_ON]))
def test_whatever_was_expected_the_values_come_back(rows, predictor):
    values = np.array(rows)
    if predictor == GOES_ON:
        values = np.nan_to_num(values, nan=0.0, posinf=1e300, neginf=-1e300)
    with np.errstate(over="ignore", invalid="ignore"):
        usual = 0 if predictor == GOES_ON else int(values[0, 0].view(np.int64))
        left = remains(values, np.ones(values.shape, bool), predictor, usual)
        again = restore(left, np.ones(values.shape, bool), predictor, values.dtype, usual)
    assert same(values, again)


@pytest.mark.parametrize("kind", ["f4", "f8", "i1", "i4", "i8", "?"])
def test_a_table_without_keys_may_change_its_size(kind):
    moments = [{"a": np.arange(number * 2).reshape(number, 2).astype(kind)} for number in (2, 2, 0, 3)]
    for some in (moments, moments[:2]):
        read, _ = unpack(pack({"t": Table(Fixed(), some)}, {}))
        assert all(same(was["a"], now["a"]) for was, now in zip(some, read["t"], strict=True))


def test_some_tables_can_be_read_alone():
    moments = [{"key": np.array([5, 3]), "x": np.array([1.0, 2.0])}]
    content = pack({"first": Table(Keyed("key"), moments), "second": Table(Fixed(), [{"y": np.array(7.0)}])}, {})
    read, _ = unpack(content, only=["second"])
    assert list(read) == ["second"]
    assert read["second"][0]["y"] == 7.0


def test_what_goes_on_at_a_steady_pace_costs_nothing():
    line = [{"key": np.arange(50), "x": np.arange(50) * 7.0 + 2.5 * moment} for moment in range(60)]
    assert len(pack({"cars": Table(Keyed("key"), line)}, {})) < 1200  # of 24,000


def test_what_nearly_all_have_alike_costs_nothing_although_they_come_and_go():
    begins = np.random.default_rng(0).integers(0, 50, 300)

    def size(columns):
        moments = []
        for moment in range(60):
            there = np.flatnonzero(begins <= moment)
            moments.append({"key": there, **{name: values[there] for name, values in columns.items()}})
        return len(pack({"cars": Table(Keyed("key"), moments)}, {}))

    usual = np.where(np.arange(300) == 70, 12.5, np.inf)
    assert size({"due_s": usual}) < size({}) + 300  # about 200 of them say what the column is
