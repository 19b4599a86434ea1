"""Faces of the simulator for learning, without physics; importing this package makes them known to Gymnasium."""

from longtail_sim import register_envs
from longtail_sim.envs.drive import DriveEnv
from longtail_sim.envs.vector import DriveVectorEnv

__all__ = ["DriveEnv", "DriveVectorEnv"]

register_envs()
