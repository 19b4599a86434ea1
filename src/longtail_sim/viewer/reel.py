"""What was seen of one world so far, kept small, so that one can go back to any moment of it."""

from __future__ import annotations

import pickle
import threading
import zlib
from bisect import bisect_left
from typing import Any, NamedTuple

import numpy as np

from longtail_sim.observation.trace import Trace
from longtail_sim.viewer.frame import Frame, between
from longtail_sim.viewer.live import Numbers

UNPACKED = 8  # the newest moments, which are drawn next
BUDGET_BYTES = 160_000_000  # 45 minutes with 1,200 vehicles take about half of it
AT_HAND = 12  # old moments that were unpacked last


class Moment(NamedTuple):
    """One world between two decision intervals.

    Attributes:
        frame: what is drawn.
        numbers: the running metrics, as last measured.
        reasons: the agent's reasons by trip.
        trace: the reasoning about the vehicle that was selected then.
    """

    frame: Frame
    numbers: Numbers
    reasons: dict[int, str] = {}  # noqa: RUF012 as a default of a NamedTuple; nobody writes to it
    trace: Trace | None = None

    @property
    def time_s(self) -> float:
        """Simulated time."""
        return self.frame.time_s


class Reel:
    """Moments in the order of time; any thread may add and look.

    Old moments are packed.  When they take more than the budget, every second one of the older half is dropped, so
    that one can still go back to the beginning, in coarser steps.
    """

    def __init__(self, budget_bytes: int = BUDGET_BYTES) -> None:
        """Begin with nothing."""
        self._budget = budget_bytes
        self._times: list[float] = []
        self._moments: list[Moment | bytes] = []
        self._at_hand: dict[float, Moment] = {}
        self._bytes = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """Return how many moments there are."""
        return len(self._times)

    @property
    def first_s(self) -> float:
        """Time of the oldest moment."""
        return self._times[0]

    @property
    def last_s(self) -> float:
        """Time of the newest moment."""
        return self._times[-1]

    @property
    def packed_bytes(self) -> int:
        """Memory that the packed moments take."""
        return self._bytes

    def add(self, moment: Moment) -> None:
        """Keep a moment that is later than all others."""
        old = len(self._moments) - UNPACKED
        packed = _packed(self._moments[old]) if old >= 0 else None  # only one thread adds, so it may pack unlocked
        with self._lock:
            if packed is not None:
                self._moments[old] = packed
                self._bytes += len(packed)
            self._times.append(moment.time_s)
            self._moments.append(moment)
            if self._bytes > self._budget:
                self._thin()

    def at(self, time_s: float) -> tuple[Moment, Moment]:
        """Return the moments before and after a time; both are the same where nothing lies on one side of it."""
        with self._lock:
            after = min(bisect_left(self._times, time_s - 1e-9), len(self._times) - 1)
            before = after if self._times[after] <= time_s + 1e-9 else max(after - 1, 0)
            return self._moment(before), self._moment(after)

    def frame(self, time_s: float) -> tuple[Frame, Moment]:
        """Return the picture at a time, vehicles between two places, and the moment that it belongs to."""
        before, after = self.at(time_s)
        gap = after.time_s - before.time_s
        share = 1.0 if gap <= 0 else (time_s - before.time_s) / gap
        return between(before.frame, after.frame, share), after

    def _moment(self, place: int) -> Moment:
        kept = self._moments[place]
        if not isinstance(kept, bytes):
            return kept
        time_s = self._times[place]
        if time_s not in self._at_hand:
            while len(self._at_hand) >= AT_HAND:
                del self._at_hand[next(iter(self._at_hand))]
            self._at_hand[time_s] = pickle.loads(zlib.decompress(kept))
        return self._at_hand[time_s]

    def _thin(self) -> None:
        half = len(self._times) // 2
        del self._times[1:half:2], self._moments[1:half:2]
        self._bytes = sum(len(moment) for moment in self._moments if isinstance(moment, bytes))


def _packed(moment: Moment | bytes) -> bytes:
    if isinstance(moment, bytes):
        return moment
    return zlib.compress(pickle.dumps(_halved(moment), pickle.HIGHEST_PROTOCOL), 1)


def _halved(value: Any) -> Any:
    """Return a tuple of arrays with float32 in the place of float64: a tenth of a millimetre in a kilometre."""
    if isinstance(value, np.ndarray):
        return value.astype(np.float32) if value.dtype == np.float64 else np.ascontiguousarray(value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*map(_halved, value))
    return value
