"""Contestants take turns on one machine, so that what disturbs one disturbs the others; and what their turns tell."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

CLOCKS: dict[str, Callable[[], float]] = {"wall": time.perf_counter, "cpu": time.process_time}


@dataclass(frozen=True)
class Effort:
    """How much is measured, and by which clock."""

    quick: bool = False
    clock_name: str = "wall"  # a key of CLOCKS; "cpu" leaves out the waiting on a busy machine
    only: tuple[str, ...] = ()  # rows, or beginnings of their numbers; () for all

    @property
    def clock(self) -> Callable[[], float]:
        """The clock [s] for what one thread does."""
        return CLOCKS[self.clock_name]

    @property
    def rounds(self) -> int:
        """How often everybody has a turn."""
        return 3 if self.quick else 7

    def wants(self, row: str) -> bool:
        """Return whether a row is chosen, or below one that is: 5.2 is below 5."""
        return not self.only or any(row == name or row.startswith(f"{name}.") for name in self.only)

    def pick(self, full: float, quick: float) -> float:
        """Return the value for this effort."""
        return quick if self.quick else full


@dataclass(frozen=True)
class Turn:
    """What was done in how long."""

    work: float  # vehicle-steps, policy steps ...
    seconds: float

    @property
    def rate(self) -> float:
        """Work per second."""
        return self.work / self.seconds


@dataclass(frozen=True)
class Spread:
    """Several measurements of one thing."""

    median: float
    low: float
    high: float
    count: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Return median, smallest and largest."""
        return cls(median(values), min(values), max(values), len(values))


def alternate(
    contestants: Mapping[str, Callable[[], Turn]], rounds: int, tell: Callable[[str], None] = lambda _: None
) -> dict[str, list[Turn]]:
    """Give everybody a turn, as often as there are rounds, every other time in reverse order.

    One turn before the first round is not counted: it compiles, and fills the caches.
    """
    turns: dict[str, list[Turn]] = {name: [] for name in contestants}
    for number in range(rounds + 1):
        tell(f"round {number} of {rounds}" if number else "warming up")
        for name in list(contestants)[:: 1 if number % 2 else -1]:
            turns[name].append(contestants[name]())
    return {name: found[1:] for name, found in turns.items()}


def rates(turns: Sequence[Turn]) -> Spread:
    """Return the rates of these turns."""
    return Spread.of([turn.rate for turn in turns])


def ratios(ours: Sequence[Turn], theirs: Sequence[Turn]) -> Spread:
    """Return our rate by theirs, round by round."""
    return Spread.of([a.rate / b.rate for a, b in zip(ours, theirs, strict=True)])


def best_ratio(ours: Sequence[Turn], theirs: Sequence[Turn]) -> float:
    """Return our best rate by their best: each in the round that was disturbed least."""
    return max(turn.rate for turn in ours) / max(turn.rate for turn in theirs)


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Return b of cost = a * size^b, by least squares over the logarithms."""
    return float(np.polyfit(np.log(sizes), np.log(costs), 1)[0])
