"""Ctrl-C in the middle of a query."""

from __future__ import annotations

import pytest

from longtail_sim.bench.duck import interruptible


def test_an_interrupted_query_is_an_interruption() -> None:
    with pytest.raises(KeyboardInterrupt), interruptible():
        raise RuntimeError("Query interrupted")


def test_other_errors_stay_what_they_are() -> None:
    with pytest.raises(RuntimeError, match="something else"), interruptible():
        raise RuntimeError("something else")
