"""What a process does first that works for another one."""

from __future__ import annotations

import contextlib
import signal
import sys


def begin_worker() -> None:
    """Leave Ctrl-C to the parent, and standard output to results (in a process of its own)."""
    with contextlib.suppress(ValueError):  # not in the main thread: nobody sends it signals
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stdout = sys.stderr
