"""An emptied slot holds what a fresh one holds, so that nothing of one vehicle passes on to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from longtail_sim.core.schema import fields
from longtail_sim.core.slots import clear_slot
from longtail_sim.core.tables.vehicles import Vehicles

STACK = "free_slot"  # belongs to the world, not to the vehicle of the slot


@pytest.mark.parametrize("name", [name for name, _ in fields(Vehicles) if name != STACK])
def test_every_field_is_emptied(stage: Callable[..., Any], name: str) -> None:
    """Whatever was written."""
    it = stage()
    empty = dict(fields(Vehicles))[name].empty
    it.tables.vehicles[name][0, 3] = 7
    clear_slot(0, 3, it.state.vehicles)
    assert np.all(it.tables.vehicles[name][0, 3] == empty)
