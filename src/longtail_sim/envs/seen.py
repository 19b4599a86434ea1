"""What the learner sees: the observation vector within its bounds, and the same under its names."""

from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np

from longtail_sim.core.perception_layout import FEATURES
from longtail_sim.observation import Observation
from longtail_sim.observation.view import FloatArray

LOWEST = np.array([feature.low for feature in FEATURES], np.float32)
HIGHEST = np.array([feature.high for feature in FEATURES], np.float32)


def observation_space() -> gymnasium.Space[Any]:
    """Return the flat box: one number per feature, in the order of FEATURES."""
    return gymnasium.spaces.Box(LOWEST, HIGHEST, dtype=np.float32)


def within_bounds(values: FloatArray) -> FloatArray:
    """Return a fresh array inside the box; the last axis are the features."""
    inside: FloatArray = np.clip(values, LOWEST, HIGHEST)
    return inside


class EgoObservation(Observation):
    """An observation that equals another one with the same content, so that infos can be compared."""

    def __eq__(self, other: object) -> bool:
        """Compare time, vehicle and every value."""
        if not isinstance(other, Observation):
            return NotImplemented
        same_vehicle = (self.world, self.trip, self.time_s) == (other.world, other.trip, other.time_s)
        return same_vehicle and np.array_equal(self.values, other.values)

    def __hash__(self) -> int:
        """Agree with equality."""
        return hash((self.world, self.trip, self.time_s))
