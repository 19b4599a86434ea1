"""How far a validation is; all of it goes to standard error."""

from __future__ import annotations

from collections.abc import Sequence

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn

from longtail_sim.cli.progress import StderrBar

LONGEST = 44  # of what runs now, in characters


class ExperimentBar(StderrBar):
    """A progress bar over experiments that says which run now.

    Where standard error is no terminal, such as a log, each experiment that ends is a line instead.
    """

    def __init__(self, names: Sequence[str]) -> None:
        """Prepare; nothing is shown yet."""
        columns = (BarColumn(24), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
        super().__init__(*columns)
        self._task = self._bar.add_task("", total=len(names))
        self._shares: dict[str, float] = {}
        self._ended = 0

    def tell(self, name: str, share: float) -> None:
        """Note how much of an experiment is done."""
        self._shares[name] = min(max(share, 0.0), 1.0)
        self._update()

    def done(self, name: str, seconds: float, error: str = "") -> None:
        """Note that an experiment has ended."""
        self._shares.pop(name, None)
        self._ended += 1
        if self._in_lines or error:
            word = f"failed: {error}" if error else f"done, {seconds:.0f} s"
            self._say(f"{name}: {word}")
        self._update()

    def _update(self) -> None:
        running = "; ".join(f"{name} {share:.0%}" if share else name for name, share in self._shares.items())
        words = running if len(running) <= LONGEST else running[: LONGEST - 1] + "…"
        self._bar.update(self._task, completed=self._ended, description=words.replace("[", "("))
