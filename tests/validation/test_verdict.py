"""The rule: the interval inside the band, or the mean inside and the interval at most half as wide as the band."""

from __future__ import annotations

import pytest

from longtail_sim.errors import ResultsError
from longtail_sim.validation.target import Target
from longtail_sim.validation.verdict import judge


def word(values: list[float], low: float | None, high: float | None, **more: bool) -> str:
    target = Target("T1.1", "thing", "s", "1", low, high, "source", **more)
    return judge(target, values).word


CASES = {
    "interval inside": ([0.9, 1.0, 1.1, 1.0], 0.5, 1.5, "ok"),
    "mean inside, interval across the edge but narrow": ([1.39, 1.45, 1.48, 1.52], 0.5, 1.5, "ok"),
    "mean inside, interval as wide as the band": ([0.0, 0.0, 2.0, 2.0], 0.5, 1.5, "wide"),
    "mean outside, interval across the edge": ([1.2, 1.9], 0.5, 1.5, "MISS"),
    "mean outside": ([2.0, 2.1], 0.5, 1.5, "MISS"),
    "mean below": ([0.1, 0.2], 0.5, 1.5, "MISS"),
    "one seed has no interval": ([1.0], 0.5, 1.5, "wide"),
    "one seed, outside": ([2.0], 0.5, 1.5, "MISS"),
    "on the edge": ([1.5, 1.5], 0.5, 1.5, "ok"),
    "no band": ([7.0, 8.0], None, None, "reported"),
    "only an upper bound": ([7.0, 7.1], None, 9.0, "ok"),
    "only an upper bound, two seeds that do not say where the mean is": ([7.0, 8.0], None, 9.0, "wide"),
    "only an upper bound, interval across it": ([7.0, 9.5], None, 9.0, "wide"),
    "only a lower bound, infinite upper": ([7.0, 8.0], 9.0, float("inf"), "MISS"),
}


@pytest.mark.parametrize(("values", "low", "high", "expected"), CASES.values(), ids=CASES.keys())
def test_rule(values: list[float], low: float | None, high: float | None, expected: str) -> None:
    assert word(values, low, high) == expected


STRICT = {
    "nothing at all": ([0.0, 0.0], None, "MISS"),
    "all above": ([0.2, 0.21], None, "ok"),
    "the interval touches the bound": ([0.0, 1.0], None, "wide"),
    "touches it, but is narrow beside the band": ([0.0, 0.1, 0.2], 40.0, "wide"),
    "above, and across the upper bound, which stays as it is": ([1.3, 1.4, 1.7], 1.5, "ok"),
}


@pytest.mark.parametrize(("values", "high", "expected"), STRICT.values(), ids=STRICT.keys())
def test_what_is_to_be_greater_than_nothing_is_not_nothing(
    values: list[float], high: float | None, expected: str
) -> None:
    assert word(values, 0.0, high, strict=True) == expected


def test_exact_and_strict() -> None:
    assert word([0.0], 0.0, 3.0, exact=True, strict=True) == "MISS"
    assert word([0.1], 0.0, 3.0, exact=True, strict=True) == "ok"
    assert word([0.0, 0.1], 0.0, 3.0, exact=True, strict=True) == "MISS"


def test_exact_targets_have_a_value_and_no_interval() -> None:
    target = Target("T1.1", "thing", "s", "1", 0.9, 1.1, "source", exact=True)
    verdict = judge(target, [1.05])
    assert (verdict.word, verdict.measured.mean, verdict.measured.low) == ("ok", 1.05, None)
    assert word([1.2], 0.9, 1.1, exact=True) == "MISS"


def test_of_several_exact_values_all_must_be_inside() -> None:
    assert word([1.0, 1.05], 0.9, 1.1, exact=True) == "ok"
    assert word([1.0, 1.15, 0.99], 0.9, 1.1, exact=True) == "MISS"


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("values", [[], [1.0, float("nan")], [float("inf")]], ids=["none", "NaN", "infinite"])
def test_what_is_no_number_is_refused(values: list[float], exact: bool) -> None:
    with pytest.raises(ResultsError):
        word(values, None, None, exact=exact)
