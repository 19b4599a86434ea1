"""Distributions have the moments they state and stay within what a field allows."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
import pytest
from pydantic import Field, ValidationError

from longtail_sim.quantities import (
    DISTRIBUTIONS,
    Draw,
    Lognormal,
    Quantity,
    Range,
    Section,
    highest,
    lognormal_parameters,
    lowest,
)

COUNT = 20_000


class Sample(Section):
    """One quantity without limits that matter."""

    value: Annotated[Quantity, Range(-1e6, 1e6)] = 0


class Share(Section):
    """A quantity with limits."""

    value: Annotated[Quantity, Range(0, 1)] = 0


class Count(Section):
    """A whole quantity."""

    value: Annotated[Quantity, Range(0, 9, whole=True)] = 0


class Plain(Section):
    """A field that takes no distribution."""

    value: Annotated[float, Field(strict=True)] = 0


MOMENTS = [
    ({"uniform": [2, 6]}, 4.0, 4 / np.sqrt(12)),
    ({"normal": {"mean": 3, "sd": 2}}, 3.0, 2.0),
    ({"lognormal": {"mean": 40, "cv": 1}}, 40.0, 40.0),
    ({"triangular": [0, 3, 6]}, 3.0, np.sqrt(1.5)),
    ({"choice": [1, 1, 4]}, 2.0, np.sqrt(2)),
    ({"poisson": 9}, 9.0, 3.0),
]


def read(model: type[Any], text: Any) -> Any:
    return model.model_validate({"value": text}).value


@pytest.mark.parametrize(("text", "mean", "sd"), MOMENTS)
def test_moments(text: dict[str, Any], mean: float, sd: float) -> None:
    values = read(Sample, text).samples(np.random.default_rng(1), COUNT)
    assert values.shape == (COUNT,)
    assert values.mean() == pytest.approx(mean, abs=5 * sd / np.sqrt(COUNT))
    assert values.std() == pytest.approx(sd, rel=0.06)


@pytest.mark.parametrize(("text", "mean", "sd"), MOMENTS)
def test_centre_is_the_mean(text: dict[str, Any], mean: float, sd: float) -> None:
    assert read(Sample, text).centre() == pytest.approx(mean)


def test_every_distribution_is_tested() -> None:
    assert {next(iter(text)) for text, _, _ in MOMENTS} == set(DISTRIBUTIONS)


@pytest.mark.parametrize(
    "text",
    [
        {"normal": {"mean": 0.9, "sd": 5}},
        {"lognormal": {"mean": 0.9, "cv": 3}},
        {"uniform": [0, 1]},
        {"normal": {"mean": 0.5, "sd": 9, "min": 0.4, "max": 0.6}},
    ],
)
def test_draws_respect_the_range(text: dict[str, Any]) -> None:
    quantity = read(Share, text)
    low, high = (0.4, 0.6) if "min" in str(text) else (0, 1)
    drawn = [Draw(seed).value(quantity) for seed in range(300)]
    assert min(drawn) >= low
    assert max(drawn) <= high
    assert len(set(drawn)) > 250


def test_whole_draws_are_whole() -> None:
    quantity = read(Count, {"poisson": 4})
    drawn = {Draw(seed).value(quantity) for seed in range(200)}
    assert all(value == round(value) and 0 <= value <= 9 for value in drawn)
    assert len(drawn) > 5


@pytest.mark.parametrize(
    ("model", "text", "message"),
    [
        (Share, 1.2, "must be between 0 and 1; got 1.2"),
        (Share, {"uniform": [0.5, 1.5]}, "must stay between 0 and 1; this distribution has 1.5"),
        (Share, {"choice": [0.5, -2]}, "this distribution has -2"),
        (Share, {"triangular": [0, 0.5, 3]}, "this distribution has 3"),
        (Share, {"normal": {"mean": 2, "sd": 1}}, "this distribution has 2"),
        (Share, {"normal": {"mean": 0.5, "sd": 1, "max": 4}}, "this distribution has 4"),
        (Share, {"lognormal": {"mean": 3, "cv": 1}}, "this distribution has 3"),
        (Share, {"unifrom": [0, 1]}, "not a distribution"),
        (Share, {"uniform": [0, 1], "poisson": 1}, "not a distribution"),
        (Share, {}, "not a distribution"),
        (Share, "0.5", "valid number"),
        (Share, True, "valid number"),
        (Share, None, "valid number"),
        (Share, float("nan"), "finite"),
        (Share, {"uniform": [0, float("inf")]}, "finite"),
        (Share, {"uniform": [1, 0]}, "the lower end comes first"),
        (Share, {"triangular": [0, 1, 0.5]}, "in this order"),
        (Share, {"normal": {"mean": 0.5, "sd": 0}}, "greater than 0"),
        (Share, {"normal": {"mean": 0.5, "sd": 1, "min": 0.7}}, "between min and max"),
        (Share, {"choice": []}, "at least 1"),
        (Count, 2.5, "must be a whole number; got 2.5"),
        (Plain, {"uniform": [0, 1]}, "valid number"),
    ],
)
def test_refused(model: type[Any], text: Any, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        read(model, text)


def test_an_undrawn_number_cannot_be_used_as_one() -> None:
    with pytest.raises(TypeError, match="call draw"):
        float(read(Sample, {"uniform": [0, 1]}))


def test_ends_and_parameters() -> None:
    spread = Lognormal.model_validate({"lognormal": {"mean": 40, "cv": 0.5}})
    assert (lowest(3.0), highest(3.0)) == (3.0, 3.0)
    assert (lowest(spread), highest(spread)) == (0.0, float("inf"))
    assert lognormal_parameters(spread) == (40.0, 0.5)
    assert lognormal_parameters(12.0) == (12.0, 0.0)
