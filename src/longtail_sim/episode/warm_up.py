"""Compile the simulator before it is needed: once, in one thread, on the smallest city there is."""

from __future__ import annotations

import time

from longtail_sim.core.jit import is_compiled
from longtail_sim.network.spec import GridSpec, NetworkSpec
from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator

__all__ = ["is_compiled", "warm_up"]


def warm_up() -> float:
    """Compile the simulator, or load its machine code from the cache; return how long that took (s)."""
    begin = time.perf_counter()
    smallest = Scenario(name="warm_up", duration_s=1, network=NetworkSpec(grid=GridSpec(columns=1, rows=1)))
    simulator = Simulator(smallest, seeds=[0])
    simulator.observe()
    simulator.step()
    return time.perf_counter() - begin
