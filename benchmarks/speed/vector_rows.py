"""Many small worlds at once: environment steps a second."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np
from contest import Effort, Turn, alternate, rates
from table import Row, Target
from worlds import junction

from longtail_sim.envs.vector import DriveVectorEnv

IDS = ("4.1", "4.2", "4.3", "4.4")
WARM_UP_S = 60.0
PROCEED = 0


class Worlds:
    """A vector environment as a contestant."""

    def __init__(self, worlds: int, threads: int, steps: int, anew: bool, effort: Effort) -> None:
        """Build and reset.

        Args:
            worlds: their number.
            threads: several are timed by the clock on the wall.
            steps: of a turn.
            anew: every turn starts where the first did, before anybody has driven through; else episodes end and begin.
            effort: tells the clock.
        """
        self.clock = effort.clock if threads == 1 else time.perf_counter
        self.env = DriveVectorEnv(worlds, scenario=junction(), warm_up_s=WARM_UP_S, threads=threads)
        self.env.reset(seed=1)
        self.actions, self.steps, self.ended = np.full(worlds, PROCEED), steps, 0
        self.start = self.env.snapshot() if anew else None

    def __call__(self) -> Turn:
        """Step all worlds so many times; episodes that end are followed by others within the time."""
        if self.start is not None:
            self.env.restore(self.start)
        begin = self.clock()
        for _ in range(self.steps):
            _, _, terminated, truncated, _ = self.env.step(self.actions)
            self.ended += int((terminated | truncated).sum())
        return Turn(self.env.num_envs * self.steps, self.clock() - begin)

    def vehicles(self) -> float:
        """Return the mean number of vehicles in a world."""
        return float((self.env.simulator.state.vehicles.trip >= 0).sum() / self.env.num_envs)

    def setting(self, turns: int) -> str:
        """Return what was stepped."""
        share = self.ended / (self.env.num_envs * self.steps * turns)
        ended = f", {share:.1%} of the steps ended an episode and another was begun" if self.ended else ""
        return f"one junction, {self.vehicles():.0f} vehicles each, decisions every 0.5 s{ended}"


def measure(effort: Effort, tell: Callable[[str], None]) -> Iterator[Row]:
    """Yield the rows of the vector environment."""
    few, steps = int(effort.pick(1024, 128)), int(effort.pick(20, 5))
    target = None if effort.quick else Target(100_000)
    kinds = {  # what, worlds, threads, steps of a turn, anew, target
        "4.1": ("one thread", few, 1, steps, True, target),
        "4.2": ("two threads", few, 2, steps, True, target),
        "4.3": ("one thread, resets included", few, 1, steps, False, None),
        "4.4": ("one thread", 4 * few, 1, max(steps // 4, 3), True, None),
    }
    contestants = {}
    for name, (_, worlds, threads, number, anew, _) in kinds.items():
        if effort.wants(name):
            tell(f"warming up {worlds} worlds")
            contestants[name] = Worlds(worlds, threads, number, anew, effort)
    turns = alternate(contestants, effort.rounds, tell)
    for name, contestant in contestants.items():
        what = f"{contestant.env.num_envs:,} worlds, {kinds[name][0]}"
        how = contestant.setting(effort.rounds + 1)
        yield Row(name, what, "environment steps/s", how, rates(turns[name]), kinds[name][-1])
