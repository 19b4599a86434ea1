"""How far a suite is: rate, remaining time, and failures so far."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

from longtail_sim.cli.progress import StderrBar

if TYPE_CHECKING:
    from longtail_sim import bench

EVERY_S = 15.0  # a line, where standard error is no terminal


class SuiteBar(StderrBar):
    """A progress bar; where standard error is no terminal, a line now and then."""

    def __init__(self, name: str) -> None:
        """Prepare; nothing is shown yet."""
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("runs, {task.fields[rate]:.0f}/min,"),
            TimeRemainingColumn(),
            TextColumn("left, {task.fields[failed]} failed"),
        )
        super().__init__(*columns)
        self._task = self._bar.add_task(f"suite {name}", total=None, rate=0.0, failed=0)
        self._begin = self._told = time.monotonic()
        self._name = name

    def __call__(self, progress: bench.Progress) -> None:
        """Show how far it is."""
        seconds = max(time.monotonic() - self._begin, 1e-3)
        rate = 60 * (progress.done - progress.before) / seconds
        numbers = {"completed": progress.done, "total": progress.total, "rate": rate, "failed": progress.failed}
        self._bar.update(self._task, **numbers)  # type: ignore[arg-type]
        if self._in_lines and (time.monotonic() - self._told >= EVERY_S or progress.done == progress.total):
            self._told = time.monotonic()
            counted = f"{progress.done:,} of {progress.total:,} runs, {rate:.0f}/min, {progress.failed} failed"
            self._say(f"suite {self._name}: {counted}")
