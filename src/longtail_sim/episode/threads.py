"""A few jobs at a time, in threads that an interrupt can end."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import TypeVar

Result = TypeVar("Result")
LOOK_EVERY_S = 0.1  # how long an interrupt may have to wait
END_WITHIN_S = 2.0  # ... and how long the jobs have then to end; one that waits for an agent may not


class Stopped(BaseException):  # no error: somebody asked for it
    """Raised inside a job that is to end early; no Exception, so that nothing takes it for a failure of the job."""


class Crew:
    """Runs jobs in daemon threads.

    The main thread only waits, so that an interrupt reaches it at once.  The pools of the standard library would hold
    the process back until every job has ended.
    """

    def __init__(self, workers: int) -> None:
        """Employ so many threads."""
        self.workers = max(1, workers)
        self._stop = threading.Event()

    def check(self) -> None:
        """Raise Stopped if the job that calls this is to end."""
        if self._stop.is_set():
            raise Stopped

    def run(self, jobs: Sequence[Callable[[], Result]]) -> list[Result]:
        """Return the results in the order of the jobs; the first exception of a job ends all and is raised here."""
        waiting = deque(enumerate(jobs))
        results: dict[int, Result] = {}
        errors: list[BaseException] = []

        def work() -> None:
            while waiting and not self._stop.is_set():
                try:
                    number, job = waiting.popleft()
                except IndexError:
                    return  # another thread was quicker
                try:
                    results[number] = job()
                except BaseException as error:
                    errors.append(error)
                    self._stop.set()

        self._wait([threading.Thread(target=work, daemon=True) for _ in range(min(self.workers, len(jobs)))])
        if errors:
            raise errors[0]
        return [results[number] for number in range(len(jobs))]

    def _wait(self, threads: Sequence[threading.Thread]) -> None:
        try:
            for thread in threads:
                thread.start()
            for thread in threads:
                while thread.is_alive():
                    thread.join(LOOK_EVERY_S)
        except BaseException:
            self._stop.set()
            for thread in threads:  # compiled code that returns into an interpreter which ends may crash it
                if thread.ident is not None:
                    thread.join(END_WITHIN_S)
            raise
