"""The window: events in, pictures out, sixty times a second."""

from __future__ import annotations

import time
from collections.abc import Callable

import pygame

from longtail_sim.errors import LongtailError, ResultsError
from longtail_sim.viewer import deeds, mouse
from longtail_sim.viewer.actions import Action
from longtail_sim.viewer.controls import DRIVING, action_of
from longtail_sim.viewer.layout import DESIGN, SMALLEST
from longtail_sim.viewer.panels.header import Status
from longtail_sim.viewer.pictures import subtitle
from longtail_sim.viewer.playback import Playback, Shown
from longtail_sim.viewer.player import THINKING_S, Player
from longtail_sim.viewer.scene import Session
from longtail_sim.viewer.screen import Content, Screen

FRAMES_PER_S = 60
TILE_BUDGET_S = 0.010
MESSAGE_S, ERROR_S = 3.0, 8.0  # how long one is shown


class Window:
    """One window that plays one session."""

    def __init__(
        self, session: Session, size: tuple[int, int] = DESIGN, play: Callable[[Session], Playback] = Player
    ) -> None:
        """Open the window; the session does not play before ``run``."""
        pygame.display.init()
        pygame.font.init()
        pygame.display.set_caption(f"longtail-sim · {session.title}")
        self.surface = pygame.display.set_mode(size, pygame.RESIZABLE)
        pygame.key.set_repeat(350, 60)
        self.session = session
        self.player: Playback = play(session)
        self.screen = Screen(session.run.network, self.surface.get_size())
        self.running = True
        self.following = False
        self.losses: list[str] = []  # what was to be kept and could not be written
        self.shown: Shown = self.player.shown()
        self.hand = mouse.Mouse()
        self._known_fork: object = None
        self._message, self._message_since, self._is_error = "", 0.0, False

    def run(self) -> None:
        """Play until somebody closes the window.

        Raises:
            LongtailError: the simulation or the agent failed, or something could not be saved; raised after the
                window was closed.  What could not be saved stands in the notes of other errors.
        """
        ticker = pygame.time.Clock()
        try:
            self.player.start()
            while self.running:
                self.frame(ticker.tick(FRAMES_PER_S) / 1000)
        except BaseException as error:
            self.close()
            self._note(error)
            raise
        self.close()
        if self.player.error is not None:
            self._note(self.player.error)
            raise self.player.error
        if self.losses:
            raise ResultsError("\n".join(self.losses))

    def _note(self, error: BaseException) -> None:
        for loss in self.losses:
            error.add_note(loss)

    def close(self) -> None:
        """End the worker, the recordings and the display."""
        self.player.close()
        deeds.stop_recording(self)
        pygame.display.quit()

    def frame(self, real_s: float) -> None:
        """Handle what happened, move on, draw."""
        for event in pygame.event.get():
            self._handle(event)
        self.player.selected = self.screen.selected
        self.player.move_on(min(real_s, 0.25))
        self.shown = self.player.shown()
        self._look_at_fork()
        self.look_at_tapes()
        if self.following:
            self._follow()
        self.screen.draw(self.surface, self.content(), time.monotonic(), TILE_BUDGET_S)
        pygame.display.flip()

    def content(self) -> Content:
        """Return what is shown now."""
        shown, session = self.shown, self.session
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
            status=self.status(),
            message=self._words(),
            is_error=self.player.error is not None or self._is_error,
            reasons=shown.reasons,
            traces=shown.traces,
            fork_samples=shown.fork_samples,
            level=session.level,
            agents=self.agents(),
            wheel_trip=self.wheel_trip(),
        )

    def agents(self) -> tuple[str, ...]:
        """Return who can take over."""
        return tuple(self.session.forks.agents) if self.session.forks is not None else ()

    def wheel_trip(self) -> int:
        """Return the vehicle that the person at the window drives, -1 for none."""
        return self.player.branch.wheel.trip if self.player.branch is not None else -1

    def status(self) -> Status:
        """Return how the play goes."""
        player, shown = self.player, self.shown
        words = ""
        if player.error is not None:
            words = "stopped"
        elif shown.done:
            words = "ended"
        elif shown.thinking_s > THINKING_S:
            words = f"thinking {shown.thinking_s:.0f} s"
        elif player.paused:
            words = "paused"
        return Status(
            time_s=shown.time_s,
            speed=player.speed,
            words=words,
            paused=player.paused,
            shown=self.screen.shown,
            has_twin=self.session.twin is not None,
            fork=shown.fork,
            can_fork=self.session.forks is not None,
            newest_s=shown.newest_s,
            fork_begins_s=shown.fork_begins_s,
            recording=self.player.tapes.on,
            tip=self.hand.tip,
        )

    def say(self, words: str, *, is_error: bool = False) -> None:
        """Show a message for a while."""
        self._message, self._message_since, self._is_error = words, time.monotonic(), is_error

    def lose(self, words: str) -> None:
        """Show what could not be saved; it is told once more when the window has closed."""
        self.losses.append(words)
        self.say(words, is_error=True)

    def look_at_tapes(self) -> None:
        """Tell which recordings could not be written."""
        while self.player.tapes.losses:
            self.lose(self.player.tapes.losses.pop(0))

    def act(self, action: Action) -> None:
        """Do what a key or button asks for."""
        if self.screen.choosing:
            self.screen.choosing = False
            if action in (Action.BACK, Action.SWITCH_AGENT):
                return
        if self.screen.help and action is not Action.QUIT:
            self.screen.help = False
            return
        deeds.DEEDS[action](self)

    def show(self, name: str) -> None:
        """Look at other worlds."""
        self.screen.shown = name
        self.screen.arrange()

    def _words(self) -> str:
        if self.player.error is not None:
            text = str(self.player.error) if isinstance(self.player.error, LongtailError) else "the simulation failed"
            return f"{text}  (q closes)"
        until = self._message_since + (ERROR_S if self._is_error else MESSAGE_S)
        return self._message if time.monotonic() < until else ""

    def _handle(self, event: pygame.event.Event) -> None:
        if event.type == pygame.QUIT:
            self.running = False
        elif event.type == pygame.VIDEORESIZE:
            self._resize(event.size)
        elif event.type in (pygame.KEYDOWN, pygame.KEYUP):
            self._key(event)
        else:
            self.hand.handle(self, event)

    def _key(self, event: pygame.event.Event) -> None:
        if self.wheel_trip() >= 0 and self._drive(event):
            return
        if event.type != pygame.KEYDOWN:
            return
        number = event.key - pygame.K_1
        if self.screen.choosing and 0 <= number < min(len(self.agents()), 9):
            deeds.choose(self, self.agents()[number])
            return
        action = action_of(event)
        if action is not None:
            self.act(action)

    def _drive(self, event: pygame.event.Event) -> bool:
        """Move pedals and indicator by the arrows; returns whether the key was one of them."""
        found = next(((part, value) for key, part, value in DRIVING if key == event.key), None)
        if found is None or self.player.branch is None:
            return False
        part, value = found
        if event.type == pygame.KEYDOWN:
            setattr(self.player.branch.wheel, part, value)
        elif getattr(self.player.branch.wheel, part) == value:
            setattr(self.player.branch.wheel, part, 0)
        return True

    def _look_at_fork(self) -> None:
        """Show a fork that has just been made beside the run; tell why one was not."""
        branch = self.player.branch
        if branch is not None and branch is not self._known_fork:
            self.show("beside")
        if branch is None and self.screen.shown in ("fork", "beside"):
            self.show("run")
        self._known_fork = branch
        if self.player.notice:
            self.say(self.player.notice, is_error=True)
            self.player.notice = ""

    def _resize(self, size: tuple[int, int]) -> None:
        wanted = (max(size[0], SMALLEST[0]), max(size[1], SMALLEST[1]))
        if self.surface.get_size() != wanted:
            self.surface = pygame.display.set_mode(wanted, pygame.RESIZABLE)
        self.screen.arrange(self.surface.get_size())

    def _follow(self) -> None:
        frame = self.shown.frames[self.screen.shown_frames()[-1]]
        row = frame.find(self.screen.selected)
        if row < 0:
            self.following = False
            return
        self.screen.camera.x, self.screen.camera.y = float(frame.x[row]), float(frame.y[row])


def watch(session: Session, size: tuple[int, int] = DESIGN) -> None:
    """Play a session in a window until it is closed.

    Raises:
        LongtailError: the simulation or the agent failed; raised after the window was closed.
    """
    Window(session, size).run()
