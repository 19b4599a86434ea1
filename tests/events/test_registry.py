"""What every kind of event must keep to, whoever wrote it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest

from longtail_sim.core import codes
from longtail_sim.errors import ScenarioError
from longtail_sim.events import Effect, Event, Obstacle, Span, event_kinds, event_type, registry
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.quantities import Draw, draw

EXAMPLES: dict[str, dict[str, Any]] = {
    "power_outage": {
        "at_s": {"uniform": [100, 200]},
        "growth_s": 60,
        "where": {"district": {"share_of_junctions": {"uniform": [0.3, 0.9]}}},
        "cell_batteries_s": {"uniform": [10, 900]},
        "restore": {"after_s": 600, "stages": 3, "between_stages_s": 60},
        "fleet_requests_per_h": 1200,
        "service_factor": 1.5,
    },
    "signal_outage": {"where": {"share_of_junctions": 0.5}, "duration_s": {"uniform": [100, 200]}},
    "link_loss": {"where": {"radius_m": 300}, "duration_s": 60, "loss": {"uniform": [0.2, 1]}, "latency_s": 3},
    "emergency_vehicle": {"count": 2, "every_s": 30},
    "narrow_street": {"duration_s": 100},
    "emergency_call": {"at_s": {"uniform": [100, 200]}, "count": 3, "every_s": {"uniform": [20, 60]}},
    "fleet_instruction": {"at_s": {"uniform": [100, 200]}, "where": {"share_of_junctions": 0.5}},
    "geofence": {"where": {"share_of_junctions": 0.3}, "response_s": {"uniform": [30, 300]}, "duration_s": 900},
    "service_pause": {"at_s": {"uniform": [100, 200]}, "duration_s": 600},
    "camera_blind": {"heading": "west", "share_of_fleet": {"uniform": [0.2, 0.9]}, "duration_s": 60},
    "sensor_failure": {"sensor": "localisation", "fault": {"offset_m": {"uniform": [1, 3]}}, "duration_s": 60},
    "officer": {"count": 3, "response_s": {"lognormal": {"mean": 300, "cv": 0.5}}},
    # in the road
    "road_closure": {"what": "flood", "duration_s": {"uniform": [60, 600]}, "noticed_by_automated": 0.5},
    "stopped_vehicle": {"vehicle": "towed_pickup", "speed_mps": {"uniform": [2, 6]}, "where": {"at": 0.3}},
    "wrong_way_driver": {"count": 3, "speed_mps": {"uniform": [5, 12]}},
    "child_runs_out": {"count": 2, "warning_s": {"uniform": [1, 3]}},
    "prankster": {"count": 2, "stays_s": {"lognormal": {"mean": 90, "cv": 0.5}}},
    "school_bus": {"count": 2, "arm_out_s": {"uniform": [30, 90]}},
    "signal_fault": {"where": {"share_of_junctions": 0.5}, "fault": "stuck_green", "duration_s": {"uniform": [9, 99]}},
    "red_light_runner": {"where": {"share_of_junctions": 0.5}, "probability": {"uniform": [0.1, 0.2]}},
    "fleet_stall": {"share": {"uniform": [0.5, 1]}, "within_s": 60},
    "demand_surge": {"factor": {"uniform": [2, 5]}, "who": "fleet", "pickup_s": 60},
    "weather": {"visibility_m": {"uniform": [30, 90]}, "friction": 0.6},
}

# What the index of an effect counts, if not junctions.
PLACES: dict[int, Callable[[StreetNetwork], int]] = {
    codes.EFFECT_DEMAND: lambda city: len(city.arrays.entry_street),
    codes.EFFECT_FLEET_DEMAND: lambda city: len(city.arrays.entry_street),
    codes.EFFECT_PICKUP: lambda city: city.num_lanes,
    codes.EFFECT_DISPATCH: lambda city: len(city.arrays.entry_street),
    codes.EFFECT_NARROW_FROM: lambda city: city.num_lanes,
    codes.EFFECT_NARROW_TO: lambda city: city.num_lanes,
    codes.EFFECT_NARROW_SHIFT: lambda city: city.num_lanes,
    codes.EFFECT_NARROW_OPPOSITE: lambda city: city.num_lanes,
    codes.EFFECT_FLEET_STALL: lambda city: codes.STALL_SHARE + 1,
}


@pytest.fixture
def registered() -> Iterator[dict[str, type[Event]]]:
    event_kinds()
    before = dict(registry._KINDS)
    yield registry._KINDS
    registry._KINDS.clear()
    registry._KINDS.update(before)


def drawn_event(kind: str, seed: int) -> Event:
    return draw(event_type(kind).model_validate({"kind": kind, **EXAMPLES.get(kind, {})}), seed)


def scheduled(kind: str, seed: int, city: StreetNetwork) -> list[Effect]:
    return drawn_event(kind, seed).schedule(Draw(seed), city)


def put_there(kind: str, seed: int, city: StreetNetwork) -> list[Obstacle]:
    return drawn_event(kind, seed).obstacles(Draw(seed), city)


def test_shipped_kinds() -> None:
    assert {"link_loss", "officer", "power_outage", "signal_outage"} < set(event_kinds())
    assert set(EXAMPLES) == set(event_kinds())
    assert event_kinds() == tuple(sorted(EXAMPLES))


@pytest.mark.parametrize("kind", event_kinds())
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_effects_are_finite_sorted_and_on_the_map(kind: str, seed: int, city: StreetNetwork) -> None:
    effects = scheduled(kind, seed, city)
    assert effects or put_there(kind, seed, city)
    assert [effect.time_s for effect in effects] == sorted(effect.time_s for effect in effects)
    for effect in effects:
        assert all(math.isfinite(value) for value in (effect.time_s, effect.value, effect.until_s))
        assert 0 <= effect.time_s < effect.until_s
        assert effect.kind in codes.names("effect")
        assert -1 <= effect.index < PLACES.get(effect.kind, lambda city: city.num_junctions)(city)


@pytest.mark.parametrize("kind", event_kinds())
def test_the_seed_decides(kind: str, city: StreetNetwork) -> None:
    does = [(*scheduled(kind, seed, city), *put_there(kind, seed, city)) for seed in (5, 5, *range(8))]
    assert does[0] == does[1]
    assert len(set(does)) > 1


@pytest.mark.parametrize("kind", event_kinds())
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_obstacles_lie_on_street_lanes(kind: str, seed: int, city: StreetNetwork) -> None:
    rows = put_there(kind, seed, city)
    for number, row in enumerate(rows):
        assert city.arrays.lane_kind[row.lane] == codes.LANE_STREET
        assert 0 < row.s < city.arrays.lane_length[row.lane]
        assert row.follows < number
        assert row.kind in codes.names("obstacle")
        assert 0 <= row.begins_s < row.ends_s
        assert row.length > 0
        assert row.mass > 0 or not row.solid


@pytest.mark.parametrize("kind", event_kinds())
def test_events_speak_for_themselves(kind: str) -> None:
    event = event_type(kind).model_validate(EXAMPLES[kind])
    assert "\n" not in event.describe()
    drawn = draw(event, 1)
    assert drawn.describe()
    spans = drawn.timeline()
    assert spans
    assert all(isinstance(span, Span) and span.label and span.start_s < span.end_s for span in spans)


@pytest.mark.parametrize("kind", event_kinds())
def test_every_key_has_default_and_description(kind: str) -> None:
    model = event_type(kind)
    assert model().kind == kind
    assert all(field.description for field in model.model_fields.values())


def test_unknown_kind() -> None:
    with pytest.raises(ScenarioError, match="unknown kind of event 'power_outag'; did you mean 'power_outage'"):
        event_type("power_outag")
    with pytest.raises(ScenarioError, match=r"there are .*link_loss, .*officer"):
        event_type("zzz")


class Flood(Event):
    """An event that nobody shipped."""

    kind: Literal["flood"] = "flood"

    def schedule(self, draw: Draw, network: StreetNetwork) -> list[Effect]:
        return []

    def timeline(self) -> list[Span]:
        return []

    def describe(self) -> str:
        return "flood"


def test_a_new_kind_is_one_class(registered: dict[str, type[Event]]) -> None:
    registry.register(Flood)
    assert event_type("flood") is Flood
    registry.register(Flood)  # the same one again, as when a module is imported twice, is no conflict


def test_duplicates_are_refused(registered: dict[str, type[Event]]) -> None:
    class Impostor(Flood):
        """Another class with the name of a shipped kind."""

        kind: Literal["officer"] = "officer"  # type: ignore[assignment]

    with pytest.raises(ScenarioError, match="two events call themselves 'officer'"):
        registry.register(Impostor)


def test_an_event_needs_a_kind(registered: dict[str, type[Event]]) -> None:
    class Nameless(Flood):
        """A class without a default kind."""

        kind: Literal["flood"]

    with pytest.raises(ScenarioError, match="Nameless has no kind"):
        registry.register(Nameless)


def test_plug_ins(registered: dict[str, type[Event]]) -> None:
    registry._load("flood", lambda: Flood)
    assert event_type("flood") is Flood
    with pytest.raises(ScenarioError, match="'thing' is not a subclass"):
        registry._load("thing", lambda: int)

    def broken() -> None:
        raise ImportError("no module named water")

    with pytest.raises(ScenarioError, match="'wet' cannot be loaded: no module named water"):
        registry._load("wet", broken)
