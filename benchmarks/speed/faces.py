"""What the learning interfaces cost: the single environment's overhead, and the vector's steps a second.

Usage: python benchmarks/speed/faces.py [--worlds 1024] [--threads 1] [--steps 100]

Overhead is the time of ``env.step`` less that of ``Simulator.step`` in a copy of the same world, so that it holds
observing, deciding, rewards and infos.  Episodes that end while the vector is timed are counted: the warm-up of those
that follow is in the time.
"""

from __future__ import annotations

import argparse
import time

import gymnasium
import numpy as np

import longtail_sim
from longtail_sim import Scenario

STOP = 2
FIFTY_CARS = {"demand": {"vehicles_per_hour": 2200}, "network": {"grid": {"rows": 2, "columns": 2, "lanes": 2}}}
TWENTY_CARS = {
    "demand": {"vehicles_per_hour": 1500},
    "network": {"grid": {"rows": 1, "columns": 1, "lanes": 1, "entry_m": 120}},
}


def overhead_s(steps: int) -> tuple[float, float]:
    """Return (median overhead of one step of the single environment, mean number of vehicles)."""
    scenario = Scenario.model_validate({"duration_s": 3600, **FIFTY_CARS})
    env = gymnasium.make("longtail/Drive-v0", scenario=scenario, disable_env_checker=True).unwrapped
    env.reset(seed=1)
    found, vehicles = [], []
    for _ in range(steps):
        copy = env.simulator.fork()  # type: ignore[attr-defined]
        began = time.perf_counter()
        copy.step()
        between = time.perf_counter()
        _, _, terminated, truncated, _ = env.step(STOP)
        found.append(time.perf_counter() - between - (between - began))
        vehicles.append((copy.state.vehicles["trip"] >= 0).sum())
        if terminated or truncated:
            env.reset()
    return float(np.median(found)), float(np.mean(vehicles))


def steps_per_s(worlds: int, threads: int, steps: int) -> tuple[float, float, int]:
    """Return (environment steps a second, vehicles in a world, episodes that ended and were followed by others)."""
    scenario = Scenario.model_validate({"duration_s": 3600, **TWENTY_CARS})
    envs = gymnasium.make_vec("longtail/Drive-v0", worlds, scenario=scenario, warm_up_s=60, threads=threads)
    envs.reset(seed=1)
    actions, ended = np.full(worlds, STOP), 0
    envs.step(actions)
    began = time.perf_counter()
    for _ in range(steps):
        _, _, terminated, truncated, _ = envs.step(actions)
        ended += int((terminated | truncated).sum())
    took = time.perf_counter() - began
    vehicles = (envs.unwrapped.simulator.state.vehicles["trip"] >= 0).sum() / worlds  # type: ignore[attr-defined]
    return worlds * steps / took, float(vehicles), ended


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What the learning interfaces cost.")
    parser.add_argument("--worlds", type=int, default=1024)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--steps", type=int, default=100)
    chosen = parser.parse_args()
    longtail_sim.register_envs()
    overhead, vehicles = overhead_s(5 * chosen.steps)
    print(f"single: {overhead * 1e6:.0f} microseconds a step beside the simulator's own, {vehicles:.0f} vehicles")
    speed, vehicles, ended = steps_per_s(chosen.worlds, chosen.threads, chosen.steps)
    print(
        f"vector: {speed:,.0f} environment steps/s, {chosen.worlds} worlds of {vehicles:.0f} vehicles, {ended} resets"
    )


if __name__ == "__main__":
    main()
