"""Emergency vehicles in whole worlds: they get through, nobody is lost, and the lists stay in order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from longtail_sim import FleetAction, Scenario, Simulator, load_agent

STREETS = {"grid": {"columns": 2, "rows": 2, "lanes": 1, "block_m": 120, "entry_m": 120}}
PARTS: dict[str, Any] = {
    "duration_s": 240,
    "network": STREETS,
    "demand": {"vehicles_per_hour": 3200},
    "drivers": {"errors": {"lapses_per_h": 0, "misjudged_gap": 0, "red_light_running": 0}},
    "fleet": {"share": 0.3},
    "events": [{"kind": "emergency_vehicle", "at_s": 90, "enters": "0,0:west", "count": 3, "every_s": 20}],
}


def driven(parts: dict[str, Any], agent: str, seeds: range, watch: Any = None) -> Simulator:
    """Return a simulator at the end of its scenario; ``watch`` looks at it after every decision."""
    simulator, driver = Simulator(Scenario.model_validate(parts), list(seeds)), load_agent(agent)
    while not simulator.done:
        seen = simulator.observe()
        simulator.act(driver.act_batch(seen) if len(seen) else FleetAction.proceed(0))
        simulator.step()
        if watch is not None:
            watch(simulator)
    return simulator


def in_order(simulator: Simulator) -> None:
    """Check every lane's list: front to back by place, wrecks apart, and as many as are counted."""
    vehicles, lanes = simulator.state.vehicles, simulator.state.lanes
    for w, lane in np.argwhere(lanes["count"] > 0).tolist():
        places, slot = [], int(lanes["first"][w, lane])
        while slot >= 0:
            places.append(float(vehicles["s"][w, slot]))
            slot = int(vehicles["behind"][w, slot])
        assert len(places) == lanes["count"][w, lane]
        assert (np.diff(places) <= 0).all()


@pytest.mark.parametrize("lanes", [1, 2])
@pytest.mark.parametrize("agent", ["rule_based", "stop_when_confused"])
def test_all_get_through_without_a_contact(agent: str, lanes: int) -> None:
    """Every list is in order at all times; whoever stood aside has come back; only sirens passed red lights."""
    grid = {**STREETS["grid"], "lanes": lanes}
    simulator = driven({**PARTS, "network": {"grid": grid}}, agent, range(3), in_order)
    state = simulator.state
    assert (state.clock.dispatched == 3).all()
    assert state.tally.contacts.sum() == 0
    assert (state.clock.fault_step == -1).all()
    beside = ((state.vehicles["aside"] > 0) & (state.vehicles["trip"] >= 0)).sum(axis=1)
    assert (beside == state.clock.aside).all()
    present = ((state.vehicles["siren"] == 1) & (state.vehicles["trip"] >= 0)).sum(axis=1)
    assert (present == state.clock.sirens).all()
    inside = (state.vehicles["trip"] >= 0).sum(axis=1) - present
    assert (state.tally.entered.sum(axis=1) - state.tally.finished.sum(axis=1) == inside).all()


def test_making_way_is_quicker_than_asking() -> None:
    """An ambulance loses less time where the fleet pulls over than where it halts and asks."""
    mean = {
        agent: driven(PARTS, agent, range(6)).metrics_of()["siren_delay_s"].mean()
        for agent in ("rule_based", "stop_when_confused")
    }
    assert 0.0 < mean["rule_based"] < mean["stop_when_confused"]


def test_a_world_begins_anew_with_the_same_sirens() -> None:
    """As it was the first time, bit for bit; in a batch as alone."""
    together, alone = driven(PARTS, "rule_based", range(2)), driven(PARTS, "rule_based", range(1, 2))
    assert together.digest(1) == alone.digest(0)
