"""Recordings under way: of run and twin, and beside it one of each fork, from some moment on until they are ended."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from longtail_sim.errors import LongtailError, ResultsError
from longtail_sim.viewer.forks import Branch
from longtail_sim.viewer.recorder import Recorder
from longtail_sim.viewer.reel import Moment


class Tape(NamedTuple):
    """A file and who writes it."""

    path: Path
    recorder: Recorder

    @property
    def seconds(self) -> float:
        """How long it is, in simulated time."""
        return self.recorder.recording.end_s - self.recorder.recording.start_s

    def add(self, moments: Mapping[str, Moment]) -> None:
        """Take down a moment of one world or two; raises ResultsError, and nothing is left of the file."""
        try:
            self.recorder.add(
                {name: moment.frame for name, moment in moments.items()},
                {name: moment.numbers for name, moment in moments.items()},
                moments["run"].reasons,
            )
        except (LongtailError, OSError) as error:
            raise self._dropped(error) from None

    def end(self, message: str) -> None:
        """Give the file its name; raises ResultsError, and nothing is left of it."""
        try:
            self.recorder.close(message)
        except (LongtailError, OSError) as error:
            raise self._dropped(error) from None

    def _dropped(self, error: Exception) -> ResultsError:
        try:
            self.recorder.__exit__(type(error), error, None)
        except LongtailError as told:
            return ResultsError(str(told))
        return ResultsError(str(error) if isinstance(error, LongtailError) else f"{self.path}: {error}")


class Tapes:
    """Begun and ended by the window's thread, fed by the worker's.

    Attributes:
        losses: what could not be written, a sentence each; who has told them empties the list.
    """

    def __init__(self) -> None:
        """Begin with nothing that is taken down."""
        self.losses: list[str] = []
        self._run: Tape | None = None
        self._fork: Tape | None = None
        self._branch: Branch | None = None  # whose tape the second one is
        self._forks = 0
        self._saved: list[Tape] = []
        self._lock = threading.Lock()

    @property
    def on(self) -> bool:
        """Whether moments are taken down."""
        return self._run is not None

    def begin(self, path: Path, recorder: Recorder, newest: Callable[[], Mapping[str, Moment]]) -> float:
        """Take down run and twin from the newest moment on; returns its time (s).

        Raises:
            ResultsError: it cannot be written.
        """
        with self._lock:
            tape, moments = Tape(path, recorder), newest()
            tape.add(moments)
            self._run, self._fork, self._branch = tape, None, None
            self._forks, self._saved = 0, []
            return moments["run"].time_s

    def add(self, moments: Mapping[str, Moment]) -> None:
        """Take down one more moment of run and twin, if anything is taken down."""
        with self._lock:
            if self._run is None or moments["run"].time_s <= self._run.recorder.recording.end_s:
                return  # the worker was about to hand over the first one when the recording was begun
            try:
                self._run.add(moments)
            except ResultsError as error:
                self._run = None
                self._end_fork("")
                kept = ", ".join(str(tape.path) for tape in self._saved)
                self.losses.append(f"the recording ends: {error}" + (f"; saved: {kept}" if kept else ""))

    def add_fork(self, branch: Branch, moment: Moment) -> None:
        """Take down one more moment of a fork, into a file of its own, while a recording is under way."""
        with self._lock:
            if self._run is None:
                return
            try:
                if branch is not self._branch:
                    self._end_fork("")
                    self._begin_fork(self._run.path, branch)
                if self._fork is not None:
                    self._fork.add({"run": moment})
            except LongtailError as error:
                self.losses.append(f"the fork is not recorded: {error}")
                self._fork = None

    def end_fork(self, message: str) -> None:
        """End the recording of a fork that does not go on, and say why; that of the run goes on."""
        with self._lock:
            self._end_fork(message)

    def end(self, message: str = "") -> list[Tape]:
        """End all: the files take their names; returns those that did, the run's first. What did not is a loss."""
        with self._lock:
            tape, self._run = self._run, None
            if tape is None:
                return []
            self._end_fork("")
            self._close(tape, message)
            saved, self._saved = self._saved, []
            return saved[-1:] + saved[:-1] if tape in saved else saved

    def _begin_fork(self, beside: Path, branch: Branch) -> None:
        self._branch = branch
        if branch.recorder is None:
            return
        self._forks += 1
        path = fork_path(beside, self._forks, branch.agent)
        self._fork = Tape(path, branch.recorder(path))

    def _end_fork(self, message: str) -> None:
        tape, self._fork = self._fork, None
        if tape is not None:
            self._close(tape, message)

    def _close(self, tape: Tape, message: str) -> None:
        try:
            tape.end(message)
            self._saved.append(tape)
        except ResultsError as error:
            self.losses.append(f"the recording is lost: {error}")


def fork_path(beside: Path, number: int, agent: str) -> Path:
    """Return the name of a fork's recording beside that of its run: ``run_fork1_timid.trace``."""
    word = re.sub(r"[^A-Za-z0-9_-]+", "_", agent).strip("_")[:40]
    return beside.with_name(f"{beside.stem}_fork{number}_{word}{beside.suffix}")
