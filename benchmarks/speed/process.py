"""Fresh Python processes: what they take, and what they say."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = str(Path(__file__).parent)


@dataclass(frozen=True)
class Done:
    """A process that has ended well."""

    seconds: float
    cpu_s: float
    out: str
    err: str

    def took(self, clock_name: str) -> float:
        """Return the seconds by one of the clocks of ``contest.py``."""
        return self.cpu_s if clock_name == "cpu" else self.seconds


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Done:
    """Run a command to its end.

    Raises:
        RuntimeError: it failed; the message is what it wrote last.
    """
    begin, before = time.perf_counter(), _children_s()
    given = {**os.environ, **(environment or {})}
    done = subprocess.run(command, env=given, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:3])} ...: {done.stderr.strip().splitlines()[-1:]}")
    return Done(time.perf_counter() - begin, _children_s() - before, done.stdout, done.stderr)


def _children_s() -> float:
    """Return the processor's time that ended processes of ours took."""
    used = os.times()
    return used.children_user + used.children_system


def python(code: str, environment: Mapping[str, str] | None = None) -> Done:
    """Run Python code in a fresh interpreter that finds the modules of this folder."""
    return run([sys.executable, "-c", f"import sys; sys.path.insert(0, {HERE!r})\n{code}"], environment)


@contextmanager
def empty_cache() -> Iterator[dict[str, str]]:
    """Yield the environment of a process that finds no machine code."""
    with tempfile.TemporaryDirectory() as folder:
        yield {"LONGTAIL_CACHE_DIR": folder}


def peak() -> int:
    """Return the most memory [bytes] that this process has held so far."""
    return _told("VmHWM")


def resident() -> int:
    """Return the memory [bytes] that this process holds; where the system does not tell, the most it has held."""
    return _told("VmRSS")


def _told(name: str) -> int:
    """Return what Linux says of this process; elsewhere its peak, which may be that of the process that started it."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return 1024 * int(status.split(f"{name}:")[1].split()[0])
