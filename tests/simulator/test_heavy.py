"""Trucks and buses in traffic: less gets through, nobody is hit by their size, and without them nothing changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from longtail_sim import Scenario, Simulator
from longtail_sim.core import codes
from longtail_sim.errors import ScenarioError
from longtail_sim.validation.measuring import junction, served_per_hour

Check = Callable[[Simulator], None]
Make = Callable[..., Scenario]


def signal(trucks: float, buses: float) -> Scenario:
    """Return a saturated signal with heavy vehicles."""
    parts: dict[str, Any] = junction(demand=1500).model_dump()
    parts["demand"] |= {"trucks": trucks, "buses": buses}
    return Scenario.model_validate(parts)


def test_heavy_vehicles_take_capacity_as_the_manual_says() -> None:
    """HCM: saturation flow falls by 0.78 % for each percent of heavy vehicles; here trucks and buses do it themselves.

    Trucks cost less than that and buses more, because the buses are the longer ones.
    """
    capacity = {
        share: served_per_hour(Simulator(signal(*share), range(4)), 300, 900).mean()
        for share in ((0.0, 0.0), (0.2, 0.0), (0.0, 0.2))
    }
    cars = capacity[0.0, 0.0]
    truck, bus = capacity[0.2, 0.0] / cars, capacity[0.0, 0.2] / cars
    manual = (100 - 0.78 * 20) / 100
    assert truck == pytest.approx(manual, abs=0.06)
    assert bus == pytest.approx(manual, abs=0.06)
    assert bus < truck < 0.95


@pytest.mark.parametrize("control", ["signal", "all_way_stop", "two_way_stop"])
def test_nobody_who_does_not_err_is_hit(scenario: Make, check_sane: Check, control: str) -> None:
    """Every third vehicle is a bus or a truck, on two lanes with turns; and all of them get through."""
    traffic = {"trucks": 0.15, "buses": 0.2}
    drivers = {"errors": {"enabled": False}}
    network = {"junctions": {"control": control}}
    grid = {"entry_m": 100, "block_m": 100}
    busy = scenario(2, 2, demand=2400, traffic=traffic, drivers=drivers, network=network, grid=grid, fleet={"share": 0})
    simulator, found = Simulator(busy, range(4)), set()
    while simulator.time_s < 300:
        simulator.step()
        found |= set(np.unique(simulator.state.vehicles.kind).tolist())
    check_sane(simulator)
    assert found == {codes.KIND_CAR, codes.KIND_TRUCK, codes.KIND_BUS}
    assert simulator.state.tally.contacts.sum() == 0
    assert simulator.state.tally.finished.sum() > 400


def test_none_is_as_if_there_were_no_such_thing(scenario: Make) -> None:
    """Shares of 0 draw nothing, and a share that is too small to hit anybody changes nobody."""
    digests = []
    for traffic in ({}, {"trucks": 0.0, "buses": 0.0}, {"trucks": 1e-12}):
        simulator = Simulator(scenario(2, 1, demand=3000, traffic=traffic), [3])
        while simulator.time_s < 60:
            simulator.step()
        digests.append(simulator.digest(0))
    assert len(set(digests)) == 1


def test_more_than_everybody_is_refused(scenario: Make) -> None:
    with pytest.raises((ScenarioError, ValueError), match="trucks and buses together must not exceed 1"):
        scenario(traffic={"trucks": 0.7, "buses": 0.4})
