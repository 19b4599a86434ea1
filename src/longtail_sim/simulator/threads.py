"""Threads that stay open from one step to the next: opening them anew costs as much as a small step."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

Piece = tuple[int, int, int]
Work = Callable[[int, int, int], None]


class Threads:
    """Works on pieces in several threads, of which the caller's is one.

    The others are opened when there is something to do for them, and end with :meth:`close`, with this object, or with
    the process.  A copy, pickled or not, and the child of a process that forks open threads of their own.
    """

    def __init__(self, number: int) -> None:
        """Open nothing yet; ``number`` threads will work."""
        self.number = number
        self._pool: ThreadPoolExecutor | None = None
        self._begin()

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle the number only."""
        return Threads, (self.number,)

    def run(self, work: Work, pieces: Iterable[Piece]) -> None:
        """Call ``work(*piece)`` for all pieces, each whenever a thread is free for it.

        Returns or raises only when nobody works any more; after an exception no further piece is begun.
        """
        waiting = deque(pieces)
        helpers = min(self.number, len(waiting)) - 1
        if helpers < 1:
            _work_off(work, waiting)
            return
        futures = self._employ(helpers, work, waiting)
        try:
            _work_off(work, waiting)
            wait(futures)
        except BaseException:  # Ctrl-C, too, which may come while one waits
            waiting.clear()
            wait(futures)
            raise
        for future in futures:
            future.result()

    def close(self) -> None:
        """End the threads; the next ``run`` opens new ones."""
        self._own()
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown()

    def _begin(self) -> None:
        self._process, self._lock = os.getpid(), threading.Lock()
        self._pool = None

    def _own(self) -> None:
        """Forget threads, and a lock, that belong to the process from which this one was forked."""
        if self._process != os.getpid():
            self._begin()

    def _employ(self, helpers: int, work: Work, waiting: deque[Piece]) -> list[Any]:
        self._own()
        with self._lock:  # two simulators that were forked from one share it, and one may be closed meanwhile
            if self._pool is None:
                self._pool = ThreadPoolExecutor(self.number - 1, "longtail_sim")
            return [self._pool.submit(_work_off, work, waiting) for _ in range(helpers)]


def _work_off(work: Work, waiting: deque[Piece]) -> None:
    """Take one piece after the other, until none is left."""
    while True:
        try:
            piece = waiting.popleft()
        except IndexError:
            return  # another thread was quicker
        try:
            work(*piece)
        except BaseException:
            waiting.clear()
            raise
