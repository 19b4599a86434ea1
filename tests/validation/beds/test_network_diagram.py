"""What is read off a fundamental diagram, on diagrams that are known."""

from __future__ import annotations

import numpy as np
import pytest

from longtail_sim.episode.mfd import Diagram
from longtail_sim.validation.beds.network_diagram import (
    CRITICAL,
    HYSTERESIS,
    JAM,
    SMOOTH,
    UNIMODAL,
    UP_S,
    branches,
    read,
)


def parabola(density: np.ndarray) -> np.ndarray:
    return 30.0 * density * (1.0 - density / 80.0)


def there_and_back(recovery: float = 1.0) -> Diagram:
    """Return a world that fills up to 60 veh/km and empties, with ``recovery`` times the flow on the way back."""
    up = np.linspace(1.0, 60.0, round(UP_S / 60.0))
    density = np.concatenate([up, up[-2::-1]])
    flow = np.concatenate([parabola(up), recovery * parabola(up[-2::-1])])
    return Diagram(60.0 * np.arange(1, len(density) + 1), flow[:, None], density[:, None])


def test_branches_part_where_demand_is_highest() -> None:
    loading, recovery = branches(there_and_back())
    assert loading.density[-1, 0] == 60.0
    assert (np.diff(loading.density[:, 0]) > 0).all()
    assert (np.diff(recovery.density[:, 0]) < 0).all()
    assert len(loading.time_s) == len(recovery.time_s) + 1


@pytest.mark.parametrize("share", [0.7, 1.0, 1.2])
def test_the_ratio_of_recovery_to_loading(share: float) -> None:
    """Whichever branch is the higher one."""
    assert read(there_and_back(share))[HYSTERESIS.key] == pytest.approx(share, rel=0.03)


def test_top_and_shape_of_a_parabola() -> None:
    found = read(there_and_back(0.8))
    assert found[CRITICAL.key] == pytest.approx(40.0, abs=0.3)
    assert found[JAM.key] == 60.0
    assert found[UNIMODAL.key] == 1.0
    assert found[SMOOTH.key] == pytest.approx(1.0)
