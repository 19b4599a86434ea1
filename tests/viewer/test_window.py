"""The window under a driver that shows nothing: keys, mouse, sizes, closing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pygame
import pytest

from longtail_sim.errors import AgentError
from longtail_sim.events.event import Span
from longtail_sim.viewer.actions import Action
from longtail_sim.viewer.controls import KEYS
from longtail_sim.viewer.layout import SMALLEST
from longtail_sim.viewer.panels import header
from longtail_sim.viewer.scene import Session
from longtail_sim.viewer.screen import Screen
from longtail_sim.viewer.theme import THEMES
from longtail_sim.viewer.window import Window, watch


@pytest.fixture
def session(empty_city) -> Session:
    lane = empty_city.longest_lane()
    empty_city.put(0, lane, 40.0)
    empty_city.put(1, lane, 60.0)
    empty_city.automate(1)

    def advance() -> None:
        empty_city.time_s += 0.5

    return Session(empty_city, empty_city, advance, "A small town", "nobody", 0, 600.0, timeline=[Span(60, 90, "fog")])


@pytest.fixture
def window(session):
    made = Window(session, (1000, 640))
    made.player.start()
    made.frame(0.0)
    yield made
    made.player.close()
    pygame.display.quit()


def press(key: int, character: str = "") -> None:
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, unicode=character, mod=0, scancode=0))


def mouse(kind: int, place: tuple[int, int], **more: object) -> None:
    pygame.event.post(pygame.event.Event(kind, pos=place, **more))


def click(place: tuple[int, int]) -> None:
    mouse(pygame.MOUSEBUTTONDOWN, place, button=1)
    mouse(pygame.MOUSEBUTTONUP, place, button=1)


def place_of(window: Window, row: int) -> tuple[int, int]:
    shot = window.shown.frames["run"]
    right, down = window.screen.camera.to_pane(shot.x[row], shot.y[row])
    pane = window.screen.layout.maps[0]
    return round(float(right)) + pane.left, round(float(down)) + pane.top


def button(window: Window, action: Action) -> tuple[int, int]:
    layout = window.screen.layout
    return next(
        b.rect.center for b in header.buttons(layout.header, layout.style, window.status()) if b.action is action
    )


def test_space_pauses_and_goes_on(window):
    press(pygame.K_SPACE, " ")
    window.frame(0.02)
    assert window.player.paused
    click(button(window, Action.PAUSE))
    window.frame(0.02)
    assert not window.player.paused


def test_plus_and_minus_by_character_and_by_button(window):
    press(0, "+")
    press(0, "+")
    window.frame(0.0)
    assert window.player.speed == 4.0
    click(button(window, Action.SLOWER))
    window.frame(0.0)
    assert window.player.speed == 2.0


def test_tab_goes_through_run_twin_and_both(window):
    seen = []
    for _ in range(3):
        press(pygame.K_TAB, "\t")
        window.frame(0.0)
        seen.append((window.screen.shown, len(window.screen.layout.maps)))
    assert seen == [("twin", 1), ("both", 2), ("run", 1)]


def test_wheel_zooms_to_the_cursor(window):
    place = (300, 200)
    mouse(pygame.MOUSEMOTION, place, rel=(0, 0), buttons=(0, 0, 0))
    before, scale = window.screen.camera.to_world(*place), window.screen.camera.scale
    pygame.event.post(pygame.event.Event(pygame.MOUSEWHEEL, x=0, y=3, flipped=False))
    window.frame(0.0)
    assert window.screen.camera.scale == pytest.approx(scale * 2**0.75)
    assert np.allclose(window.screen.camera.to_world(*place), before, atol=2 / scale)


def test_drag_moves_the_map_and_picks_nothing(window):
    window.screen.camera.zoom(16, (400, 300))
    x = window.screen.camera.x
    mouse(pygame.MOUSEBUTTONDOWN, (300, 300), button=1)
    for step in range(1, 6):
        mouse(pygame.MOUSEMOTION, (300 - 10 * step, 300), rel=(-10, 0), buttons=(1, 0, 0))
    mouse(pygame.MOUSEBUTTONUP, (250, 300), button=1)
    window.frame(0.0)
    assert window.screen.camera.x == pytest.approx(x + 50 / window.screen.camera.scale)
    assert window.screen.selected == -1


def test_click_picks_f_follows_and_a_click_beside_lets_go(window):
    window.screen.camera.zoom(20, place_of(window, 1))
    click(place_of(window, 1))
    window.frame(0.0)
    assert window.screen.selected == 101
    press(pygame.K_f, "f")
    window.frame(0.0)
    window.frame(0.0)
    shot = window.shown.frames["run"]
    assert (window.screen.camera.x, window.screen.camera.y) == (pytest.approx(shot.x[1]), pytest.approx(shot.y[1]))
    pane = window.screen.layout.maps[0]
    click((pane.left + 3, pane.bottom - 3))
    window.frame(0.0)
    assert window.screen.selected == -1
    assert not window.following


def test_n_and_the_time_line_go_on_to_later_times(window, session):
    press(pygame.K_n, "n")
    end = time.monotonic() + 120
    while window.shown.time_s < 60 and time.monotonic() < end:
        window.frame(0.0)
    assert window.shown.time_s == pytest.approx(60.0)
    click((window.screen.layout.timeline.centerx, window.screen.layout.timeline.centery))
    while window.shown.time_s < 299 and time.monotonic() < end:
        window.frame(0.0)
    assert window.shown.time_s == pytest.approx(300, abs=2)


def test_help_opens_and_any_key_closes_it(window):
    press(pygame.K_h, "h")
    window.frame(0.0)
    assert window.screen.help
    press(pygame.K_SPACE, " ")
    window.frame(0.0)
    assert not window.screen.help
    assert not window.player.paused


def test_theme_and_legend(window):
    dark = pygame.surfarray.array3d(window.surface).mean()
    press(pygame.K_t, "t")
    window.frame(0.0)
    assert pygame.surfarray.array3d(window.surface).mean() > dark + 80
    height = window.screen.layout.maps[0].height
    press(pygame.K_l, "l")
    window.frame(0.0)
    assert window.screen.layout.maps[0].height > height


def test_screenshot_is_saved_whole(window, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    press(pygame.K_s, "s")
    window.frame(0.0)
    (saved,) = tmp_path.iterdir()
    assert saved.name.startswith("longtail_")
    content = window.content()
    assert content.message == f"saved {saved.name} in {tmp_path.resolve()}"
    assert not content.is_error
    assert pygame.image.load(saved).get_size() == (1000, 640)


def test_a_screenshot_that_cannot_be_saved_is_a_sentence(window, tmp_path, monkeypatch):
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    press(pygame.K_s, "s")
    window.frame(0.0)
    assert "cannot write the picture" in window.content().message
    assert window.content().is_error


def test_escape_closes_the_help_first(window):
    press(pygame.K_h, "h")
    press(pygame.K_ESCAPE, "\x1b")
    window.frame(0.0)
    assert window.running
    assert not window.screen.help
    press(pygame.K_ESCAPE, "\x1b")
    window.frame(0.0)
    assert not window.running


def test_f_with_nothing_picked_says_what_to_do(window):
    press(pygame.K_f, "f")
    window.frame(0.0)
    assert not window.following
    assert window.content().message == "click a vehicle first"
    assert not window.content().is_error


@pytest.mark.parametrize("is_error", [True, False])
def test_only_errors_have_the_colour_of_errors(window, is_error, monkeypatch):
    colours = {}
    monkeypatch.setattr(
        Screen, "_plate", lambda self, surface, chip: colours.update(dict.fromkeys(chip.lines, chip.colour))
    )
    window.screen.draw(window.surface, replace(window.content(), message="look", is_error=is_error))
    assert (colours["look"] == THEMES["dark"].warning) is is_error


@pytest.mark.parametrize("size", [SMALLEST, (400, 300), (1600, 700), (960, 1200)])
def test_resize(window, size):
    press(pygame.K_TAB, "\t")
    pygame.event.post(pygame.event.Event(pygame.VIDEORESIZE, size=size, w=size[0], h=size[1]))
    window.frame(0.02)
    window.frame(0.02)
    wanted = (max(size[0], SMALLEST[0]), max(size[1], SMALLEST[1]))
    assert window.surface.get_size() == window.screen.size == wanted


def test_every_key_at_any_time(window, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    draw = np.random.default_rng(0)
    keys = [key for key, action in KEYS.items() if action not in (Action.QUIT, Action.BACK)]
    for _ in range(150):
        press(int(draw.choice(keys)))
        click((int(draw.integers(1000)), int(draw.integers(640))))
        window.frame(0.02)
    assert window.running
    assert window.player.error is None


def closes_after(frames: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the window close itself after so many frames."""
    original: Callable[[Window, float], None] = Window.frame
    count = iter(range(frames))

    def frame(self: Window, real_s: float) -> None:
        if next(count, None) is None:
            press(pygame.K_q, "q")
        original(self, real_s)

    monkeypatch.setattr(Window, "frame", frame)


