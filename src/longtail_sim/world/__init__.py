"""A scenario and seeds become filled arrays."""

from longtail_sim.world.build import World, WorldBuilder, build_world, copy_rows, refill_effects, refill_obstacles

__all__ = ["World", "WorldBuilder", "build_world", "copy_rows", "refill_effects", "refill_obstacles"]
