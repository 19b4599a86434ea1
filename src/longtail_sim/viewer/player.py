"""Plays a session in a thread of its own, so that drawing never waits for an agent."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import NamedTuple

from longtail_sim.viewer.frame import Frame, between, capture
from longtail_sim.viewer.live import History, Numbers, Sample, measure
from longtail_sim.viewer.scene import Session

SLOWEST, FASTEST = 0.25, 64.0
MEASURE_EVERY_S = 0.1  # of real time
THINKING_S = 0.6
KEPT_FRAMES = 8
CLOSE_WITHIN_S = 5.0


class Shown(NamedTuple):
    """What the drawing thread gets: consistent copies of one moment."""

    time_s: float
    frames: dict[str, Frame]
    numbers: dict[str, Numbers]
    samples: list[Sample]
    reason: str
    thinking_s: float  # how long the present decision interval has been under way (real time)
    done: bool


class Player:
    """Advances a session ahead of a clock that the drawing thread moves on.

    The worker keeps one decision interval ahead of the clock, so that vehicles can be drawn between two intervals.
    Only the worker touches the simulators.
    """

    def __init__(self, session: Session) -> None:
        """Capture the beginning; ``start`` begins to play."""
        self.session = session
        self.speed = 1.0
        self.paused = False
        self.selected = -1
        self.error: BaseException | None = None
        self._changed = threading.Condition()
        self._stopping = False
        self._busy_since: float | None = None
        self._measured_at = 0.0
        self._history = History()
        self._reason = ""
        self._frames: deque[dict[str, Frame]] = deque(maxlen=KEPT_FRAMES)
        self._numbers: dict[str, Numbers] = {}
        self._record(force=True)
        self._clock = self._latest
        self._skip_to = self._clock
        self._thread = threading.Thread(target=self._work, name="longtail-viewer", daemon=True)

    def start(self) -> None:
        """Begin to play."""
        self._thread.start()

    def close(self) -> bool:
        """Stop after the decision interval under way; returns whether the worker ended in good time."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread.ident is not None:
            self._thread.join(CLOSE_WITHIN_S)
        return not self._thread.is_alive()

    def move_on(self, real_s: float) -> None:
        """Let real time pass: move the clock, as far as the worker has come."""
        with self._changed:
            if not self.paused:
                self._clock += real_s * self.speed
            self._clock = min(max(self._clock, min(self._skip_to, self._latest)), self._latest)
            self._changed.notify_all()

    def step(self) -> None:
        """Pause, and go on by one decision interval."""
        with self._changed:
            self.paused = True
            self._skip_to = self._clock + self.session.interval_s
            self._changed.notify_all()

    def skip_to(self, time_s: float) -> None:
        """Go on to a later time as fast as the simulators can; an earlier time is not there to go back to."""
        with self._changed:
            self._skip_to = min(time_s, self.session.duration_s)
            self._changed.notify_all()

    def change_speed(self, factor: float) -> None:
        """Play faster or slower within the limits."""
        self.speed = min(max(self.speed * factor, SLOWEST), FASTEST)

    def shown(self) -> Shown:
        """Return what is to be drawn now; never waits for a simulator."""
        with self._changed:
            frames, clock = list(self._frames), self._clock
            numbers, samples, reason = dict(self._numbers), list(self._history.samples), self._reason
            busy = self._busy_since
            done = self.session.done and clock >= self._latest
        after = next((row for row in frames if row["run"].time_s >= clock - 1e-9), frames[-1])
        place = next(number for number, row in enumerate(frames) if row is after)
        before = frames[max(place - 1, 0)]
        gap = after["run"].time_s - before["run"].time_s
        share = 1.0 if gap <= 0 else (clock - before["run"].time_s) / gap
        shown = {name: between(before[name], after[name], share) for name in after}
        thinking = time.monotonic() - busy if busy is not None else 0.0
        return Shown(clock, shown, numbers, samples, reason, thinking, done)

    @property
    def _latest(self) -> float:
        return self._frames[-1]["run"].time_s

    def _wanted(self) -> bool:
        """Whether the worker should advance: the clock has nearly caught up, and there is something left."""
        if self.session.done:
            return False
        ahead = 0.0 if self.paused else max(self.session.interval_s, self.speed / 15)
        return self._latest < max(self._clock + ahead, self._skip_to) - 1e-6

    def _work(self) -> None:
        try:
            while self._wait():
                self._busy_since = time.monotonic()
                self.session.advance()
                self._record()
                self._busy_since = None
        except BaseException as error:
            self.error = error
        finally:
            self._busy_since = None

    def _wait(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or self._wanted())
            return not self._stopping

    def _record(self, force: bool = False) -> None:
        session = self.session
        scenes = {"run": session.run, **({"twin": session.twin} if session.twin is not None else {})}
        frames = {name: capture(scene, session.world) for name, scene in scenes.items()}
        numbers = None
        now = time.monotonic()
        if force or now - self._measured_at > MEASURE_EVERY_S or session.done:
            numbers = {name: measure(frames[name], scene.metrics(session.world)) for name, scene in scenes.items()}
            self._measured_at = now
        reason = session.reason(self.selected) if self.selected >= 0 else ""
        with self._changed:
            self._frames.append(frames)
            self._reason = reason
            if numbers is not None:
                self._numbers = numbers
                self._history.add(Sample(frames["run"].time_s, numbers["run"], numbers.get("twin")))
