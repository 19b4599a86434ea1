"""However the simulator is used, in one process it is compiled once: another version would be compiled in silence."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

pytest.importorskip("pettingzoo")

USES = """
import gymnasium
import numpy as np
from longtail_sim import FleetAction, Simulator, load_scenario
from longtail_sim.core.perception import observe_worlds
from longtail_sim.core.step import step_worlds
from longtail_sim.envs import DriveEnv, fleet_v0
from longtail_sim.envs.reward import account, start

KERNELS = (step_worlds, observe_worlds, account, start)
SAME = {"scenario": "one_dark_junction", "warm_up_s": 20.0}


def tell(use):
    print(use, *(len(kernel.signatures) for kernel in KERNELS), sep=",")


def drive(simulator, worlds=None):
    seen = simulator.observe(worlds)
    simulator.act(FleetAction.proceed(len(seen)))
    simulator.step(worlds)


simulator = Simulator(load_scenario("one_dark_junction"), range(3), threads=2, latency_s=0.5)
drive(simulator)
drive(simulator, [0, 2])
simulator.step(intervals=3)
tell("batch")
saved = simulator.snapshot([1])
drive(simulator)
simulator.restore(saved, [1])
drive(simulator)
tell("restored")
fork = simulator.fork([2, 0, 0])
drive(fork)
tell("forked")
simulator.reset([7, 8], [0, 2])
drive(simulator)
tell("anew")
other = Simulator(load_scenario("sf_outage"), [1], people_in_fleet=True, ego_trip=3)
drive(other)
tell("another city")

single = DriveEnv(**SAME)
single.reset(seed=1)
single.step(0)
single.restore(single.snapshot())
single.step(0)
tell("single")
vector = gymnasium.make_vec("longtail/Drive-v0", 3, threads=2, max_episode_steps=4, **SAME)
vector.reset(seed=1)
for _ in range(8):
    vector.step(np.zeros(3, np.int64))
tell("vector")
fleet = fleet_v0.parallel_env(cars=2, **SAME)
fleet.reset(seed=1)
fleet.step(dict.fromkeys(fleet.agents, 0))
tell("fleet")
"""


@pytest.mark.skipif(os.environ.get("NUMBA_DISABLE_JIT") == "1", reason="nothing is compiled")
def test_every_use_shares_one_compiled_version(python: Callable[..., str]) -> None:
    """Batches, threads, restored and forked worlds, another city, the single, the vector and the fleet face."""
    lines = [line.split(",") for line in python(USES).splitlines()]
    counts = {use: [int(count) for count in numbers] for use, *numbers in lines}
    assert list(counts) == ["batch", "restored", "forked", "anew", "another city", "single", "vector", "fleet"]
    assert all(step == see == 1 for step, see, *_ in counts.values()), counts
    assert counts["fleet"] == [1, 1, 1, 1], counts
