"""What the window plays: a session that is simulated, or a recording.  It asks both the same."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import NamedTuple

from longtail_sim.observation.trace import Trace
from longtail_sim.viewer.forks import Branch
from longtail_sim.viewer.frame import Frame
from longtail_sim.viewer.live import Numbers, Sample
from longtail_sim.viewer.scene import Session
from longtail_sim.viewer.tapes import Tapes

SLOWEST, FASTEST = 0.25, 64.0


class Shown(NamedTuple):
    """What the drawing thread gets: consistent copies of one moment, by name: "run", "twin", "fork"."""

    time_s: float
    frames: dict[str, Frame]
    numbers: dict[str, Numbers]
    samples: list[Sample]
    reason: str  # of the selected vehicle, in the run
    thinking_s: float  # how long the present decision interval has been under way (real time)
    done: bool
    newest_s: float = 0.0  # up to where one can go at once
    reasons: dict[str, str] = {}  # noqa: RUF012 as a default of a NamedTuple; nobody writes to it
    traces: dict[str, Trace] = {}  # noqa: RUF012
    fork_samples: list[Sample] = []  # noqa: RUF012
    fork: str = ""  # who drives the fork
    fork_begins_s: float = 0.0


class Playback(ABC):
    """A clock that the window moves on or back, and what is to be drawn at its time.

    Attributes:
        session: what is played.
        speed: simulated seconds in a second.
        paused: whether the clock stands.
        selected: trip of the vehicle that somebody looks at, -1 for none.
        error: why it does not go on.
        notice: why a wish was not granted; who has told it empties it.
        branch: a fork beside the run.
        tapes: recordings under way.
    """

    def __init__(self, session: Session) -> None:
        """Stand at the beginning."""
        self.session = session
        self.speed, self.paused, self.selected = 1.0, False, -1
        self.error: BaseException | None = None
        self.notice = ""
        self.branch: Branch | None = None
        self.tapes = Tapes()
        self._clock = 0.0

    @abstractmethod
    def start(self) -> None:
        """Begin to play."""

    @abstractmethod
    def close(self) -> bool:
        """Stop; returns whether all that had to end ended in good time."""

    @abstractmethod
    def move_on(self, real_s: float) -> None:
        """Let real time pass."""

    @abstractmethod
    def seek(self, time_s: float) -> None:
        """Go to a time."""

    @abstractmethod
    def seek_newest(self) -> None:
        """Go to the newest moment that there is."""

    @abstractmethod
    def switch(self, agent: str, trip: int = -1) -> None:
        """Let another agent take over at the present moment, or say in ``notice`` why it cannot."""

    @abstractmethod
    def record(self, path: Path) -> float:
        """Take down what is played from the newest moment on; returns its time (s)."""

    @abstractmethod
    def shown(self) -> Shown:
        """Return what is to be drawn now."""

    def step(self, intervals: int = 1) -> None:
        """Pause, and go on by decision intervals; back with a negative number."""
        self.paused = True
        self.seek(self._clock + intervals * self.session.interval_s)

    def change_speed(self, factor: float) -> None:
        """Play faster or slower within the limits."""
        self.speed = min(max(self.speed * factor, SLOWEST), FASTEST)
