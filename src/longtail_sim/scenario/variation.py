"""``vary:`` numbers of a scenario over ranges: a grid, draws at random, or a Latin hypercube.

Draws are keyed by the seed of the plan and the key of the parameter: one more parameter changes no value of the others.
"""

from __future__ import annotations

import itertools
import math
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import AfterValidator, Field, model_validator

from longtail_sim.quantities import Choice, Distribution, Draw, Quantity, Section, Uniform, Whole, quantile

MOST_SAMPLES = 10_000
Values = dict[str, float]  # value by key, such as fleet.share


def _a_distribution(value: float | Distribution) -> Distribution:
    if isinstance(value, Distribution):
        return value
    raise ValueError(f"needs values to choose from, such as {{uniform: [0, 1]}} or {{choice: [1, 2]}}; got {value:g}")


class Variation(Section):
    """Which numbers of the scenario take which values."""

    method: Literal["grid", "random", "latin_hypercube"] = Field(
        default="latin_hypercube",
        description="grid: every combination; random: each sample drawn by itself; latin_hypercube: random, but every "
        "parameter has one value in each of as many equally likely slices as there are samples",
    )
    samples: Annotated[Whole, Field(ge=1, le=MOST_SAMPLES)] = Field(
        default=20, description="number of samples, for random and latin_hypercube"
    )
    levels: Annotated[Whole, Field(ge=1, le=1000)] = Field(
        default=5, description="values of each parameter on a grid; a choice has those that it lists"
    )
    seed: Annotated[Whole, Field(ge=0)] = Field(
        default=0, description="of the draws; the worlds have seeds of their own"
    )
    parameters: dict[
        Annotated[str, Field(pattern=r"^[A-Za-z_]")], Annotated[Quantity, AfterValidator(_a_distribution)]
    ] = Field(
        min_length=1,
        max_length=50,
        description="what each number may be, by its key, such as fleet.share or events.0.at_s",
    )

    @model_validator(mode="after")
    def _not_too_many(self) -> Self:
        if self.method != "grid":
            return self
        kinds = [self._kind(key) for key in self.parameters]
        size = math.prod(len(set(kind.choice)) if isinstance(kind, Choice) else self.levels for kind in kinds)
        if size > MOST_SAMPLES:
            raise ValueError(f"the grid has {size:,} samples, at most {MOST_SAMPLES:,} are possible; use fewer levels")
        return self

    def draws(self) -> list[Values]:
        """Return the values of every sample, the same at every call."""
        if self.method == "grid":
            combined = itertools.product(*(self._on_grid(key) for key in self.parameters))
            return [dict(zip(self.parameters, values, strict=True)) for values in combined]
        columns = {key: self._at_random(key) for key in self.parameters}
        return [{key: column[number] for key, column in columns.items()} for number in range(self.samples)]

    def _on_grid(self, key: str) -> list[float]:
        """Return what is listed, even steps from end to end, or the middles of equally likely slices."""
        kind = self._kind(key)
        if isinstance(kind, Choice):
            return list(dict.fromkeys(kind.choice))
        if isinstance(kind, Uniform) and self.levels > 1:
            return [quantile(kind, number / (self.levels - 1)) for number in range(self.levels)]
        return [quantile(kind, (number + 0.5) / self.levels) for number in range(self.levels)]

    def _at_random(self, key: str) -> list[float]:
        generator = Draw(self.seed).child("vary", key).generator()
        if self.method == "random":
            shares = generator.uniform(size=self.samples)
        else:  # one value in each slice, the slices in random order
            shares = (generator.permutation(self.samples) + generator.uniform(size=self.samples)) / self.samples
        return [quantile(self._kind(key), share) for share in np.clip(shares, 1e-12, 1 - 1e-12).tolist()]

    def _kind(self, key: str) -> Distribution:
        kind = self.parameters[key]
        assert isinstance(kind, Distribution)
        return kind
