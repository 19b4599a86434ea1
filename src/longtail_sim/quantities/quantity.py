"""The type of a field that takes a number or a distribution, and the range that both must respect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

from pydantic import Discriminator, GetCoreSchemaHandler, GetJsonSchemaHandler, Tag
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from longtail_sim.quantities.distributions import (
    DISTRIBUTIONS,
    Choice,
    Distribution,
    Lognormal,
    Normal,
    Poisson,
    Triangular,
    Uniform,
)
from longtail_sim.quantities.section import Number


def _tag(value: Any) -> str | None:
    """Return which member of the union ``value`` belongs to; None for a mapping that does not name one distribution.

    Tags stand in angle brackets, so that a location in an error cannot confuse them with keys.
    """
    if isinstance(value, Distribution):
        return f"<{value.name}>"
    if isinstance(value, Mapping):
        names = [str(key) for key in value if key in DISTRIBUTIONS]
        return f"<{names[0]}>" if len(names) == 1 else None
    return "<number>"


_BY_NAME = Discriminator(
    _tag,
    custom_error_type="unknown_distribution",
    custom_error_message="not a distribution; write exactly one of "
    + ", ".join(f"{{{name}: ...}}" for name in DISTRIBUTIONS),
)

Quantity: TypeAlias = Annotated[
    Annotated[Number, Tag("<number>")]
    | Annotated[Uniform, Tag("<uniform>")]
    | Annotated[Normal, Tag("<normal>")]
    | Annotated[Lognormal, Tag("<lognormal>")]
    | Annotated[Triangular, Tag("<triangular>")]
    | Annotated[Choice, Tag("<choice>")]
    | Annotated[Poisson, Tag("<poisson>")],
    _BY_NAME,
]

LognormalQuantity: TypeAlias = Annotated[
    Annotated[Number, Tag("<number>")] | Annotated[Lognormal, Tag("<lognormal>")],
    Discriminator(
        lambda value: tag if (tag := _tag(value)) in ("<number>", "<lognormal>") else None,
        custom_error_type="unknown_distribution",
        custom_error_message="only a number or {lognormal: {mean: ..., cv: ...}} is possible here",
    ),
]


class DrawnPerCase:
    """Marks a field whose distribution stays: it is drawn once for each case (a request, a cell), not once a run."""


@dataclass(frozen=True)
class Range:
    """Allowed values of a quantity, ends included; ``whole`` asks for whole numbers (draws are rounded).

    A distribution whose support ends outside the range is refused; one that goes on for ever (normal, lognormal,
    poisson) must have its mean inside and is truncated: a value outside is drawn again.
    """

    low: float
    high: float
    whole: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check the range after the quantity itself was read."""
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Put the range on the plain number of the union."""
        result = handler(schema)
        branches: list[JsonSchemaValue] = result.get("oneOf") or result.get("anyOf") or []
        for branch in branches:
            if branch.get("type") == "number":
                branch.update({"minimum": _plain(self.low), "maximum": _plain(self.high)})
                branch.update({"type": "integer"} if self.whole else {})
        return result

    def check(self, value: float | Distribution) -> float | Distribution:
        """Return ``value``, truncated to the range if it is a distribution; raises ValueError if it cannot fit."""
        if isinstance(value, Distribution):
            self._check_distribution(value)
            return value.within((self.low, self.high), self.whole)
        if not self.low <= value <= self.high:
            raise ValueError(f"must be between {self.low:g} and {self.high:g}; got {value:g}")
        if self.whole and value != round(value):
            raise ValueError(f"must be a whole number; got {value:g}")
        return value

    def _check_distribution(self, value: Distribution) -> None:
        outside = [number for number in value.stated() if not self.low <= number <= self.high]
        if outside:
            raise ValueError(f"must stay between {self.low:g} and {self.high:g}; this distribution has {outside[0]:g}")


def highest(value: float | Distribution) -> float:
    """Return the largest value that a quantity can take, infinite if there is none."""
    return value.reach()[1] if isinstance(value, Distribution) else value


def lowest(value: float | Distribution) -> float:
    """Return the smallest value that a quantity can take, minus infinity if there is none."""
    return value.reach()[0] if isinstance(value, Distribution) else value


def lognormal_parameters(value: float | Lognormal) -> tuple[float, float]:
    """Return mean and coefficient of variation; a plain number varies by 0."""
    return (value.lognormal.mean, value.lognormal.cv) if isinstance(value, Lognormal) else (float(value), 0.0)


def in_words(value: float | Distribution, unit: str = "") -> str:
    """Return a quantity as a reader would say it; ``unit``, such as ' s', stands behind the numbers."""
    return value.in_words(unit) if isinstance(value, Distribution) else f"{value:g}{unit}"


def _plain(bound: float) -> float:
    """Return a bound without a needless ``.0``: equal ranges are one object, whichever of them was written first."""
    return int(bound) if float(bound).is_integer() else bound
