"""Reset, step, observe, act, save, restore and fork: N worlds at once."""

from longtail_sim.simulator.gridlock import Gridlock
from longtail_sim.simulator.simulator import Simulator, Snapshot

__all__ = ["Gridlock", "Simulator", "Snapshot"]
