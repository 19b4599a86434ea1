"""Scripted sessions, key by key and click by click: back in time, other agents, the wheel, recordings."""

from __future__ import annotations

import copy
import shutil
import time
from collections.abc import Callable, Iterator

import pygame
import pytest

from longtail_sim.core import codes
from longtail_sim.errors import AgentError, LongtailError, ResultsError
from longtail_sim.events.event import Span
from longtail_sim.recording import ChunkWriter
from longtail_sim.viewer.actions import Action
from longtail_sim.viewer.forks import Branch
from longtail_sim.viewer.panels import assistance, chooser, header, help, pad, timeline
from longtail_sim.viewer.recorder import Recorder
from longtail_sim.viewer.recording import About, Recording
from longtail_sim.viewer.scene import Session
from longtail_sim.viewer.window import Window


class Copies:
    """Forks a made-up city by copying it."""

    agents = ("nobody", "somebody", "broken", "absent")

    def __init__(self, city) -> None:
        """Fork this city."""
        self.city = city
        self.branches: list[Branch] = []

    def save(self) -> bytes:
        return repr(self.city.time_s).encode()

    def fork(self, saved: bytes, agent: str) -> Branch:
        if agent == "absent":
            raise LongtailError("no agent is called 'absent'")
        city = copy.copy(self.city)
        city.state = copy.deepcopy(self.city.state)
        city.time_s = float(saved)

        def advance() -> None:
            if agent == "broken":
                raise AgentError("agent 'broken' failed: it broke")
            city.time_s += 0.5

        self.branches.append(Branch(city, advance, agent, city.time_s))
        return self.branches[-1]


@pytest.fixture
def window(empty_city) -> Iterator[Window]:
    lane = empty_city.longest_lane()
    empty_city.put(0, lane, 40.0)
    for slot in (1, 2, 3):
        empty_city.put(slot, lane, 50.0 + 9 * slot)
        empty_city.automate(slot, codes.STATE_AWAITING_ASSISTANCE)
        empty_city.state.vehicles.assist[0, slot] = codes.ASSIST_QUEUED
        empty_city.state.vehicles.assist_since_s[0, slot] = -10.0 * slot

    def advance() -> None:
        empty_city.time_s += 0.5

    spans = [Span(20, 40, "fog"), Span(60, 90, "more fog")]
    about = About("{}", "A town", "nobody", duration_s=120.0, timeline=tuple(spans))
    made = Window(
        Session(
            *(empty_city, empty_city, advance, "A town", "nobody", 0, 120.0),
            timeline=spans,
            forks=Copies(empty_city),
            recorder=lambda path: Recorder(about, path),
        ),
        (1280, 720),
    )
    made.player.paused = True
    made.player.start()
    made.frame(0.0)
    yield made
    made.close()


