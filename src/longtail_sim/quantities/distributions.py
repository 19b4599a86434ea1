"""The distributions that a scenario file may name in place of a number, as ``{name: parameters}``."""

from __future__ import annotations

import math
from abc import abstractmethod
from typing import Annotated, ClassVar

import numpy as np
import numpy.typing as npt
from pydantic import Field, PrivateAttr, model_validator

from longtail_sim.quantities.section import Number, Section

Bounds = tuple[float, float]
Values = npt.NDArray[np.float64]
EVERYWHERE: Bounds = (-math.inf, math.inf)
TRIES = 1024  # draws before a value outside the allowed range is moved to its nearest end
Positive = Annotated[Number, Field(gt=0)]


class Distribution(Section):
    """A number that the seed decides.  ``float()`` of it is refused: draw the scenario first."""

    name: ClassVar[str]
    _bounds: Bounds = PrivateAttr(default=EVERYWHERE)
    _whole: bool = PrivateAttr(default=False)

    @abstractmethod
    def support(self) -> Bounds:
        """Return the smallest and the largest value that can come out, infinite if there is none."""

    def stated(self) -> tuple[float, ...]:
        """Return the numbers that must lie in the field's range: the ends that the author wrote, and the mean."""
        return (*(end for end in self.support() if math.isfinite(end)), self.centre())

    @abstractmethod
    def centre(self) -> float:
        """Return the mean."""

    @abstractmethod
    def samples(self, generator: np.random.Generator, count: int) -> Values:
        """Return ``count`` independent values, shape (count,)."""

    @abstractmethod
    def in_words(self, unit: str = "") -> str:
        """Return it as a reader would say it; ``unit``, such as ' s', stands behind the numbers."""

    def __str__(self) -> str:
        """Return it in words, without a unit."""
        return self.in_words()

    def within(self, bounds: Bounds, whole: bool) -> Distribution:
        """Return this distribution, truncated to ``bounds`` where its own support is wider."""
        limited = self.model_copy()
        limited._bounds, limited._whole = bounds, whole
        return limited

    def reach(self) -> Bounds:
        """Return the smallest and the largest value that a field gets: the support, within the field's range."""
        return (max(self._bounds[0], self.support()[0]), min(self._bounds[1], self.support()[1]))

    def sample(self, generator: np.random.Generator) -> float:
        """Return one value within reach: the first that falls inside, else moved to the nearest end."""
        low, high = self.reach()
        values = self.samples(generator, TRIES)
        inside = values[(values >= low) & (values <= high)]
        value = float(inside[0]) if inside.size else min(max(float(values[0]), low), high)
        return float(round(value)) if self._whole else value

    def __float__(self) -> float:
        """Refuse: there is no number yet."""
        raise TypeError(f"{self} is a distribution, not a number yet: call draw(seed) on the scenario first")


class Uniform(Distribution):
    """Every value between two ends is equally likely."""

    name: ClassVar[str] = "uniform"
    uniform: tuple[Number, Number] = Field(description="lowest and highest value")

    @model_validator(mode="after")
    def _ordered(self) -> Uniform:
        if self.uniform[0] > self.uniform[1]:
            raise ValueError(f"uniform: the lower end comes first; got {self.uniform[0]:g}, {self.uniform[1]:g}")
        return self

    def support(self) -> Bounds:
        """Return the ends."""
        return self.uniform

    def centre(self) -> float:
        """Return the mean."""
        return sum(self.uniform) / 2

    def samples(self, generator: np.random.Generator, count: int) -> Values:
        """Return ``count`` values, shape (count,)."""
        return generator.uniform(*self.uniform, count)

    def in_words(self, unit: str = "") -> str:
        """Return it in words, ``unit`` where it belongs."""
        return f"{self.uniform[0]:g} to {self.uniform[1]:g}{unit}"


class NormalParameters(Section):
    """Parameters of a normal distribution, cut at ``min`` and ``max`` where they are given."""

    mean: Number = Field(description="mean")
    sd: Positive = Field(description="standard deviation")
    min: Number | None = Field(default=None, description="no value below this")
    max: Number | None = Field(default=None, description="no value above this")

    @model_validator(mode="after")
    def _ordered(self) -> NormalParameters:
        low = -math.inf if self.min is None else self.min
        high = math.inf if self.max is None else self.max
        if not low <= self.mean <= high:
            raise ValueError(f"normal: the mean {self.mean:g} must lie between min and max")
        return self


