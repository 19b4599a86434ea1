"""Plays a session in a thread of its own, so that drawing never waits for an agent."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import NamedTuple

from longtail_sim.errors import LongtailError
from longtail_sim.observation.trace import Trace
from longtail_sim.viewer.forks import Branch
from longtail_sim.viewer.frame import capture
from longtail_sim.viewer.live import History, Numbers, Sample, measure
from longtail_sim.viewer.playback import Playback, Shown
from longtail_sim.viewer.reel import Moment, Reel
from longtail_sim.viewer.saves import Saves
from longtail_sim.viewer.scene import MeasuredScene, Session

MEASURE_EVERY_S = 0.1  # of real time
THINKING_S = 0.6
CLOSE_WITHIN_S = 5.0
NEAR = 1e-6


class Wish(NamedTuple):
    """An agent that is to take over at some time, and the trip that the person at the window wants to drive."""

    agent: str
    time_s: float
    trip: int = -1


class Answers(NamedTuple):
    """What the agents said last about one vehicle, by name."""

    trip: int
    time_s: float
    reasons: dict[str, str]
    traces: dict[str, Trace]


class Player(Playback):
    """Advances a session ahead of a clock that the drawing thread moves on, or back.

    The worker keeps one decision interval ahead of the clock, so that vehicles can be drawn between two intervals.
    Only the worker touches the simulators.  What was seen stays on reels, so that the clock may go back.
    """

    def __init__(self, session: Session) -> None:
        """Capture the beginning; ``start`` begins to play."""
        super().__init__(session)
        self._changed = threading.Condition()
        self._stopping = False
        self._busy_since: float | None = None
        self._measured: dict[str, tuple[float, Numbers]] = {}
        self._history, self._fork_history = History(), History()
        self._reels: dict[str, Reel] = {}
        self._saves = Saves(session.forks)
        self._wish: Wish | None = None
        self._answers = Answers(-1, 0.0, {}, {})
        for name, scene in self._scenes().items():
            self._reels[name] = Reel()
            self._record(name, scene)
        self._note()
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
        if self.branch is not None:
            self.branch.close()
        return not self._thread.is_alive()

    def move_on(self, real_s: float) -> None:
        """Let real time pass: move the clock, as far as the worker has come."""
        with self._changed:
            if not self.paused:
                self._clock += real_s * self.speed
            self._clock = min(max(self._clock, min(self._skip_to, self._latest)), self._latest)
            self._changed.notify_all()

    def seek(self, time_s: float) -> None:
        """Go to a time: at once where it was already seen, else on to it as fast as the simulators can."""
        with self._changed:
            wanted = min(max(time_s, self._reels["run"].first_s), self.session.duration_s)
            self._clock = min(wanted, self._latest)
            self._skip_to = wanted
            self._changed.notify_all()

    def seek_newest(self) -> None:
        """Go to the newest moment that there is."""
        self.seek(self._latest)

    def switch(self, agent: str, trip: int = -1) -> None:
        """Fork the world at the present moment: another agent goes on with it, beside the run.

        The worker does it, between two decision intervals; ``branch`` is there then, or ``notice`` says why not.
        Where the clock was turned back, the world is forked from the last state before that was saved.

        Args:
            agent: one of the session's ``forks.agents``.
            trip: a vehicle that the person at the window drives, -1 for none.
        """
        with self._changed:
            self._wish = Wish(agent, self._clock, trip)
            self._changed.notify_all()

    def record(self, path: Path) -> float:
        """Take down run and twin from their newest moment on, and forks beside them; returns its time (s).

        Raises:
            ResultsError: the file cannot be written.
        """
        assert self.session.recorder is not None
        return self.tapes.begin(path, self.session.recorder(path), self._newest)

    def _newest(self) -> dict[str, Moment]:
        reels = {name: self._reels[name] for name in self._scenes()}
        time_s = min(reel.last_s for reel in reels.values())  # the worker may have come no further with the twin
        return {name: reel.at(time_s)[1] for name, reel in reels.items()}

    def shown(self) -> Shown:
        """Return what is to be drawn now; never waits for a simulator."""
        with self._changed:
            clock, reels, branch = self._clock, dict(self._reels), self.branch
            samples, fork_samples = list(self._history.samples), list(self._fork_history.samples)
            newest, busy, answers = self._latest, self._busy_since, self._answers
        if "fork" in reels and clock < reels["fork"].first_s - NEAR:
            reels["fork"] = reels["run"]  # until then they were the same
        found = {name: reel.frame(clock) for name, reel in reels.items()}
        moments = {name: moment for name, (_, moment) in found.items()}
        reasons = {name: moment.reasons.get(self.selected, "") for name, moment in moments.items()}
        traces = {name: moment.trace for name, moment in moments.items() if moment.trace is not None}
        if answers.trip == self.selected and abs(answers.time_s - clock) <= self._lead_s:
            reasons |= {name: words for name, words in answers.reasons.items() if not reasons.get(name)}
            traces |= {name: trace for name, trace in answers.traces.items() if name not in traces}
        return Shown(
            time_s=clock,
            frames={name: frame for name, (frame, _) in found.items()},
            numbers={name: moment.numbers for name, moment in moments.items()},
            samples=samples,
            reason=reasons["run"],
            thinking_s=time.monotonic() - busy if busy is not None else 0.0,
            done=newest >= self.session.duration_s - NEAR and clock >= newest,
            newest_s=newest,
            reasons=reasons,
            traces=traces,
            fork_samples=fork_samples,
            fork=branch.agent if branch is not None else "",
            fork_begins_s=branch.begins_s if branch is not None else 0.0,
        )

    @property
    def _latest(self) -> float:
        return min(reel.last_s for reel in self._reels.values())

    def _scenes(self) -> dict[str, MeasuredScene]:
        session = self.session
        return {"run": session.run, **({"twin": session.twin} if session.twin is not None else {})}

    def _wanted(self) -> bool:
        """Whether the worker should do something: the clock has nearly caught up, and there is something left."""
        if self._wish is not None or self._unanswered():
            return True
        if self._latest >= self.session.duration_s - NEAR:
            return False
        ahead = 0.0 if self.paused else max(self.session.interval_s, self.speed / 15)
        return self._latest < max(self._clock + ahead, self._skip_to) - NEAR

    def _work(self) -> None:
        try:
            while self._wait():
                wish = self._wish
                if wish is not None:
                    self._fork(wish)
                elif self._unanswered():
                    self._ask()
                else:
                    self._busy_since = time.monotonic()
                    self._advance()
                    self._busy_since = None
        except BaseException as error:
            self.error = error
        finally:
            self._busy_since = None

    def _unanswered(self) -> bool:
        """Whether somebody has selected a vehicle since the last interval."""
        return self.selected >= 0 and self._answers.trip != self.selected

    def _ask(self) -> None:
        trip = self.selected
        answers = {name: self._why(name, trip) for name in self._reels if name != "twin"}
        self._answers = Answers(
            trip,
            self._latest,
            {name: reasons[trip] for name, (reasons, _) in answers.items() if trip in reasons},
            {name: trace for name, (_, trace) in answers.items() if trace is not None},
        )

    def _wait(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or self._wanted())
            return not self._stopping

    def _advance(self) -> None:
        """Advance whoever is behind by one decision interval."""
        branch, session = self.branch, self.session
        if branch is not None and branch.scene.time_s < session.run.time_s - NEAR:
            self._advance_fork(branch)
            return
        self._saves.look(session.run.time_s)
        session.advance()
        moments = {name: self._record(name, scene) for name, scene in self._scenes().items()}
        self.tapes.add(moments)
        self._note()

    def _advance_fork(self, branch: Branch) -> None:
        """Advance the fork; one whose agent fails is given up, the run goes on."""
        try:
            branch.advance()
        except LongtailError as error:
            with self._changed:
                self.notice, self.branch = f"the fork ends: {error}", None
                del self._reels["fork"]
            self.tapes.end_fork(str(error))
            branch.close()
            return
        self.tapes.add_fork(branch, self._record("fork", branch.scene))
        self._note_fork()

    def _fork(self, wish: Wish) -> None:
        try:
            branch = self._saves.fork(wish.agent, wish.time_s, self.session.run.time_s, self._lead_s)
        except LongtailError as error:
            self.notice, self._wish = str(error), None
            return
        branch.wheel.take(wish.trip)
        before, self._fork_history = self.branch, History()
        reel = Reel()
        with self._changed:
            self.branch, self._wish = branch, None
            self._reels["fork"] = reel
            self._measured.pop("fork", None)
            reel.add(first := self._moment("fork", branch.scene))
            if branch.begins_s < wish.time_s:
                self._clock = self._skip_to = branch.begins_s
        self.tapes.add_fork(branch, first)
        self._note_fork()
        if before is not None:
            before.close()

    @property
    def _lead_s(self) -> float:
        """How far the worker may be ahead of a clock that has not been turned back."""
        return max(self.session.interval_s, self.speed / 15) + self.session.interval_s

    def _record(self, name: str, scene: MeasuredScene) -> Moment:
        moment = self._moment(name, scene)
        self._reels[name].add(moment)
        return moment

    def _moment(self, name: str, scene: MeasuredScene) -> Moment:
        world = self.session.world if name != "fork" else 0
        frame = capture(scene, world)
        at, numbers = self._measured.get(name, (0.0, None))
        now = time.monotonic()
        if numbers is None or now - at > MEASURE_EVERY_S or self.session.done or self.tapes.on:
            numbers = measure(frame, scene.metrics(world))
            self._measured[name] = now, numbers
        reasons, trace = self._why(name, self.selected)
        return Moment(frame, numbers, reasons, trace)

    def _why(self, name: str, trip: int) -> tuple[dict[int, str], Trace | None]:
        """Return the reasons by trip, and the trace about one."""
        if name == "fork" and self.branch is not None:
            return self.branch.reasons(), self.branch.trace(trip) if trip >= 0 else None
        if name != "run":
            return {}, None
        reasons = self.session.reasons()
        if not reasons and trip >= 0:
            reasons = {trip: self.session.reason(trip)}
        return reasons, self.session.trace(trip) if trip >= 0 else None

    def _note(self) -> None:
        numbers = {name: number for name, (_, number) in self._measured.items()}
        with self._changed:
            self._history.add(Sample(self._reels["run"].last_s, numbers["run"], numbers.get("twin")))

    def _note_fork(self) -> None:
        with self._changed:
            self._fork_history.add(Sample(self._reels["fork"].last_s, self._measured["fork"][1], None))
