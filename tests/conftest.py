"""Settings for all tests: the machine code of the core is compiled once and shared by all test processes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import hypothesis
import pytest

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")  # no window opens in a test
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

Python = Callable[..., str]

# The first example of a property may compile the core.
hypothesis.settings.register_profile("compiled", deadline=None)
hypothesis.settings.load_profile("compiled")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile once, before there are several processes that each would."""
    if getattr(session.config.option, "numprocesses", None) and not hasattr(session.config, "workerinput"):
        subprocess.run([sys.executable, "-c", "from longtail_sim.episode import warm_up; warm_up()"], check=True)


@pytest.fixture(scope="session")
def python() -> Python:
    """Return run(code, **environment) -> standard output of a fresh interpreter; warnings are errors there as well."""

    def run(code: str, **environment: str) -> str:
        command = [sys.executable, "-W", "error", "-c", code]
        done = subprocess.run(
            command, env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=300
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
