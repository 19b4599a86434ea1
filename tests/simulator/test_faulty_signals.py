"""Faulty signals, stalls, surges and fog in whole worlds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from longtail_sim import Scenario, Simulator, load_agent
from longtail_sim.core import codes

Make = Callable[..., Scenario]
Run = Callable[..., Simulator]

NO_RIGHT = {"turns": {"left": 0.1, "right": 0.0}}  # nobody turns right on red


def fault(kind: str, **keys: Any) -> list[dict[str, Any]]:
    return [{"kind": "signal_fault", "fault": kind, "at_s": 0, "where": "everywhere", **keys}]


def test_red_flashes_are_stop_signs(scenario: Make, run: Run) -> None:
    """The same vehicles pass at the same times as where the signs had been built."""
    parts = {"lanes": 1, "demand": 1200, "fleet": {"share": 0.0}}
    flashes = run(Simulator(scenario(**parts, events=fault("flashing_red")), range(2)), 300.0)
    signs = run(Simulator(scenario(**parts, network={"junctions": {"control": "all_way_stop"}}), range(2)), 300.0)
    assert flashes.state.tally.traversals.sum() == signs.state.tally.traversals.sum() > 100
    assert np.array_equal(flashes.state.tally.delay_s, signs.state.tally.delay_s)


def test_yellow_flashes_are_for_the_bigger_road(scenario: Make, run: Run) -> None:
    """It does not stop; an agent sees which of the two it has."""
    events = fault("flashing_yellow")
    streets = [{"axis": "row", "index": 0, "name": "Main", "major": True}]
    made = scenario(lanes=1, demand=800, fleet={"share": 1.0}, events=events, network={"streets": streets})
    simulator = run(Simulator(made, [1]), 60.0, load_agent("rule_based"))
    seen = simulator.observe()
    near = (seen.line_m < 140) & ~seen.in_junction & (seen.line_m > 0)
    red, yellow = seen.signal.is_flashing_red & near, seen.signal.is_flashing_yellow & near
    assert red.any()
    assert yellow.any()
    assert (red ^ yellow)[near].all()
    axis = simulator.network.arrays.lane_leg[simulator.state.vehicles.lane[0, seen.slot]] % 2
    assert (axis[red] == 0).all()
    assert (axis[yellow] == 1).all()
    assert (seen.is_stop == seen.signal.is_flashing_red)[near].all()


def test_people_give_up_on_a_red_that_does_not_end(scenario: Make, run: Run) -> None:
    """Nobody in their patience; then they go, counted as red, and touch nobody."""
    drivers = {"errors": {"enabled": False}, "failed_light_patience_s": 100}
    made = scenario(
        lanes=1, demand=700, drivers=drivers, fleet={"share": 0.0}, events=fault("stuck_green", green_for="major"),
        traffic=NO_RIGHT,
    )  # fmt: skip
    simulator = run(Simulator(made, range(3)), 95.0)
    assert simulator.state.tally.red_light_runs.sum() == 0
    run(simulator, 400.0)
    assert simulator.state.tally.red_light_runs.sum() > 20
    assert simulator.state.tally.contacts.sum() == 0


def test_the_agents_do_so_as_well(scenario: Make, run: Run) -> None:
    """By the book after three minutes; who is not sure asks somebody first."""
    parts = {"lanes": 1, "demand": 500, "fleet": {"share": 1.0}, "events": fault("stuck_red")}
    made = scenario(**parts, traffic=NO_RIGHT)
    simulator = run(Simulator(made, [1]), 175.0, load_agent("rule_based"))
    assert simulator.state.tally.traversals.sum() == 0
    run(simulator, 300.0, load_agent("rule_based"))
    assert simulator.state.tally.red_light_runs.sum() > 10
    assert simulator.state.totals.assist_requests.sum() == 0
    asking = run(Simulator(made, [1]), 300.0, load_agent("stop_when_confused"))
    assert asking.state.totals.assist_requests.sum() > 0


def test_who_does_not_read_hands_goes_by_the_lights(scenario: Make, run: Run) -> None:
    officer = {"kind": "officer", "where": "Street 1 & Avenue 1", "at_s": 0, "recognised_by_automated": 0.0}
    made = scenario(lanes=1, demand=900, fleet={"share": 1.0}, events=[officer])
    simulator = run(Simulator(made, [1]), 100.0, load_agent("rule_based"))
    assert simulator.state.junctions.control[0, 0] == codes.CONTROL_OFFICER
    seen = simulator.observe()
    near = (seen.line_m < 140) & (seen.line_m > 0)
    assert near.any()
    assert not seen.signal.is_officer[near].any()
    axis = simulator.network.arrays.lane_leg[simulator.state.vehicles.lane[0, seen.slot]] % 2
    shown = simulator.state.junctions.light[0, 0][axis]
    assert (seen.signal.is_red == (shown == codes.COLOUR_RED))[near].all()


def test_the_fleet_stalls_and_starts_anew(scenario: Make, run: Run) -> None:
    """All at once, some for good until somebody comes; people in the fleet's place do not."""
    event = {"kind": "fleet_stall", "at_s": 60, "restart_s": 30, "retrieved": 0.5}
    made = scenario(demand=2000, fleet={"share": 0.5, "retrieval_s": 1000}, events=[event])
    agent = load_agent("rule_based")
    simulator = run(Simulator(made, [1]), 61.0, agent)
    vehicles = simulator.state.vehicles
    there = (vehicles.fleet[0] == 1) & (vehicles.trip[0] >= 0) & (vehicles.arrival_s[0] < 55)
    assert there.sum() > 3
    assert (vehicles.state[0][there] >= codes.STATE_MINIMAL_RISK_MANOEUVRE).all()
    run(simulator, 115.0, agent)
    states = simulator.state.vehicles.state[0][there & (simulator.state.vehicles.trip[0] >= 0)]
    stopped = simulator.state.totals.minimal_risk_stops[0]
    assert stopped >= there.sum() - 1
    assert 0 < (states == codes.STATE_MINIMAL_RISK_CONDITION).sum() < stopped
    twin = run(Simulator(made, [1], people_in_fleet=True), 100.0)
    assert twin.state.totals.minimal_risk_stops[0] == 0


