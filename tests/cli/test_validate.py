"""``longtail validate``, with test beds that take no time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Longtail = Callable[..., Any]

BEDS = """\
import os
import time
from pathlib import Path

from longtail_sim.scenario import Scenario
from longtail_sim.validation.target import Experiment, Open, Target

SHIFT = float(os.environ.get("SHIFT", "0"))


def target(id_, case="", **more):
    return Target(id_, "thing", "s", "1.0", 0.5, 1.5, "somebody's table 7", case, **more)


def fine(effort):
    print("a test bed that talks")
    return {"T1.2": [SHIFT + 1.0 + seed / 100 for seed in effort.seeds(3, 6)]}


def watched(effort):
    return {"T2.1 a": [1.0, 1.0], "T2.1 b": [9.0, 9.0]}


def slow(effort):
    Path("asked").touch()
    time.sleep(300)


def bed():
    return Scenario.model_validate({"name": "bed", "duration_s": 60, "network": {"grid": {"columns": 1, "rows": 1}}})


EXPERIMENTS = (
    Experiment("first", "nothing is built", (target("T1.2", required=True),), fine),
    Experiment("second", "one junction", (target("T2.1", "a", calibrated=True), target("T2.1", "b")), watched, bed=bed),
    *([Experiment("slow", "it takes long", (target("T3.1"),), slow)] if "SLOW" in os.environ else []),
)
OPEN = (Open("T5.1", "splitting", "there is no splitting yet"),)
"""


@pytest.fixture(autouse=True)
def fake_beds(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a package of test beds in the place of the real ones, in other processes as well."""
    name = f"beds_{own_folder.name.replace('-', '_')}"
    package = own_folder / "packages" / name
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "some.py").write_text(BEDS, encoding="utf-8")
    monkeypatch.syspath_prepend(package.parent)
    monkeypatch.setattr("longtail_sim.validation.catalogue.BEDS", name)
    monkeypatch.setenv("COLUMNS", "120")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_everything_is_measured_and_shown(jobs: str, longtail: Longtail) -> None:
    answer = longtail("validate", "--jobs", jobs)
    assert answer.code == 0, answer.err
    lines = [line.split() for line in answer.out.splitlines()]
    assert ["T1.2*", "thing", "1.0", "s", "1.02", "[1.01,", "1.04]", "0.5–1.5", "ok", "1"] in lines
    assert any(line[:3] == ["T2.1", "…", "b"] and "MISS" in line for line in lines)
    assert any(line[0] == "T2.1†" for line in lines if line)
    assert "† a parameter was fitted to this value." in answer.out
    assert "source 1: somebody's table 7" in answer.out
    assert "open    T5.1 splitting: there is no splitting yet" in answer.out
    assert "1 of 2 targets (50 %, 2 of 3 values), full run, seeds from 0" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 120
    assert "talks" not in answer.out
    assert "second: done" in answer.err


