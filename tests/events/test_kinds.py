"""What each shipped kind does to the world."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from longtail_sim.core.codes import (
    EFFECT_ASSIST_BACKGROUND,
    EFFECT_BLIND_EAST,
    EFFECT_EMERGENCY_CALL,
    EFFECT_FLEET_INSTRUCTION,
    EFFECT_GEOFENCE,
    EFFECT_GEOFENCE_DUE,
    EFFECT_HEALTH,
    EFFECT_LINE_OFFSET,
    EFFECT_LINK_LATENCY,
    EFFECT_LINK_LOSS,
    EFFECT_OFFICER,
    EFFECT_OFFICER_AT_WORST,
    EFFECT_SENSOR_LATENCY,
    EFFECT_SENSOR_SHARE,
    EFFECT_SERVICE_FACTOR,
    EFFECT_SERVICE_PAUSE,
    HEALTH_DARK,
)
from longtail_sim.core.limits import NEVER
from longtail_sim.errors import ScenarioError
from longtail_sim.events import Effect, event_type
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.quantities import Draw, draw

SIGNALS = 19


def schedule(city: StreetNetwork, kind: str, seed: int = 1, **keys: Any) -> list[Effect]:
    return draw(event_type(kind).model_validate(keys), seed).schedule(Draw(seed), city)


def of(effects: list[Effect], kind: int) -> list[Effect]:
    return [effect for effect in effects if effect.kind == kind]


def test_signal_outage(city: StreetNetwork) -> None:
    junction = city.junction_names.index("Second & Corner")
    once = schedule(city, "signal_outage", at_s=30, where={"junction": "Corner & Second"}, duration_s=60)
    assert once == [Effect(30.0, EFFECT_HEALTH, junction, HEALTH_DARK, 90.0)]
    for_ever = schedule(city, "signal_outage", at_s=30, where={"junction": "Corner & Second"})
    assert for_ever[0].until_s == NEVER
    assert len(schedule(city, "signal_outage")) == SIGNALS


def test_link_loss_reaches_junctions_without_a_signal(city: StreetNetwork) -> None:
    effects = schedule(city, "link_loss", at_s=10, duration_s=5, loss=0.7, latency_s=2)
    loss, latency = of(effects, EFFECT_LINK_LOSS), of(effects, EFFECT_LINK_LATENCY)
    assert len(loss) == len(latency) == SIGNALS + 1
    assert {(effect.value, effect.until_s) for effect in loss} == {(0.7, 15.0)}
    assert {effect.value for effect in latency} == {2.0}


def test_officer_at_a_named_junction(city: StreetNetwork) -> None:
    effects = schedule(city, "officer", at_s=10, response_s=20, where="Second & Corner", stays_s=60)
    assert effects == [Effect(30.0, EFFECT_OFFICER, city.junction_names.index("Second & Corner"), 1.0, 90.0)]


def test_officers_arrive_each_in_their_own_time(city: StreetNetwork) -> None:
    effects = schedule(city, "officer", at_s=10, count=4, response_s={"uniform": [60, 600]})
    assert {effect.kind for effect in effects} == {EFFECT_OFFICER_AT_WORST}
    arrivals = [effect.time_s for effect in effects]
    assert len(set(arrivals)) == 4
    assert min(arrivals) >= 70
    assert max(arrivals) <= 610


def test_officer_contradictions() -> None:
    for keys, message in (
        ({"stays_s": 60}, "stays_s needs a named junction"),
        ({"where": "A & B", "count": 2}, "count needs where: worst_junction"),
    ):
        with pytest.raises(ValidationError, match=message):
            event_type("officer").model_validate(keys)
    with pytest.raises(ScenarioError, match="did you mean 'worst_junction'"):
        event_type("officer").model_validate({"where": "worst_juncton"}).check_names(["A & B"])


OUTAGE: dict[str, Any] = {"at_s": 100, "where": {"district": {"share_of_junctions": 0.5, "centre": "Second & Corner"}}}


def test_outage_grows_from_its_centre(city: StreetNetwork) -> None:
    dark = of(schedule(city, "power_outage", **OUTAGE, growth_s=60), EFFECT_HEALTH)
    assert len(dark) == round(0.5 * SIGNALS)
    assert dark[0].index == city.junction_names.index("Second & Corner")
    assert dark[0].time_s == 100
    assert dark[-1].time_s == pytest.approx(160)
    assert all(effect.until_s == NEVER for effect in dark)


def test_outage_without_growth_is_at_once(city: StreetNetwork) -> None:
    assert {effect.time_s for effect in schedule(city, "power_outage", **OUTAGE)} == {100.0}


def test_power_comes_back_in_equal_parts_from_the_edge(city: StreetNetwork) -> None:
    restore = {"after_s": 1000, "stages": 3, "between_stages_s": 50}
    dark = of(schedule(city, "power_outage", at_s=100, where="everywhere", growth_s=60, restore=restore), EFFECT_HEALTH)
    ends = np.array([effect.until_s for effect in sorted(dark)])
    times, counts = np.unique(ends, return_counts=True)
    assert times.tolist() == [1100.0, 1150.0, 1200.0]
    assert counts.max() - counts.min() <= 1
    # dark first (at the centre) means lit last
    assert np.all(np.diff(ends) <= 0)


def test_more_stages_than_junctions(city: StreetNetwork) -> None:
    where = {"junction": "Second & Corner"}
    effects = schedule(city, "power_outage", at_s=100, where=where, restore={"after_s": 10, "stages": 9})
    assert of(effects, EFFECT_HEALTH)[0].until_s == 110


def test_what_is_restored_before_it_is_hit_stays_lit(city: StreetNetwork) -> None:
    effects = schedule(city, "power_outage", at_s=0, where="everywhere", growth_s=1000, restore={"after_s": 400})
    dark = of(effects, EFFECT_HEALTH)
    assert 0 < len(dark) < SIGNALS
    assert all(effect.time_s < effect.until_s for effect in effects)


def test_cells_fail_one_by_one_and_come_back_with_the_power(city: StreetNetwork) -> None:
    keys = {"cell_batteries_s": {"uniform": [200, 900]}, "cell_size_m": 400, "restore": {"after_s": 650}}
    effects = schedule(city, "power_outage", at_s=100, where="everywhere", **keys)
    dark = {effect.index: effect for effect in of(effects, EFFECT_HEALTH)}
    loss, latency = of(effects, EFFECT_LINK_LOSS), of(effects, EFFECT_LINK_LATENCY)
    assert [(e.time_s, e.index) for e in loss] == [(e.time_s, e.index) for e in latency]
    assert 0 < len(loss) < len(dark)  # some batteries outlast the outage
    assert 1 < len({effect.time_s for effect in loss}) < len(loss)  # several cells, several junctions in a cell
    for effect in loss:
        assert 300 <= effect.time_s < effect.until_s == dark[effect.index].until_s == 750


def test_a_fixed_battery_life_is_the_same_for_all_cells(city: StreetNetwork) -> None:
    loss = of(schedule(city, "power_outage", **OUTAGE, cell_batteries_s=50), EFFECT_LINK_LOSS)
    assert {effect.time_s for effect in loss} == {150.0}
    assert of(schedule(city, "power_outage", **OUTAGE), EFFECT_LINK_LOSS) == []


def test_the_rest_of_the_fleet_asks_less_as_the_power_comes_back(city: StreetNetwork) -> None:
    restore = {"after_s": 1000, "stages": 4, "between_stages_s": 50}
    effects = schedule(city, "power_outage", **OUTAGE, fleet_requests_per_h=3600, service_factor=1.5, restore=restore)
    load = of(effects, EFFECT_ASSIST_BACKGROUND)
    assert sum(effect.value for effect in load) == pytest.approx(1.0)
    assert [effect.until_s for effect in load] == [1100.0, 1150.0, 1200.0, 1250.0]
    assert of(effects, EFFECT_SERVICE_FACTOR) == [Effect(100.0, EFFECT_SERVICE_FACTOR, -1, 1.5, 1250.0)]


def test_an_outage_of_nothing_is_nothing(city: StreetNetwork) -> None:
    where = {"district": {"share_of_junctions": 0}}
    assert schedule(city, "power_outage", where=where, cell_batteries_s=5, restore={}) == []


def test_a_geofence_is_obeyed_then_due(city: StreetNetwork) -> None:
    """The fleet obeys after its response; from two minutes on the law counts; both end with the closure."""
    effects = schedule(city, "geofence", at_s=100, response_s=30, duration_s=600, where="everywhere")
    obeys, due = of(effects, EFFECT_GEOFENCE), of(effects, EFFECT_GEOFENCE_DUE)
    assert len(obeys) == len(due) == SIGNALS + 1
    assert {(effect.time_s, effect.until_s) for effect in obeys} == {(130.0, 700.0)}
    assert {(effect.time_s, effect.until_s) for effect in due} == {(220.0, 700.0)}
    assert not schedule(city, "geofence", response_s=200, duration_s=100)


def test_calls_come_one_after_another(city: StreetNetwork) -> None:
    effects = schedule(city, "emergency_call", at_s=10, count=3, every_s=20)
    assert [effect.time_s for effect in of(effects, EFFECT_EMERGENCY_CALL)] == [10.0, 30.0, 50.0]


def test_what_the_whole_fleet_is_told(city: StreetNetwork) -> None:
    pause = schedule(city, "service_pause", at_s=10, duration_s=60)
    assert pause == [Effect(10.0, EFFECT_SERVICE_PAUSE, -1, 1.0, 70.0)]
    told = schedule(city, "fleet_instruction", at_s=10)
    assert len(of(told, EFFECT_FLEET_INSTRUCTION)) == SIGNALS + 1


def test_who_drives_west_comes_from_the_east(city: StreetNetwork) -> None:
    effects = schedule(city, "camera_blind", heading="west", at_s=30, duration_s=60, share_of_fleet=0.4)
    assert {(e.time_s, e.kind, e.value, e.until_s) for e in effects} == {(30.0, EFFECT_BLIND_EAST, 0.4, 90.0)}
    assert len(effects) == SIGNALS
    assert len(schedule(city, "camera_blind")) == 4 * SIGNALS


def test_a_sensor_failure_is_a_share_and_a_fault(city: StreetNetwork) -> None:
    keys = {"sensor": "localisation", "fault": {"offset_m": -1}, "where": {"junction": "Second & Corner"}}
    effects = schedule(city, "sensor_failure", at_s=5, share_of_fleet=0.3, **keys)
    assert [(effect.kind, effect.value) for effect in effects] == [
        (EFFECT_SENSOR_SHARE, 0.3),
        (EFFECT_LINE_OFFSET, -1.0),
    ]
    late = schedule(city, "sensor_failure", fault={"latency_s": 2})
    assert {e.value for e in of(late, EFFECT_SENSOR_LATENCY)} == {2.0}
    assert len(late) == 2 * len(city.junction_names)  # at junctions without a signal as well


def test_a_sensor_is_told_by_its_own_number() -> None:
    with pytest.raises(ValidationError, match=r"sensor: latency is told by fault\.latency_s, not by misread"):
        event_type("sensor_failure").model_validate({"sensor": "latency", "fault": {"misread": 0.1}})
