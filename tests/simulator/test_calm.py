"""Where nobody errs and nothing happens, nobody touches anybody and nobody is stuck."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim import Agent, Scenario, Simulator, load_agent, load_scenario

Make = Callable[..., Scenario]
Run = Callable[..., Simulator]

PEOPLE, FLEET = 0, 1
STUCK_S = 300.0  # five signal cycles
LATE_SHARE = 0.005  # 3 to 5 of 1000 enter on red in the field, errors included
AGENTS = ("rule_based", "stop_when_confused", "reasoning")
SHIPPED = {"calm_grid": 1800, "rush_hour": 2700, "one_dark_junction": 1500, "sf_outage": 2700}
SEEDS = 2  # four scenarios, twin and three agents: together 2 * 4 * 2.4 h = 19 simulated hours


def assert_calm(simulator: Simulator) -> None:
    """No contact, nobody stuck, no red light run on purpose, and traffic did flow."""
    tally = simulator.state.tally
    worlds = range(simulator.num_worlds)
    assert [int(simulator.state.tally.contacts[w].sum()) for w in worlds] == [0] * simulator.num_worlds
    longest = [round(float(tally.longest_stop_s[w].max()), 1) for w in worlds]
    assert max(longest) < STUCK_S, f"somebody stood for {longest} s (by world)"
    assert simulator.state.totals.gridlocks.sum() == 0
    by_people = [PEOPLE] if simulator.settings.fleet_automated[0] else [PEOPLE, FLEET]
    late = tally.red_light_runs[:, by_people].sum()  # went on yellow, and were held up by the one ahead
    assert late <= LATE_SHARE * tally.traversals[:, by_people].sum() + 5
    assert tally.red_light_runs.sum() == late  # automated vehicles do not
    assert (tally.finished.sum(axis=1) > 0.3 * tally.arrived.sum(axis=1)).all()


SMALL: dict[str, dict[str, Any]] = {
    "signal": {"demand": 2000},
    "signal, one lane": {"lanes": 1, "demand": 1200},
    "all-way stop": {"lanes": 1, "demand": 1000, "network": {"junctions": {"control": "all_way_stop"}}},
    "all-way stop, two lanes": {"demand": 1600, "network": {"junctions": {"control": "all_way_stop"}}},
    "two-way stop": {"lanes": 1, "demand": 600, "network": {"junctions": {"control": "two_way_stop"}}},
    "grid of two lanes": {"rows": 3, "columns": 3, "demand": 3500},
    "one-way pairs of three lanes": {
        "rows": 2,
        "columns": 2,
        "lanes": 3,
        "demand": 3500,
        "grid": {"one_way": "alternate"},
    },
    "one lane, short blocks": {"rows": 3, "columns": 3, "lanes": 1, "demand": 1800, "grid": {"block_m": 80}},
    "many left turns": {"rows": 2, "columns": 2, "demand": 2500, "traffic": {"turns": {"left": 0.4, "right": 0.3}}},
}


@pytest.mark.parametrize("name", SMALL)
@pytest.mark.parametrize("agent", [None, "rule_based"], ids=["people", "rule_based"])
def test_small_grids(scenario: Make, run: Run, calm: dict[str, Any], name: str, agent: str | None) -> None:
    """Ten minutes of moderate traffic, three seeds."""
    driver = load_agent(agent) if agent else None
    quiet = scenario(**SMALL[name], drivers=calm, fleet={"share": 0.25 if driver else 0.0})
    assert_calm(run(Simulator(quiet, range(3)), 600.0, driver))


@pytest.mark.slow
@pytest.mark.parametrize("name", SMALL)
@pytest.mark.parametrize("agent", AGENTS)
def test_small_grids_for_hours(scenario: Make, run: Run, calm: dict[str, Any], name: str, agent: str) -> None:
    """An hour, eight seeds, every shipped agent."""
    quiet = scenario(**SMALL[name], drivers=calm, fleet={"share": 0.25})
    assert_calm(run(Simulator(quiet, range(8)), 3600.0, load_agent(agent)))


def quiet_version(name: str) -> Scenario:
    """Return a shipped scenario without its events and without errors."""
    shipped = load_scenario(name)
    errors = shipped.drivers.errors.model_copy(update={"enabled": False})
    drivers = shipped.drivers.model_copy(update={"errors": errors})
    return shipped.model_copy(update={"drivers": drivers, "events": ()})


def drive_shipped(run: Run, name: str, driver: Agent) -> Simulator:
    """Run the quiet version of a shipped scenario to its end."""
    simulator = Simulator(quiet_version(name), range(SEEDS), people_in_fleet=driver.drives_as_person, threads=2)
    return run(simulator, float(SHIPPED[name]), driver)


@pytest.mark.slow
@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("agent", ["human_twin", *AGENTS])
def test_shipped_scenarios(run: Run, name: str, agent: str) -> None:
    """All shipped scenarios without their events, the twin and every shipped agent: more than ten hours together."""
    assert load_scenario(name).duration_s == SHIPPED[name]
    simulator = drive_shipped(run, name, load_agent(agent))
    assert_calm(simulator)
    assert simulator.state.totals.assist_requests.sum() == 0


@pytest.mark.parametrize("agent", AGENTS)
def test_agents_are_no_worse_than_people_on_a_calm_grid(run: Run, agent: str) -> None:
    """With no event the fleet delays others hardly more than people in its place would."""
    short = quiet_version("calm_grid").model_copy(update={"duration_s": 900.0})
    driver = load_agent(agent)
    with_agent = run(Simulator(short, range(3)), 900.0, driver)
    twin = run(Simulator(short, range(3), people_in_fleet=True), 900.0)
    delay = [sum(each.metrics(w)["others_delay_s"] for w in range(3)) for each in (with_agent, twin)]
    assert delay[0] < 1.15 * delay[1]
