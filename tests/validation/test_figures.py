"""Numbers as people read them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from longtail_sim.validation.figures import band, count, expected, figure, marks, measured
from longtail_sim.validation.results import Row

ROW = Row("T1.1", "", "thing", "s", "1.89", (1.8, 1.99), "ok", "source", "bed", "set-up", False, 1.943, 1.92, 1.967, 9)


@pytest.mark.parametrize(
    ("value", "text"),
    [(1238.4, "1,238"), (62.34, "62.3"), (1.893, "1.89"), (0.000278781, "0.000279"), (0.0, "0"), (-3.071, "-3.07")],
)
def test_figure(value: float, text: str) -> None:
    assert figure(value) == text


def test_measured_has_its_interval() -> None:
    assert measured(ROW) == "1.94 [1.92, 1.97]"
    assert measured(replace(ROW, low=None, high=None)) == "1.94"
    assert measured(replace(ROW, mean=None)) == "–"


def test_rounding_does_not_move_a_value_into_the_band() -> None:
    assert measured(replace(ROW, mean=1.9904, low=None, high=None)) == "1.9904"
    assert measured(replace(ROW, mean=781.6, band=(782.0, 864.0), low=None, high=None)) == "781.6"


@pytest.mark.parametrize(
    ("bounds", "text"),
    [
        ((1.8, 1.99), "1.8–1.99"),
        ((1350.0, 1750.0), "1,350–1,750"),
        ((None, 0.77), "≤ 0.77"),
        ((0.0665194, 0.0813014), "0.06652–0.0813"),
        ((12345.0, 2e4), "12,345–20,000"),
        ((95.0, None), "≥ 95"),
    ],
)
def test_band(bounds: tuple[float | None, float | None], text: str) -> None:
    assert band(replace(ROW, band=bounds)) == text


def test_a_strict_band_says_so() -> None:
    assert band(replace(ROW, band=(0.0, None), strict=True)) == "> 0"
    assert band(replace(ROW, band=(0.0, 40.0), strict=True)) == "> 0, ≤ 40"


def test_marks() -> None:
    assert marks(ROW) == ""
    assert marks(replace(ROW, required=True)) == "*"
    assert marks(replace(ROW, required=True, calibrated=True)) == "*†"


def test_no_band_is_nothing() -> None:
    assert band(replace(ROW, band=(None, None))) == ""


def test_a_unit_stands_behind_numbers_only() -> None:
    assert expected(ROW) == "1.89 s"
    assert expected(replace(ROW, expected="smooth, one peak")) == "smooth, one peak"
    assert expected(replace(ROW, unit="-")) == "1.89"
    assert expected(replace(ROW, expected="0.05–0.40")) == "0.05–0.40 s"
    assert expected(replace(ROW, expected=">= -9")) == ">= -9 s"
    assert expected(replace(ROW, expected="> 0 (trend)")) == "> 0 (trend)"


def test_a_target_is_inside_if_all_its_values_are() -> None:
    rows = [ROW, replace(ROW, case="b", verdict="MISS"), replace(ROW, id="T1.2")]
    assert count(rows) == "1 of 2 targets (50 %, 2 of 3 values)"
    assert count([]) == "0 of 0 targets (0 of 0 values)"
