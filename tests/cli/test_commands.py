"""Every command, end to end."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import longtail_sim
from longtail_sim import Policy
from longtail_sim.cli.progress import compile_first
from longtail_sim.errors import AgentError
from longtail_sim.observation import FEATURES
from longtail_sim.scenario import list_scenarios
from longtail_sim.viewer.screen import Screen

Longtail = Callable[..., Any]
PNG = b"\x89PNG\r\n\x1a\n"
COMMANDS = (
    *(
        (name,)
        for name in ("run", "watch", "picture", "validate", "vary", "record", "replay", "episodes", "doctor", "metrics")
    ),
    *(("scenarios", name) for name in ("list", "show", "check", "new", "preview")),
    *(("agents", name) for name in ("list", "new", "check")),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_has_an_example_of_the_command(command: tuple[str, ...], longtail: Longtail) -> None:
    answer = longtail(*command, "--help")
    assert answer.code == 0
    assert f"Example: longtail {' '.join(command)}" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80


@pytest.mark.parametrize("command", [(), ("scenarios",), ("agents",)], ids=["longtail", "scenarios", "agents"])
def test_groups_show_their_commands(command: tuple[str, ...], longtail: Longtail) -> None:
    bare, asked = longtail(*command), longtail(*command, "-h")
    assert bare.code == asked.code == 0
    assert bare.out.split() == asked.out.split()
    names = {name[len(command)] for name in COMMANDS if name[: len(command)] == command}
    assert names <= set(bare.out.split())


def test_version(longtail: Longtail) -> None:
    assert longtail("--version").out == f"longtail-sim {longtail_sim.__version__}\n"


def test_help_imports_nothing_that_takes_long(python: Callable[..., str]) -> None:
    """Time is not measured here, but what would take it."""
    code = """
import sys, longtail_sim.cli
heavy = {"numpy", "numba", "pydantic", "pygame", "gymnasium", "yaml", "importlib.metadata"}
try:
    longtail_sim.cli.main(["--help"])
except SystemExit:
    print("HEAVY", *(heavy & set(sys.modules)))
