"""The reference pages say what the models say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from longtail_sim.events import event_kinds, event_type
from longtail_sim.scenario.json_schema import scenario_schema
from longtail_sim.scenario.reference import COMMAND, events_page, scenario_page, unit

ROOT = Path(__file__).parents[2]
PAGES = {"scenario.md": scenario_page, "events.md": events_page}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_up_to_date(name: str) -> None:
    written = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), f"run: {COMMAND} --schema schema/scenario.json"


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name: str) -> None:
    text = PAGES[name]()
    headings = {line.lstrip("# ").casefold().replace(" ", "-") for line in text.splitlines() if line.startswith("#")}
    assert set(re.findall(r"\]\(#([^)]*)\)", text)) <= headings


@pytest.mark.parametrize("kind", event_kinds())
def test_every_kind_and_key_is_told(kind: str) -> None:
    text = events_page()
    assert f"\n## {kind}\n\n" in text
    own = text.split(f"\n## {kind}\n")[1].split("\n## ")[0]
    for key in event_type(kind).model_fields:
        assert key in ("kind", "at_s", "when", "id") or f"| `{key}` |" in own


def test_everything_has_a_description() -> None:
    schema = scenario_schema()
    silent = [
        f"{name}.{key}"
        for name, part in {"Scenario": schema, **schema["$defs"]}.items()
        for key, below in part.get("properties", {}).items()
        if not below.get("description")
    ]
    assert not silent


def test_ranges_defaults_and_units() -> None:
    text = scenario_page()
    assert "| `share` | – | 0.08 | number~ 0 to 1 | share of arriving vehicles |" in text
    assert "| `patience_s` | s | 120 | number~ 1 to 86,400 |" in text
    assert unit("speed_limit_mps") == "m/s"
    assert unit("acceleration_mps2") == "m/s²"
    assert unit("vehicles_per_hour") == "1/h"
    assert unit("length_m") == "m"
    assert unit("items") == "–"
