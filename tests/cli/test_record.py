"""``longtail record`` and ``longtail replay``: recordings, films and pictures; one clear line where that cannot be."""

from __future__ import annotations

import sys
from pathlib import Path

import pygame
import pytest

from longtail_sim.viewer.actions import Action
from longtail_sim.viewer.recording import Recording
from longtail_sim.viewer.window import Window

AGENT = """\
from longtail_sim import Action, Agent


class Mine(Agent):
    def act(self, observation):
        if observation.time_s > 20:
            raise ValueError("no idea")
        return Action.proceed()
"""
LEFT_ALONE = "tiny.yaml"


@pytest.fixture
def trace(longtail) -> Path:
    """Return a recording of 40 s of the tiny city."""
    answer = longtail("record", "tiny.yaml", "-o", "tiny.trace", "--to", "40", "--seed", "3")
    assert answer.code == 0, answer.err
    assert answer.out.startswith("wrote tiny.trace: 40 s of run and twin, 0.")
    return Path("tiny.trace")


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_recording_replays_to_the_bit(longtail, trace):
    answer = longtail("replay", "tiny.trace", "--check")
    assert (answer.code, answer.out) == (0, "run and twin: 81 moments, all as recorded, to the bit\n")
    about = Recording.open(trace).about
    assert (about.title, about.agent, about.seed) == ("A tiny city", "rule_based", 3)


def test_a_run_that_went_otherwise_is_noticed(longtail, trace, monkeypatch):
    monkeypatch.setattr("longtail_sim.__version__", "9.9")
    opened = Recording.open

    def other(path):
        found = opened(path)
        object.__setattr__(found.about, "seed", 4)
        return found

    monkeypatch.setattr(Recording, "open", other)
    answer = longtail("replay", "tiny.trace", "--check")
    assert answer.code == 1
    first, second = answer.err.splitlines()[-2:]
    assert first.startswith("differs at ")
    assert "in the run: " in first
    assert second == "it was recorded with longtail-sim 0.1.0; this is 9.9"


def test_without_its_twin(longtail):
    assert longtail("record", "tiny.yaml", "-o", "a.trace", "--to", "10", "--no-twin").out.startswith(
        "wrote a.trace: 10 s of run, "
    )
    assert "twin" not in Recording.open("a.trace")[0].frames
    assert longtail("replay", "a.trace", "--check").out == "run: 21 moments, all as recorded, to the bit\n"
    answer = longtail("record", "a.trace", "-o", "b.png", "--twin")
    assert (answer.code, answer.err) == (2, "error: a.trace was recorded without its twin.\n")


def test_a_recording_may_begin_later(longtail):
    longtail("record", "tiny.yaml", "-o", "a.trace", "--from", "10", "--to", "20")
    assert (Recording.open("a.trace").start_s, Recording.open("a.trace").end_s) == (10.0, 20.0)
    assert longtail("replay", "a.trace", "--check").out.startswith("run and twin: 21 moments")


@pytest.mark.parametrize("source", ["tiny.yaml", "tiny.trace"])
def test_pictures_of_a_scenario_and_of_its_recording_are_the_same(longtail, trace, own_folder, source):
    asked = ("--to", "30", "--size", "640x400", "--twin")
    first = longtail("record", "tiny.yaml", "--seed", "3", "-o", "one.png", *asked)
    second = longtail("record", "tiny.trace", "-o", "two.png", *asked)
    assert (first.code, second.code) == (0, 0)
    assert (own_folder / "one.png").read_bytes() == (own_folder / "two.png").read_bytes()


def test_a_gif_of_shots_in_a_small_file(longtail, trace, own_folder):
    image = pytest.importorskip("PIL.Image")
    shots = ("--shot", "0:4@4 It begins", "--shot", "10:30@20 Later")
    asked = ("--maps", "--twin", "--fps", "10", "--size", "480x320", "--look-at", "Street 2 & Avenue 1", "--zoom", "2")
    answer = longtail("record", "tiny.trace", "-o", "a.gif", *shots, *asked)
    assert answer.code == 0, answer.err
    assert answer.out.startswith("wrote a.gif, 2 s, 0.")
    with image.open(own_folder / "a.gif") as made:
        assert 10 < made.n_frames <= 20  # pictures that are alike are one
        assert made.size == (480, 320)
        shown_ms = []
        for number in range(made.n_frames):
            made.seek(number)
            shown_ms.append(made.info["duration"])
        assert sum(shown_ms) == 1900 + 1500  # the last one stays