"""
    assert python(code).splitlines()[-1].split() == ["HEAVY"]


def test_run_ends_in_a_table_and_sentences(longtail: Longtail) -> None:
    answer = longtail("run", "tiny.yaml", "--seeds", "0:2")
    assert answer.code == 0, answer.err
    for agent in ("people (the twin)", "stop_when_confused", "rule_based", "reasoning"):
        assert len(re.findall(rf"^ {re.escape(agent)} ", answer.out, flags=re.MULTILINE)) == 2, agent
    assert len(re.findall(r"(passes|fails|is undecided)$", answer.out, flags=re.MULTILINE)) >= 3
    assert "times that of the twin" in " ".join(answer.out.split())
    assert "score: 0 to 100, the formula stands in `longtail run --help`" in answer.out
    assert "score = 100" in longtail("run", "--help").out
    assert max(map(len, answer.out.splitlines())) <= 80


def test_run_prints_json_and_nothing_else(longtail: Longtail) -> None:
    """Not even what an agent prints."""
    Path("loud.py").write_text(
        "from longtail_sim import Action, Agent\n\n\nclass Loud(Agent):\n    def act(self, observation):\n"
        "        print('hello')\n        return Action.proceed()\n",
        encoding="utf-8",
    )
    answer = longtail("run", "tiny.yaml", "--agent", "loud.py", "--agent", "rule_based", "--seeds", "3,5", "--json")
    plain = answer.json()
    assert answer.code == 0
    assert "hello" in answer.err
    assert [(row["agent"], row["seed"]) for row in plain["runs"]] == [
        *(("loud.py", 3), ("loud.py", 5)),
        *(("rule_based", 3), ("rule_based", 5)),
    ]
    assert {row["status"] for row in plain["runs"]} == {"finished"}
    assert [row["agent"] for row in plain["summary"]] == ["loud.py", "rule_based"]


def test_run_is_the_same_again_and_with_other_jobs(longtail: Longtail) -> None:
    arguments = ("run", "tiny.yaml", "--agent", "rule_based", "--seeds", "0:3", "--json")
    assert longtail(*arguments, "--jobs", "1").out == longtail(*arguments, "--jobs", "6").out


def test_run_writes_a_file_besides_the_table(longtail: Longtail, own_folder: Path) -> None:
    answer = longtail("run", "tiny.yaml", "--agent", "rule_based", "--seeds", "1", "--out", "out.json")
    assert answer.code == 0
    assert "people (the twin)" in answer.out
    assert json.loads(Path("out.json").read_text(encoding="utf-8"))["scenario"] == "tiny"
    assert sorted(path.name for path in own_folder.iterdir()) == ["out.json", "tiny.yaml"]


def test_run_says_which_expectations_held(longtail: Longtail) -> None:
    with Path("tiny.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "expect:\n  - {agent: rule_based, metric: trips_finished, at_least: 0}\n"
            "  - {agent: rule_based, metric: others_delay_ratio, at_most: 0}\n"
            "  - {agent: reasoning, metric: contacts, at_most: 0}\n"
        )
    answer = longtail("run", "tiny.yaml", "--agent", "rule_based", "--seeds", "0:2")
    assert answer.code == 0
    assert re.search(r"expected trips_finished at least 0: [\d.]+, held", answer.out)
    assert re.search(r"expected others_delay_ratio at most 0: [\d.]+, did not hold", answer.out)
    assert answer.out.count("expected") == 2


def test_run_gives_no_verdict_where_nothing_drove(longtail: Longtail) -> None:
    no_demand = ("--set", "demand.vehicles_per_hour=0", "--agent", "rule_based", "--seeds", "0:2")
    answer = longtail("run", "tiny.yaml", *no_demand)
    assert "rule_based is undecided\n  Nothing drove: no verdict." in answer.out
    assert "passes" not in answer.out
    summary = longtail("run", "tiny.yaml", *no_demand, "--json").json()["summary"][0]
    assert (summary["verdict"], summary["score"]) == ("undecided", None)


def test_run_says_once_that_agents_did_the_same(longtail: Longtail, own_folder: Path) -> None:
    text = "from longtail_sim import Action, Agent\n\n\nclass {}(Agent):\n    def act(self, observation):\n"
    for name in ("One", "Two"):
        (own_folder / f"{name}.py").write_text(text.format(name) + "        return Action.proceed()\n", "utf-8")
    answer = longtail("run", "tiny.yaml", "--agent", "One.py", "--agent", "Two.py", "--seeds", "0")
    assert answer.out.count("One.py and Two.py did the same.") == 1


def test_run_into_a_log_says_who_is_done(longtail: Longtail) -> None:
    answer = longtail("run", "tiny.yaml", "--agent", "rule_based", "--seeds", "0")
    lines = [line for line in answer.err.splitlines() if re.fullmatch(r"\w+: done, \d+ s", line)]
    assert sorted(line.split(":")[0] for line in lines) == ["rule_based", "twin"]


def test_compiling_says_how_long(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("longtail_sim.episode.is_compiled", lambda: False)
    monkeypatch.setattr("longtail_sim.episode.warm_up", lambda: 7.0)
    compile_first()
    told = capfd.readouterr().err
    assert told == "compiling the simulator, once (about two minutes) ...\ncompiled in 7 s\n"


def test_run_changes_keys(longtail: Longtail) -> None:
    arguments = ("run", "tiny.yaml", "--agent", "rule_based", "--seeds", "0", "--json")
    plain, changed = longtail(*arguments).json(), longtail(*arguments, "--set", "fleet.share=0").json()
    assert plain["identity"] != changed["identity"]
    assert (plain["overrides"], changed["overrides"]) == ([], ["fleet.share=0"])
    assert plain["seeds"] == changed["seeds"] == [0]
    assert plain["runs"][0]["metrics"]["fleet_vehicle_km"] > 0
    assert changed["runs"][0]["metrics"]["fleet_vehicle_km"] == 0


def test_an_agent_that_fails_is_a_row_and_the_exit_code(longtail: Longtail) -> None:
    Path("mine.py").write_text(
        "from longtail_sim import Agent\n\n\nclass Mine(Agent):\n    def act(self, observation):\n        1 / 0\n",
        encoding="utf-8",
    )
    arguments = ("run", "tiny.yaml", "--agent", "mine.py", "--agent", "rule_based", "--seeds", "0:2")
    table = longtail(*arguments)
    assert table.code == 1
    assert re.search(r"mine.py +failed", table.out)
    assert "the formula" not in table.out
    assert re.search(r"^rule_based (passes|fails|is undecided)$", table.out, flags=re.MULTILINE)
    plain = longtail(*arguments, "--json")
    assert plain.code == 1
    assert [row["status"] for row in plain.json()["runs"]] == ["agent_failed"] * 2 + ["finished"] * 2


def test_picture(longtail: Longtail) -> None:
    answer = longtail("picture", "tiny.yaml", "--at", "30", "--size", "960x600", "-o", "mine.png", "--show", "both")
    assert (answer.code, answer.out) == (0, "wrote mine.png\n")
    assert Path("mine.png").read_bytes().startswith(PNG)


def test_a_picture_of_one_vehicle_has_its_reasoning(longtail: Longtail, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    draw = Screen.draw

    def drawn(screen: Screen, surface: Any, content: Any, *more: Any) -> None:
        told.append((screen.selected, content.traces, content.reason))
        draw(screen, surface, content, *more)

    monkeypatch.setattr(Screen, "draw", drawn)
    refusal = longtail("picture", "tiny.yaml", "--at", "30", "--agent", "reasoning", "--pick", "9999")
    trip = re.search(r"of the fleet there are: (\d+)", refusal.err)
    assert trip is not None, refusal.err
    asked = ("--at", "30", "--agent", "reasoning", "--pick", trip[1], "-o", "mine.png")
    assert longtail("picture", "tiny.yaml", *asked).code == 0
    ((selected, traces, reason),) = told
    assert selected == int(trip[1])
    assert reason and reason in traces["run"].text


def test_watch_plays_at_the_wanted_speed(longtail: Longtail, monkeypatch: pytest.MonkeyPatch) -> None:
    """With SDL's dummy display; a few pictures instead of playing until somebody closes the window."""
    shown: list[tuple[float, str, tuple[int, int]]] = []

    def run(window: Any) -> None:
        for _ in range(3):
            window.frame(0.1)
        shown.append((window.player.speed, window.session.agent, window.surface.get_size()))
        window.player.close()

    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setattr("longtail_sim.viewer.window.Window.run", run)
    answer = longtail("watch", "tiny.yaml", "--speed", "8", "--agent", "reasoning", "--size", "960x600")
    assert answer.code == 0, answer.err
    assert shown == [(8.0, "reasoning", (960, 600))]


