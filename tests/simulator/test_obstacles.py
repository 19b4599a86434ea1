"""A street is closed in a running city: the same in every batch, and nobody who sees it drives in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim import Scenario, Simulator, load_agent

Run = Callable[..., Simulator]
SEEDS = (0, 1, 2)
PLACE = {"junction": "Street 2 & Avenue 2", "side": "east"}
END_S = 240.0
CLOSED = {"kind": "road_closure", "what": "flood", "where": PLACE, "noticed_by_automated": 1}


@pytest.fixture(scope="module")
def city(scenario: Callable[..., Scenario]) -> Callable[..., Scenario]:
    """Return a builder of a small city with some events."""

    def build(*events: dict[str, Any], **more: Any) -> Scenario:
        return scenario(3, 3, demand=2400, fleet={"share": 0.3}, events=list(events), **more)

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