def until(window: Window, condition: Callable[[], bool], seconds: float = 120.0, real_s: float = 0.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come so far"
        window.frame(real_s)
        time.sleep(0.002)  # the worker has to come to its turn


def press(window: Window, key: int, kind: int = pygame.KEYDOWN) -> None:
    pygame.event.post(pygame.event.Event(kind, key=key, unicode="", mod=0, scancode=0))
    window.frame(0.0)


def mouse(window: Window, kind: int, place: tuple[int, int], **more: object) -> None:
    pygame.event.post(pygame.event.Event(kind, pos=place, **more))
    window.frame(0.0)


def click(window: Window, place: tuple[int, int]) -> None:
    mouse(window, pygame.MOUSEBUTTONDOWN, place, button=1)
    mouse(window, pygame.MOUSEBUTTONUP, place, button=1)


def button(window: Window, action: Action) -> tuple[int, int]:
    layout = window.screen.layout
    found = header.buttons(layout.header, layout.style, window.status())
    return next(one.rect.center for one in found if one.action is action)


def moment(window: Window, time_s: float) -> tuple[int, int]:
    """Return the place of a time on the time line."""
    layout = window.screen.layout
    bar = timeline.axis(layout.timeline, layout.style)
    return bar.left + round(time_s / window.session.duration_s * bar.width), layout.timeline.centery


def played(window: Window, time_s: float = 50.0) -> Window:
    window.player.seek(time_s)
    until(window, lambda: window.shown.time_s >= time_s)
    return window


def forked(window: Window, agent_row: int = 1) -> Window:
    played(window)
    press(window, pygame.K_a)
    assert window.screen.choosing
    press(window, pygame.K_1 + agent_row)
    until(window, lambda: window.player.branch is not None)
    window.frame(0.0)
    return window


def test_keys_go_back_and_forth(window):
    played(window)
    for key, time_s in (
        (pygame.K_LEFT, 49.5),
        (pygame.K_RIGHT, 50.0),
        (pygame.K_PAGEUP, 20.0),
        (pygame.K_HOME, 0.0),
        (pygame.K_n, 20.0),
        (pygame.K_n, 40.0),
        (pygame.K_p, 20.0),
        (pygame.K_PAGEDOWN, 50.0),
        (pygame.K_PAGEUP, 20.0),
        (pygame.K_END, 50.0),
    ):
        press(window, key)
        assert window.shown.time_s == pytest.approx(time_s)
        assert window.shown.frames["run"].time_s == pytest.approx(time_s)
    assert window.session.run.time_s == pytest.approx(50.0, abs=1)  # nothing was simulated twice


def test_buttons_go_back_and_forth(window):
    played(window)
    for action, time_s in ((Action.STEP_BACK, 49.5), (Action.BEGINNING, 0.0), (Action.STEP, 0.5), (Action.NEWEST, 50)):
        click(window, button(window, action))
        assert window.shown.time_s == pytest.approx(time_s)


def test_the_time_line_is_dragged_through_what_was_seen(window):
    played(window)
    mouse(window, pygame.MOUSEBUTTONDOWN, moment(window, 30), button=1)
    for time_s in (28, 12, 5):
        mouse(window, pygame.MOUSEMOTION, moment(window, time_s), rel=(-9, 0), buttons=(1, 0, 0))
        assert window.shown.time_s == pytest.approx(time_s, abs=0.3)
    mouse(window, pygame.MOUSEMOTION, moment(window, 110), rel=(9, 0), buttons=(1, 0, 0))
    assert window.shown.time_s == pytest.approx(50)  # not beyond what was seen
    mouse(window, pygame.MOUSEBUTTONUP, moment(window, 8), button=1)
    assert window.shown.time_s == pytest.approx(8, abs=0.3)


def test_after_going_back_it_plays_the_record_and_then_goes_on(window):
    played(window)
    press(window, pygame.K_HOME)
    press(window, pygame.K_SPACE)
    for _ in range(4):
        window.frame(0.25)
    assert window.shown.time_s == pytest.approx(1.0)
    assert window.session.run.time_s <= 51
    window.player.change_speed(64)
    until(window, lambda: window.session.run.time_s > 60, real_s=0.25)


def test_another_agent_by_key_is_shown_beside_the_run(window):
    forked(window)
    assert window.player.branch.agent == "somebody"
    assert window.screen.shown == "beside"
    assert len(window.screen.layout.maps) == 2
    window.player.seek(55)
    until(window, lambda: window.shown.time_s >= 55)
    assert {frame.time_s for frame in window.shown.frames.values()} == {55.0}


def test_another_agent_by_mouse(window):
    played(window)
    click(window, button(window, Action.SWITCH_AGENT))
    assert window.screen.choosing
    layout = window.screen.layout
    click(window, chooser.rows(window.screen.size, layout.style, window.agents())[1].center)
    until(window, lambda: window.player.branch is not None)
    window.frame(0.0)
    for action, name in ((Action.SHOW_FORK, "fork"), (Action.SHOW_RUN, "run"), (Action.SHOW_BESIDE, "beside")):
        click(window, button(window, action))
        assert window.screen.shown == name


def test_an_agent_that_is_not_there_is_a_sentence(window):
    played(window)
    press(window, pygame.K_a)
    press(window, pygame.K_4)
    until(window, lambda: "no agent is called" in window.content().message)
    assert window.content().is_error
    assert window.player.branch is None


def test_a_fork_whose_agent_breaks_ends_and_the_run_goes_on(window):
    forked(window, 2)
    window.player.seek(60)
    until(window, lambda: window.player.branch is None)
    until(window, lambda: "the fork ends: agent 'broken' failed" in window.content().message)
    assert window.screen.shown == "run"
    until(window, lambda: window.shown.time_s >= 60)
    assert window.player.error is None


def test_the_wheel_is_taken_in_a_fork_and_the_arrows_drive(window):
    played(window)
    press(window, pygame.K_w)
    assert "click a car of the fleet" in window.content().message
    window.screen.select(101)
    press(window, pygame.K_w)
    until(window, lambda: window.wheel_trip() == 101)
    wheel = window.player.branch.wheel
    for key, part, value in ((pygame.K_UP, "pedal", 1), (pygame.K_DOWN, "pedal", -1), (pygame.K_LEFT, "side", 1)):
        press(window, key)
        assert getattr(wheel, part) == value
        press(window, key, pygame.KEYUP)
        assert getattr(wheel, part) == 0
    press(window, pygame.K_w)
    assert window.wheel_trip() == -1


def test_the_wheel_by_mouse(window):
    played(window)
    window.screen.select(101)
    press(window, pygame.K_w)
    until(window, lambda: window.wheel_trip() == 101)
    window.frame(0.0)
    brake = next(
        one for one in pad.pedals(window.screen.layout.maps[-1], window.screen.layout.style) if one.label == "brake"
    )
    mouse(window, pygame.MOUSEBUTTONDOWN, brake.place.center, button=1)
    assert window.player.branch.wheel.pedal == -1
    mouse(window, pygame.MOUSEBUTTONUP, brake.place.center, button=1)
    assert window.player.branch.wheel.pedal == 0
    assert window.screen.selected == 101


def test_a_click_on_the_queue_picks_its_car(window):
    layout = window.screen.layout
    found = assistance.requests(window.shown.frames["run"])
    assert [request.trip for request in found] == [103, 102, 101]  # the longest wait first
    click(window, assistance.row_places(layout.card, layout.style, 3)[1].center)
    assert window.screen.selected == 102
    assert window.following


def test_e_goes_through_the_queue_and_escape_lets_go(window):
    seen = []
    for _ in range(4):
        press(window, pygame.K_e)
        seen.append(window.screen.selected)
    assert seen == [103, 102, 101, 103]
    press(window, pygame.K_ESCAPE)
    assert window.screen.selected == -1
    assert window.running


def test_a_row_of_the_help_does_what_it_says(window):
    press(window, pygame.K_h)
    rows = help.rows(window.screen.size, window.screen.layout.style)
    click(window, next(row.place.center for row in rows if row.action is Action.THEME))
    assert window.screen.theme == "light"
    assert not window.screen.help


def test_a_recording_of_run_and_twin_is_made_and_saved(window, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    forked(window)
    begun_s = window.shown.newest_s
    press(window, pygame.K_v)
    assert window.status().recording
    played(window, begun_s + 12)
    click(window, button(window, Action.RECORD))
    assert not window.status().recording
    (saved,) = tmp_path.iterdir()
    assert saved.name in window.content().message
    recording = Recording.open(saved)
    assert recording.start_s == pytest.approx(begun_s, abs=0.5)
    assert recording.times_s == pytest.approx([recording.start_s + 0.5 * step for step in range(len(recording))])
    assert recording.end_s >= begun_s + 12
    assert set(recording[0].frames) == {"run", "twin"}
    assert recording.timeline == (Span(20, 40, "fog"), Span(60, 90, "more fog"))


def test_closing_saves_what_was_recorded(window, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    press(window, pygame.K_v)
    window.close()
    assert len(Recording.open(next(tmp_path.glob("longtail_*.trace")))) == 1


def test_a_recording_that_cannot_be_written_ends_and_the_run_goes_on(window, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def full(*_):
        raise OSError(28, "No space left on device")

    press(window, pygame.K_v)
    monkeypatch.setattr(ChunkWriter, "add", full)
    played(window, 45.0)
    until(window, lambda: not window.status().recording)
    assert "No space left on device" in window.content().message
    played(window, 60.0)
    assert list(tmp_path.iterdir()) == []


def test_what_could_not_be_saved_is_told_in_the_window_and_when_it_has_closed(window, tmp_path, monkeypatch):
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    press(window, pygame.K_v)
    shutil.rmtree(folder)
    press(window, pygame.K_v)
    assert "the recording is lost" in window.content().message
    assert window.content().is_error
    press(window, pygame.K_s)
    assert "cannot write the picture" in window.content().message
    assert len(window.losses) == 2


def test_what_is_lost_at_closing_is_raised_a_line_each(window, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def full(*_):
        raise OSError(28, "No space left on device")

    press(window, pygame.K_v)
    monkeypatch.setattr(ChunkWriter, "finish", full)
    monkeypatch.setattr(window.player, "start", lambda: None)  # it has begun already
    window.running = False
    with pytest.raises(ResultsError, match=r"^the recording is lost: longtail_\S+ cannot be written: No space left"):
        window.run()
    assert not pygame.display.get_init()
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_failed_tells_what_was_lost_as_well(window, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    window.lose("the recording is lost: no space")
    window.player.error = AgentError("agent 'nobody' failed")
    monkeypatch.setattr(window.player, "start", lambda: None)
    window.running = False
    with pytest.raises(AgentError) as failed:
        window.run()
    assert failed.value.__notes__ == ["the recording is lost: no space"]


def test_what_has_no_recorder_is_not_recorded(empty_city, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = Window(Session(empty_city, None, lambda: None, "alone"), (1000, 640))
    press(made, pygame.K_v)
    assert not made.status().recording
    assert "cannot be recorded" in made.content().message
    made.close()
    assert list(tmp_path.iterdir()) == []


def test_a_button_under_the_cursor_says_what_it_does(window):
    mouse(window, pygame.MOUSEMOTION, button(window, Action.STEP_BACK), rel=(0, 0), buttons=(0, 0, 0))
    assert window.status().tip == "one back  (left  ,)"
    mouse(window, pygame.MOUSEMOTION, (300, 300), rel=(0, 0), buttons=(0, 0, 0))
    assert window.status().tip == ""


def test_nobody_can_take_over_where_nothing_can_be_forked(empty_city):
    made = Window(Session(empty_city, None, lambda: None, "alone"), (1000, 640))
    made.player.paused = True
    for key in (pygame.K_a, pygame.K_w, pygame.K_4, pygame.K_2):
        press(made, key)
        assert not made.screen.choosing
        assert made.screen.shown == "run"
    made.close()
