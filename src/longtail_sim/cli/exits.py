"""Exit codes, and runs that fail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from longtail_sim.errors import AgentError, LongtailError, SimulationError

FAILED = 1  # a run or a check failed
WRONG = 2  # wrong input: options, scenarios, agents that cannot be loaded
INTERNAL = 70  # a defect of longtail-sim (EX_SOFTWARE)
INTERRUPTED = 130  # as shells count: 128 + SIGINT


class RunFailedError(LongtailError):
    """A run did not get to its end."""


@contextmanager
def running() -> Iterator[None]:
    """Tell an agent that fails on the way from one that cannot be loaded."""
    try:
        yield
    except (AgentError, SimulationError) as error:
        failed = RunFailedError(str(error))
        for note in getattr(error, "__notes__", ()):
            failed.add_note(note)
        raise failed from error
