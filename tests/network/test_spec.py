"""The network section: what is refused, where, and in which words."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from longtail_sim.network import NetworkSpec
from longtail_sim.network import spec as spec_module

BAD = [
    ({"grid": {"colums": 3}}, "grid.colums"),
    ({"grid": {"columns": 0}}, "grid.columns"),
    ({"grid": {"columns": 41}}, "grid.columns"),
    ({"grid": {"columns": True}}, "grid.columns"),
    ({"grid": {"columns": 3.5}}, "grid.columns"),
    ({"grid": {"columns": "3"}}, "grid.columns"),
    ({"grid": {"columns": {"uniform": [2, 4]}}}, "grid.columns"),
    ({"grid": {"block_m": {"uniform": [80, 120]}}}, "grid.block_m"),
    ({"grid": {"block_m": -5}}, "grid.block_m"),
    ({"grid": {"block_m": 10}}, "grid.block_m"),
    ({"grid": {"block_m": [100, float("nan")]}}, "grid.block_m.1"),
    ({"grid": {"block_m": float("inf")}}, "grid.block_m"),
    ({"grid": {"block_m": True}}, "grid.block_m"),
    ({"grid": {"block_m": [100, 100, 100]}}, "grid.block_m"),
    ({"grid": {"lanes": 6}}, "grid.lanes"),
    ({"grid": {"speed_limit_mps": {"normal": {"mean": 10, "sd": 1}}}}, "grid.speed_limit_mps"),
    ({"grid": {"speed_limit_mps": float("nan")}}, "grid.speed_limit_mps"),
    ({"grid": {"entry_m": 5}}, "grid.entry_m"),
    ({"columns_m": [100, 0, 100]}, "columns_m.1"),
    ({"streets": [{"axis": "diagonal", "index": 0}]}, "streets.0.axis"),
    ({"streets": [{"axis": "row", "index": 0, "one_way": "north"}]}, "streets.0"),
    ({"streets": [{"axis": "row", "index": 0, "lanes": [2, 0]}]}, "streets.0.lanes.1"),
    ({"streets": [{"axis": "row", "index": 0, "name": "A & B"}]}, "streets.0.name"),
    ({"junctions": {"control": "roundabout"}}, "junctions.control"),
    ({"junctions": {"at": {"0,0": {"turn_bans": ["south:up"]}}}}, "junctions.at.0,0.turn_bans.0"),
    ({"signals": {"cycle_s": 20, "yellow_s": 5, "all_red_s": 3}}, "signals"),
]

CROSS_FIELD = [
    ({"columns_m": [100, 100]}, "columns_m has 2 lengths"),
    ({"rows_m": [100, 100]}, "rows_m has 2 lengths"),
    ({"streets": [{"axis": "row", "index": 4}]}, "there is no row 4"),
    ({"streets": [{"axis": "row", "index": 1}, {"axis": "row", "index": 1}]}, "described twice"),
    ({"streets": [{"axis": "row", "index": 1, "name": "Avenue 1"}]}, "2 streets are called 'Avenue 1'"),
    ({"junctions": {"at": {"4,0": {}}}}, "the last is '3,3'"),
    ({"junctions": {"at": {"Street 1 & Avenu 2": {}}}}, "did you mean 'Street 1 & Avenue 2'"),
    ({"junctions": {"at": {"xyzzy": {}}}}, "there is no junction 'xyzzy'"),
    ({"junctions": {"at": {"0,0": {}, "Avenue 1 & Street 1": {}}}}, "are the same junction"),
]


@pytest.mark.parametrize(("section", "place"), BAD)
def test_wrong_values_are_refused_at_their_place(section: dict[str, Any], place: str) -> None:
    with pytest.raises(ValidationError) as caught:
        NetworkSpec.model_validate(section)
    assert [".".join(str(part) for part in error["loc"]) for error in caught.value.errors()] == [place]


@pytest.mark.parametrize(("section", "words"), CROSS_FIELD)
def test_values_that_do_not_fit_together_are_refused(section: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        NetworkSpec.model_validate(section)


def test_too_many_junctions_are_refused_before_anything_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spec_module, "MAX_JUNCTIONS", 100)
    with pytest.raises(ValidationError, match="11 x 10 junctions; at most 100"):
        NetworkSpec.model_validate({"grid": {"columns": 11, "rows": 10}})


def test_one_number_stands_for_both() -> None:
    section = {"grid": {"block_m": 90}, "streets": [{"axis": "row", "index": 0, "lanes": 3}]}
    spec = NetworkSpec.model_validate(section)
    assert spec.grid.block_m == (90.0, 90.0)
    assert spec.streets[0].lanes == (3, 3)


def test_spec_survives_dump_and_json() -> None:
    section = {"streets": [{"axis": "row", "index": 0, "name": "Mission"}], "junctions": {"at": {"0,0": {}}}}
    spec = NetworkSpec.model_validate(section)
    assert NetworkSpec.model_validate(spec.model_dump()) == spec
    assert NetworkSpec.model_validate_json(spec.model_dump_json()) == spec


def test_spec_is_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        NetworkSpec().grid.columns = 3  # type: ignore[misc]


def test_every_key_is_described() -> None:
    models = [model for model in vars(spec_module).values() if isinstance(model, type) and issubclass(model, BaseModel)]
    keys = [(model.__name__, name, field) for model in models for name, field in model.model_fields.items()]
    assert len(keys) > 20
    assert [(model, name) for model, name, field in keys if not field.description] == []


def test_json_schema_allows_number_or_pair() -> None:
    block = NetworkSpec.model_json_schema()["$defs"]["GridSpec"]["properties"]["block_m"]
    assert [option["type"] for option in block["anyOf"]] == ["number", "array"]
