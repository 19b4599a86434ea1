"""Every shipped scenario lies where it belongs, is called what its file is called, and finds its schema."""

from pathlib import Path

import pytest

from longtail_sim import load_scenario
from longtail_sim.scenario.library import shipped_files, shipped_folder

AXES = {"signals", "link", "fleet", "people", "road", "vehicles", "visibility", "demand"}
SCHEMA_LINE = "# yaml-language-server: $schema="
FILES = shipped_files()


@pytest.mark.parametrize("name", FILES)
def test_a_scenario_lies_in_the_folder_of_its_axis_under_its_own_name(name: str) -> None:
    assert FILES[name].parent.name in AXES
    assert FILES[name].parent.parent == shipped_folder()
    assert load_scenario(name).name == name


@pytest.mark.parametrize("path", FILES.values(), ids=list(FILES))
def test_the_first_line_leads_an_editor_to_the_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith(SCHEMA_LINE)
    schema = (path.parent / first.removeprefix(SCHEMA_LINE)).resolve()
    assert schema == (shipped_folder().parent / "schema" / "scenario.json").resolve()
    assert schema.is_file()
