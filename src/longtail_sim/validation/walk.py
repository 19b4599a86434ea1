"""A walk whose chances are known exactly: one step up with probability p, else one down, from 1 to 10 before 0."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from longtail_sim.scoring.splitting import Array, FloatArray, Keys, branch_uniform


@dataclass(frozen=True)
class BiasedWalk:
    """The walk as a process that can be split; its levels come in whole steps, so that ties are the rule."""

    up: float = 0.3
    begin: int = 1
    top: int = 10

    @property
    def probability(self) -> float:
        """The chance to reach the top: ((q/p)^begin - 1) / ((q/p)^top - 1) (gambler's ruin)."""
        odds = (1.0 - self.up) / self.up
        return (odds**self.begin - 1.0) / (odds**self.top - 1.0)

    def start(self, branches: Keys) -> Array:
        """Return the places at the beginning."""
        return np.full(len(branches), self.begin, np.int16)

    def step(self, states: Array, branches: Keys, step: int) -> Array:
        """Return the places one step on."""
        return states + np.where(branch_uniform(branches, step) < self.up, 1, -1).astype(np.int16)

    def level(self, states: Array) -> FloatArray:
        """Return the places."""
        return states.astype(np.float64)

    def is_over(self, states: Array) -> npt.NDArray[np.bool_]:
        """Return who is at the bottom or at the top."""
        return np.asarray((states <= 0) | (states >= self.top))
