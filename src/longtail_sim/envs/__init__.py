"""Gymnasium faces of the simulator, without physics; importing this package makes them known to Gymnasium."""

from longtail_sim import register_envs
from longtail_sim.envs.drive import DriveEnv

__all__ = ["DriveEnv"]

register_envs()
