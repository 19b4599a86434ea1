"""A scenario and seeds become filled arrays."""

from longtail_sim.world.build import World, build_world

__all__ = ["World", "build_world"]
