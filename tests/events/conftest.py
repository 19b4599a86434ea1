"""A small city for events."""

from __future__ import annotations

import pytest

from longtail_sim.network.build import build_network
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.network.spec import NetworkSpec


@pytest.fixture(scope="session")
def city() -> StreetNetwork:
    """Return 5 columns by 4 rows; Corner & First has an all-way stop, everything else a signal."""
    return build_network(
        NetworkSpec.model_validate(
            {
                "grid": {"columns": 5, "rows": 4, "block_m": 200, "lanes": 1},
                "streets": [
                    {"axis": "row", "index": 0, "name": "First"},
                    {"axis": "row", "index": 1, "name": "Second"},
                    {"axis": "column", "index": 0, "name": "Corner"},
                ],
                "junctions": {"at": {"First & Corner": {"control": "all_way_stop"}}},
            }
        )
    )
