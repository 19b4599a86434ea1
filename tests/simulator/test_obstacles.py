"""A street is closed in a running city: the same in every batch, and nobody who sees it drives in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim import Agent, FleetAction, FleetObservation, Lateral, Scenario, Simulator, load_agent

Run = Callable[..., Simulator]
SEEDS = (0, 1, 2)
PLACE = {"junction": "Street 2 & Avenue 2", "side": "east"}
END_S = 240.0
CLOSED = {"kind": "road_closure", "what": "flood", "where": PLACE, "noticed_by_automated": 1}


@pytest.fixture(scope="module")
def city(scenario: Callable[..., Scenario]) -> Callable[..., Scenario]:
    """Return a builder of a small city with some events."""

    def build(*events: dict[str, Any], **more: Any) -> Scenario:
        return scenario(3, 3, demand=2400, events=list(events), **{"fleet": {"share": 0.3}, **more})

    return build


def test_a_batch_is_its_worlds_alone(city: Callable[..., Scenario], run: Run) -> None:
    several = city({**CLOSED, "at_s": 40}, {"kind": "child_runs_out", "where": {"side": "north"}, "at_s": 20})
    agent = load_agent("rule_based")
    together = run(Simulator(several, SEEDS), END_S, agent)
    alone = [run(Simulator(several, [seed]), END_S, agent) for seed in SEEDS]
    assert [together.digest(w) for w in range(len(SEEDS))] == [each.digest(0) for each in alone]


def test_nobody_who_sees_a_flood_drives_in_and_the_city_goes_on(
    city: Callable[..., Scenario], run: Run, check_sane: Callable[[Simulator], None]
) -> None:
    found = run(
        Simulator(city({**CLOSED, "at_s": 40}, drivers={"errors": {"enabled": False}}), SEEDS),
        END_S,
        load_agent("rule_based"),
    )
    check_sane(found)
    for w in range(len(SEEDS)):
        metrics = found.metrics(w)
        assert metrics["intrusions"] == metrics["others_intrusions"] == 0
        assert metrics["contacts"] == metrics["others_contacts"] == 0
        assert metrics["trips_finished"] > 20


def test_who_is_told_to_go_on_drives_in(city: Callable[..., Scenario], run: Run) -> None:
    """The one who asks a remote agent before the water believes the answer."""
    found = run(Simulator(city({**CLOSED, "at_s": 40}), range(6)), 600.0, load_agent("stop_when_confused"))
    assert sum(found.metrics(w)["intrusions"] for w in range(6)) > 0


def test_a_closure_may_wait_for_another_event(city: Callable[..., Scenario], run: Run) -> None:
    chain = city(
        {"kind": "officer", "at_s": 30, "where": "Street 2 & Avenue 2"}, {**CLOSED, "when": {"after": 0, "delay_s": 25}}
    )
    found = run(Simulator(chain, [1]), 60.0, load_agent("rule_based"))
    assert set(found.state.obstacles.begins_s[0].tolist()) == {55.0}
    later = city({**CLOSED, "when": {"metric": "vehicles", "above": 3}})
    found = run(Simulator(later, [1]), 60.0, load_agent("rule_based"))
    assert 0 < found.state.obstacles.begins_s[0].max() < 60


class GoesRound(Agent):
    """Takes another turn than the one into a street."""

    street = -1

    def act_batch(self, fleet: FleetObservation) -> FleetAction:
        """Proceed, but not into that street."""
        avoids = fleet.place.next_street == self.street
        return FleetAction.proceed(len(fleet)).going(Lateral.OTHER_TURN, avoids)


def streets_taken(simulator: Simulator, street: int) -> set[int]:
    """Return the trips of the fleet that are in a street now."""
    seen = simulator.observe()
    inside = (seen.place.street == street) & ~seen.in_junction & (seen.place.junction >= 0)
    return set(seen.trip[inside].tolist())


def test_an_agent_may_avoid_a_street(city: Callable[..., Scenario]) -> None:
    agent, entered = GoesRound(), {}
    for street in (-1, 13):
        agent.street, found = street, set()
        simulator = Simulator(city(), [0])
        while simulator.time_s < 150.0:
            seen = simulator.observe()
            simulator.act(agent.act_batch(seen))
            simulator.step()
            found |= streets_taken(simulator, 13)
        entered[street] = len(found)
    assert entered[13] < entered[-1]


def test_a_warned_fleet_stays_out_of_what_it_does_not_see(city: Callable[..., Scenario], run: Run) -> None:
    """Half of the fleet takes the tape for nothing; of those that are told only the first few drive in."""
    hidden = {**CLOSED, "what": "hoses", "at_s": 40, "noticed_by_automated": 0.5}
    found = {
        name: run(Simulator(city(hidden, fleet={"share": 0.6}), range(4)), END_S, load_agent(name))
        for name in ("rule_based", "reasoning")
    }
    intrusions = {name: sum(it.metrics(w)["intrusions"] for w in range(4)) for name, it in found.items()}
    assert intrusions["reasoning"] < 0.5 * intrusions["rule_based"]


def test_who_is_held_up_on_purpose_turns_round(city: Callable[..., Scenario], run: Run) -> None:
    prank = city({"kind": "prankster", "where": PLACE, "at_s": 20, "stays_s": 200}, lanes=1, fleet={"share": 0.9})
    found = {name: run(Simulator(prank, range(3)), 2 * END_S, load_agent(name)) for name in ("rule_based", "reasoning")}
    longest = {name: max(it.metrics(w)["longest_stop_s"] for w in range(3)) for name, it in found.items()}
    assert longest["rule_based"] > 150
    assert longest["reasoning"] < 100
