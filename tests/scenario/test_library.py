"""Shipped scenarios are found in a checkout and in an installation."""

from __future__ import annotations

from pathlib import Path

import pytest

from longtail_sim import shipped
from longtail_sim.errors import ScenarioError
from longtail_sim.scenario import library


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Pretend that the package lies in ``root/src/longtail_sim``, with a stale copy of the data inside it."""
    package = tmp_path / "src" / "longtail_sim"
    (package / "_data" / "scenarios").mkdir(parents=True)
    (package / "_data" / "scenarios" / "installed.yaml").touch()
    monkeypatch.setattr(shipped, "_PACKAGE", package)
    return package


def test_installed(package: Path) -> None:
    assert library.list_scenarios() == ["installed"]
    assert library.scenario_path("installed") == package / "_data" / "scenarios" / "installed.yaml"


def test_a_checkout_comes_first(package: Path) -> None:
    root = package.parents[1]
    (root / "scenarios").mkdir()
    (root / "scenarios" / "here.yaml").touch()
    assert library.list_scenarios() == ["installed"]  # any folder of that name is not yet a checkout
    (root / "pyproject.toml").touch()
    assert library.list_scenarios() == ["here"]


def test_folders_are_axes_and_names_do_without_them(package: Path) -> None:
    folder = package / "_data" / "scenarios"
    for axis, name in (("road", "works"), ("link", "tunnel"), ("road", "bridge")):
        (folder / axis).mkdir(exist_ok=True)
        (folder / axis / f"{name}.yaml").touch()
    assert library.list_scenarios() == ["bridge", "installed", "tunnel", "works"]
    assert library.scenario_path("tunnel") == folder / "link" / "tunnel.yaml"
    axes = {".": ["installed"], "link": ["tunnel"], "road": ["bridge", "works"]}
    assert library.scenarios_by_axis() == axes


def test_one_name_in_two_folders_is_refused(package: Path) -> None:
    folder = package / "_data" / "scenarios" / "road"
    folder.mkdir()
    (folder / "installed.yaml").touch()
    with pytest.raises(ScenarioError, match=r"named 'installed': installed\.yaml and road/installed\.yaml; rename"):
        library.list_scenarios()


def test_names_and_paths(package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert library.scenario_path("a.yaml") == Path("a.yaml")
    assert library.scenario_path("folder/a") == Path("folder/a")
    assert library.scenario_path(Path("installed")) == Path("installed")
    assert library.scenario_path("b.yml", relative_to=tmp_path) == tmp_path / "b.yml"
    (tmp_path / "odd").touch()
    assert library.scenario_path("odd") == Path("odd")
    with pytest.raises(
        ScenarioError, match=r"'instaled'; did you mean 'installed'\? \(a file is named with its \.yaml"
    ):
        library.scenario_path("instaled")
    with pytest.raises(ScenarioError, match="no shipped scenario named ''; there are installed;"):
        library.scenario_path("")


def test_a_file_named_without_its_ending_is_suggested(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "instaled.yaml").touch()
    with pytest.raises(ScenarioError, match=r"named 'instaled'; did you mean the file instaled\.yaml\?$"):
        library.scenario_path("instaled")
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "mine.yml").touch()
    with pytest.raises(ScenarioError, match=r"did you mean the file mine\.yml\?$"):
        library.scenario_path("mine", relative_to=tmp_path / "base")
