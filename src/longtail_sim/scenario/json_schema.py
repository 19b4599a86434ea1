"""The JSON Schema of scenario files, for completion and checks in editors."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from longtail_sim.scenario.extends import EXTENDS
from longtail_sim.scenario.scenario import Scenario


def scenario_schema() -> dict[str, Any]:
    """Return the schema of a scenario file, ``extends`` included."""
    schema = Scenario.model_json_schema()
    schema["properties"][EXTENDS] = {
        "type": "string",
        "description": "another scenario, by path or shipped name, from which this one differs only by its keys",
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text() -> str:
    """Return the schema as it stands in the repository."""
    return json.dumps(scenario_schema(), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def write_schema(path: Path) -> None:
    """Write the schema to ``path``, all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_text(schema_text(), encoding="utf-8")
    os.replace(temporary, path)
