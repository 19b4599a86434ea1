"""What one sees while waiting; all of it goes to standard error."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn

PATIENCE_S = 2.0


def compile_first() -> None:
    """Compile the simulator if it is not, and say so."""
    from longtail_sim.episode import is_compiled, warm_up

    if is_compiled():
        return
    console = Console(stderr=True)
    console.print("compiling the simulator, once (about two minutes) ...")
    console.print(f"compiled in {warm_up():.0f} s")


class StderrBar:
    """What all bars have in common: gone in the end, and lines instead where standard error is no terminal."""

    def __init__(self, *columns: ProgressColumn) -> None:
        """Prepare; nothing is shown yet."""
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._in_lines = not self._bar.console.is_terminal

    def _say(self, line: str) -> None:
        self._bar.console.print(line, soft_wrap=True, markup=False, highlight=False)

    def __enter__(self) -> Self:
        """Show the bar."""
        if not self._in_lines:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take it away."""
        self._bar.stop()


class Bar(StderrBar):
    """A progress bar over some simulations of the same length, shown once they have taken two seconds.

    Where standard error is no terminal, such as a log, each simulation that ends is a line instead.
    Call it with a name and the simulated time so far, from any thread.
    """

    def __init__(self, label: str, names: Sequence[str], duration_s: float) -> None:
        """Prepare; nothing is shown yet."""
        self._times = dict.fromkeys(names, 0.0)
        self._duration_s = duration_s
        self._begun: dict[str, float] = {}
        self._lock = threading.Lock()
        self._begin = time.monotonic()
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        super().__init__(*columns)
        self._task = self._bar.add_task(label, total=duration_s * len(self._times))
        self._shown = self._in_lines  # then never show it

    def __call__(self, name: str, time_s: float) -> None:
        """Note how far one simulation is."""
        with self._lock:
            if self._in_lines:
                self._tell(name, time_s)
            self._times[name] = time_s
            self._bar.update(self._task, completed=sum(self._times.values()))
            if not self._shown and time.monotonic() - self._begin > PATIENCE_S:
                self._shown = True
                self._bar.start()

    def _tell(self, name: str, time_s: float) -> None:
        """Say that a simulation has just ended."""
        begin = self._begun.setdefault(name, time.monotonic())
        end = self._duration_s - 1e-6
        if self._times[name] < end <= time_s:
            self._say(f"{name}: done, {time.monotonic() - begin:.0f} s")

    def __enter__(self) -> Self:
        """Return the bar itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        with self._lock:
            self._shown = True
            self._bar.stop()
