"""The public surface: its names, its version, what importing it costs, and how the environments become known."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import longtail_sim
from longtail_sim.observation import make_observation

ROOT = Path(__file__).parents[1]
HEAVY = {"duckdb", "gymnasium", "numba", "numpy", "pydantic", "pygame", "rich", "torch", "typer", "yaml"}

SURFACE = """
import longtail_sim
print(*sorted(name for name in vars(longtail_sim) if not name.startswith("_")))
"""
HEAVY_MODULES = f"""
import sys, longtail_sim
print(*({HEAVY!r} & set(sys.modules)))
"""
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
MAKE = "print(gymnasium.spec('longtail/Drive-v0').entry_point)"


def test_public_names_are_sorted_and_unique() -> None:
    assert longtail_sim.__all__ == sorted(set(longtail_sim.__all__))


@pytest.mark.parametrize("name", longtail_sim.__all__)
def test_every_public_name_exists_and_says_what_it_is(name: str) -> None:
    value = getattr(longtail_sim, name)
    assert name == "__version__" or value.__doc__
    assert not isinstance(value, ModuleType)


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'longtail_sim' has no attribute 'Simulater'"):
        longtail_sim.Simulater  # noqa: B018


def test_nothing_else_leaks(python: Callable[..., str]) -> None:
    """A fresh import shows public names only; TYPE_CHECKING and Any are typing's own."""
    leaked = set(python(SURFACE).split()) - set(longtail_sim.__all__) - {"TYPE_CHECKING", "Any"}
    assert leaked == set()
    assert dir(longtail_sim) == longtail_sim.__all__


def test_import_is_light(python: Callable[..., str]) -> None:
    """Importing the package loads neither the compiler nor the window nor anything else that takes long."""
    assert python(HEAVY_MODULES).split() == []


def test_version_is_the_changelogs_first_entry() -> None:
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert headings[0] == longtail_sim.__version__


def test_version_is_written_once() -> None:
    """pyproject.toml reads it from the package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in project["project"]
    assert project["tool"]["hatch"]["version"]["path"] == "src/longtail_sim/__init__.py"


def test_every_package_folder_has_a_docstring() -> None:
    """A folder without __init__.py would fall out of the checks of layers and of types."""
    for folder in {path.parent for path in (ROOT / "src" / "longtail_sim").rglob("*.py")}:
        text = (folder / "__init__.py").read_text(encoding="utf-8")
        assert text.startswith('"""'), folder


@pytest.mark.parametrize(
    "imports",
    [
        "import gymnasium, longtail_sim",
        "import longtail_sim, gymnasium; longtail_sim.register_envs(); longtail_sim.register_envs()",
        "import longtail_sim, gymnasium, longtail_sim.envs",
    ],
)
def test_gymnasium_finds_the_environment(imports: str, python: Callable[..., str]) -> None:
    """In whichever order the two are imported, and however often the environments are registered."""
    assert python(f"{imports}; {MAKE}").strip() == "longtail_sim.envs.drive:DriveEnv"


def test_gymnasium_imports_the_package_by_name(python: Callable[..., str]) -> None:
    """The form 'module:id' needs no import of longtail_sim."""
    code = "import gymnasium; print(gymnasium.make('longtail_sim:longtail/Drive-v0').spec.id)"
    assert python(code).strip() == "longtail/Drive-v0"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    """Every link to a file of the project, pictures included, finds that file."""
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_agent_of_the_readme_works() -> None:
    """The ten lines that people copy: it waits at a dark signal until it is its turn."""
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    names: dict[str, Any] = {}
    exec(blocks[0], names)
    agent = names["MyAgent"]()
    assert agent.act(make_observation(is_dark=1, my_turn=0)) == longtail_sim.Action.stop("dark signal, not my turn")
    assert agent.act(make_observation(is_dark=1, my_turn=1)) == longtail_sim.Action.proceed()


def test_the_gate_runs_the_commands_of_the_readme() -> None:
    """.ci/run takes them from there; each must stand on a line of its own."""
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert "python -m pip install -e '.[dev]'" in lines
    assert "pytest" in lines


def test_parts_of_the_readme_are_of_the_suites_that_their_markers_name() -> None:
    """A table of another suite between them would be told from nothing but its small print."""
    page = (ROOT / "README.md").read_text("utf-8")
    parts = re.findall(r"<!-- (\w+) (\w+): begin -->\n(.*?)<!-- \1 \2: end -->", page, re.DOTALL)
    assert {(name, suite) for name, suite, _ in parts} == {("leaderboard", "standard"), ("long_tail", "full")}
    for name, suite, text in parts:
        assert f", suite {suite} " in text
        assert (ROOT / "benchmarks" / "results" / suite / f"{name}.md").read_text("utf-8") in text
