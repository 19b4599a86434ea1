"""Whatever one types: one clear sentence on standard error, an exit code that says so, nothing half-written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FAILED, WRONG = 1, 2
HEAD = "from longtail_sim import Action, Agent, FleetAction\n\n\nclass Mine(Agent):\n"
AGENT = HEAD + "    def act(self, observation):\n        {body}\n"
BATCH = HEAD + "    def act_batch(self, fleet):\n        {body}\n"

BOMB = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))

# What is in the file, and words that the sentence must have.
FILES = {
    "misspelt key": ("duration: 60", ("bad.yaml:1:1", "duration", "duration_s")),
    "wrong type": ("duration_s: long", ("bad.yaml:1:13", "duration_s", "number")),
    "negative length": ("network: {grid: {block_m: -100}}", ("bad.yaml:1:27", "block_m", "-100")),
    "NaN": ("demand: {vehicles_per_hour: .nan}", ("bad.yaml:1:", "vehicles_per_hour", "finite")),
    "distribution where none is allowed": (
        "duration_s: {uniform: [60, 90]}",
        ("bad.yaml:1:", "duration_s", "distribution"),
    ),
    "a million junctions": ("network: {grid: {columns: 1000000, rows: 1}}", ("bad.yaml:1:", "1000000")),
    "tag": ("name: !!python/object/apply:os.system [ls]", ("bad.yaml:1:7", "tag")),
    "alias bomb": (BOMB, ("bad.yaml:", "alias")),
    "empty file": ("", ("bad.yaml", "empty")),
    "duplicate key": ("duration_s: 60\nduration_s: 70", ("bad.yaml:2:1", "duration_s", "duplicate")),
    "list": ("- 1", ("bad.yaml:1:1", "mapping")),
}


@pytest.mark.parametrize(("text", "words"), FILES.values(), ids=FILES.keys())
@pytest.mark.parametrize("command", [("run",), ("scenarios", "check")], ids=["run", "check"])
def test_scenario_files(
    command: tuple[str, ...], text: str, words: tuple[str, ...], longtail: Callable[..., Any]
) -> None:
    Path("bad.yaml").write_text(text, encoding="utf-8")
    refused(longtail(*command, "bad.yaml"), WRONG, *words)


@pytest.mark.parametrize("command", [("run",), ("scenarios", "check")], ids=["run", "check"])
@pytest.mark.parametrize(
    ("agent", "metric", "words"),
    [("rule_based", "contact", "did you mean 'contacts'?"), ("rule_base", "contacts", "Did you mean 'rule_based'?")],
)
def test_expectations_of_nothing_known(
    command: tuple[str, ...], agent: str, metric: str, words: str, longtail: Callable[..., Any]
) -> None:
    text = f"expect: [{{agent: {agent}, metric: {metric}, at_most: 0}}]\n"
    Path("bad.yaml").write_text(text, encoding="utf-8")
    refused(longtail(*command, "bad.yaml"), WRONG, "expect[0]", words)


def test_binary_file(longtail: Callable[..., Any]) -> None:
    Path("bad.yaml").write_bytes(bytes(range(256)))
    refused(longtail("run", "bad.yaml"), WRONG, "bad.yaml", "text")


# Arguments, exit code, words of the sentence; without a scenario where none is named.
ARGUMENTS = {
    "folder": (("run", "./"), WRONG, ("folder",)),
    "no such file": (("run", "no.yaml"), WRONG, ("no.yaml", "no such file")),
    "unknown scenario": (("run", "sf_outag"), WRONG, ("sf_outag", "did you mean 'sf_outage'?")),
    "unknown agent": (("run", "tiny.yaml", "--agent", "rule_base"), WRONG, ("Did you mean 'rule_based'?",)),
    "missing agent file": (("run", "tiny.yaml", "--agent", "no.py"), WRONG, ("no.py does not exist",)),
    "unknown command": (("rum", "tiny.yaml"), WRONG, ("'rum'", "Did you mean 'run'?")),
    "unknown subcommand": (("scenarios", "chek"), WRONG, ("Did you mean 'check'", "longtail scenarios --help")),
    "unknown option": (("run", "tiny.yaml", "--sedes", "1"), WRONG, ("--sedes", "--seeds")),
    "no scenario": (("run",), WRONG, ("SCENARIO", "longtail run --help")),
    "seeds backwards": (("run", "tiny.yaml", "--seeds", "5:2"), WRONG, ("5:2", "write 2:5")),
    "no seeds": (("run", "tiny.yaml", "--seeds", "3:3"), WRONG, ("write 3:4",)),
    "words for seeds": (("run", "tiny.yaml", "--seeds", "all"), WRONG, ("all", "0:4")),
    "seed twice": (("run", "tiny.yaml", "--seeds", "1,2,1"), WRONG, ("seed 1 twice",)),
    "endless seeds": (("run", "tiny.yaml", "--seeds", "0:1000000000"), WRONG, ("1,000,000,000", "10,000")),
    "no jobs": (("run", "tiny.yaml", "--jobs", "0"), WRONG, ("--jobs", "1")),
    "output is a folder": (("run", "tiny.yaml", "--out", "."), WRONG, ("folder",)),
    "output nowhere": (("run", "tiny.yaml", "--out", "no/where.json"), WRONG, ("no folder no",)),
    "unknown setting": (("run", "tiny.yaml", "--set", "flet.share=1"), WRONG, ("flet", "fleet")),
    "setting without value": (("run", "tiny.yaml", "--set", "fleet.share"), WRONG, ("key=value",)),
    "picture too late": (("picture", "tiny.yaml", "--at", "99"), WRONG, ("--at 99", "60 s")),
    "picture of no size": (("picture", "tiny.yaml", "--size", "big"), WRONG, ("big", "1600x1000")),
    "picture too large": (("picture", "tiny.yaml", "--size", "99999x99999"), WRONG, ("99999x99999", "8192")),
    "picture nowhere": (("picture", "tiny.yaml", "-o", "no/where.png"), WRONG, ("no folder no",)),
    "picture of another kind": (("picture", "tiny.yaml", "-o", "x.jpg"), WRONG, ("x.jpg", ".png")),
    "picture of nobody": (("picture", "tiny.yaml", "--at", "5", "--pick", "9999"), WRONG, ("--pick 9999", "fleet")),
    "preview of another kind": (("scenarios", "preview", "tiny.yaml", "-o", "x"), WRONG, ("x does not", ".png")),
    "scenario exists": (("scenarios", "new", "tiny"), WRONG, ("tiny.yaml exists",)),
    "scenario without a name": (("scenarios", "new", "../x"), WRONG, ("'../x' cannot be the name",)),
    "missing policy file": (("run", "tiny.yaml", "--agent", "no.npz"), WRONG, ("policy file no.npz does not exist",)),
    "nothing to record into": (("episodes", "tiny.yaml"), WRONG, ("--out", "--minari")),
    "a folder to record into": (("episodes", "tiny.yaml", "--out", "."), WRONG, (". is a folder",)),
    "people to record": (
        ("episodes", "tiny.yaml", "--agent", "human_twin", "--out", "x.parquet"),
        WRONG,
        ("lets people drive",),
    ),
    "agent without a name": (("agents", "new", "My Agent"), WRONG, ("'My Agent' cannot be the name",)),
    "agent name taken": (("agents", "new", "rule_based"), WRONG, ("rule_based",)),
}


@pytest.mark.parametrize(("arguments", "code", "words"), ARGUMENTS.values(), ids=ARGUMENTS.keys())
def test_arguments(
    arguments: tuple[str, ...], code: int, words: tuple[str, ...], longtail: Callable[..., Any], own_folder: Path
) -> None:
    refused(longtail(*arguments), code, *words)
    assert [path.name for path in own_folder.iterdir()] == ["tiny.yaml"]


AGENTS = {
    "raises": (AGENT, "raise ValueError('no idea')", ("ValueError: no idea", "mine.py line 6")),
    "returns NaN": (AGENT, "return Action.follow_speed(float('nan'))", ("nan",)),
    "returns text": (AGENT, "return 'go'", ("str", "Action")),
    "returns None": (BATCH, "return None", ("NoneType", "FleetAction")),
    "wrong shape": (BATCH, "return FleetAction.proceed(len(fleet) + 1)", ("decisions for", "vehicles")),
    "hangs": (AGENT, "while True: pass", ("has not decided within 0.3 s",)),
    "exits": (AGENT, "raise SystemExit(0)", ("SystemExit",)),
}


@pytest.mark.parametrize(("text", "body", "words"), AGENTS.values(), ids=AGENTS.keys())
def test_agents(text: str, body: str, words: tuple[str, ...], longtail: Callable[..., Any], own_folder: Path) -> None:
    Path("mine.py").write_text(text.format(body=body), encoding="utf-8")
    arguments = ("--seeds", "0", "--decision-limit", "0.3", "--out", "out.json")
    answer = longtail("run", "tiny.yaml", "--agent", "mine.py:Mine", *arguments)
    refused(answer, FAILED, "agent 'mine.py:Mine'", *words)
    assert sorted(path.name for path in own_folder.iterdir()) == ["mine.py", "out.json", "tiny.yaml"]


def test_an_agent_that_fails_in_a_picture(longtail: Callable[..., Any], own_folder: Path) -> None:
    Path("mine.py").write_text(AGENT.format(body="raise ValueError('no idea')"), encoding="utf-8")
    refused(longtail("picture", "tiny.yaml", "--agent", "mine.py"), FAILED, "no idea")
    assert sorted(path.name for path in own_folder.iterdir()) == ["mine.py", "tiny.yaml"]


def test_agent_file_with_a_mistake(longtail: Callable[..., Any]) -> None:
    Path("mine.py").write_text("def act(:\n", encoding="utf-8")
    refused(longtail("run", "tiny.yaml", "--agent", "mine.py"), WRONG, "mine.py, line 1")


def test_no_display(longtail: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    refused(longtail("watch", "tiny.yaml"), WRONG, "no display", "longtail picture")


def test_unwritable_folder(longtail: Callable[..., Any], own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found out before anything is run."""

    def refuse(*arguments: object, **options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    monkeypatch.setattr("longtail_sim.episode.compare", None)
    refused(longtail("run", "tiny.yaml", "--out", "out.json"), WRONG, "out.json cannot be written: Permission denied")
    assert [path.name for path in own_folder.iterdir()] == ["tiny.yaml"]


def test_defects_are_one_sentence_and_a_traceback_on_demand(
    longtail: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("longtail_sim.scenario.scenarios_by_axis", lambda: 1 // 0)
    refused(longtail("scenarios", "list"), 70, "internal error", "ZeroDivisionError", "--debug")
    answer = longtail("scenarios", "list", "--debug")
    assert answer.code == 70
    assert "Traceback" in answer.err


def refused(answer: Any, code: int, *words: str) -> None:
    """Check that the answer is one sentence with these words, and nothing else that looks like a failure."""
    errors = [line for line in answer.err.splitlines() if line.startswith("error: ")]
    assert answer.code == code, answer.err
    assert len(errors) == 1, answer.err
    assert all(word in errors[0] for word in words), errors[0]
    assert "Traceback" not in answer.out + answer.err
