"""Keyed draws: a value depends on the seed and on the path of its key, never on the order of drawing.

So a new key in a scenario changes no other draw, and two scenarios that share a key share its value.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from pydantic import BaseModel

from longtail_sim.quantities.distributions import Distribution
from longtail_sim.quantities.quantity import DrawnPerCase

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Draw:
    """A place in the tree of random draws."""

    seed: int
    path: tuple[str, ...] = ()

    def child(self, *keys: object) -> Draw:
        """Return the place below this one."""
        return Draw(self.seed, (*self.path, *(str(key) for key in keys)))

    def generator(self) -> np.random.Generator:
        """Return a fresh generator of this place, the same at every call."""
        text = "\x1f".join((str(self.seed), *self.path))
        key = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=16).digest(), "little")
        return np.random.Generator(np.random.Philox(key=key))

    def value(self, quantity: float | Distribution) -> float:
        """Return the number itself, or the value that this place draws from the distribution."""
        return quantity.sample(self.generator()) if isinstance(quantity, Distribution) else float(quantity)


def draw(model: Model, seed: int) -> Model:
    """Return ``model`` with a number in place of every distribution, except in fields marked ``DrawnPerCase``."""
    return _draw_model(model, Draw(seed))


def _draw_model(model: Model, place: Draw) -> Model:
    changed: dict[str, Any] = {}
    for name, field in type(model).model_fields.items():
        if any(isinstance(mark, DrawnPerCase) for mark in field.metadata):
            continue
        before = getattr(model, name)
        after = _draw_value(before, place.child(name))
        if after is not before:
            changed[name] = after
    return model.model_copy(update=changed) if changed else model


def _draw_value(value: Any, place: Draw) -> Any:
    if isinstance(value, Distribution):
        return place.value(value)
    if isinstance(value, BaseModel):
        return _draw_model(value, place)
    if isinstance(value, tuple):
        return _draw_items(value, place)
    if isinstance(value, dict):
        return {key: _draw_value(item, place.child(key)) for key, item in value.items()}
    return value


def _draw_items(items: tuple[Any, ...], place: Draw) -> tuple[Any, ...]:
    """Draw a list; things with a kind are keyed by it, so that a new one of another kind changes nothing."""
    after, seen = [], dict[str, int]()
    for number, item in enumerate(items):
        kind = getattr(item, "kind", None)
        count = seen[str(kind)] = seen.get(str(kind), -1) + 1
        after.append(_draw_value(item, place.child(number) if kind is None else place.child(kind, count)))
    return items if all(new is old for new, old in zip(after, items, strict=True)) else tuple(after)
