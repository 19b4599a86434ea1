"""From a scenario and seeds to filled arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from longtail_sim import Scenario
from longtail_sim.core import codes
from longtail_sim.core.limits import NEVER
from longtail_sim.errors import ScenarioError
from longtail_sim.world import build_world


def scenario(**sections: Any) -> Scenario:
    """Return a grid of 2 x 2 junctions."""
    return Scenario.model_validate({"network": {"grid": {"rows": 2, "columns": 2}}, **sections})


def test_a_fresh_world_is_empty() -> None:
    """All slots are free, nobody is anywhere, everything works."""
    world = build_world(scenario(), [1, 2, 3])
    state, slots = world.state, world.network.capacity
    assert state.vehicles.shape == (3, slots)
    assert (state.vehicles.trip == -1).all()
    assert (state.clock.free_count == slots).all()
    assert (np.sort(state.vehicles.free_slot, axis=1) == np.arange(slots)).all()
    assert (state.lanes["first"] == -1).all()
    assert (state.junctions.health == codes.HEALTH_WORKING).all()
    assert len(world.drawn) == 3


def test_demand_is_split_by_lanes() -> None:
    """A street of three lanes gets three times as much as one of one lane; together it is what was asked for."""
    streets = [{"axis": "row", "index": 0, "lanes": 3}, {"axis": "row", "index": 1, "lanes": 1}]
    parts = {"network": {"grid": {"rows": 2, "columns": 2}, "streets": streets}, "demand": {"vehicles_per_hour": 3600}}
    world = build_world(Scenario.model_validate(parts), [5])
    rate = world.state.entries.rate[0]
    lanes = world.network.arrays.street_lanes[world.network.arrays.entry_street]
    assert rate.sum() == pytest.approx(1.0)
    assert rate[lanes == 3].mean() == pytest.approx(3 * rate[lanes == 1].mean())
    assert (world.state.entries.next_s > 0).all()


def test_an_entry_can_have_a_demand_of_its_own() -> None:
    """The named entry gets its own number and turns; the rest of the map shares the total."""
    left = {"vehicles_per_hour": 360, "turns": {"left": 1, "right": 0}}
    demand = {"vehicles_per_hour": 7 * 720, "turns": {"left": 0.1, "right": 0.2}, "entries": {"1,0:south": left}}
    world = build_world(scenario(demand=demand), [5])
    entries, streets = world.state.entries, world.network.arrays.entry_street
    own = (world.network.street_to_junction[streets] == 1) & (world.network.street_leg[streets] == codes.LEG_SOUTH)
    assert own.sum() == 1
    assert entries.rate[0, own] == pytest.approx(0.1)
    assert entries.rate[0, ~own] == pytest.approx(0.2)
    assert (entries.turn_left[0] == np.where(own, 1.0, 0.1)).all()
    assert (entries.turn_right[0] == np.where(own, 0.0, 0.2)).all()


@pytest.mark.parametrize(
    ("entry", "words"), [("0,0:north", "no street leads from the north"), ("7,7:south", "no junction")]
)
def test_an_entry_that_is_not_there_is_named(entry: str, words: str) -> None:
    """The message says which entry, and what is wrong with it."""
    with pytest.raises(ScenarioError, match=words):
        build_world(scenario(demand={"entries": {entry: {"vehicles_per_hour": 100}}}), [1])


def test_without_demand_nobody_ever_comes() -> None:
    """The next arrival is never."""
    world = build_world(scenario(demand={"vehicles_per_hour": 0}), [5])
    assert (world.state.entries.next_s == NEVER).all()


def test_first_arrivals_differ_by_seed_and_repeat() -> None:
    """Keyed draws: the same seed the same arrivals, in any place of the batch."""
    times = build_world(scenario(), [1, 2, 1]).state.entries.next_s
    assert (times[0] == times[2]).all()
    assert (times[0] != times[1]).all()
    assert (build_world(scenario(), [1]).state.entries.next_s[0] == times[0]).all()


def test_settings_are_the_drawn_scenario() -> None:
    """Numbers drawn per seed arrive in that seed's row."""
    parts = {
        "demand": {"turns": {"left": {"uniform": [0.05, 0.3]}, "right": 0.2}},
        "drivers": {"reaction_s": {"uniform": [0.5, 1.5]}, "dark_signal": {"unaware": 0.07}},
        "fleet": {"share": 0.25, "remote_assistance": {"vehicles_per_agent": 50, "fleet_size": 1001, "patience_s": 77}},
    }
    world = build_world(scenario(**parts), [10, 11, 2**64 - 1])
    settings = world.settings
    assert settings.seed.tolist() == [10, 11, 2**64 - 1]
    assert len(set(settings.turn_left.tolist())) == 3
    for w, drawn in enumerate(world.drawn):
        assert settings.turn_left[w] == float(drawn.demand.turns.left)
        assert settings.reaction_s[w] == float(drawn.drivers.reaction_s)
    assert (settings.turn_right == 0.2).all()
    assert (settings.dark_unaware == 0.07).all()
    assert (settings.fleet_share == 0.25).all()
    assert (settings.assist_agents == 21).all()
    assert (settings.assist_patience_s == 77).all()


