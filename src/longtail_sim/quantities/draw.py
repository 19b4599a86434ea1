"""Keyed draws: a value depends on the seed and on the path of its key, never on the order of drawing.

So a new key in a scenario changes no other draw, and two scenarios that share a key share its value.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
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


class Drawer:
    """Draws from one model for many seeds: what holds no distribution is looked through once."""

    def __init__(self, model: BaseModel) -> None:
        """Find the parts that are the same for all seeds."""
        self._model = model  # keeps the parts, and so their identities
        self._fixed: set[int] = set()
        self._note_fixed(model)

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle the model only: a copy has other identities."""
        return Drawer, (self._model,)

    def draw(self, seed: int) -> Any:
        """Return the same as ``draw(model, seed)``; parts without a distribution are the model's own."""
        return self._value(self._model, Draw(seed))

    def _note_fixed(self, value: Any) -> bool:
        """Note all parts of ``value`` that no seed changes; return whether it is one itself."""
        if isinstance(value, Distribution):
            return False
        if all([self._note_fixed(part) for _, part in _parts(value)]):
            self._fixed.add(id(value))
            return True
        return False

    def _value(self, value: Any, place: Draw) -> Any:
        if id(value) in self._fixed:
            return value
        if isinstance(value, Distribution):
            return place.value(value)
        changed = {
            key: self._value(part, place.child(*keys))
            for (key, part), keys in zip(_parts(value), _keys(value), strict=True)
            if id(part) not in self._fixed
        }
        if isinstance(value, BaseModel):
            return value.model_copy(update=changed)
        if isinstance(value, tuple):
            return tuple(changed.get(number, part) for number, part in enumerate(value))
        return value | changed


def draw(model: Model, seed: int) -> Model:
    """Return ``model`` with a number in place of every distribution, except in fields marked ``DrawnPerCase``."""
    drawn: Model = Drawer(model).draw(seed)
    return drawn


def _parts(value: Any) -> list[tuple[Any, Any]]:
    """Return what a model, a list or a mapping consists of, by name, number or key; nothing else has parts."""
    if isinstance(value, BaseModel):
        return [(name, getattr(value, name)) for name in _drawn_fields(type(value))]
    if isinstance(value, tuple):
        return list(enumerate(value))
    return list(value.items()) if isinstance(value, dict) else []


def _keys(value: Any) -> list[tuple[object, ...]]:
    """Return the place of every part; things of a list that have a kind are keyed by it.

    So a new one of another kind changes nothing.
    """
    if not isinstance(value, tuple):
        return [(key,) for key, _ in _parts(value)]
    keys, seen = list[tuple[object, ...]](), dict[str, int]()
    for number, item in enumerate(value):
        kind = getattr(item, "kind", None)
        count = seen[str(kind)] = seen.get(str(kind), -1) + 1
        keys.append((number,) if kind is None else (kind, count))
    return keys


@cache
def _drawn_fields(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(
        name
        for name, field in model.model_fields.items()
        if not any(isinstance(mark, DrawnPerCase) for mark in field.metadata)
    )
