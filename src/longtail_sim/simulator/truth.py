"""What perfect sensors would show, for the record: it believed X, it was Y."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from longtail_sim.core.state import State


@contextmanager
def perfect_sensors(state: State) -> Iterator[None]:
    """Let whoever observes within see the truth; beliefs stay as they are, nothing may step."""
    sensing = state.clock["sensing"]
    before = sensing.copy()
    sensing[...] = 0
    try:
        yield
    finally:
        sensing[...] = before
