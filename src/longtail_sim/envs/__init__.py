"""Gymnasium faces of the simulator, without physics; importing this package makes them known to Gymnasium."""

from longtail_sim import register_envs

register_envs()
