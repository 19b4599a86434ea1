"""Faults of signals, batteries, wrong programs, weather, stalls, surges: what they put into the effect table."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from longtail_sim.core import codes
from longtail_sim.core.limits import NEVER
from longtail_sim.errors import ScenarioError
from longtail_sim.events import Baseline, Effect, compose, event_type
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.quantities import Draw, draw

HERE = {"junction": "Second & Corner"}


def schedule(city: StreetNetwork, kind: str, seed: int = 1, **keys: Any) -> list[Effect]:
    return draw(event_type(kind).model_validate(keys), seed).schedule(Draw(seed), city)


def healths(effects: list[Effect]) -> list[tuple[float, float, float]]:
    return [(e.time_s, e.value, e.until_s) for e in effects if e.kind == codes.EFFECT_HEALTH]


@pytest.mark.parametrize(
    ("keys", "health"),
    [
        ({"fault": "flashing_yellow"}, codes.HEALTH_FLASHING_YELLOW),
        ({"fault": "conflicting"}, codes.HEALTH_CONFLICTING),
        ({"fault": "short_major"}, codes.HEALTH_SHORT_MAJOR),
        ({"fault": "stuck_red"}, codes.HEALTH_STUCK_RED),
        ({"fault": "stuck_green", "green_for": "major"}, codes.HEALTH_STUCK_EAST_WEST),
        ({"fault": "stuck_green", "green_for": "minor"}, codes.HEALTH_STUCK_NORTH_SOUTH),
    ],
)
def test_faults(city: StreetNetwork, keys: dict[str, Any], health: int) -> None:
    major = int(city.arrays.junction_major[city.junction_names.index("Second & Corner")])
    if keys["fault"] == "stuck_green" and major == 0:
        both = codes.HEALTH_STUCK_NORTH_SOUTH + codes.HEALTH_STUCK_EAST_WEST
        health = both - health
    effects = schedule(city, "signal_fault", at_s=10, duration_s=20, where=HERE, **keys)
    assert healths(effects) == [(10.0, health, 30.0)]


def test_a_drawn_street_has_the_green(city: StreetNetwork) -> None:
    values = {e.value for e in schedule(city, "signal_fault", fault="stuck_green")}
    assert values == {codes.HEALTH_STUCK_NORTH_SOUTH, codes.HEALTH_STUCK_EAST_WEST}


def test_the_worse_health_wins_and_without_power_nothing_shows() -> None:
    flash = Effect(10, codes.EFFECT_HEALTH, 4, codes.HEALTH_FLASHING_RED, 60)
    greens = Effect(20, codes.EFFECT_HEALTH, 4, codes.HEALTH_CONFLICTING, 50)
    dark = Effect(30, codes.EFFECT_HEALTH, 4, codes.HEALTH_DARK, 40)
    changes = [(e.time_s, e.value) for e in compose([flash, greens, dark], Baseline())]
    flashing, conflicting = codes.HEALTH_FLASHING_RED, codes.HEALTH_CONFLICTING
    healths = [flashing, conflicting, codes.HEALTH_DARK, conflicting, flashing, codes.HEALTH_WORKING]
    assert changes == list(zip(range(10, 70, 10), healths, strict=True))


def test_denser_fog_and_the_slipperier_road_win() -> None:
    thin = Effect(0, codes.EFFECT_VISIBILITY, -1, 100.0, 30)
    thick = Effect(10, codes.EFFECT_VISIBILITY, -1, 30.0, 20)
    assert [e.value for e in compose([thin, thick], Baseline())] == [100.0, 30.0, 100.0, NEVER]
    ice = Effect(5, codes.EFFECT_FRICTION, -1, 0.2, 9)
    assert [e.value for e in compose([ice], Baseline())] == [0.2, 1.0]


OUTAGE: dict[str, Any] = {"at_s": 100, "where": "everywhere", "restore": {"after_s": 500}}


def test_batteries_keep_some_signals_going(city: StreetNetwork) -> None:
    """Who has one goes dark later, or not at all; the others with the power."""
    batteries = {"share": 0.5, "last_s": {"uniform": [50, 800]}}
    found = healths(schedule(city, "power_outage", **OUTAGE, signal_batteries=batteries))
    times = np.array([time for time, _, _ in found])
    assert {value for _, value, _ in found} == {codes.HEALTH_DARK}
    assert 3 < (times == 100).sum() < 16
    assert ((times == 100) | ((times > 150) & (times < 600))).all()
    assert len(times) < 19, "some batteries last longer than the outage"


def test_a_battery_may_only_be_good_for_red_flashes(city: StreetNetwork) -> None:
    batteries = {"share": 1, "last_s": 60, "shows": "flashing_red"}
    found = healths(schedule(city, "power_outage", **{**OUTAGE, "where": HERE}, signal_batteries=batteries))
    assert sorted(found) == [(100, codes.HEALTH_FLASHING_RED, 160), (160, codes.HEALTH_DARK, 600)]


def test_signals_come_back_with_a_wrong_program(city: StreetNetwork) -> None:
    restore = {"after_s": 500, "wrong_program_share": 0.5, "wrong_program": "swapped", "wrong_program_s": 60}
    found = healths(schedule(city, "power_outage", at_s=100, where="everywhere", restore=restore))
    wrong = [(start, end) for start, value, end in found if value == codes.HEALTH_SWAPPED]
    assert 3 < len(wrong) < 16
    assert set(wrong) == {(600.0, 660.0)}


def test_an_officer_whom_not_all_recognise(city: StreetNetwork) -> None:
    known = schedule(city, "officer", at_s=10, where="Second & Corner", stays_s=30, recognised_by_automated=0.4)
    assert [(e.kind, e.value, e.until_s) for e in known] == [
        (codes.EFFECT_OFFICER, 1.0, 40.0),
        (codes.EFFECT_OFFICER_RECOGNISED, 0.4, 40.0),
    ]
    worst = schedule(city, "officer", at_s=10, recognised_by_automated=0.4)
    assert [(e.kind, e.value) for e in worst] == [(codes.EFFECT_OFFICER_AT_WORST, 0.4)]


def test_a_stall_ends_with_its_share(city: StreetNetwork) -> None:
    effects = schedule(city, "fleet_stall", at_s=10, share=0.7, within_s=5, retrieved=0.2)
    assert {e.time_s for e in effects} == {10.0}
    assert [e.index for e in compose(effects, Baseline())] == sorted(range(5))
    assert effects[-1].value == 0.7


def test_a_surge_at_the_entries_of_a_place(city: StreetNetwork) -> None:
    keys = {"at_s": 10, "duration_s": 20, "where": {"street": "Corner"}, "factor": 3}
    effects = schedule(city, "demand_surge", **keys)
    streets = city.arrays.entry_street[[e.index for e in effects]]
    assert {city.junction_names[j].split(" & ")[1] for j in city.street_to_junction[streets]} == {"Corner"}
    assert {(e.kind, e.value, e.until_s) for e in effects} == {(codes.EFFECT_DEMAND, 3.0, 30.0)}
    called = schedule(city, "demand_surge", **keys, who="fleet", pickup_s=60)
    assert {e.kind for e in called} == {codes.EFFECT_FLEET_DEMAND, codes.EFFECT_PICKUP}
    lanes = [e.index for e in called if e.kind == codes.EFFECT_PICKUP]
    assert sorted(lanes) == sorted(city.arrays.street_first_lane[streets].tolist())


def test_no_street_leads_there(city: StreetNetwork) -> None:
    first = city.street_to_junction[city.arrays.entry_street]
    inner = next(name for j, name in enumerate(city.junction_names) if j not in first)
    with pytest.raises(ScenarioError, match="no street leads"):
        schedule(city, "demand_surge", where={"junction": inner})


def test_weather_has_to_change_something() -> None:
    with pytest.raises(ValidationError, match="give visibility_m, friction or both"):
        event_type("weather").model_validate({"visibility_m": None})
