"""A recording of a run: any moment of it, at once."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from longtail_sim.errors import ResultsError
from longtail_sim.events.event import Span
from longtail_sim.recording import open_chunks
from longtail_sim.viewer.frame import Frame, between
from longtail_sim.viewer.live import History, Sample
from longtail_sim.viewer.moments import Moment, numbers_of, times_of, unpack_moments

KEPT_CHUNKS = 4


@dataclass(frozen=True)
class About:
    """What a recording is of.

    Attributes:
        scenario: the whole scenario as JSON, which is YAML, too.
        title: its title.
        agent: name of the agent.
        driver: how the agent can be loaded again.
        seed: of the world.
        identity: hash over scenario, agent, seed and version; "" for a fork, which these do not make again.
        version: of longtail-sim.
        duration_s: when the scenario ends.
        interval_s: length of one decision interval.
        remote_agents: size of the remote-assistance pool.
        timeline: the scenario's events.
        level: SAE level of the fleet, -1 if unknown.
        fork_s: when this agent took over from another one; -1 if it drove from the beginning.
    """

    scenario: str
    title: str = ""
    agent: str = ""
    driver: str = ""
    seed: int = 0
    identity: str = ""
    version: str = ""
    duration_s: float = 3600.0
    interval_s: float = 0.5
    remote_agents: int = 0
    timeline: tuple[Span, ...] = ()
    level: int = -1
    fork_s: float = -1.0

    def as_json(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return {**asdict(self), "timeline": [list(span) for span in self.timeline]}

    @staticmethod
    def from_json(content: dict[str, Any]) -> About:
        """Return it again; what a newer version has added is left out."""
        known = {name: value for name, value in content.items() if name in About.__dataclass_fields__}
        return About(**{**known, "timeline": tuple(Span(*span) for span in content.get("timeline", ()))})


class Recording:
    """Moments in the order of time; :class:`Recorder` makes one, ``Recording.open`` reads one.

    Attributes:
        about: what it is of.
        timeline: the events that had come up by its end.
        whole: False if the writer was cut off.
        message: what went wrong if the run failed; "" if nothing did.
        pending: the last moments, not compressed yet.
    """

    def __init__(self, about: About) -> None:
        """Begin without moments."""
        self.about = about
        self.timeline: tuple[Span, ...] = about.timeline
        self.whole = True
        self.message = ""
        self.pending: list[Moment] = []
        self.times_s: list[float] = []
        self._chunks: list[bytes] = []
        self._begins: list[int] = []  # number of the first moment of each chunk
        self._folded = 0  # moments in chunks
        self._kept: OrderedDict[int, list[Moment]] = OrderedDict()
        self._lock = threading.Lock()

    @staticmethod
    def open(path: str | Path) -> Recording:
        """Read a recording.

        Raises:
            ResultsError: there is no such file, it is no recording, of a newer format, damaged, or empty.
        """
        found = open_chunks(Path(path))
        recording = Recording(About.from_json(found.head))
        for content in found.chunks:
            recording.times_s += times_of(content)
            recording._append_chunk(content, len(recording.times_s))
        if not recording.times_s:
            raise ResultsError(f"{path} was cut off before anything was recorded.")
        recording.whole = found.end is not None
        if found.end is not None:
            recording.message = found.end["message"]
            recording.timeline = tuple(Span(*span) for span in found.end["timeline"])
        return recording

    def append(self, moment: Moment) -> None:
        """Take one more moment."""
        with self._lock:
            self.pending.append(moment)
            self.times_s.append(moment.time_s)

    def fold(self, content: bytes) -> None:
        """Take the pending moments as bytes instead."""
        with self._lock:
            self._append_chunk(content, self._folded + len(self.pending))
            self.pending = []

    def __len__(self) -> int:
        """Return the number of moments."""
        return len(self.times_s)

    def __getitem__(self, number: int) -> Moment:
        """Return a moment by its number; negative ones count from the end."""
        with self._lock:
            number = number + len(self.times_s) if number < 0 else number
            if number >= self._folded:
                return self.pending[number - self._folded]
            chunk = bisect_left(self._begins, number + 1) - 1
            content, first = self._chunks[chunk], self._begins[chunk]
            if chunk in self._kept:
                self._kept.move_to_end(chunk)
                return self._kept[chunk][number - first]
        moments = unpack_moments(content)  # may take a tenth of a second; the recorder goes on meanwhile
        with self._lock:
            self._kept[chunk] = moments
            while len(self._kept) > KEPT_CHUNKS:
                self._kept.popitem(last=False)
        return moments[number - first]

    def __iter__(self) -> Iterator[Moment]:
        """Yield all moments."""
        return (self[number] for number in range(len(self)))

    @property
    def start_s(self) -> float:
        """Simulated time of the first moment."""
        return self.times_s[0]

    @property
    def end_s(self) -> float:
        """Simulated time of the last moment."""
        return self.times_s[-1]

    def moment(self, time_s: float) -> Moment:
        """Return the first moment that is not before a time, or the last one."""
        return self[self._number(time_s)]

    def at(self, time_s: float) -> dict[str, Frame]:
        """Return the frames at any time, as they are drawn between two moments."""
        number = self._number(time_s)
        after = self[number]
        before = self[max(number - 1, 0)]
        gap = after.time_s - before.time_s
        share = 1.0 if gap <= 0 else (time_s - before.time_s) / gap
        return {name: between(before.frames[name], after.frames[name], share) for name in after.frames}

    def samples(self, until_s: float = float("inf")) -> list[Sample]:
        """Return the numbers over time, as the curves show them, up to a time."""
        return [sample for sample in self._history() if sample.time_s <= until_s + 1e-9]

    def _history(self) -> list[Sample]:
        with self._lock:
            chunks, pending, times = list(self._chunks), list(self.pending), list(self.times_s)
        numbers = [*(row for content in chunks for row in numbers_of(content)), *(moment.numbers for moment in pending)]
        history = History()
        for time_s, row in zip(times, numbers, strict=True):
            history.add(Sample(time_s, row["run"], row.get("twin")))
        return history.samples

    def _number(self, time_s: float) -> int:
        return min(bisect_left(self.times_s, time_s - 1e-9), len(self.times_s) - 1)

    def _append_chunk(self, content: bytes, folded: int) -> None:
        self._chunks.append(content)
        self._begins.append(self._folded)
        self._folded = folded
