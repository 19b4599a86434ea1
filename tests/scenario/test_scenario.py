"""A loaded scenario: drawing, effects, identity, schema."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import BaseModel

from longtail_sim.core.codes import EFFECT_ASSIST_BACKGROUND, EFFECT_LINK_LOSS
from longtail_sim.errors import ScenarioError
from longtail_sim.events import event_kinds, event_type
from longtail_sim.network.build import build_network
from longtail_sim.quantities import Distribution, DrawnPerCase
from longtail_sim.scenario import Scenario, identity, list_scenarios, load_scenario, parse_overrides, write_schema
from longtail_sim.scenario.json_schema import schema_text

Write = Callable[..., Path]
ROOT = Path(__file__).parents[2]
SHIPPED = ["calm_grid", "one_dark_junction", "rush_hour", "sf_outage"]


def undrawn(model: BaseModel) -> list[str]:
    """Return the names of fields that still hold a distribution although they are not drawn per case."""
    found = []
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        items = value if isinstance(value, tuple) else (value,)
        if any(isinstance(mark, DrawnPerCase) for mark in field.metadata):
            continue
        found += [name for item in items if isinstance(item, Distribution)]
        found += [inner for item in items if isinstance(item, BaseModel) for inner in undrawn(item)]
    return found


def test_shipped_scenarios() -> None:
    assert set(SHIPPED) <= set(list_scenarios())


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_scenario_is_complete(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.name == name
    assert scenario.title
    assert len(scenario.story) > 80
    assert scenario.sources
    assert scenario.tags
    assert scenario.expect
    (file,) = (ROOT / "scenarios").glob(f"*/{name}.yaml")
    assert scenario == load_scenario(file)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_scenario_can_be_drawn_and_happens(name: str) -> None:
    scenario = load_scenario(name)
    network = build_network(scenario.network)
    for seed in (0, 1):
        drawn = scenario.draw(seed)
        assert undrawn(drawn) == []
        assert drawn == scenario.draw(seed)
        assert drawn.draw(99) == drawn
        effects = scenario.effects(seed, network)
        assert bool(effects) == bool(scenario.events)
        assert effects == sorted(effects)
        assert all(0 <= effect.time_s < 1e18 for effect in effects)


def test_the_san_francisco_map() -> None:
    network = build_network(load_scenario("sf_outage").network)
    place = {name: index for index, name in enumerate(network.junction_names)}
    x, y = network.arrays.junction_x, network.arrays.junction_y
    assert len(place) == 48
    assert x[place["Mission & 3rd"]] > x[place["Mission & 4th"]] > x[place["Mission & 10th"]]
    assert y[place["Mission & 8th"]] > y[place["Howard & 8th"]] > y[place["Brannan & 8th"]]
    assert x[place["Mission & 7th"]] - x[place["Mission & 8th"]] == pytest.approx((825 + 82.5) * 0.3048, abs=1)
    assert y[place["Mission & 8th"]] - y[place["Howard & 8th"]] == pytest.approx((550 + 82.5) * 0.3048, abs=1)


def test_the_san_francisco_pool() -> None:
    scenario = load_scenario("sf_outage")
    assistance = scenario.fleet.remote_assistance
    assert assistance.agents_on_duty() == 24
    load = scenario.baseline().background_per_s * 40 / assistance.agents_on_duty()
    assert load == pytest.approx(0.5)
    background = [
        e.value for e in scenario.effects(1, build_network(scenario.network)) if e.kind == EFFECT_ASSIST_BACKGROUND
    ]
    assert background[0] == pytest.approx((1080 + 2670) / 3600)
    assert background[-1] == pytest.approx(1080 / 3600)


def test_events_draw_apart_from_one_another() -> None:
    scenario = load_scenario("sf_outage")
    network = build_network(scenario.network)
    alone = scenario.model_copy(update={"events": scenario.events[:1]})
    cells = [[e for e in one.effects(3, network) if e.kind == EFFECT_LINK_LOSS] for one in (scenario, alone)]
    assert cells[0] == cells[1] != []


def test_the_district_varies_with_the_seed() -> None:
    scenario = load_scenario("sf_outage")
    network = build_network(scenario.network)
    sizes = {len({e.index for e in scenario.effects(seed, network) if e.index >= 0}) for seed in range(12)}
    assert len(sizes) > 1
    assert min(sizes) >= np.floor(0.30 * 48)
    assert max(sizes) <= np.ceil(0.40 * 48)


def test_unknown_scenario() -> None:
    with pytest.raises(ScenarioError, match="no shipped scenario named 'sf_outag'; did you mean 'sf_outage'"):
        load_scenario("sf_outag")


def test_demand_pieces(write: Write) -> None:
    assert load_scenario(write("{}\n")).demand.pieces() == ([0.0], [1.0])
    late = load_scenario(write("demand: {profile: [{at_s: 60, factor: 2}]}"))
    assert late.demand.pieces() == ([0.0, 60.0], [1.0, 2.0])
    early = load_scenario(write("demand: {profile: [{at_s: 0, factor: 0.5}, {at_s: 60, factor: 2}]}"))
    assert early.demand.pieces() == ([0.0, 60.0], [0.5, 2.0])


def test_all_way_stop_is_the_remainder(write: Write) -> None:
    dark = load_scenario(
        write("drivers: {dark_signal: {priority_major: 0.2, follow: 0.1, unaware: 0.05}}")
    ).drivers.dark_signal
    assert dark.all_way_stop(on_major=True) == pytest.approx(0.65)
    assert dark.all_way_stop(on_major=False) == pytest.approx(0.82)


def test_agents_on_duty(write: Write) -> None:
    given = load_scenario(write("fleet: {remote_assistance: {agents: 7}}")).fleet.remote_assistance
    derived = load_scenario(write("fleet: {remote_assistance: {fleet_size: 100, vehicles_per_agent: 43}}"))
    assert given.agents_on_duty() == 7
    assert derived.fleet.remote_assistance.agents_on_duty() == 3


class TestIdentity:
    """One name for what was run."""

    def test_known_parts(self, write: Write) -> None:
        scenario = load_scenario(write("fleet: {share: 0.1}"))
        assert identity(scenario) == identity(load_scenario(write("fleet:\n  share: 1e-1\n")))
        assert len(identity(scenario)) == 16
        int(identity(scenario), 16)

    def test_words_do_not_matter_and_numbers_do(self, write: Write) -> None:
        base = identity(load_scenario(write("fleet: {share: 0.1}")))
        expect = "expect: [{agent: a, metric: m, at_most: 1}]"
        prose = f"title: T\nstory: S\nsources: [a]\ntags: [b]\n{expect}\nfleet: {{share: 0.1}}"
        assert identity(load_scenario(write(prose))) == base
        changed = [
            "fleet: {share: 0.2}",
            "fleet: {share: {uniform: [0.1, 0.2]}}",
            "fleet: {share: 0.1}\nevents: [{kind: officer}]",
            "fleet: {share: 0.1}\nevents: [{kind: officer, count: 2}]",
            "fleet: {share: 0.1}\nnetwork: {grid: {rows: 3}}",
        ]
        names = {identity(load_scenario(write(text))) for text in changed}
        assert len(names | {base}) == len(changed) + 1

    def test_more(self, write: Write) -> None:
        scenario = load_scenario(write("{}\n"))
        assert identity(scenario, agent="a", seed=1) == identity(scenario, seed=1, agent="a")
        assert identity(scenario, agent="a", seed=1) != identity(scenario, agent="a", seed=2)
        assert identity(scenario, seed=1) != identity(scenario)

    def test_overrides_count_like_the_file(self, write: Write) -> None:
        by_option = load_scenario(write("fleet: {share: 0.1}"), parse_overrides(["fleet.share=0.2"]))
        assert identity(by_option) == identity(load_scenario(write("fleet: {share: 0.2}")))


def test_a_dump_can_be_read_back() -> None:
    for name in SHIPPED:
        scenario = load_scenario(name)
        assert Scenario.model_validate_json(scenario.model_dump_json()) == scenario


def test_a_scenario_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_scenario("calm_grid").duration_s = 3  # type: ignore[misc]


def described(model: type[BaseModel], seen: set[type]) -> list[str]:
    """Return fields without a description, in ``model`` and all models below it."""
    if model in seen:
        return []
    seen.add(model)
    missing = [f"{model.__name__}.{name}" for name, field in model.model_fields.items() if not field.description]
    for field in model.model_fields.values():
        for part in _models(field.annotation):
            missing += described(part, seen)
    return missing


def _models(annotation: Any) -> list[type[BaseModel]]:
    own = [annotation] if isinstance(annotation, type) and issubclass(annotation, BaseModel) else []
    return own + [model for part in getattr(annotation, "__args__", ()) for model in _models(part)]


def test_every_key_is_described() -> None:
    assert described(Scenario, set()) == ["Event.kind"]  # the base; every kind describes its own


class TestSchema:
    """Completion in editors."""

    def test_committed_file_is_up_to_date(self) -> None:
        """If this fails, run ``longtail scenarios reference --schema schema/scenario.json``."""
        assert (ROOT / "schema" / "scenario.json").read_text(encoding="utf-8") == schema_text()

    def test_is_written_whole(self, tmp_path: Path) -> None:
        write_schema(tmp_path / "new" / "schema.json")
        assert json.loads((tmp_path / "new" / "schema.json").read_text())["title"] == "Scenario"
        assert [path.name for path in (tmp_path / "new").iterdir()] == ["schema.json"]

    def test_knows_events_ranges_and_extends(self) -> None:
        schema = json.loads(schema_text())
        kinds = {branch["$ref"].rsplit("/", 1)[1] for branch in schema["properties"]["events"]["items"]["oneOf"]}
        assert kinds == {event_type(kind).__name__ for kind in event_kinds()}
        share = schema["$defs"]["Fleet"]["properties"]["share"]["oneOf"]
        assert {"minimum": 0, "maximum": 1, "type": "number"} in share
        assert "extends" in schema["properties"]
        assert schema["additionalProperties"] is False
