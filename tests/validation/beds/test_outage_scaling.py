"""The beds of outages of growing size: which signals are dark, and when flow counts as falling."""

from __future__ import annotations

import numpy as np
import pytest

from longtail_sim.core.codes import HEALTH_DARK
from longtail_sim.scenario import Scenario, load_scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.beds.outage_scaling import largest_rise, san_francisco, without_signals


def dark_signals(scenario: Scenario) -> int:
    simulator = Simulator(scenario, [3])
    simulator.step()
    return int((simulator.state.junctions.health[0] == HEALTH_DARK).sum())


@pytest.mark.parametrize(("share", "number"), [(0.0, 0), (0.1, 4), (0.3, 11), (1.0, 36)])
def test_a_share_of_the_signals_is_dark(share: float, number: int) -> None:
    assert dark_signals(without_signals(300.0, share)) == number


def test_the_streets_are_those_of_the_shipped_scenario() -> None:
    assert san_francisco().network == load_scenario("sf_outage").network
    assert dark_signals(san_francisco(1.0)) == 48
    assert san_francisco(0.0).events == ()


def test_the_largest_rise_is_negative_where_flow_only_falls() -> None:
    """Steps are shares of the flow with all signals, one result per seed."""
    flows = [np.array([100.0, 200.0]), np.array([90.0, 220.0]), np.array([40.0, 100.0])]
    assert largest_rise(flows) == pytest.approx([-0.1, 0.1])
