"""Remote assistance: requests wait for agents, links lose messages, patience ends, somebody comes."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from longtail_sim import FleetAction, Scenario, Simulator, load_agent
from longtail_sim.core import codes

Make = Callable[..., Scenario]
Run = Callable[..., Simulator]


def assisted(scenario: Make, events: list[dict[str, Any]], **assistance: Any) -> Scenario:
    """Return a dark map of 2 x 2 junctions with a fleet of a third, and this remote assistance."""
    remote = {"agents": 5, "link": {"loss": 0.0, "latency_s": 0.2}, **assistance}
    fleet = {"share": 0.3, "remote_assistance": remote}
    return scenario(2, 2, demand=1500, fleet=fleet, drivers={"errors": {"enabled": False}}, events=events)


def mean_wait(simulator: Simulator) -> float:
    """Return the mean wait of the requests that ended."""
    totals = simulator.state.totals
    return float(totals.assist_wait_s.sum() / (totals.assist_answered + totals.assist_abandoned).sum())


def test_fewer_agents_longer_waits(scenario: Make, run: Run, all_dark: list[dict[str, Any]]) -> None:
    """The same requests, a smaller pool."""
    waits = []
    for agents in (20, 3, 1):
        simulator = Simulator(assisted(scenario, all_dark, agents=agents, patience_s=3000), range(2))
        run(simulator, 600.0, load_agent("stop_when_confused"))
        waits.append(mean_wait(simulator))
        assert simulator.state.totals.assist_answered.sum() > 10
    assert waits == sorted(waits)
    assert 30.0 < waits[0] < 55.0  # service alone takes 40 s
    assert waits[2] > 1.5 * waits[0]


def test_nobody_on_duty(scenario: Make, run: Run, all_dark: list[dict[str, Any]]) -> None:
    """Nobody is answered; patience ends in minimal risk stops, and somebody comes."""
    quick = assisted(scenario, all_dark, agents=0, patience_s=20)
    quick = quick.model_copy(
        update={"fleet": Scenario.model_validate({"fleet": {**_fleet(quick), "retrieval_s": _fixed(60)}}).fleet}
    )
    simulator = run(Simulator(quick, [1]), 400.0, load_agent("stop_when_confused"))
    totals, vehicles = simulator.state.totals, simulator.state.vehicles
    assert totals.assist_answered[0] == 0
    assert totals.assist_abandoned[0] > 3
    assert totals.minimal_risk_stops[0] > 3
    assert totals.retrievals[0] > 0
    rescued = vehicles.state[0] == codes.STATE_RETRIEVED
    assert (vehicles.driver[0][rescued] == codes.DRIVER_PERSON).all()
    histogram = totals.assist_wait_histogram[0]
    assert histogram.sum() == totals.assist_abandoned[0]
    assert set(np.flatnonzero(histogram).tolist()) <= {20}


def _fleet(scenario: Scenario) -> dict[str, Any]:
    return scenario.fleet.model_dump(exclude={"retrieval_s"}, exclude_none=True)


def _fixed(seconds: float) -> dict[str, Any]:
    return {"lognormal": {"mean": seconds, "cv": 0.1}}


def test_a_lossy_link_costs_retries(scenario: Make, run: Run, all_dark: list[dict[str, Any]]) -> None:
    """Each lost message costs the retry time; a dead link answers nobody."""
    waits = []
    for loss in (0.0, 0.6):
        bad = assisted(scenario, all_dark, agents=50, patience_s=3000, retry_s=10, link={"loss": loss})
        waits.append(mean_wait(run(Simulator(bad, range(3)), 600.0, load_agent("stop_when_confused"))))
    # Up and down, loss / (1 - loss) = 1.5 lost messages each: 30 s more, cut a little by the end of the run.
    assert 12.0 < waits[1] - waits[0] < 40.0
    dead = assisted(scenario, all_dark, agents=50, patience_s=60, link={"loss": 1.0})
    totals = run(Simulator(dead, [1]), 300.0, load_agent("stop_when_confused")).state.totals
    assert totals.assist_answered[0] == 0
    assert totals.assist_abandoned[0] > 0


def test_requests_are_accounted_for(scenario: Make, run: Run, all_dark: list[dict[str, Any]]) -> None:
    """Made = answered + given up + under way + left behind by vehicles that went without the answer."""
    simulator = Simulator(assisted(scenario, all_dark, agents=2), range(3))
    run(simulator, 500.0, load_agent("stop_when_confused"))
    totals, vehicles = simulator.state.totals, simulator.state.vehicles
    under_way = ((vehicles.assist >= codes.ASSIST_SENDING) & (vehicles.assist <= codes.ASSIST_ANSWERING)).sum(axis=1)
    ended = totals.assist_answered + totals.assist_abandoned
    assert (totals.assist_requests == ended + under_way).all()
    assert (totals.assist_wait_histogram.sum(axis=1) == ended).all()
    waiting = simulator.state.operators.queued
    assert (waiting >= 0).all()
    assert (simulator.state.operators.busy <= 2).all()


def test_people_in_the_fleets_place_ask_nobody(scenario: Make, run: Run, all_dark: list[dict[str, Any]]) -> None:
    """The twin has no automated vehicle and no request."""
    simulator = run(Simulator(assisted(scenario, all_dark), [1], people_in_fleet=True), 200.0)
    assert len(simulator.observe()) == 0
    assert simulator.state.totals.assist_requests[0] == 0
    assert simulator.state.tally.entered[0, 1] > 0


def erlang_c(load: float, agents: int) -> float:
    """Return the probability that a request finds all agents busy (M/M/c, ``load`` in erlangs)."""
    last = load**agents / math.factorial(agents) * agents / (agents - load)
    return last / (sum(load**k / math.factorial(k) for k in range(agents)) + last)


@pytest.mark.slow
@pytest.mark.parametrize(("rho", "factor"), [(0.7, 0.07), (0.9, 0.67)])
def test_pool_behaves_like_m_m_c(scenario: Make, rho: float, factor: float) -> None:
    """Ten agents, requests from elsewhere only; mean queue against Erlang's formula.

    Service times are lognormal with variation 1 instead of exponential, which Erlang's mean hardly notices.
    """
    agents, service = 10, 40.0
    rate = rho * agents / service
    remote = {
        "agents": agents,
        "service_s": {"lognormal": {"mean": service, "cv": 1.0}},
        "background_requests_per_h": rate * 3600,
        "patience_s": 80_000,
    }
    empty = scenario(
        1, 1, demand=0, fleet={"remote_assistance": remote}, duration_s=40_000, decision_interval_s=10,
        grid={"entry_m": 30},
    )  # fmt: skip
    simulator = Simulator(empty, range(20))
    lengths = []
    while simulator.time_s < 40_000:
        simulator.step()
        if simulator.time_s > 2000:
            lengths.append(simulator.state.operators.queued.mean())
    wait = float(np.mean(lengths)) / rate  # Little's law
    assert erlang_c(rho * agents, agents) / (agents - rho * agents) == pytest.approx(factor, abs=0.01)
    assert wait == pytest.approx(factor * service, rel=0.15)


def test_asking_twice_is_asking_once(scenario: Make, all_dark: list[dict[str, Any]]) -> None:
    """A request while one is under way has no effect."""
    simulator = Simulator(assisted(scenario, all_dark, agents=1, patience_s=500), [3])
    while simulator.time_s < 60:
        seen = simulator.observe()
        n = len(seen)
        stop, ask = np.full(n, codes.ACT_STOP, np.int8), np.full(n, codes.REQUEST_ASK_REMOTE, np.int8)
        simulator.act(FleetAction(stop, np.zeros(n), np.zeros(n, np.int8), ask))
        simulator.step()
    vehicles = simulator.state.vehicles
    here = (vehicles.trip[0] >= 0) & (vehicles.driver[0] == codes.DRIVER_AUTOMATED)
    assert here.sum() > 3
    assert (vehicles.assist_count[0][here] <= 1).all()
    assert simulator.state.totals.assist_requests[0] == vehicles.assist_count[0][here].sum()