def test_a_surge_multiplies_arrivals_for_its_time(scenario: Make, run: Run) -> None:
    """Of everybody, or of the fleet alone; the fleet in the backlog is accounted for."""
    surge = {"kind": "demand_surge", "at_s": 100, "duration_s": 200, "factor": 5}
    rates = {}
    for who in ("everybody", "fleet"):
        made = scenario(demand=4000, fleet={"share": 0.5}, events=[{**surge, "who": who}])
        simulator = Simulator(made, range(4))
        counts = [run(simulator, until).state.tally.arrived.sum(axis=0) for until in (100.0, 300.0, 400.0)]
        rates[who] = np.diff([np.zeros(2), *counts], axis=0) / [[100], [200], [100]] / 4 * 3600
        waiting = simulator.state.tally.arrived[:, 1] - simulator.state.tally.entered[:, 1]
        assert np.array_equal(simulator.state.entries.backlog_fleet.sum(axis=1), waiting)
    usual = np.array([2000, 2000])
    assert np.allclose(rates["everybody"] / usual, [[1, 1], [5, 5], [1, 1]], rtol=0.25)
    assert np.allclose(rates["fleet"] / usual, [[1, 1], [1, 5], [1, 1]], rtol=0.25)


def test_in_fog_people_drive_as_fast_as_they_see(scenario: Make, run: Run) -> None:
    fog = {"kind": "weather", "at_s": 0, "visibility_m": 30}
    parts = {"demand": 900, "drivers": {"spread": 0.0}, "fleet": {"share": 0.0}}
    fastest, farthest = [], []
    for events in ([], [fog]):
        simulator = run(Simulator(scenario(**parts, events=events), range(3)), 120.0)
        vehicles = simulator.state.vehicles
        inside = vehicles.trip >= 0
        fastest.append(np.median(vehicles.speed[inside & (vehicles.speed > 6.0)]))
        farthest.append(vehicles.gap[inside & (vehicles.leader >= 0)].max())
    assert farthest[0] > 40 > 31 > farthest[1]
    limit = float(simulator.state.weather.speed[0])
    assert fastest[1] < 1.1 * limit < fastest[0]