def test_what_an_agent_did_before_it_failed_is_kept(longtail, own_folder):
    Path("mine.py").write_text(AGENT, encoding="utf-8")
    answer = longtail("record", "tiny.yaml", "-o", "a.trace", "--agent", "mine.py")
    assert answer.code == 1
    assert "no idea" in answer.err
    recording = Recording.open("a.trace")
    assert 18 < recording.end_s < 22
    assert "no idea" in recording.message
    answer = longtail("record", "a.trace", "-o", "a.png")
    assert answer.code == 0


ERRORS = {
    "no such recording": (("replay", "no.trace"), ("no.trace cannot be read: No such file",)),
    "no recording": (("replay", "tiny.yaml"), ("tiny.yaml is no recording", "longtail record")),
    "film of what is no recording": (("record", "no.trace", "-o", "a.png"), ("no.trace cannot be read",)),
    "of another kind": (("record", "tiny.yaml", "-o", "a.avi"), ("'.avi' is no kind of film", ".trace")),
    "nowhere": (("record", "tiny.yaml", "-o", "no/a.trace"), ("no folder no",)),
    "no output": (("record", "tiny.yaml"), ("--out",)),
    "backwards": (("record", "tiny.yaml", "-o", "a.png", "--from", "30", "--to", "20"), ("30 to 20 s", "0 to 60 s")),
    "too late": (("record", "tiny.yaml", "-o", "a.png", "--to", "99"), ("0 to 99 s is not within 0 to 60 s",)),
    "shots and times": (
        ("record", "tiny.yaml", "-o", "a.png", "--to", "9", "--shot", "1:2"),
        ("--shot goes without --from and --to",),
    ),
    "shot of words": (
        ("record", "tiny.yaml", "-o", "a.png", "--shot", "noon"),
        ("'noon' cannot be read", "600:780@60"),
    ),
    "shot too late": (("record", "tiny.yaml", "-o", "a.png", "--shot", "10:99 x"), ("10 to 99 s is not within",)),
    "no place": (
        ("record", "tiny.yaml", "-o", "a.png", "--to", "1", "--look-at", "Nowhere"),
        ("--look-at 'Nowhere': there is no such junction",),
    ),
    "no trip": (
        ("record", "tiny.yaml", "-o", "a.png", "--to", "1", "--follow", "x"),
        ("number of a trip nor 'siren'",),
    ),
    "no siren": (
        ("record", "tiny.yaml", "-o", "a.png", "--to", "1", "--follow", "siren"),
        ("no emergency vehicle is in the streets",),
    ),
    "two middles": (
        ("record", "tiny.yaml", "-o", "a.png", "--to", "1", "--follow", "siren", "--look-at", "x"),
        ("do not go together",),
    ),
}


@pytest.mark.parametrize(("arguments", "words"), ERRORS.values(), ids=ERRORS.keys())
def test_errors_are_one_line_and_leave_nothing(longtail, own_folder, arguments, words):
    answer = longtail(*arguments)
    assert answer.code == 2
    line = answer.err.splitlines()[-1]
    assert line.startswith("error: ")
    assert all(word in line for word in words), line
    assert "Traceback" not in answer.err
    assert files(own_folder) == [LEFT_ALONE]


@pytest.mark.parametrize(("name", "module"), [("a.gif", "PIL"), ("a.mp4", "imageio_ffmpeg")])
def test_a_missing_package_is_named_before_the_work_begins(longtail, own_folder, monkeypatch, name, module):
    monkeypatch.setitem(sys.modules, module, None)
    answer = longtail("record", "sf_outage", "-o", name)
    assert answer.code == 2
    assert "pip install 'longtail-sim[video]'" in answer.err
    assert files(own_folder) == [LEFT_ALONE]


def test_what_is_recorded_cannot_be_recorded_anew(longtail, trace):
    for more in (("-o", "b.trace"), ("-o", "b.png", "--agent", "reasoning"), ("-o", "b.png", "--set", "fleet.share=1")):
        answer = longtail("record", "tiny.trace", *more)
        assert answer.code == 2
        assert "tiny.trace is recorded already" in answer.err