def test_switching_errors_off_switches_all_of_them_off() -> None:
    """Not noticing a dark signal is an error; taking it for something else is a belief and stays."""
    settings = build_world(scenario(drivers={"errors": {"enabled": False}}), [1]).settings
    names = ("error_red_light", "error_gap", "error_lapse_per_h", "dark_unaware")
    assert [float(settings[name][0]) for name in names] == [0.0] * 4
    assert settings.dark_priority_major[0] == 0.25
    on = build_world(scenario(), [1]).settings
    assert all(float(on[name][0]) > 0 for name in names)


@pytest.mark.parametrize(("people", "automated"), [(False, 1), (True, 0)])
def test_who_drives_the_fleet(people: bool, automated: int) -> None:
    """The twin differs in this one number."""
    world = build_world(scenario(), [1], people_in_fleet=people, ego_trip=4, latency_s=0.7)
    assert world.settings.fleet_automated[0] == automated
    assert world.settings.ego_trip[0] == 4
    assert world.settings.agent_latency_s[0] == 0.7


def test_effects_are_written_in_time_order() -> None:
    """Each world has those of its own seed; unused rows never fire."""
    events = [
        {"kind": "signal_outage", "at_s": {"uniform": [10, 500]}, "where": {"share_of_junctions": 0.5}},
        {"kind": "signal_outage", "at_s": 5, "where": {"share_of_junctions": 0.25}, "duration_s": 50},
    ]
    world = build_world(scenario(events=events), [1, 2, 3])
    effects = world.state.effects
    assert (np.diff(effects.time_s, axis=1) >= 0).all()
    assert len(set(effects.time_s[:, 1:4].ravel().tolist())) > 3
    used = effects.time_s < NEVER
    assert (effects.index[used] < world.network.num_junctions).all()
    assert (effects.kind[used] == codes.EFFECT_HEALTH).all()


def test_link_and_background_start_at_their_baseline() -> None:
    """Where nothing disturbs them."""
    remote = {"link": {"loss": 0.03, "latency_s": 0.4}, "background_requests_per_h": 720}
    world = build_world(scenario(fleet={"remote_assistance": remote}), [1])
    assert (world.state.junctions.link_loss == 0.03).all()
    assert (world.state.junctions.link_latency_s == 0.4).all()
    assert world.state.operators.background_per_s[0] == pytest.approx(0.2)


def test_network_can_be_shared() -> None:
    """Streets that were built before are used as they are."""
    first = build_world(scenario(), [1])
    assert build_world(scenario(), [2], network=first.network).network is first.network
