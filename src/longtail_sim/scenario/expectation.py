"""Facts about a scenario's outcome that a test can check by running it."""

from __future__ import annotations

import math
from typing import Self

from pydantic import Field, model_validator

from longtail_sim.quantities import Number, Section


class Expectation(Section):
    """One metric of one agent, averaged over seeds, lies within bounds."""

    agent: str = Field(min_length=1, description="name of the agent")
    metric: str = Field(min_length=1, pattern=r"^[a-z][a-z0-9_]*$", description="name of the metric")
    ratio_to_twin: bool = Field(default=False, strict=True, description="compare metric / the twin's, not the metric")
    at_least: Number | None = Field(default=None, description="lower bound, included")
    at_most: Number | None = Field(default=None, description="upper bound, included")

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError("give at_least, at_most or both")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError("at_least must not exceed at_most")
        return self

    def holds(self, value: float) -> bool:
        """Return whether ``value`` (NaN never does) lies within the bounds."""
        low = -float("inf") if self.at_least is None else self.at_least
        high = float("inf") if self.at_most is None else self.at_most
        return low <= value <= high

    def is_possible(self, low: float, high: float) -> bool:
        """Return whether any value from ``low`` to ``high`` lies within the bounds."""
        too_low = self.at_least is not None and high < self.at_least
        too_high = self.at_most is not None and low > self.at_most
        return not (too_low or too_high or math.isnan(low) or math.isnan(high))