def test_a_damaged_and_a_newer_recording(longtail, trace):
    content = bytearray(trace.read_bytes())
    content[len(content) // 2] ^= 255
    trace.write_bytes(content)
    assert "tiny.trace is damaged at byte" in longtail("replay", "tiny.trace", "--check").err
    content[14:16] = b"\x09\x00"
    trace.write_bytes(content)
    assert "tiny.trace has format 9 of recordings" in longtail("replay", "tiny.trace").err


def test_a_recording_that_was_cut_off_is_replayed_as_far_as_it_goes(longtail, trace):
    trace.write_bytes(trace.read_bytes()[:-2000])
    answer = longtail("replay", "tiny.trace", "--check")
    assert answer.code == 0
    assert answer.err.splitlines()[0] == "the recording was cut off at 29.5 s"
    assert answer.out == "run and twin: 60 moments, all as recorded, to the bit\n"


def test_the_window_plays_a_recording_to_and_fro(longtail, trace, monkeypatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    seen: list[float] = []

    def run(window: Window) -> None:
        try:
            player = window.player
            for jump in (None, 35.0, 5.25, 99.0, -1.0):
                if jump is not None:
                    player.seek(jump)
                window.frame(0.0)
                seen.append(player.shown().time_s)
                frames = player.shown().frames
                assert frames["run"].time_s == pytest.approx(seen[-1])
                assert "twin" in frames
            player.move_on(0.5)
            seen.append(player.shown().time_s)
            player.step()
            seen.append(player.shown().time_s)
            player.move_on(5.0)
            assert player.paused and player.shown().time_s == seen[-1]
            assert player.shown().samples[0].time_s == 0.0
        finally:
            pygame.display.quit()

    monkeypatch.setattr(Window, "run", run)
    answer = longtail("replay", "tiny.trace", "--from", "12", "--speed", "8")
    assert answer.code == 0, answer.err
    assert seen == pytest.approx([12.0, 35.0, 5.25, 40.0, 0.0, 4.0, 4.5])


def test_every_key_may_be_pressed_while_a_recording_plays(longtail, trace, monkeypatch, own_folder):
    """What a recording cannot do is said in a sentence; the rest works as in a run."""
    said: set[str] = set()

    def run(window: Window) -> None:
        try:
            window.frame(0.25)
            assert window.content().status.newest_s == 40.0
            trips = window.shown.frames["run"].trip
            for picked in (-1, int(trips[0])):
                for action in Action:
                    if action is Action.QUIT:
                        continue
                    window.screen.select(picked)
                    window.act(action)
                    window.frame(0.05)
                    said.add(window.content().message)
            window.act(Action.NEWEST)
            window.frame(0.0)
            assert window.status().words == "ended"
            assert window.player.notice == ""
        finally:
            window.close()

    monkeypatch.setattr(Window, "run", run)
    answer = longtail("replay", "tiny.trace", "--from", "12")
    assert answer.code == 0, answer.err
    assert {"nobody else can take over here", "no wheel can be taken here"} <= said
    assert "this cannot be recorded" in said


def test_a_recording_made_in_the_window_runs_again_to_the_bit(longtail, monkeypatch, own_folder):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")

    def run(window: Window) -> None:
        player = window.player
        player.start()
        for until_s, key in ((5.0, Action.RECORD), (20.0, Action.RECORD)):
            player.seek(until_s)
            while player.shown().time_s < until_s:
                window.frame(0.01)
            window.act(key)
        window.close()

    monkeypatch.setattr(Window, "run", run)
    assert longtail("watch", "tiny.yaml", "--agent", "reasoning", "--seed", "2").code == 0
    (saved,) = own_folder.glob("longtail_*.trace")
    about = Recording.open(saved).about
    assert (about.agent, about.driver, about.seed) == ("reasoning", "reasoning", 2)
    answer = longtail("replay", str(saved.name), "--check")
    assert answer.code == 0, answer.err
    assert answer.out.startswith("run and twin: ")


def test_without_a_display_one_is_told_so(longtail, trace, monkeypatch):
    for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    answer = longtail("replay", "tiny.trace")
    assert answer.code == 2
    assert "no display" in answer.err