class Normal(Distribution):
    """Bell curve, truncated at ``min`` and ``max`` and at the ends of the field's own range."""

    name: ClassVar[str] = "normal"
    normal: NormalParameters = Field(description="mean, sd, and optionally min and max")

    def support(self) -> Bounds:
        """Return the ends."""
        shape = self.normal
        return (-math.inf if shape.min is None else shape.min, math.inf if shape.max is None else shape.max)

    def centre(self) -> float:
        """Return the mean."""
        return self.normal.mean

    def samples(self, generator: np.random.Generator, count: int) -> Values:
        """Return ``count`` values, shape (count,)."""
        return generator.normal(self.normal.mean, self.normal.sd, count)

    def in_words(self, unit: str = "") -> str:
        """Return it in words, ``unit`` where it belongs."""
        return f"{self.normal.mean:g} ± {self.normal.sd:g}{unit}, normal"


class LognormalParameters(Section):
    """Parameters of a lognormal distribution, both of the value itself, not of its logarithm."""

    mean: Positive = Field(description="mean")
    cv: Positive = Field(description="coefficient of variation: standard deviation / mean")


class Lognormal(Distribution):
    """Positive and skewed: most values below the mean, a few far above; truncated at the ends of the field's range."""

    name: ClassVar[str] = "lognormal"
    lognormal: LognormalParameters = Field(description="mean and cv")

    def support(self) -> Bounds:
        """Return the ends."""
        return (0.0, math.inf)

    def centre(self) -> float:
        """Return the mean."""
        return self.lognormal.mean

    def stated(self) -> tuple[float, ...]:
        """Return the mean only: the ends belong to the shape, nobody wrote them."""
        return (self.centre(),)

    def samples(self, generator: np.random.Generator, count: int) -> Values:
        """Return ``count`` values, shape (count,)."""
        variance = math.log1p(self.lognormal.cv**2)
        return generator.lognormal(math.log(self.lognormal.mean) - variance / 2, math.sqrt(variance), count)

    def in_words(self, unit: str = "") -> str:
        """Return it in words, ``unit`` where it belongs."""
        return f"mean {self.lognormal.mean:g}{unit}, lognormal"


class Triangular(Distribution):
    """Between two ends, most likely at the mode."""

    name: ClassVar[str] = "triangular"
    triangular: tuple[Number, Number, Number] = Field(description="lowest value, mode, highest value")

    @model_validator(mode="after")
    def _ordered(self) -> Triangular:
        low, mode, high = self.triangular
        if not low <= mode <= high or low == high:
            raise ValueError(f"triangular: lowest, mode, highest in this order; got {low:g}, {mode:g}, {high:g}")
        return self

    def support(self) -> Bounds:
        """Return the ends."""
        return (self.triangular[0], self.triangular[2])

    def centre(self) -> float:
        """Return the mean."""
        return sum(self.triangular) / 3

    def samples(self, generator: np.random.Generator, count: int) -> Values:
        """Return ``count`` values, shape (count,)."""
        return generator.triangular(*self.triangular, count)

    def in_words(self, unit: str = "") -> str:
        """Return it in words, ``unit`` where it belongs."""
        low, mode, high = self.triangular
        return f"{low:g} to {high:g}{unit}, most likely {mode:g}{unit}"


class Choice(Distribution):
    """One of the listed numbers, each equally likely (repeat one to make it likelier)."""

    name: ClassVar[str] = "choice"
    choice: tuple[Number, ...] = Field(min_length=1, max_length=1000, description="the numbers to choose from")

    def support(self) -> Bounds:
        """Return the ends."""
        return (min(self.choice), max(self.choice))

    def centre(self) -> float:
        """Return the mean."""
        return sum(self.choice) / len(self.choice)

    def samples(self, generator: np.random.Generator, count: int) -> Values:
        """Return ``count`` values, shape (count,)."""
        return generator.choice(np.asarray(self.choice, dtype=np.float64), count)

    def in_words(self, unit: str = "") -> str:
        """Return it in words, ``unit`` where it belongs."""
        return "one of " + ", ".join(f"{item:g}" for item in self.choice) + unit


class Poisson(Distribution):
    """A count of independent happenings; truncated at the ends of the field's range."""

    name: ClassVar[str] = "poisson"
    poisson: Number = Field(ge=0, le=1e9, description="mean count")

    def support(self) -> Bounds:
        """Return the ends."""
        return (0.0, math.inf)

    def centre(self) -> float:
        """Return the mean."""
        return self.poisson

    def stated(self) -> tuple[float, ...]:
        """Return the mean only: the ends belong to the shape, nobody wrote them."""
        return (self.centre(),)

    def samples(self, generator: np.random.Generator, count: int) -> Values:
        """Return ``count`` values, shape (count,)."""
        return generator.poisson(self.poisson, count).astype(np.float64)

    def in_words(self, unit: str = "") -> str:
        """Return it in words, ``unit`` where it belongs."""
        return f"mean {self.poisson:g}{unit}, poisson"


DISTRIBUTIONS: dict[str, type[Distribution]] = {
    kind.name: kind for kind in (Uniform, Normal, Lognormal, Triangular, Choice, Poisson)
}
