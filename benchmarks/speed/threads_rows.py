"""What a second thread gives.  Threads share out worlds, so two of them need at least two worlds."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from contest import Effort, Turn, alternate, ratios
from reference import reference
from table import Row, Target
from worlds import SETTLED_S, contestant, grid, settled

IDS = ("1.3",)
MACHINE_GIVES = 1.8  # less than this from plain arithmetic, and no second core is free


def cores() -> int:
    """Return the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def together(turns: list[Callable[[], Turn]]) -> Callable[[], Turn]:
    """Return one contestant made of several, each in a thread of its own."""

    def turn() -> Turn:
        begin = time.perf_counter()
        with ThreadPoolExecutor(len(turns)) as pool:
            work = sum(done.result().work for done in [pool.submit(each) for each in turns])
        return Turn(work, time.perf_counter() - begin)

    return turn


def measure(effort: Effort, tell: Callable[[str], None]) -> Iterator[Row]:
    """Yield the speed-up of two threads, by the clock on the wall."""
    tell("warming up two grids")
    worlds = settled(grid(10), effort.pick(SETTLED_S, 240.0), worlds=2, threads=2)
    single, clock = settled(grid(10), effort.pick(SETTLED_S, 240.0), worlds=2), time.perf_counter
    seconds = effort.pick(120.0, 30.0)
    each = [reference(2000, 6000, clock) for _ in range(2)]
    contestants = {
        "one": contestant(single, seconds, clock),
        "two": contestant(worlds, seconds, clock),
        "machine, one": each[0],
        "machine, two": together(each),
    }
    turns = alternate(contestants, effort.rounds, tell)
    machine = ratios(turns["machine, two"], turns["machine, one"])
    unfit = "" if machine.median >= MACHINE_GIVES and cores() > 1 else "no second core is free"
    yield Row(
        "1.3",
        "two threads ÷ one",
        "×",
        f"two worlds of the 10 × 10 grid; threads share out worlds; plain arithmetic gains × {machine.median:.2f}",
        ratios(turns["two"], turns["one"]),
        Target(1.7),
        unfit=unfit,
    )
