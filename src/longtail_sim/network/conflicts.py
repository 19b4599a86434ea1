"""Where the paths of two connectors come too close to be used at the same time, from their geometry alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from longtail_sim.core.codes import CONFLICT_CROSSING, CONFLICT_DIVERGING, CONFLICT_MERGING
from longtail_sim.network.curve import Curve
from longtail_sim.network.roads import FloatArray

CLEARANCE_M = 1.9 + 0.5  # body width + margin between centre lines
SAMPLE_M = 0.25

# own connector, other connector, kind, enter and exit on the own, enter and exit on the other (m)
ConflictRow = tuple[int, int, int, float, float, float, float]


@dataclass(frozen=True)
class Path:
    """A connector as the conflict search sees it."""

    start: tuple[int, int]  # leg and lane it begins at
    end: tuple[int, int]  # leg and lane it ends in
    s: FloatArray
    x: FloatArray
    y: FloatArray

    @classmethod
    def of(cls, curve: Curve, start: tuple[int, int], end: tuple[int, int]) -> Path:
        """Sample a curve."""
        s = curve.samples(SAMPLE_M)
        x, y, _ = curve.at(s)
        return cls(start, end, s, x, y)

    def misses(self, other: Path) -> bool:
        """Tell at little cost that two paths keep clear: the rectangles around them do."""
        return any(
            mine.min() - theirs.max() > CLEARANCE_M or theirs.min() - mine.max() > CLEARANCE_M
            for mine, theirs in ((self.x, other.x), (self.y, other.y))
        )


def find_conflicts(paths: Sequence[Path]) -> list[ConflictRow]:
    """Return all conflicts, sorted by own and other connector; for each row there is its mirror image."""
    rows: list[ConflictRow] = []
    for first in range(len(paths)):
        for second in range(first + 1, len(paths)):
            zone = _zone(paths[first], paths[second])
            if zone is not None:
                kind, mine, theirs = zone
                rows.append((first, second, kind, *mine, *theirs))
                rows.append((second, first, kind, *theirs, *mine))
    return sorted(rows)


def _zone(first: Path, second: Path) -> tuple[int, tuple[float, float], tuple[float, float]] | None:
    """Return the kind of conflict and the stretch of each path that lies in it; None if they keep clear."""
    if first.misses(second):
        return None
    near = np.subtract.outer(first.x, second.x) ** 2 + np.subtract.outer(first.y, second.y) ** 2 < CLEARANCE_M**2
    if not near.any():
        return None
    on_first, on_second = near.any(axis=1), near.any(axis=0)
    if first.start == second.start:
        return CONFLICT_DIVERGING, _until_parted(first.s, on_first), _until_parted(second.s, on_second)
    kind = CONFLICT_MERGING if first.end == second.end else CONFLICT_CROSSING
    return kind, _hull(first.s, on_first), _hull(second.s, on_second)


def _hull(s: FloatArray, near: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Return where the zone begins and ends; merging paths are near each other up to their common end."""
    inside = s[near]
    return float(inside[0]), float(inside[-1])


def _until_parted(s: FloatArray, near: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Return the first stretch in which the paths are near; they always part, for they end on different legs."""
    parted = np.flatnonzero(~near)
    return 0.0, float(s[parted[0] - 1])