def test_a_required_target_that_is_missed_is_the_exit_code(longtail: Longtail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIFT", "1")
    answer = longtail("validate", "T1", "--quick")
    assert answer.code == 1
    assert answer.err.endswith("error: required targets are not inside their bands: T1.2 (MISS).\n")


def test_one_case_of_a_target(longtail: Longtail) -> None:
    answer = longtail("validate", "T2.1 b", "--quick", "--seeds-from", "7")
    assert answer.code == 0, answer.err
    assert "T2.1  thing, b" in answer.out
    assert "thing, a" not in answer.out
    assert "seeds from 7" in answer.out


def test_files(longtail: Longtail) -> None:
    assert longtail("validate", "--quick", "--json", "found.json", "--page", "found.md").code == 0
    found = json.loads(Path("found.json").read_text(encoding="utf-8"))
    assert [row["id"] for row in found["targets"]] == ["T1.2", "T2.1", "T2.1"]
    assert [row["calibrated"] for row in found["targets"]] == [False, True, False]
    assert found["effort"] == "quick"
    assert set(found["targets"][0]["measured"]) == {"mean", "low", "high", "n"}
    page = Path("found.md").read_text(encoding="utf-8")
    assert "# How far the traffic can be believed" in page
    assert "**T2.1 b**, thing: 9.00" in page


def test_a_page_from_results_that_were_kept(longtail: Longtail) -> None:
    longtail("validate", "T1", "--json", "first.json")
    longtail("validate", "T2", "--json", "second.json")
    longtail("validate", "--page", "whole.md")
    answer = longtail("validate", "--from", "first.json", "--from", "second.json", "--page", "again.md")
    assert answer.code == 0, answer.err
    assert Path("again.md").read_text(encoding="utf-8") == Path("whole.md").read_text(encoding="utf-8")
    part = longtail("validate", "--from", "second.json", "--page", "part.md")
    assert part.code == 0
    assert "**T1.2**, thing: not measured in this run." in Path("part.md").read_text(encoding="utf-8")


def test_list_measures_nothing(longtail: Longtail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("longtail_sim.validation.run.perform_all", None)
    answer = longtail("validate", "--list")
    assert answer.code == 0, answer.err
    assert "one junction" in answer.out
    assert "* T1.2: thing, 1.0 s (somebody's table 7)" in answer.out
    assert "there is no splitting yet" in answer.out
    assert "one junction" not in longtail("validate", "T1", "--list").out


def test_watch_opens_the_test_bed(longtail: Longtail, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[tuple[str, int, bool]] = []

    def run(window: Any) -> None:
        for _ in range(3):
            window.frame(0.1)
        shown.append((window.session.title, window.session.seed, window.session.twin is None))
        window.player.close()

    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setattr("longtail_sim.viewer.window.Window.run", run)
    answer = longtail("validate", "T2.1", "--watch", "--seeds-from", "3")
    assert answer.code == 0, answer.err
    assert shown == [("T2.1: second", 3, True)]


WRONG = {
    "unknown target": (("T2.2",), ("'T2.2'", "did you mean 'T2.1'?")),
    "another tier": (("T9.1",), ("'T9.1'", "--list")),
    "not a target": (("sf_outage",), ("'sf_outage'", "--list")),
    "a formula cannot be watched": (("T1.2", "--watch"), ("T1.2 has no test bed", "--list")),
    "watch everything": (("--watch",), ("name one target",)),
    "page nowhere": (("--page", "no/where.md"), ("no folder no",)),
    "JSON is a folder": (("--json", "."), ("folder",)),
    "no results": (("--from", "none.json"), ("none.json cannot be read", "--json")),
    "other results": (("--from", "tiny.yaml"), ("tiny.yaml holds no results",)),
    "negative seed": (("--seeds-from", "-1"), ("--seeds-from", "longtail validate --help")),
}


@pytest.mark.parametrize(("arguments", "words"), WRONG.values(), ids=WRONG.keys())
def test_wrong_input_is_one_sentence(arguments: tuple[str, ...], words: tuple[str, ...], longtail: Longtail) -> None:
    answer = longtail("validate", *arguments)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert all(word in answer.err for word in words), answer.err


def test_no_display_to_watch_on(longtail: Longtail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    answer = longtail("validate", "T2.1", "--watch")
    assert answer.code == 2
    assert "no display" in answer.err


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT cannot be sent to one process there")
@pytest.mark.parametrize("jobs", [1, 2])
def test_interrupt_shows_what_is_done(jobs: int, own_folder: Path) -> None:
    """Sent to the whole group, as a terminal does."""
    packages = own_folder / "packages"
    name = next(packages.iterdir()).name
    code = (
        "import longtail_sim.validation.catalogue as catalogue\n"
        f"catalogue.BEDS = {name!r}\n"
        "from longtail_sim.cli import main\n"
        f"main(['validate', '--jobs', '{jobs}', '--json', 'out.json'])\n"
    )
    environment = {**os.environ, "SLOW": "1", "PYTHONPATH": os.pathsep.join([str(packages), *sys.path])}
    program = [sys.executable, "-c", code]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "start_new_session": True}
    with subprocess.Popen(program, env=environment, **pipes) as process:  # type: ignore[call-overload]
        limit = time.monotonic() + 200  # machine code may have to be compiled first
        while not Path("asked").exists() and process.poll() is None and time.monotonic() < limit:
            time.sleep(0.05)
        time.sleep(0.5)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 130, err
    assert "T1.2*" in out
    assert "T3.1" not in out
    assert err.splitlines()[-1] == "interrupted"
    assert "Traceback" not in err
    assert not Path("out.json").exists()
