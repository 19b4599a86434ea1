"""Small scenarios, drivers for them, and what must hold in every world at every time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from longtail_sim import Agent, FleetAction, Scenario, Simulator

BEHIND_M = 0.02  # vehicles that have just passed the end of a lane in one step may lie this much out of order


def make_scenario(
    rows: int = 1, columns: int = 1, *, lanes: int = 2, demand: float = 3000.0, **sections: Any
) -> Scenario:
    """Return a small grid; ``grid``, ``network`` and ``traffic`` are merged with it, other sections are added."""
    grid = {"rows": rows, "columns": columns, "lanes": lanes, **sections.pop("grid", {})}
    network = {"grid": grid, **sections.pop("network", {})}
    traffic = {"vehicles_per_hour": demand, **sections.pop("traffic", {})}
    return Scenario.model_validate({"duration_s": 7200, "network": network, "demand": traffic, **sections})


def drive(simulator: Simulator, until_s: float, agent: Agent | None = None) -> Simulator:
    """Advance to ``until_s``; the fleet drives on by itself if there is no agent."""
    while simulator.time_s < until_s - 1e-9:
        seen = simulator.observe()
        simulator.act(agent.act_batch(seen) if agent and len(seen) else FleetAction.proceed(len(seen)))
        simulator.step()
    return simulator


def assert_conserved(simulator: Simulator) -> None:
    """Nobody gets lost: arrived = entered + cancelled + backlog, entered = finished + in the map, sirens apart."""
    state = simulator.state
    tally, entries = state.tally, state.entries
    names = ("arrived", "entered", "finished", "cancelled")
    arrived, entered, finished, cancelled = (tally[name].sum(axis=1) for name in names)
    backlog = (entries.arrived - entries.admitted).sum(axis=1)
    assert (entries.arrived.sum(axis=1) == arrived).all()
    assert (arrived == entered + cancelled + backlog).all()
    counted = (state.vehicles.trip >= 0) & (state.vehicles.siren == 0)
    assert (entered == finished + counted.sum(axis=1)).all()
    assert (entries.arrived >= entries.admitted).all()
    gone = tally.entered[:, 1] + tally.cancelled[:, 1]
    assert (entries.backlog_fleet.sum(axis=1) == tally.arrived[:, 1] - gone).all()


def assert_in_order(simulator: Simulator) -> None:
    """Every vehicle is in exactly one lane's list, in order of place; the stack of empty slots holds all others."""
    for w in range(simulator.num_worlds):
        vehicles, lanes = simulator.state.vehicles[w], simulator.state.lanes[w]
        seen: list[int] = []
        for lane in range(len(lanes)):
            members = _members(vehicles, lanes, lane)
            assert lanes["count"][lane] == len(members)
            assert (vehicles.lane[members] == lane).all()
            assert (np.diff(vehicles.s[members]) <= BEHIND_M).all()
            seen += members
        assert sorted(seen) == np.flatnonzero(vehicles.trip >= 0).tolist()
        assert len(set(vehicles.trip[seen].tolist())) == len(seen)
        free = vehicles.free_slot[: simulator.state.clock.free_count[w]]
        assert sorted([*free.tolist(), *seen]) == list(range(len(vehicles)))


def _members(vehicles: Any, lanes: Any, lane: int) -> list[int]:
    members, i, before = [], int(lanes["first"][lane]), -1
    while i >= 0:
        assert vehicles.ahead[i] == before
        members.append(i)
        before, i = i, int(vehicles.behind[i])
    assert lanes["last"][lane] == before
    return members


def assert_apart(simulator: Simulator) -> None:
    """Nobody overlaps the one ahead in the lane without a contact on record."""
    vehicles = simulator.state.vehicles
    for w, i in np.argwhere((vehicles.trip >= 0) & (vehicles.ahead >= 0)).tolist():
        ahead = int(vehicles.ahead[w, i])
        gap = vehicles.s[w, ahead] - vehicles.length[w, ahead] - vehicles.s[w, i]
        crashed = vehicles.crashed_until_s[w, i] > 0 or vehicles.crashed_until_s[w, ahead] > 0
        beside = abs(vehicles.lateral[w, ahead] - vehicles.lateral[w, i]) > 1.5
        assert gap >= -1e-9 or crashed or beside, (w, i, ahead, gap)


def assert_sane(simulator: Simulator) -> None:
    """Speeds, places and leaders are possible, and all of the above."""
    vehicles = simulator.state.vehicles
    here = vehicles.trip >= 0
    lane = vehicles.lane[here]
    assert ((vehicles.speed[here] >= 0) & (vehicles.speed[here] < 40)).all()
    assert ((vehicles.s[here] >= 0) & (vehicles.s[here] < simulator.network.arrays.lane_length[lane])).all()
    assert (np.abs(vehicles.lateral[here]) < 7).all()
    assert (vehicles.lane[~here] == -1).all()
    assert (simulator.state.clock.fault_step == -1).all()
    assert_conserved(simulator)
    assert_in_order(simulator)
    assert_apart(simulator)


@pytest.fixture(scope="session")
def scenario() -> Callable[..., Scenario]:
    """Return :func:`make_scenario`."""
    return make_scenario


@pytest.fixture(scope="session")
def run() -> Callable[..., Simulator]:
    """Return :func:`drive`."""
    return drive


@pytest.fixture(scope="session")
def check_sane() -> Callable[[Simulator], None]:
    """Return :func:`assert_sane`."""
    return assert_sane


@pytest.fixture(scope="session")
def calm() -> dict[str, Any]:
    """Return the drivers section of a world in which nobody errs."""
    return {"errors": {"enabled": False}}


@pytest.fixture(scope="session")
def all_comply() -> dict[str, Any]:
    """Return the drivers section of a world in which everybody takes a dark signal for an all-way stop."""
    dark = {"priority_major": 0, "priority_minor": 0, "follow": 0, "unaware": 0, "freeze": 0}
    return {"errors": {"enabled": False}, "dark_signal": dark}


@pytest.fixture(scope="session")
def all_dark() -> list[dict[str, Any]]:
    """Return events that switch all signals off from the beginning."""
    return [{"kind": "signal_outage", "at_s": 0, "where": "everywhere"}]


@pytest.fixture(scope="session")
def stuck() -> Callable[[Simulator], float]:
    """Return a look-up of the longest standstill so far [s], waiting for retrieval after a contact not excepted."""
    return lambda simulator: float(simulator.state.tally.longest_stop_s.max())
