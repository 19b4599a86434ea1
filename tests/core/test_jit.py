"""The cache of machine code: found again, never stale, never in the way."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from numba import config, njit

from longtail_sim.core import jit

COMPILE = """
from longtail_sim.core import jit, random
random.uniform(1, 2, 3, 4)
print(jit._FOLDER)
print(sum(random.uniform.stats.cache_hits.values()))
"""


@pytest.fixture
def core(tmp_path: Path) -> Path:
    """A copy of the sources of the core."""
    folder = tmp_path / "core"
    shutil.copytree(jit._CORE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def test_key_changes_with_every_byte_of_the_core(core: Path) -> None:
    """An edit in any file, a new file and a renamed file change the key; nothing else does."""
    keys = [jit.source_key(core)]
    assert jit.source_key(core) == keys[0]
    for change in (
        lambda: (core / "codes.py").write_text((core / "codes.py").read_text() + "\n"),
        lambda: (core / "phases" / "new.py").write_text(""),
        lambda: (core / "phases" / "new.py").rename(core / "new.py"),
    ):
        change()
        keys.append(jit.source_key(core))
    assert len(set(keys)) == 4


def test_key_changes_with_the_bounds_check(core: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Machine code without bounds checks must not serve a run that asks for them."""
    before = jit.source_key(core)
    monkeypatch.setattr("numba.config.BOUNDSCHECK", 0 if config.BOUNDSCHECK else 1)
    assert jit.source_key(core) != before


def test_key_changes_with_the_processor(core: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two machines with a common home, or a user who asks Numba for another processor."""
    before = jit.source_key(core)
    monkeypatch.setattr("numba.config.CPU_NAME", "generic")
    other = jit.source_key(core)
    monkeypatch.setattr("llvmlite.binding.get_host_cpu_name", lambda: "another")
    assert len({before, other, jit.source_key(core)}) == 3


def test_second_process_compiles_nothing(tmp_path: Path, python: Callable[..., str]) -> None:
    """The first process fills the folder that LONGTAIL_CACHE_DIR names, the second finds the machine code there."""
    environment = {"LONGTAIL_CACHE_DIR": str(tmp_path), "NUMBA_DISABLE_JIT": "0"}
    first = python(COMPILE, **environment).split()
    second = python(COMPILE, **environment).split()
    assert first == [str(tmp_path / jit.source_key(jit._CORE)), "0"]
    assert second == [first[0], "1"]


def test_the_same_sources_elsewhere_compile_nothing(tmp_path: Path, python: Callable[..., str]) -> None:
    """A second checkout, or the wheel beside it, finds the machine code of the first."""
    package = tmp_path / "elsewhere" / "longtail_sim"
    shutil.copytree(jit._PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    environment = {"LONGTAIL_CACHE_DIR": str(tmp_path / "cache"), "NUMBA_DISABLE_JIT": "0"}
    first = python(COMPILE, **environment).split()
    second = python(f"{COMPILE}\nprint(jit.__file__)", **environment, PYTHONPATH=str(package.parent)).split()
    assert (first[1], second[1]) == ("0", "1")
    assert Path(second[2]).is_relative_to(package)


def test_kernels_outside_the_package_are_told_apart() -> None:
    """Two modules of one name in two folders, as tests and exercises have them, do not share a file."""

    def double(value: float) -> float:
        return 2 * value

    places = {jit._ByContent(double, f"/{folder}/kernels.py").get_cache_path() for folder in ("one", "other")}
    assert len(places) == 2


def test_files_that_differ_do_not_share_machine_code(tmp_path: Path) -> None:
    """Two installations with the same core may differ in other files that hold kernels."""

    def double(value: float) -> float:
        return 2 * value

    names = set()
    for word in ("one", "other"):
        file = tmp_path / word / "kernels.py"
        file.parent.mkdir()
        file.write_text(f"# {word}")
        names.add(jit._ByContent(double, str(file)).get_disambiguator())
    assert len(names) == 2


def test_no_compilation_needs_no_cache(tmp_path: Path, python: Callable[..., str]) -> None:
    """NUMBA_DISABLE_JIT=1 runs plain functions, writes nothing and has nothing to wait for."""
    code = "from longtail_sim.core import jit, random; print(type(random.uniform).__name__, jit.is_compiled())"
    told = python(code, LONGTAIL_CACHE_DIR=str(tmp_path / "cache"), NUMBA_DISABLE_JIT="1")
    assert told.split() == ["function", "True"]
    assert not (tmp_path / "cache").exists()


def test_falls_back_to_a_temporary_folder(tmp_path: Path) -> None:
    """A place where nothing can be written is no reason to fail."""
    (tmp_path / "file").write_text("")
    folder = jit.open_cache(tmp_path / "file", "0" * 16)
    assert folder.is_dir()
    assert tmp_path not in folder.parents


@pytest.mark.skipif(jit.is_plain_python(), reason="nothing is compiled")
def test_is_compiled_once_the_step_is_in_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Formulas alone do not count."""
    monkeypatch.setattr(jit, "_FOLDER", tmp_path)
    (tmp_path / "core_1").mkdir()
    (tmp_path / "core_1" / "random.uniform-1.py311.nbi").write_text("")
    assert not jit.is_compiled()
    (tmp_path / "core_1" / "step.step_worlds-1.py311.nbi").write_text("")
    assert jit.is_compiled()


def test_only_unused_caches_are_removed(tmp_path: Path) -> None:
    """Old folders of other keys go; recent ones and what is not a cache stay."""
    names = {"old": "a" * 16, "recent": "b" * 16, "other": "notes"}
    for name in names.values():
        (tmp_path / name).mkdir()
    long_ago = time.time() - 31 * 86_400
    for name in ("old", "other"):
        os.utime(tmp_path / names[name], (long_ago, long_ago))
    jit.open_cache(tmp_path, "c" * 16)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b" * 16, "c" * 16, "notes"]


def test_removal_is_silent_where_there_is_nothing(tmp_path: Path) -> None:
    """A folder that does not exist is not an error."""
    jit.remove_unused(tmp_path / "missing", 30)
    assert not (tmp_path / "missing").exists()


def test_cache_home_obeys_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LONGTAIL_CACHE_DIR first, then the platform's folder for caches."""
    monkeypatch.setenv("LONGTAIL_CACHE_DIR", str(tmp_path / "chosen"))
    assert jit.cache_home() == tmp_path / "chosen"
    monkeypatch.delenv("LONGTAIL_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for platform, expected in (
        ("linux", tmp_path / "longtail_sim"),
        ("darwin", Path.home() / "Library" / "Caches" / "longtail_sim"),
    ):
        monkeypatch.setattr("sys.platform", platform)
        assert jit.cache_home() == expected


@pytest.mark.skipif(jit.is_plain_python(), reason="nothing is compiled")
def test_other_users_of_numba_keep_their_cache_folder() -> None:
    """Our folder does not leak into what others compile in this process."""
    ours, theirs = jit.kernel(_twice), njit(_twice, cache=True)
    assert ours.stats.cache_path.startswith(str(jit._FOLDER))
    assert not theirs.stats.cache_path.startswith(str(jit._FOLDER))


def _twice(value: float) -> float:
    return 2 * value
