"""Plays a recording in the window: to and fro, at once, without a simulator."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from longtail_sim.core.state import State
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.viewer.pictures import who
from longtail_sim.viewer.playback import Playback, Shown
from longtail_sim.viewer.recording import Recording
from longtail_sim.viewer.scene import Session


@dataclass(frozen=True)
class Streets:
    """Stands where a simulator would; there is nothing in it but the streets."""

    network: StreetNetwork
    time_s: float = 0.0

    @property
    def state(self) -> State:
        """Never asked for: a recording has frames."""
        raise NotImplementedError

    def metrics(self, world: int) -> Mapping[str, float]:
        """Return nothing: a recording has its numbers."""
        return {}


def session_of(recording: Recording, network: StreetNetwork) -> Session:
    """Return a session about a recording; only :class:`ReplayPlayer` can play it."""
    about, streets = recording.about, Streets(network)
    return Session(
        run=streets,
        twin=streets if "twin" in recording[0].frames else None,
        advance=_stands,
        title=about.title,
        agent=who(about),
        seed=about.seed,
        duration_s=about.duration_s,
        interval_s=about.interval_s,
        timeline=recording.timeline,
        remote_agents=about.remote_agents,
        level=about.level,
    )


def _stands() -> None:
    """A recording needs nobody who advances it."""


class ReplayPlayer(Playback):
    """Moves a clock over a recording.  All moments are there, so nothing is waited for, and no thread is needed."""

    def __init__(self, session: Session, recording: Recording) -> None:
        """Begin at the beginning."""
        super().__init__(session)
        self.recording = recording
        self._samples = recording.samples()
        self._sampled_s = [sample.time_s for sample in self._samples]
        self._clock = recording.start_s

    def start(self) -> None:
        """Nothing is to be started."""

    def close(self) -> bool:
        """Nothing is to be ended."""
        return True

    def move_on(self, real_s: float) -> None:
        """Let real time pass."""
        if not self.paused:
            self.seek(self._clock + real_s * self.speed)

    def seek(self, time_s: float) -> None:
        """Go to any time of the recording, forward or back."""
        self._clock = min(max(time_s, self.recording.start_s), self.recording.end_s)

    def seek_newest(self) -> None:
        """Go to the end."""
        self.seek(self.recording.end_s)

    def switch(self, agent: str, trip: int = -1) -> None:
        """Say that what has happened cannot be changed."""
        self.notice = "this is a recording: nobody else can take over"

    def record(self, path: Path) -> float:
        """Never asked for: it is recorded already."""
        raise NotImplementedError

    def shown(self) -> Shown:
        """Return what is to be drawn now."""
        recording, clock = self.recording, self._clock
        moment = recording.moment(clock)
        return Shown(
            time_s=clock,
            frames=recording.at(clock),
            numbers=moment.numbers,
            samples=self._samples[: bisect_right(self._sampled_s, clock + 1e-9)],
            reason=moment.reasons.get(self.selected, ""),
            thinking_s=0.0,
            done=clock >= recording.end_s,
            newest_s=recording.end_s,
        )
