"""Ctrl-C in the middle of a query."""

from __future__ import annotations

import pytest

from longtail_sim.bench.duck import interruptible


def test_an_interrupted_query_is_an_interruption() -> None:
    with pytest.raises(KeyboardInterrupt), interruptible():
        raise RuntimeError("Query interrupted")


@pytest.mark.parametrize("said", ["INTERRUPT Error: Interrupted!", "KeyboardInterrupt: <EMPTY MESSAGE>"])
def test_by_whatever_words_the_library_calls_it(said: str) -> None:
    with pytest.raises(KeyboardInterrupt), interruptible():
        raise RuntimeError(said)


def test_other_errors_stay_what_they_are_whatever_file_they_name() -> None:
    with pytest.raises(RuntimeError, match="too small"), interruptible():
        raise RuntimeError("Invalid Input Error: File 'interrupted/parts/a.parquet' too small to be a Parquet file")
