"""The window: events in, pictures out, sixty times a second."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pygame

from longtail_sim.errors import LongtailError
from longtail_sim.viewer.actions import Action, action_of
from longtail_sim.viewer.files import save_png
from longtail_sim.viewer.layout import DESIGN, SMALLEST
from longtail_sim.viewer.panels import header, timeline
from longtail_sim.viewer.panels.header import Status
from longtail_sim.viewer.pictures import subtitle
from longtail_sim.viewer.player import THINKING_S, Player, Shown
from longtail_sim.viewer.scene import Session
from longtail_sim.viewer.screen import Content, Screen

FRAMES_PER_S = 60
TILE_BUDGET_S = 0.010
WHEEL_STEPS = 4
PICK_PX = 18.0
DRAG_PX = 4
MESSAGE_S = 3.0
VIEWS = ("run", "twin", "both")


class Window:
    """One window that plays one session."""

    def __init__(
        self, session: Session, size: tuple[int, int] = DESIGN, play: Callable[[Session], Player] = Player
    ) -> None:
        """Open the window; the session does not play before ``run``."""
        pygame.display.init()
        pygame.font.init()
        pygame.display.set_caption(f"longtail-sim · {session.title}")
        self.surface = pygame.display.set_mode(size, pygame.RESIZABLE)
        pygame.key.set_repeat(350, 60)
        self.session = session
        self.player = play(session)
        self.screen = Screen(session.run.network, self.surface.get_size())
        self.running = True
        self.following = False
        self._shown: Shown = self.player.shown()
        self._pressed: tuple[int, int] | None = None
        self._dragged = False
        self._cursor = pygame.mouse.get_pos()
        self._message, self._message_since, self._is_error = "", 0.0, False

    def run(self) -> None:
        """Play until somebody closes the window.

        Raises:
            LongtailError: the simulation or the agent failed; raised after the window was closed.
        """
        ticker = pygame.time.Clock()
        try:
            self.player.start()
            while self.running:
                self.frame(ticker.tick(FRAMES_PER_S) / 1000)
        finally:
            self.player.close()
            pygame.display.quit()
        if self.player.error is not None:
            raise self.player.error

    def frame(self, real_s: float) -> None:
        """Handle what happened, move on, draw."""
        for event in pygame.event.get():
            self._handle(event)
        self.player.selected = self.screen.selected
        self.player.move_on(min(real_s, 0.25))
        self._shown = self.player.shown()
        if self.following:
            self._follow()
        self.screen.draw(self.surface, self.content(), time.monotonic(), TILE_BUDGET_S)
        pygame.display.flip()

    def content(self) -> Content:
        """Return what is shown now."""
        shown, session = self._shown, self.session
        return Content(
            frames=shown.frames,
            numbers=shown.numbers,
            samples=shown.samples,
            title=session.title,
            subtitle=subtitle(session),
            spans=session.timeline,
            duration_s=session.duration_s,
            remote_agents=session.remote_agents,
            reason=shown.reason,
            status=self._status(),
            message=self._words(),
            is_error=self.player.error is not None or self._is_error,
        )

    def _status(self) -> Status:
        player, shown = self.player, self._shown
        words = ""
        if player.error is not None:
            words = "stopped"
        elif shown.done:
            words = "ended"
        elif shown.thinking_s > THINKING_S:
            words = f"thinking {shown.thinking_s:.0f} s"
        elif player.paused:
            words = "paused"
        has_twin = self.session.twin is not None
        return Status(shown.time_s, player.speed, words, player.paused, self.screen.shown, has_twin)

    def _words(self) -> str:
        if self.player.error is not None:
            text = str(self.player.error) if isinstance(self.player.error, LongtailError) else "the simulation failed"
            return f"{text}  (q closes)"
        return self._message if time.monotonic() - self._message_since < MESSAGE_S else ""

    def _say(self, words: str, *, is_error: bool = False) -> None:
        self._message, self._message_since, self._is_error = words, time.monotonic(), is_error

    def _handle(self, event: pygame.event.Event) -> None:
        if event.type == pygame.QUIT:
            self.running = False
        elif event.type == pygame.VIDEORESIZE:
            self._resize(event.size)
        elif event.type == pygame.KEYDOWN:
            action = action_of(event)
            if action is not None:
                self.act(action)
        elif event.type == pygame.MOUSEWHEEL:
            self._zoom(event.y)
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            self._pressed, self._dragged = event.pos, False
        elif event.type == pygame.MOUSEMOTION:
            self._cursor = event.pos
            if self._pressed is not None and event.buttons[0]:
                self._drag(event)
        elif event.type == pygame.MOUSEBUTTONUP and event.button == 1 and self._pressed is not None:
            if not self._dragged:
                self._click(event.pos)
            self._pressed = None

    def act(self, action: Action) -> None:
        """Do what a key or button asks for."""
        if self.screen.help and action is not Action.QUIT:
            self.screen.help = False
            return
        screen, player = self.screen, self.player
        match action:
            case Action.PAUSE:
                player.paused = not player.paused
            case Action.STEP:
                player.step()
            case Action.FASTER | Action.SLOWER:
                player.change_speed(2.0 if action is Action.FASTER else 0.5)
            case Action.NEXT_EVENT:
                self._next_event()
            case Action.SHOW_RUN | Action.SHOW_TWIN | Action.SHOW_BOTH:
                self._show(VIEWS[(Action.SHOW_RUN, Action.SHOW_TWIN, Action.SHOW_BOTH).index(action)])
            case Action.NEXT_VIEW:
                self._show(VIEWS[(VIEWS.index(screen.shown) + 1) % len(VIEWS)])
            case Action.FOLLOW:
                self._toggle_following()
            case Action.FIT:
                self.following = False
                screen.camera.fit()
            case Action.LEGEND:
                screen.legend = not screen.legend
                screen.arrange()
            case Action.THEME:
                screen.theme = "light" if screen.theme == "dark" else "dark"
                screen.arrange()
            case Action.SCREENSHOT:
                self._screenshot()
            case Action.HELP:
                screen.help = True
            case Action.QUIT | Action.BACK:
                self.running = False

    def _show(self, name: str) -> None:
        if self.session.twin is not None:
            self.screen.shown = name
            self.screen.arrange()

    def _next_event(self) -> None:
        moments = {span.start_s for span in self.session.timeline} | {span.end_s for span in self.session.timeline}
        later = [moment for moment in moments if self._shown.time_s + 1 < moment <= self.session.duration_s]
        if later:
            self.player.skip_to(min(later))

    def _resize(self, size: tuple[int, int]) -> None:
        wanted = (max(size[0], SMALLEST[0]), max(size[1], SMALLEST[1]))
        if self.surface.get_size() != wanted:
            self.surface = pygame.display.set_mode(wanted, pygame.RESIZABLE)
        self.screen.arrange(self.surface.get_size())

    def _zoom(self, notches: int) -> None:
        if self.screen.pane_at(self._cursor) >= 0:
            self.screen.camera.zoom(notches * WHEEL_STEPS, self.screen.in_first_pane(self._cursor))

    def _drag(self, event: pygame.event.Event) -> None:
        assert self._pressed is not None
        far = max(abs(event.pos[0] - self._pressed[0]), abs(event.pos[1] - self._pressed[1])) > DRAG_PX
        if (self._dragged or far) and self.screen.pane_at(self._pressed) >= 0:
            self._dragged, self.following = True, False
            self.screen.camera.pan(*event.rel)

    def _click(self, place: tuple[int, int]) -> None:
        layout = self.screen.layout
        for button in header.buttons(layout.header, layout.style, self.session.twin is not None):
            if button.rect.collidepoint(place):
                self.act(button.action)
                return
        if layout.timeline.collidepoint(place):
            self.player.skip_to(timeline.time_at(layout.timeline, layout.style, place[0], self.session.duration_s))
        elif self.screen.pane_at(place) >= 0:
            self._pick(place)

    def _pick(self, place: tuple[int, int]) -> None:
        name = self.screen.shown_frames()[self.screen.pane_at(place)]
        frame = self._shown.frames[name]
        x, y = self.screen.camera.to_world(*self.screen.in_first_pane(place))
        away = np.hypot(frame.x - x, frame.y - y)
        nearest = int(np.argmin(away)) if len(away) else -1
        found = nearest >= 0 and away[nearest] < max(PICK_PX / self.screen.camera.scale, 3.0)
        self.screen.selected = int(frame.trip[nearest]) if found else -1
        self.following = self.following and found

    def _toggle_following(self) -> None:
        if self.screen.selected < 0:
            self._say("click a vehicle first")
        self.following = not self.following and self.screen.selected >= 0

    def _follow(self) -> None:
        frame = self._shown.frames[self.screen.shown_frames()[0]]
        row = frame.find(self.screen.selected)
        if row < 0:
            self.following = False
            return
        self.screen.camera.x, self.screen.camera.y = float(frame.x[row]), float(frame.y[row])

    def _screenshot(self) -> None:
        path = Path(time.strftime("longtail_%Y%m%d_%H%M%S.png"))
        try:
            save_png(self.surface, path)
            self._say(f"saved {path} in {path.resolve().parent}")
        except LongtailError as error:
            self._say(str(error), is_error=True)


def watch(session: Session, size: tuple[int, int] = DESIGN) -> None:
    """Play a session in a window until it is closed.

    Raises:
        LongtailError: the simulation or the agent failed; raised after the window was closed.
    """
    Window(session, size).run()
