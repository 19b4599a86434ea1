"""What is measured, and the stop watch."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


class PeerMissingError(Exception):
    """A simulator to compare with is not installed."""


@dataclass(frozen=True)
class Measured:
    """One timed piece of simulation."""

    vehicles: float  # mean number in the network
    steps: int  # physics steps
    step_s: float  # simulated time of one
    wall_s: float
    decisions: int | None = None  # times that an agent was asked

    @property
    def vehicle_steps_per_s(self) -> float:
        """Vehicles moved by one step, per second of wall clock."""
        return self.vehicles * self.steps / self.wall_s

    @property
    def real_time_factor(self) -> float:
        """Simulated seconds per second of wall clock."""
        return self.steps * self.step_s / self.wall_s

    @property
    def decisions_per_s(self) -> float | None:
        """Decisions per second of wall clock."""
        return None if self.decisions is None else self.decisions / self.wall_s


@dataclass(frozen=True)
class Pace:
    """How a simulator goes forward."""

    steps_per_round: int  # physics steps of one call
    step_s: float
    asked: bool = False  # an agent decides before each call


def stop_watch(
    step: Callable[[], float], rounds: int, pace: Pace, between: Callable[[], None] | None = None
) -> Measured:
    """Call ``step`` so many times and time it; it returns the number of vehicles that it moved.

    What is done ``between`` the calls, such as beginning a new episode, is not timed.
    """
    vehicles = wall = 0.0
    for _ in range(rounds):
        start = time.perf_counter()
        vehicles += step()
        wall += time.perf_counter() - start
        if between is not None:
            between()
    decisions = rounds if pace.asked else None
    return Measured(vehicles / rounds, rounds * pace.steps_per_round, pace.step_s, wall, decisions)
