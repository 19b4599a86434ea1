"""Takes down what the window's worker plays, from some moment on until it is told to stop."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from longtail_sim.errors import LongtailError
from longtail_sim.viewer.recorder import Recorder
from longtail_sim.viewer.reel import Moment

RECORDED = ("run", "twin")  # a fork has no place in a recording: it would not run again from scenario and seed


class Tape:
    """One recorder, or none: begun and ended by the window's thread, fed by the worker's."""

    def __init__(self) -> None:
        """Begin without a recorder."""
        self._recorder: Recorder | None = None
        self._lock = threading.Lock()

    @property
    def on(self) -> bool:
        """Whether moments are taken down."""
        return self._recorder is not None

    def begin(self, recorder: Recorder, newest: Mapping[str, Moment]) -> None:
        """Take down moments from the newest on, which is given, to the bit."""
        with self._lock:
            self._recorder = recorder
            self._take(newest)

    def add(self, moments: Mapping[str, Moment]) -> str:
        """Take down one more moment if there is a recorder; returns why it could not be written, "" if it was."""
        with self._lock:
            if self._recorder is None or self._has(moments["run"]):
                return ""
            try:
                self._take(moments)
            except (LongtailError, OSError) as error:
                recorder, self._recorder = self._recorder, None
                return f"the recording ends: {_dropped(recorder, error)}"
        return ""

    def end(self, message: str = "") -> float | None:
        """End the recording: the file takes its name; returns how long it is (s), None if there was none.

        Raises:
            ResultsError: the file cannot be written; nothing is left of it.
        """
        with self._lock:
            recorder, self._recorder = self._recorder, None
            if recorder is None:
                return None
            try:
                recorder.close(message)
            except OSError as error:
                raise _dropped(recorder, error) from None
            return recorder.recording.end_s - recorder.recording.start_s

    def _has(self, moment: Moment) -> bool:
        """Return whether it was the first one: the worker was about to hand it over when the recording was begun."""
        assert self._recorder is not None
        return moment.time_s <= self._recorder.recording.end_s

    def _take(self, moments: Mapping[str, Moment]) -> None:
        assert self._recorder is not None
        there = {name: moment for name, moment in moments.items() if name in RECORDED}
        self._recorder.add(
            {name: moment.frame for name, moment in there.items()},
            {name: moment.numbers for name, moment in there.items()},
            there["run"].reasons,
        )


def _dropped(recorder: Recorder, error: Exception) -> Exception:
    """Give a recording up: nothing is left of the file; returns the error in words for people."""
    try:
        recorder.__exit__(type(error), error, None)
    except LongtailError as told:
        return told
    return error
