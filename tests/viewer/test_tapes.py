"""Recordings from the window: of run and twin, of forks beside them; and those that cannot be written."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from longtail_sim import Scenario
from longtail_sim.agent import load_agent
from longtail_sim.cli.app import main
from longtail_sim.cli.window import session_of
from longtail_sim.core import codes
from longtail_sim.episode import Pair
from longtail_sim.network import build_network
from longtail_sim.recording import ChunkWriter
from longtail_sim.viewer.forks import SimulatorForks
from longtail_sim.viewer.frame import capture
from longtail_sim.viewer.player import Player
from longtail_sim.viewer.recorder import CHUNK, Recorder
from longtail_sim.viewer.recording import About, Recording
from longtail_sim.viewer.replay_player import ReplayPlayer
from longtail_sim.viewer.replay_player import session_of as session_about
from longtail_sim.viewer.takes import differing
from longtail_sim.viewer.tapes import Tapes, fork_path

FULL = OSError(28, "No space left on device")


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    """Return a run and its twin after half a minute: many fleet cars, few streets."""
    parts = {
        "duration_s": 600,
        "network": {"grid": {"rows": 1, "columns": 2, "entry_m": 80}},
        "demand": {"vehicles_per_hour": 900},
        "fleet": {"share": 0.6, "agent": "rule_based"},
    }
    with Pair(Scenario.model_validate(parts), load_agent("rule_based"), 3) as made:
        while made.run.time_s < 30:
            made.advance()
        yield made


@pytest.fixture
def player(pair) -> Iterator[Player]:
    """Return who plays it, without a thread: the test advances."""
    made = Player(session_of(pair, SimulatorForks(pair.run, "rule_based"), "rule_based"))
    yield made
    made.tapes.end()
    made.close()


def fork(player: Player, agent: str = "timid") -> None:
    player.seek_newest()
    player.switch(agent)
    player._fork(player._wish)


def advance(player: Player, intervals: int) -> None:
    """Advance run, twin and fork by so many decision intervals, whoever is behind first."""
    until = player.session.run.time_s + intervals * player.session.interval_s
    while player._latest < until - 1e-6:
        player._advance()


def test_a_fork_has_a_recording_of_its_own_from_its_beginning_to_the_bit(player, tmp_path):
    begun_s = player.record(tmp_path / "run.trace")
    advance(player, 4)
    fork(player)
    frames = [capture(player.branch.scene)]
    for _ in range(6):
        advance(player, 1)
        frames.append(capture(player.branch.scene))
    run, other = player.tapes.end()
    assert (run.path, other.path) == (tmp_path / "run.trace", tmp_path / "run_fork1_timid.trace")
    assert (run.seconds, other.seconds) == (5.0, 3.0)
    recording = Recording.open(other.path)
    about = recording.about
    assert (about.agent, about.driver, about.fork_s, about.identity) == ("timid", "timid", begun_s + 2, "")
    assert (about.seed, about.interval_s) == (3, 0.5)
    assert [set(moment.frames) for moment in recording] == [{"run"}] * 7
    assert all(differing(moment.frames["run"], frame) == () for moment, frame in zip(recording, frames, strict=True))
    assert any(moment.reasons for moment in recording)
    assert Recording.open(run.path).about.fork_s == -1


def test_a_fork_that_was_there_before_is_recorded_from_then_on(player, tmp_path):
    fork(player)
    advance(player, 3)
    begun_s = player.record(tmp_path / "run.trace")
    advance(player, 3)
    _, other = player.tapes.end()
    assert Recording.open(other.path).times_s == [begun_s + 0.5, begun_s + 1.0, begun_s + 1.5]
    assert Recording.open(other.path).about.fork_s == begun_s - 1.5


def test_who_takes_the_wheel_is_in_it(player, tmp_path):
    player.record(tmp_path / "run.trace")
    vehicles = player.session.run.state.vehicles[0]
    automated = (vehicles.fleet == 1) & (vehicles.driver == codes.DRIVER_AUTOMATED) & (vehicles.trip >= 0)
    trip = int(vehicles.trip[np.flatnonzero(automated)[0]])
    player.switch("rule_based", trip)
    player._fork(player._wish)
    advance(player, 2)
    player.tapes.end()
    recording = Recording.open(tmp_path / "run_fork1_rule_based.trace")
    assert recording[-1].reasons[trip] == "you drive"


def test_the_next_fork_has_the_next_number_and_the_first_stays(player, tmp_path):
    player.record(tmp_path / "run.trace")
    fork(player)
    advance(player, 2)
    fork(player)
    advance(player, 1)
    assert [tape.path.name for tape in player.tapes.end()] == [
        *("run.trace", "run_fork1_timid.trace", "run_fork2_timid.trace")
    ]
    assert len(Recording.open(tmp_path / "run_fork1_timid.trace")) == 3


def test_without_a_recording_a_fork_leaves_no_file(player, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    fork(player)
    advance(player, 2)
    assert player.tapes.end() == []
    assert list(tmp_path.iterdir()) == []


def test_a_fork_is_replayed_as_what_it_is_and_cannot_be_checked(player, tmp_path, capsys):
    begun_s = player.record(tmp_path / "run.trace")
    fork(player)
    advance(player, 3)
    _, other = player.tapes.end()
    recording = Recording.open(other.path)
    scenario = Scenario.model_validate_json(recording.about.scenario)
    replay = ReplayPlayer(session_about(recording, build_network(scenario.network)), recording)
    replay.seek_newest()
    shown = replay.shown()
    assert (shown.time_s, shown.done, set(shown.frames)) == (begun_s + 1.5, True, {"run"})
    minute, second = divmod(int(begun_s), 60)
    assert replay.session.agent == f"timid since 0:{minute:02d}:{second:02d} (fork)"
    with pytest.raises(SystemExit) as end:
        main(["replay", str(other.path), "--check"])
    assert end.value.code == 2
    assert "cannot be run again from scenario and seed alone" in capsys.readouterr().err


def test_a_fork_that_cannot_be_written_leaves_the_recording_of_the_run(player, tmp_path):
    player.record(tmp_path / "run.trace")
    advance(player, 1)
    folder = tmp_path / "run_fork1_timid.trace"
    folder.mkdir()  # nothing can take its name
    fork(player)
    advance(player, 2)
    (run,) = player.tapes.end()
    (loss,) = player.tapes.losses
    assert str(folder) in loss
    assert len(Recording.open(run.path)) == 4
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run.trace", "run_fork1_timid.trace"]


def test_a_fork_that_was_saved_is_named_with_the_loss_of_the_run(player, tmp_path, monkeypatch):
    player.record(tmp_path / "run.trace")
    fork(player)
    advance(player, 2)

    def full(*_: object) -> None:
        raise FULL

    monkeypatch.setattr(player.tapes._run.recorder, "add", full)
    advance(player, 1)
    (loss,) = player.tapes.losses
    kept = tmp_path / "run_fork1_timid.trace"
    assert loss.endswith(f"; saved: {kept}")
    assert len(Recording.open(kept)) > 1


def test_the_disk_fills_up_on_the_way_and_nothing_is_left(player, tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise FULL

    player.record(tmp_path / "run.trace")
    fork(player)
    monkeypatch.setattr(ChunkWriter, "add", full)
    advance(player, CHUNK)
    assert not player.tapes.on
    assert player.tapes.end() == []
    assert len(player.tapes.losses) == 2
    assert all("No space left on device" in loss for loss in player.tapes.losses)
    assert list(tmp_path.iterdir()) == []


def test_a_file_whose_folder_went_away_is_a_loss(player, tmp_path):
    folder = tmp_path / "gone"
    folder.mkdir()
    player.record(folder / "run.trace")
    shutil.rmtree(folder)
    assert player.tapes.end() == []
    (loss,) = player.tapes.losses
    assert loss == f"the recording is lost: {folder / 'run.trace'} cannot be written: No such file or directory."


def test_a_head_that_cannot_be_written_leaves_no_file(tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise FULL

    monkeypatch.setattr(ChunkWriter, "__init__", full)
    with pytest.raises(Exception, match="No space left on device"):
        Recorder(About("{}"), tmp_path / "run.trace")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_taken_down_before_it_begins():
    tapes = Tapes()
    assert not tapes.on
    assert tapes.end() == []


@pytest.mark.parametrize(
    ("agent", "name"), [("timid", "a_fork2_timid.trace"), ("my agents/x.py:Best", "a_fork2_my_agents_x_py_Best.trace")]
)
def test_the_name_says_whose_fork_it_is(agent, name):
    assert fork_path(Path("there/a.trace"), 2, agent) == Path("there") / name
