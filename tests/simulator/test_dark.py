"""Dark signals: what happens where the light goes out depends on what drivers take it for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from longtail_sim import Scenario, Simulator, load_agent
from longtail_sim.core import codes

Make = Callable[..., Scenario]
Run = Callable[..., Simulator]

STRAIGHT = {"turns": {"left": 0.0, "right": 0.0}}


def served(simulator: Simulator) -> float:
    """Return the junctions entered, all worlds together."""
    return float(simulator.state.tally.traversals.sum())


def test_a_dark_junction_is_an_all_way_stop_if_all_take_it_for_one(
    scenario: Make, run: Run, all_comply: dict[str, Any], all_dark: list[dict[str, Any]]
) -> None:
    """The same vehicles pass at the same times as where the signs had been built."""
    parts = {"lanes": 1, "demand": 1200, "drivers": all_comply, "fleet": {"share": 0.0}}
    dark = run(Simulator(scenario(**parts, events=all_dark), range(3)), 600.0)
    signs = run(Simulator(scenario(**parts, network={"junctions": {"control": "all_way_stop"}}), range(3)), 600.0)
    assert (dark.state.junctions.control == codes.CONTROL_DARK).all()
    assert dark.state.tally.dark_traversals.sum() == served(dark) > 400
    assert abs(served(dark) - served(signs)) <= 0.02 * served(signs)
    assert dark.state.tally.stop_violations.sum() == 0
    assert dark.state.tally.contacts.sum() == 0


def test_the_dark_takes_capacity(
    scenario: Make, run: Run, all_comply: dict[str, Any], all_dark: list[dict[str, Any]]
) -> None:
    """Under saturation a dark junction passes clearly less than its signal did."""
    parts = {"lanes": 1, "demand": 6000, "drivers": all_comply, "fleet": {"share": 0.0}, "traffic": STRAIGHT}
    bright = served(run(Simulator(scenario(**parts), range(2)), 600.0))
    dark = served(run(Simulator(scenario(**parts, events=all_dark), range(2)), 600.0))
    assert 0.30 < dark / bright < 0.75


def test_the_light_comes_back(scenario: Make, run: Run, all_comply: dict[str, Any]) -> None:
    """Dark for its duration, then a signal again, and the queue dissolves."""
    events = [{"kind": "signal_outage", "at_s": 60, "where": "everywhere", "duration_s": 120}]
    simulator = Simulator(scenario(demand=1500, drivers=all_comply, fleet={"share": 0.0}, events=events), [1])
    controls = []
    for until in (59.0, 61.0, 179.0, 181.0):
        run(simulator, until)
        controls.append(int(simulator.state.junctions.control[0, 0]))
    signal, dark = codes.CONTROL_SIGNAL, codes.CONTROL_DARK
    assert controls == [signal, dark, dark, signal]
    run(simulator, 600.0)
    assert simulator.state.totals.backlog_max[0] < 30
    assert simulator.state.tally.longest_stop_s.max() < 120


def test_beliefs_come_in_their_shares(scenario: Make, run: Run, all_dark: list[dict[str, Any]]) -> None:
    """First sight of a dark signal: the shares of the scenario, by the size of the own road."""
    dark = {"priority_major": 0.5, "priority_minor": 0.0, "follow": 0.2, "unaware": 0.1, "stop_if_conflict": 0.0}
    streets = [{"axis": "row", "index": 0, "major": True}]
    network = {"streets": streets}
    simulator = Simulator(
        scenario(demand=1000, drivers={"dark_signal": dark}, fleet={"share": 0.0}, events=all_dark, network=network),
        range(20),
    )
    seen: dict[tuple[int, int, int], int] = {}
    arrays = simulator.network.arrays
    while simulator.time_s < 200:
        simulator.step()
        vehicles = simulator.state.vehicles
        for w, i in np.argwhere(vehicles.belief != codes.BELIEF_NONE).tolist():
            key = (w, int(vehicles.trip[w, i]), int(arrays.lane_leg[vehicles.lane[w, i]]) % 2)
            seen.setdefault(key, int(vehicles.belief[w, i]))
    for axis, shares in ((1, {"UNAWARE": 0.1, "FOLLOW": 0.2, "PRIORITY": 0.5}), (0, {"UNAWARE": 0.1, "FOLLOW": 0.2})):
        beliefs = [belief for (_, _, road), belief in seen.items() if road == axis]
        assert len(beliefs) > 300
        for name, share in shares.items():
            found = np.mean(np.array(beliefs) == getattr(codes, f"BELIEF_{name}"))
            assert found == pytest.approx(share, abs=0.06), (axis, name)


@pytest.mark.slow
def test_not_noticing_makes_right_angle_crashes(scenario: Make, run: Run, all_dark: list[dict[str, Any]]) -> None:
    """Where a part of the drivers does not notice the dark signal some crash, mostly at right angles."""
    contacts, angles = [], []
    for unaware in (0.0, 0.3):
        dark = {"priority_major": 0, "priority_minor": 0, "follow": 0, "freeze": 0, "unaware": unaware}
        drivers = {"dark_signal": dark, "errors": {"red_light_running": 0, "misjudged_gap": 0, "lapses_per_h": 0}}
        parts = {"lanes": 2, "demand": 2000, "drivers": drivers, "fleet": {"share": 0.0}, "events": all_dark}
        tally = run(Simulator(scenario(**parts), range(60)), 900.0).state.tally
        contacts.append(int(tally.contacts.sum()))
        angles.append(int(tally.angle_contacts.sum()))
    assert contacts[0] == 0
    assert contacts[1] >= 3
    assert angles[1] >= 0.6 * contacts[1]


@pytest.mark.slow
def test_delay_breaks_even(
    scenario: Make, run: Run, all_comply: dict[str, Any], all_dark: list[dict[str, Any]]
) -> None:
    """In thin traffic the dark junction is as good as the signal, in dense traffic much worse."""
    delays = {}
    for demand in (600, 1400):
        for name, events in (("signal", []), ("dark", all_dark)):
            parts = {"lanes": 1, "demand": demand, "drivers": all_comply, "fleet": {"share": 0.0}, "traffic": STRAIGHT}
            simulator = run(Simulator(scenario(**parts, events=events), range(10)), 1800.0)
            tally = simulator.state.tally
            delays[demand, name] = float(tally.delay_s.sum() / tally.arrived.sum())
    assert delays[600, "dark"] <= delays[600, "signal"]
    assert delays[1400, "dark"] >= 1.1 * delays[1400, "signal"]


def test_rule_based_stops_at_the_dark_and_asks_nobody(scenario: Make, run: Run, all_dark: list[dict[str, Any]]) -> None:
    """By the code: no violation, no contact at fault, no request."""
    parts = {"demand": 1200, "drivers": {"errors": {"enabled": False}}, "fleet": {"share": 0.3}, "events": all_dark}
    simulator = run(Simulator(scenario(**parts), range(3)), 600.0, load_agent("rule_based"))
    fleet = simulator.state.tally[:, 1]
    assert fleet.dark_traversals.sum() > 100
    assert fleet.stop_violations.sum() == 0
    assert fleet.contacts_at_fault.sum() == 0
    assert simulator.state.totals.assist_requests.sum() == 0


def test_an_officer_is_obeyed(scenario: Make, run: Run, all_dark: list[dict[str, Any]]) -> None:
    """Where an officer directs traffic more is served than in the dark, without contacts."""
    officer = [{"kind": "officer", "at_s": 1, "where": "worst_junction", "response_s": 1}]
    parts = {"lanes": 1, "demand": 6000, "drivers": {"errors": {"enabled": False}}, "fleet": {"share": 0.0}}
    dark = run(Simulator(scenario(**parts, traffic=STRAIGHT, events=all_dark), [1, 2]), 600.0)
    directed = run(Simulator(scenario(**parts, traffic=STRAIGHT, events=all_dark + officer), [1, 2]), 600.0)
    assert (directed.state.junctions.control == codes.CONTROL_OFFICER).all()
    assert served(directed) > 1.1 * served(dark)
    assert directed.state.tally.contacts.sum() == 0
