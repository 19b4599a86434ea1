"""How long one waits: for the import, for help, for the first step with and without machine code in the cache."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence

from contest import Effort, Spread
from process import Done, empty_cache, python, run
from table import Row, Target

IDS = ("6.1", "6.2", "6.3", "6.4")
CLOCKS = "import time; clock = time.{clock}\n"
IMPORT = "begin = clock(); import longtail_sim; print(clock() - begin)"
STEP = """
from longtail_sim import Simulator, load_scenario
simulator = Simulator(load_scenario("one_dark_junction"), [0])
begin = clock()
simulator.step()
print(clock() - begin)
"""
COMPILE = "from longtail_sim.cli.progress import compile_first; compile_first()"  # as every command begins
LONGTAIL = [sys.executable, "-m", "longtail_sim"]
COMPILED = re.compile(r"compiling.*?compiled in (\d+) s", re.DOTALL)


def compile_s(done: Done) -> float:
    """Return the seconds that a run without machine code says it compiled.

    Raises:
        ValueError: it did not say so before and after.
    """
    told = COMPILED.search(done.err)
    if told is None:
        raise ValueError("a run without machine code in the cache did not say that it compiles")
    return float(told[1])


def code(text: str, effort: Effort) -> str:
    """Return code that has a ``clock``."""
    return CLOCKS.format(clock="process_time" if effort.clock_name == "cpu" else "perf_counter") + text


def whole(done: Sequence[Done], effort: Effort) -> Spread:
    """Return how long these processes took."""
    return Spread.of([each.took(effort.clock_name) for each in done])


def measure(effort: Effort, tell: Callable[[str], None]) -> Iterator[Row]:
    """Yield the rows of waiting, each in fresh processes."""
    times = range(int(effort.pick(7, 3)))
    tell("imports")
    imports = Spread.of([float(python(code(IMPORT, effort)).out) for _ in times])
    yield Row("6.1", "import longtail_sim", "s", "in a fresh process", imports, Target(0.4, at_most=True))
    helps = [run([*LONGTAIL, "--help"]) for _ in times]
    how = f"the whole process; processor's time {Spread.of([done.cpu_s for done in helps]).median:.2f} s"
    yield Row("6.2", "longtail --help", "s", how, whole(helps, effort), Target(0.5, at_most=True))
    if effort.wants("6.3"):
        yield warm(times, effort, tell)
    if effort.wants("6.4"):
        yield cold(effort, tell)


def warm(times: range, effort: Effort, tell: Callable[[str], None]) -> Row:
    """Return the row of the first step in a process that finds machine code."""
    tell("first steps with machine code in the cache")
    python(code(STEP, effort))
    done = [python(code(STEP, effort)) for _ in times]
    step = Spread.of([float(each.out) for each in done]).median
    how = f"the whole process, imports, scenario and world included; the step alone {step:.2f} s"
    what = "first step, machine code in the cache"
    return Row("6.3", what, "s", how, whole(done, effort), Target(2.0, at_most=True))


def cold(effort: Effort, tell: Callable[[str], None]) -> Row:
    """Return the row of the first run ever."""
    tell("compiling with an empty cache")
    with empty_cache() as environment:
        done = python(COMPILE, environment)
    seconds = done.cpu_s if effort.clock_name == "cpu" else compile_s(done)
    how = f"what the first command says: compiled in {compile_s(done):.0f} s; processor's time {done.cpu_s:.0f} s; once"
    return Row("6.4", "compile with an empty cache", "s", how, Spread.of([seconds]), Target(45.0, at_most=True))