@pytest.mark.parametrize("frames", [0, 1, 7])
def test_closing_at_any_moment_leaves_nothing(session, frames, monkeypatch):
    before = threading.active_count()
    closes_after(frames, monkeypatch)
    watch(session, (960, 600))
    assert threading.active_count() == before
    assert not pygame.display.get_init()


def test_what_the_agent_did_wrong_is_shown_and_then_raised(session, monkeypatch):
    def fail() -> None:
        raise AgentError("agent 'nobody' answered NaN")

    before = threading.active_count()
    shown = []
    monkeypatch.setattr(Window, "content", lambda self, original=Window.content: shown.append(c := original(self)) or c)
    closes_after(20, monkeypatch)
    with pytest.raises(AgentError, match="answered NaN"):
        watch(replace(session, advance=fail), (960, 600))
    assert any("answered NaN" in content.message for content in shown)
    assert shown[-1].status.words == "stopped"
    assert threading.active_count() == before


def test_an_interrupted_window_leaves_nothing(session, monkeypatch):
    def interrupt(self: Window, real_s: float) -> None:
        raise KeyboardInterrupt

    before = threading.active_count()
    monkeypatch.setattr(Window, "frame", interrupt)
    with pytest.raises(KeyboardInterrupt):
        watch(session, (960, 600))
    assert threading.active_count() == before
    assert not pygame.display.get_init()
