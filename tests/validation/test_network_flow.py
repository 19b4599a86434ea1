"""Flows through networks by the HCM's capacities: single junctions are the manual's, and what cannot pass does not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from longtail_sim.core.codes import TURN_LEFT, TURN_RIGHT, TURN_STRAIGHT
from longtail_sim.core.network import Network
from longtail_sim.network import build_network
from longtail_sim.scenario import Scenario
from longtail_sim.validation.hcm.all_way_stop import Lane, all_way_stop
from longtail_sim.validation.network_flow import Turns, all_way_stops_pass, junction_entries, signals_pass

STRAIGHT = Turns(0.0, 0.0)
MUCH = 3000.0  # veh/h and street


def streets(**grid: Any) -> Network:
    """Return a grid, one junction unless told otherwise."""
    network = {"grid": {"columns": 1, "rows": 1, "lanes": 1, **grid}}
    return build_network(Scenario.model_validate({"network": network}).network).arrays


def everywhere(flow: float, arrays: Network) -> Any:
    """Return the same demand at every entry."""
    demand = np.zeros(len(arrays.street_lanes))
    demand[arrays.entry_street] = flow
    return demand


def test_a_signal_passes_s_g_over_c() -> None:
    arrays = streets()
    expected = 4 * 1900 * arrays.junction_green_s[0, 0] / arrays.junction_cycle_s[0]
    assert junction_entries(everywhere(MUCH, arrays), signals_pass(arrays), STRAIGHT, arrays) == pytest.approx(expected)


def test_who_can_pass_passes_once_at_every_junction_on_the_way() -> None:
    arrays = streets(columns=3)
    passing = signals_pass(arrays)
    assert junction_entries(everywhere(100.0, arrays), passing, STRAIGHT, arrays) == pytest.approx(
        100 * (2 * 3 + 3 * 2)
    )


def test_an_all_way_stop_with_a_lane_each_way_is_the_manual_s() -> None:
    """All four approaches saturated, straight on: 9.6 s a vehicle (group 1, degree of conflict 5)."""
    arrays = streets()
    passing = all_way_stops_pass(STRAIGHT, arrays)
    assert junction_entries(everywhere(MUCH, arrays), passing, STRAIGHT, arrays) == pytest.approx(4 * 3600 / 9.6, abs=1)


def test_one_way_streets_have_no_opposite_approach() -> None:
    """Two approaches of three lanes: group 5, degree of conflict 3, 7.2 s a vehicle and lane."""
    arrays = streets(lanes=3, one_way="alternate")
    assert len(arrays.entry_street) == 2
    passing = all_way_stops_pass(STRAIGHT, arrays)
    assert junction_entries(everywhere(MUCH, arrays), passing, STRAIGHT, arrays) == pytest.approx(6 * 3600 / 7.2, abs=1)


def test_turns_use_the_outer_lanes() -> None:
    arrays, turns = streets(lanes=2), Turns(0.1, 0.2)
    lanes = [Lane(left=0.1 * MUCH, through=0.4 * MUCH), Lane(through=0.3 * MUCH, right=0.2 * MUCH)]
    found = all_way_stop({side: lanes for side in ("eb", "nb", "wb", "sb")}, tolerance_s=1e-6)
    expected = sum(3600 / lane.headway_s for lane in found.values())
    passing = all_way_stops_pass(turns, arrays)
    assert junction_entries(everywhere(MUCH, arrays), passing, turns, arrays) == pytest.approx(expected, rel=1e-3)


def test_a_turn_that_is_not_allowed_is_not_wanted() -> None:
    arrays = streets(one_way="alternate")
    shares = [Turns(0.1, 0.15).on(street, arrays) for street in arrays.entry_street.tolist()]
    assert all(sum(each.values()) == pytest.approx(1.0) for each in shares)
    assert all((TURN_LEFT in each) != (TURN_RIGHT in each) for each in shares)
    assert all(each[TURN_STRAIGHT] in (pytest.approx(0.75 / 0.85), pytest.approx(0.75 / 0.9)) for each in shares)
