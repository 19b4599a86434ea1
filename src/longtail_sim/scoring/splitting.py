"""Rare events by adaptive multilevel splitting: what comes nearest to the event is kept and branched.

Cerou and Guyader 2007, in the unbiased form of Brehier et al. 2016:

1. N trajectories run to their end; the score of each is its highest level (a danger that is 1, say, at the event).
2. Z is the k-th smallest score.  *All* trajectories with a score of at most Z are killed, ties included: with levels
   that come in steps, to kill only k of them overestimates many times over.  If nobody is left the estimate is 0.
3. p becomes p (1 - K/N).  Each of the K killed is replaced by a copy of a survivor up to its first time strictly above
   Z, and goes on from there with fresh randomness.
4. When Z reaches the target, the estimate is p times the share of trajectories that reach it.

It is unbiased for any N, any k and any level, if the state holds everything that matters for the future.  The ideal
interval from one run is too narrow (it covers 84 to 87 % on a walk in steps), so several independent batches run side
by side, and the interval comes from their spread.  A process that has decided everything at its start cannot branch:
let randomness enter at every step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from longtail_sim.errors import ResultsError
from longtail_sim.scoring.statistics import Interval, student_interval

Array = npt.NDArray[Any]
FloatArray = npt.NDArray[np.float64]
Keys = npt.NDArray[np.uint64]

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
CHOICE = np.uint64(0xD1B54A32D192ED03)  # keeps the choice of a survivor apart from the steps


class Process(Protocol):
    """Trajectories side by side: states are arrays whose first axis is the trajectory."""

    def start(self, branches: Keys) -> Array:
        """Return the states at step 0."""
        ...

    def step(self, states: Array, branches: Keys, step: int) -> Array:
        """Return the states one step on; all randomness is a function of (branch, step)."""
        ...

    def level(self, states: Array) -> FloatArray:
        """Return how near each is to the event."""
        ...

    def is_over(self, states: Array) -> npt.NDArray[np.bool_]:
        """Return which trajectories have come to their end."""
        ...


@dataclass(frozen=True)
class Splitting:
    """The estimates of independent batches, each unbiased, and the interval of their mean."""

    estimates: FloatArray
    levels: int  # how many were needed at most

    @property
    def interval(self) -> Interval:
        """Mean of the batches with its 95 % interval."""
        return student_interval(self.estimates.tolist())


def mixed(keys: Keys) -> Keys:
    """Return well-mixed 64-bit words, one per word (the finaliser of SplitMix64, Steele et al. 2014)."""
    z = keys.copy()
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def branch_uniform(branches: Keys, step: int) -> FloatArray:
    """Return one number in [0, 1) per branch, a function of (branch, step) and of nothing else."""
    with np.errstate(over="ignore"):
        words = mixed(branches + GOLDEN * np.uint64(step + 1))
    return (words >> np.uint64(11)).astype(np.float64) * 2.0**-53


def split(
    process: Process,
    target: float,
    *,
    particles: int = 200,
    batches: int = 30,
    kill: int = 1,
    seed: int = 0,
    most_steps: int = 1_000_000,
) -> Splitting:
    """Return the probability that the level of a trajectory reaches ``target``.

    Args:
        process: what happens.
        target: the level of the event.
        particles: trajectories per batch, N.
        batches: independent repetitions.
        kill: k; more is quicker and a little less exact.
        seed: key of all draws.
        most_steps: a trajectory that is not over by then is a defect of the process.

    Raises:
        ResultsError: fewer than two particles, or a trajectory that does not end.
    """
    if particles < 2 or not 1 <= kill < particles or batches < 1:
        raise ResultsError(f"splitting needs 2 particles or more and kills fewer: {particles} particles, kill {kill}.")
    population = _Population(process, target, batches, particles, seed, most_steps)
    estimates, running, levels = np.ones(batches), np.ones(batches, bool), 0
    while running.any():
        scores = population.scores.reshape(batches, particles)
        z = np.partition(scores, kill - 1, axis=1)[:, kill - 1]
        arrived = running & (z >= target)
        estimates[arrived] *= (scores[arrived] >= target).mean(axis=1)
        running &= ~arrived
        killed = (scores <= z[:, None]) & running[:, None]
        estimates[running] *= 1.0 - killed[running].mean(axis=1)
        running &= ~killed.all(axis=1)  # extinct
        killed &= running[:, None]
        population.replace(killed, z, levels)
        levels += int(running.any())
    return Splitting(estimates, levels)


class _Population:
    """All trajectories of all batches: their states step by step, and the highest level up to each step."""

    def __init__(
        self, process: Process, target: float, batches: int, particles: int, seed: int, most_steps: int
    ) -> None:
        self.process, self.target, self.most_steps = process, target, most_steps
        self.batches, self.particles = batches, particles
        rows = batches * particles
        with np.errstate(over="ignore"):
            begin = mixed(np.array([seed & (2**64 - 1)], np.uint64))
            self.branches = mixed(begin + GOLDEN * np.arange(1, rows + 1, dtype=np.uint64))
        self.states = [process.start(self.branches)]
        self.highest = [process.level(self.states[0])]
        self.scores = self.highest[0].copy()
        self._run(np.arange(rows), np.zeros(rows, np.int64))

    def replace(self, killed: npt.NDArray[np.bool_], z: FloatArray, iteration: int) -> None:
        """Give every killed trajectory the beginning of a survivor of its batch, and run it on from there."""
        rows = np.flatnonzero(killed.ravel())
        if not rows.size:
            return
        batch = rows // self.particles
        with np.errstate(over="ignore"):
            self.branches[rows] = mixed(self.branches[rows] + GOLDEN * np.uint64(2 * iteration + 1))
            luck = branch_uniform(self.branches[rows] ^ CHOICE, iteration)
        survivors = np.argsort(killed, axis=1, kind="stable")
        number = self.particles - killed.sum(axis=1)
        parents = batch * self.particles + survivors[batch, (luck * number[batch]).astype(np.int64)]
        self._run(rows, self._copied(rows, parents, z[batch]))

    def _copied(self, rows: Array, parents: Array, z: FloatArray) -> npt.NDArray[np.int64]:
        """Copy what the parents did up to their first time above ``z``; return that step of every row."""
        since = np.zeros(len(rows), np.int64)
        waiting, step = np.arange(len(rows)), 0
        while waiting.size:
            to, of = rows[waiting], parents[waiting]
            self.states[step][to] = self.states[step][of]
            self.highest[step][to] = self.highest[step][of]
            since[waiting] = step
            waiting = waiting[self.highest[step][of] <= z[waiting]]
            step += 1
        self.scores[rows] = z  # at least; what comes is noted as it comes
        return since

    def _run(self, rows: Array, since: npt.NDArray[np.int64]) -> None:
        """Run trajectories to their end, or to the target, each from its own step."""
        order = np.argsort(since, kind="stable")
        rows, since = rows[order], since[order]
        live, joined, step = rows[:0], 0, int(since[0])
        while live.size or joined < len(rows):
            if step >= self.most_steps:
                raise ResultsError(f"a trajectory has not ended after {self.most_steps} steps.")
            last = int(np.searchsorted(since, step, side="right"))
            live, joined = np.concatenate([live, rows[joined:last]]), last
            states, highest = self.states[step][live], self.highest[step][live]
            self.scores[live] = highest
            goes_on = ~self.process.is_over(states) & (highest < self.target)
            live, states, highest = live[goes_on], states[goes_on], highest[goes_on]
            if live.size:
                after = self.process.step(states, self.branches[live], step)
                self._make_room(step + 1)
                self.states[step + 1][live] = after
                self.highest[step + 1][live] = np.maximum(highest, self.process.level(after))
            step += 1

    def _make_room(self, step: int) -> None:
        if len(self.states) <= step:
            self.states.append(np.zeros_like(self.states[0]))
            self.highest.append(np.zeros_like(self.highest[0]))
