"""Environments for the tests: short warm-ups, closed at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from longtail_sim.envs.drive import DriveEnv

MakeEnv = Callable[..., DriveEnv]


@pytest.fixture
def make_env() -> Iterator[MakeEnv]:
    """Return the constructor with a short warm-up; what it made is closed after the test."""
    made: list[DriveEnv] = []

    def make(**arguments: Any) -> DriveEnv:
        made.append(DriveEnv(**{"warm_up_s": 30.0, **arguments}))
        return made[-1]

    yield make
    for env in made:
        env.close()
