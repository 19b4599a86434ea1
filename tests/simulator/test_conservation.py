"""Nobody is lost, doubled or out of order, whatever the streets, the traffic and the agent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from longtail_sim import Agent, FleetAction, FleetObservation, Scenario, Simulator, load_agent

Check = Callable[[Simulator], None]
Make = Callable[..., Scenario]
Run = Callable[..., Simulator]


class Reckless(Agent):
    """Decides at random: worse than any agent that means well."""

    def __init__(self, seed: int) -> None:
        """Seed the dice."""
        self.dice = np.random.default_rng(seed)

    def act_batch(self, observations: FleetObservation) -> FleetAction:
        """Throw the dice for every vehicle."""
        n = len(observations)
        longitudinal = self.dice.integers(0, 6, n).astype(np.int8)
        speed = np.where(longitudinal == 5, self.dice.uniform(-12, 6, n), self.dice.uniform(0, 20, n))
        speed[(longitudinal != 1) & (longitudinal != 5)] = 0.0
        lateral = self.dice.integers(0, 3, n).astype(np.int8)
        request = (self.dice.random(n) < 0.02).astype(np.int8) * self.dice.integers(1, 3, n).astype(np.int8)
        return FleetAction(longitudinal, speed, lateral, request)


grids = st.fixed_dictionaries(
    {
        "rows": st.integers(1, 3),
        "columns": st.integers(1, 2),
        "lanes": st.integers(1, 3),
        "one_way": st.sampled_from(["none", "alternate"]),
        "block_m": st.sampled_from([70, 120]),
        "entry_m": st.sampled_from([30, 100]),
    }
)
controls = st.sampled_from(["signal", "all_way_stop", "two_way_stop"])
turns = st.sampled_from([(0.1, 0.15), (0.5, 0.5), (0.0, 0.0), (0.9, 0.1)])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    grid=grids, control=controls, turns=turns, demand=st.integers(0, 12000), share=st.sampled_from([0.0, 0.3, 1.0]),
    seed=st.integers(0, 2**63), outage=st.booleans(),
)  # fmt: skip
def test_any_small_world_is_sane_for_a_minute(
    check_sane: Check,
    grid: dict[str, Any],
    control: str,
    turns: tuple[float, float],
    demand: int,
    share: float,
    seed: int,
    outage: bool,
) -> None:
    """Random streets, demand and control, a fleet that throws dice: sane at every decision."""
    parts = {
        "network": {"grid": grid, "junctions": {"control": control}},
        "demand": {"vehicles_per_hour": demand, "turns": {"left": turns[0], "right": turns[1]}},
        "fleet": {"share": share},
        "events": [{"kind": "signal_outage", "at_s": 20, "where": "everywhere"}] if outage else [],
    }
    if control != "signal":
        parts["events"] = []
    simulator, agent = Simulator(Scenario.model_validate(parts), [seed]), Reckless(seed % 2**32)
    while simulator.time_s < 60:
        seen = simulator.observe()
        simulator.act(agent.act_batch(seen))
        simulator.step()
        if round(simulator.time_s) % 2 == 0:
            check_sane(simulator)


@pytest.mark.parametrize("agent", ["rule_based", "stop_when_confused", "reasoning", "human_twin"])
def test_worlds_of_a_batch_stay_sane(scenario: Make, run: Run, check_sane: Check, agent: str) -> None:
    """Two-lane streets, an outage in the middle, ten minutes, looked at often."""
    driver = load_agent(agent)
    events = [{"kind": "signal_outage", "at_s": 120, "where": {"share_of_junctions": 0.6}}]
    busy = scenario(3, 2, demand=5000, fleet={"share": 0.2}, events=events)
    simulator = Simulator(busy, range(3), people_in_fleet=driver.drives_as_person)
    for until in range(15, 601, 15):
        check_sane(run(simulator, float(until), driver))
    assert (simulator.state.tally.finished.sum(axis=1) > 200).all()


def test_more_demand_than_room(
    scenario: Callable[..., Scenario], run: Callable[..., Simulator], check_sane: Check
) -> None:
    """The map fills, the rest waits outside, and their waiting counts as delay."""
    simulator = run(Simulator(scenario(1, 1, lanes=1, demand=20000), [1, 2]), 300.0)
    check_sane(simulator)
    backlog = (simulator.state.entries.arrived - simulator.state.entries.admitted).sum(axis=1)
    assert (backlog > 500).all()
    assert (simulator.state.totals.backlog_max >= backlog).all()
    assert simulator.state.tally.backlog_s.sum() > 2 * 500 * 100
    assert (simulator.state.tally.delay_s >= simulator.state.tally.backlog_s).all()


def test_nobody_at_all(scenario: Make, run: Run, check_sane: Check) -> None:
    """An empty map runs as well."""
    simulator = run(Simulator(scenario(2, 2, demand=0), [1]), 60.0)
    check_sane(simulator)
    assert simulator.state.tally.arrived.sum() == 0


def test_time_in_the_map_is_free_flow_plus_delay(
    scenario: Callable[..., Scenario], run: Callable[..., Simulator]
) -> None:
    """The account closes: seconds = free-flow seconds + seconds lost + seconds outside."""
    simulator = run(Simulator(scenario(2, 2, demand=4000), [1, 2]), 200.0)
    tally = simulator.state.tally
    np.testing.assert_allclose(tally.vehicle_s, tally.free_flow_s + tally.delay_s, rtol=1e-9)
    arrived = tally.arrived.sum(axis=1)
    assert (tally.vehicle_s.sum(axis=1) < arrived * 200.0).all()
