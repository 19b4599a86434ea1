"""Several environments in one process do not know of each other: as many separate processes give the same numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import numpy as np

from longtail_sim.envs import DriveEnv

STEPS = 20
# Different streets, actions, agents and seeds, several of them the same.
KINDS: list[dict[str, Any]] = [
    {},
    {},
    {"actions": "continuous"},
    {"scenario": "calm_grid"},
    {"fleet": "rule_based"},
    {"fleet": "reasoning"},
    {"scenario": "rush_hour"},
    {"set": ["fleet.share=0.3"], "fleet": "stop_when_confused"},
]

ALONE = """
import sys
sys.path.insert(0, {folder!r})
import test_interleaved
print(test_interleaved.alone({number}))
"""


class Played:
    """One environment, an episode after the other, and a hash of everything that it returned."""

    def __init__(self, number: int) -> None:
        """Begin the first episode."""
        self.env = DriveEnv(warm_up_s=30.0, max_steps=15, **KINDS[number])
        self.env.action_space.seed(number)
        self.told = hashlib.sha256(self.env.reset(seed=number // 2)[0].tobytes())

    def step(self) -> None:
        """Go on; after an end with the next episode."""
        view, reward, terminated, truncated, info = self.env.step(self.env.action_space.sample())
        self.told.update(view.tobytes() + repr((reward, info["reward_terms"], info["end"], info["time_s"])).encode())
        if terminated or truncated:
            self.told.update(self.env.reset()[0].tobytes())

    def end(self) -> str:
        """Return the hash, the whole world included."""
        self.told.update(self.env.simulator.digest(0).encode())
        self.env.close()
        return self.told.hexdigest()


def alone(number: int) -> str:
    """Return the hash of an environment that has the process for itself."""
    played = Played(number)
    for _ in range(STEPS):
        played.step()
    return played.end()


def test_eight_environments_interleaved_equal_eight_separate_runs(python: Callable[..., str]) -> None:
    """They take turns in a drawn order, so that each stands still in every state of the others."""
    together = [Played(number) for number in range(len(KINDS))]
    generator = np.random.default_rng(0)
    for turn in generator.permutation(np.repeat(np.arange(len(KINDS)), STEPS)).tolist():
        together[turn].step()
    folder = __file__.rpartition("test_interleaved")[0]
    separate = [python(ALONE.format(folder=folder, number=number)).strip() for number in range(len(KINDS))]
    assert [played.end() for played in together] == separate
    assert len(set(separate)) == len(KINDS)