def test_watch_shows_two_agents_beside_one_another(longtail: Longtail, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other agent begins where the run does, and keeps step."""
    told: list[tuple[str, float, str, set[str], int]] = []

    def run(window: Any) -> None:
        window.player.start()
        window.player.seek(5.0)
        end = time.monotonic() + 60
        while (window.player.branch is None or window.shown.time_s < 5) and time.monotonic() < end:
            window.frame(0.0)
        shown = window.shown
        times = {frame.time_s for frame in shown.frames.values()}
        told.append((shown.fork, shown.fork_begins_s, window.screen.shown, set(shown.frames), len(times)))
        window.close()

    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setattr("longtail_sim.viewer.window.Window.run", run)
    answer = longtail("watch", "tiny.yaml", "--agent", "reasoning", "--beside", "rule_based", "--size", "960x600")
    assert answer.code == 0, answer.err
    assert told == [("rule_based", 0.0, "beside", {"run", "twin", "fork"}, 1)]


def test_watch_says_that_the_other_agent_is_not_there(longtail: Longtail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    answer = longtail("watch", "tiny.yaml", "--beside", "rule_bsed")
    assert answer.code != 0
    assert "rule_bsed" in answer.err


def test_watch_says_at_the_end_what_could_not_be_saved(longtail: Longtail, monkeypatch: pytest.MonkeyPatch) -> None:
    """A recording is begun, the window closed, and the disk is full then."""
    from longtail_sim.viewer import deeds
    from longtail_sim.viewer.window import Window

    frame = Window.frame

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    def once(window: Window, real_s: float) -> None:
        frame(window, real_s)
        deeds.record(window)
        window.running = False

    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setattr(Window, "frame", once)
    monkeypatch.setattr("longtail_sim.recording.ChunkWriter.finish", full)
    answer = longtail("watch", "tiny.yaml", "--size", "960x600")
    assert answer.code != 0
    (line,) = [line for line in answer.err.splitlines() if line.startswith("error")]
    assert line.startswith("error: the recording is lost: longtail_")
    assert line.endswith("No space left on device.")
    assert not list(Path().glob("*longtail_*"))


def test_what_else_went_wrong_follows_the_error_a_line_each(
    longtail: Longtail, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(window: Any) -> None:
        error = AgentError("the agent failed")
        error.add_note("the recording is lost")
        raise error

    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setattr("longtail_sim.viewer.window.Window.run", fail)
    answer = longtail("watch", "tiny.yaml", "--size", "960x600")
    assert answer.code == 1
    assert answer.err.splitlines()[-2:] == ["error: the agent failed", "error: the recording is lost"]


def test_scenarios_list_and_show(longtail: Longtail) -> None:
    listed = longtail("scenarios", "list")
    assert set(list_scenarios()) <= set(listed.out.split())
    shown = longtail("scenarios", "show", "sf_outage").out
    assert "What happens" in shown
    assert "Sources" in shown
    assert "8 × 6" in shown


def test_scenarios_check_names_every_mistake_of_every_file(longtail: Longtail) -> None:
    Path("bad.yaml").write_text("duration: 60\nfleet: {share: 2}\n", encoding="utf-8")
    Path("nowhere.yaml").write_text(
        "events: [{kind: signal_outage, where: {junction: Nowhere & Nothing}}]\n", encoding="utf-8"
    )
    answer = longtail("scenarios", "check", "tiny.yaml", "bad.yaml", "nowhere.yaml", "calm_grid")
    assert answer.code == 2
    assert answer.out == "tiny.yaml: right\ncalm_grid: right\n"
    starts = [line.split(": ")[1].split(":")[0] for line in answer.err.splitlines()]
    assert starts == ["bad.yaml", "bad.yaml", "nowhere.yaml"]


def test_scenarios_check_gives_the_place_of_what_a_run_would_find(longtail: Longtail) -> None:
    Path("bad.yaml").write_text(
        "network: {grid: {columns: 2, rows: 2}}\n"
        "events:\n"
        "  - {kind: road_closure, where: {junction: Street 1 & Avenue 1, side: west}}\n"
        "expect:\n"
        "  - {agent: rule_base, metric: contacts, at_most: 0}\n"
        "  - {agent: rule_based, metric: contact, at_most: 0}\n",
        encoding="utf-8",
    )
    answer = longtail("scenarios", "check", "bad.yaml")
    assert answer.code == 2
    places = [line.split(": ")[1:3] for line in answer.err.splitlines()]
    wrong = [["3:33", "events[0].where"], ["5:13", "expect[0].agent"], ["6:33", "expect[1].metric"]]
    assert places == [[f"bad.yaml:{place}", key] for place, key in wrong]


def test_help_is_wrapped_to_the_terminal_only(longtail: Longtail) -> None:
    assert "changed, and notes with which version the runs were made" in longtail("rescore", "--help").out


def test_a_new_scenario_is_right_and_runs(longtail: Longtail) -> None:
    assert longtail("scenarios", "new", "my_city").code == 0
    assert longtail("scenarios", "check", "my_city.yaml").code == 0
    arguments = ("--seeds", "0", "--agent", "rule_based", "--set", "duration_s=20", "--json")
    assert longtail("run", "my_city.yaml", *arguments).json()["scenario"] == "my_city"
    assert longtail("scenarios", "preview", "my_city.yaml").code == 0
    assert Path("my_city_preview.png").read_bytes().startswith(PNG)


def test_a_new_agent_keeps_the_contract_and_is_known_by_name(longtail: Longtail) -> None:
    assert longtail("agents", "new", "my_agent").code == 0
    assert "my_agent" in longtail("agents", "list").out.split()
    checked = longtail("agents", "check", "my_agent")
    assert checked.code == 0
    assert "failed" not in checked.out
    assert longtail("run", "tiny.yaml", "--seeds", "0", "--agent", "my_agent", "--json").json()["runs"]


def test_agents_check_says_what_is_wrong(longtail: Longtail) -> None:
    Path("mine.py").write_text(
        "from longtail_sim import Agent\n\n\nclass Mine(Agent):\n    def act(self, observation):\n        return 1\n",
        encoding="utf-8",
    )
    checked = longtail("agents", "check", "mine.py")
    assert checked.code == 1
    assert checked.err == "error: agent 'mine.py' does not keep the contract: act_batch, act.\n"


def test_record(longtail: Longtail, own_folder: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    asked = ("episodes", "tiny.yaml", "--episodes", "3", "--seed", "5", "--warm-up", "0", "--out", "made.parquet")
    answer = longtail(*asked)
    assert answer.code == 0
    made = parquet.read_table(own_folder / "made.parquet")
    seeds = made.column("seed").to_pylist()
    assert sorted(set(seeds)) == [5, 6, 7]
    decisions = made.num_rows - made.column("action").null_count
    assert made.column("action").null_count == 3
    assert answer.out.startswith(f"wrote {decisions} decisions in 3 episodes (")
    assert answer.out.endswith("): made.parquet\n")
    assert "rule_based: done" in answer.err


def test_a_policy_file_runs_like_any_agent(longtail: Longtail, own_folder: Path) -> None:
    layers = [(np.zeros((len(FEATURES), 1)), np.zeros(1))]
    Policy(layers, ("yield",)).save(own_folder / "calm.npz")
    answer = longtail("run", "tiny.yaml", "--agent", "calm.npz", "--seeds", "0:2", "--json")
    assert answer.code == 0
    found = answer.json()["summary"][0]
    assert (found["agent"], found["metrics"]["score"]["mean"]) == ("calm.npz", found["score"])
    assert found["metrics"]["score"]["low"] <= found["score"] <= found["metrics"]["score"]["high"]


def test_doctor(longtail: Longtail, monkeypatch: pytest.MonkeyPatch) -> None:
    well = longtail("doctor")
    assert well.code == 0, well.out
    assert longtail_sim.__version__ in well.out
    monkeypatch.setattr("longtail_sim.cli.doctor.installed", lambda name: "" if name == "numba" else "1.0")
    ill = longtail("doctor")
    assert ill.code == 1
    assert "python -m pip install numba" in ill.out
    assert "pip uninstall -y pygame" in ill.out
    assert ill.err == "error: 2 things to put right, marked with !.\n"


def test_debug_may_stand_anywhere(longtail: Longtail) -> None:
    for arguments in (("--debug", "run", "no.yaml"), ("run", "no.yaml", "--debug")):
        answer = longtail(*arguments)
        assert answer.code == 2
        assert "Traceback" in answer.err


def test_metrics_are_listed_by_a_word(longtail: Longtail) -> None:
    answer = longtail("metrics", "pet_min")
    assert [line.split()[0] for line in answer.out.splitlines()] == ["pet_min_s", "fleet_pet_min_s", "others_pet_min_s"]
    assert longtail("metrics", "nonsense").code == 2


def test_metrics_are_written_as_a_page(longtail: Longtail, tmp_path: Path) -> None:
    assert longtail("metrics", "--page", str(tmp_path / "metrics.md")).code == 0
    assert (tmp_path / "metrics.md").read_text(encoding="utf-8").startswith("# Metrics")
    assert longtail("metrics", "--page", str(tmp_path / "nowhere" / "metrics.md")).code == 2
