"""Rare events: effects fire in time order, once, and do what their kind says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim.core import codes
from longtail_sim.core.limits import NEVER
from longtail_sim.core.phases.events import fire


def schedule(it: Any, *rows: tuple[float, int, int, float]) -> None:
    """Write the effect table: time, kind, index, value."""
    for e, row in enumerate(rows):
        it.tables.effects[0, e].time_s, it.tables.effects[0, e].kind = row[0], row[1]
        it.tables.effects[0, e].index, it.tables.effects[0, e].value = row[2], row[3]


@pytest.fixture
def it(stage: Callable[..., Any]) -> Any:
    """Four junctions and room for four effects."""
    dark = [{"kind": "signal_outage", "at_s": 1, "where": "everywhere"}]
    found = stage(network={"grid": {"columns": 2, "rows": 2}}, events=dark)
    found.tables.effects.time_s[:] = NEVER
    return found


def test_effects_fire_when_their_time_has_come(it: Any) -> None:
    """Not before, all that are due at once, each once."""
    schedule(
        it, (5.0, codes.EFFECT_HEALTH, 1, 1), (5.0, codes.EFFECT_LINK_LOSS, 2, 0.5), (9.0, codes.EFFECT_OFFICER, 1, 1)
    )
    fire(0, 4.9, it.state)
    assert it.tables.clock.effect_next[0] == 0
    assert not it.tables.junctions.health[0].any()
    fire(0, 5.0, it.state)
    assert it.tables.junctions.health[0].tolist() == [0, 1, 0, 0]
    assert it.tables.junctions.link_loss[0, 2] == 0.5
    assert it.tables.clock.effect_next[0] == 2
    it.tables.junctions.health[0, 1] = 0
    fire(0, 8.0, it.state)
    assert it.tables.junctions.health[0, 1] == 0
    fire(0, 20.0, it.state)
    assert it.tables.junctions.officer[0].tolist() == [0, 1, 0, 0]


def test_pool_and_link_effects(it: Any) -> None:
    """Background requests, service factor and latency reach their fields."""
    schedule(
        it,
        (1.0, codes.EFFECT_ASSIST_BACKGROUND, -1, 0.75),
        (1.0, codes.EFFECT_SERVICE_FACTOR, -1, 1.5),
        (1.0, codes.EFFECT_LINK_LATENCY, 3, 2.0),
    )
    fire(0, 1.0, it.state)
    assert it.tables.operators.background_per_s[0] == 0.75
    assert it.tables.operators.service_factor[0] == 1.5
    assert it.tables.junctions.link_latency_s[0].tolist()[3] == 2.0


def test_an_officer_goes_where_most_wait_in_the_dark(it: Any) -> None:
    """Among dark junctions without an officer; nowhere if there is none."""
    schedule(it, *[(float(k), codes.EFFECT_OFFICER_AT_WORST, -1, 1) for k in range(1, 4)])
    junctions = it.tables.junctions
    junctions.waiting[0] = [9, 3, 5, 4]
    junctions.control[0] = [codes.CONTROL_SIGNAL, codes.CONTROL_DARK, codes.CONTROL_DARK, codes.CONTROL_SIGNAL]
    fire(0, 1.0, it.state)
    assert junctions.officer[0].tolist() == [0, 0, 1, 0]
    fire(0, 2.0, it.state)
    assert junctions.officer[0].tolist() == [0, 1, 1, 0]
    fire(0, 3.0, it.state)
    assert junctions.officer[0].tolist() == [0, 1, 1, 0]


def test_the_last_number_of_a_stall_begins_it(it: Any) -> None:
    """Mean, share to be retrieved and so on are there when the vehicles are asked."""
    kind = codes.EFFECT_FLEET_STALL
    schedule(it, (2.0, kind, codes.STALL_MEAN, 300), (2.0, kind, codes.STALL_WITHIN, 20), (2.0, kind, 4, 0.5))
    operators = it.tables.operators
    fire(0, 1.9, it.state)
    assert operators.stall_until_s[0] < 0
    fire(0, 2.0, it.state)
    assert (operators.stall_mean_s[0], operators.stall_share[0], operators.stall_count[0]) == (300, 0.5, 1)
    assert operators.stall_from_s[0] == 2.0
    assert operators.stall_until_s[0] == pytest.approx(22.1)


def test_weather_sets_the_speed_that_suits_it(it: Any) -> None:
    """Stopping sight distance: 2.5 s and 3.4 m/s^2, or what the grip gives; no limit where the sight is clear."""
    sight, grip = codes.EFFECT_VISIBILITY, codes.EFFECT_FRICTION
    schedule(it, (1.0, sight, -1, 40.0), (2.0, grip, -1, 0.2), (3.0, sight, -1, NEVER))
    weather = it.tables.weather
    fire(0, 1.0, it.state)
    speed = float(weather.speed[0])
    assert 2.5 * speed + speed**2 / 6.8 == pytest.approx(40.0)
    fire(0, 2.0, it.state)
    assert 2.5 * weather.speed[0] + weather.speed[0] ** 2 / (2 * 9.0 * 0.2) == pytest.approx(40.0)
    fire(0, 3.0, it.state)
    assert weather.speed[0] == weather.visibility_m[0] == NEVER


def test_what_else_events_set(it: Any) -> None:
    """Demand, places to pick up passengers, red-light running, and officers whom not all recognise."""
    schedule(
        it,
        (1.0, codes.EFFECT_DEMAND, 2, 3.0),
        (1.0, codes.EFFECT_FLEET_DEMAND, 2, 4.0),
        (1.0, codes.EFFECT_PICKUP, 5, 60.0),
        (1.0, codes.EFFECT_RED_RUNNING, 1, 0.1),
    )
    fire(0, 1.0, it.state)
    entry = it.tables.entries[0, 2]
    assert (entry.factor, entry.fleet_factor, entry.changes) == (3.0, 4.0, 2)
    assert it.tables.lanes.pickup_s[0, 5] == 60.0
    assert it.tables.clock.pickups[0] == 1
    assert it.tables.junctions.red_running[0].tolist() == [0.0, 0.1, 0.0, 0.0]
