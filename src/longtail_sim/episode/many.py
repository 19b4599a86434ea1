"""Many comparisons at once, each in one of several processes: the samples of a variation.

A process is fresh: nothing is shared but the machine code on disk, so the results do not depend on how many there are.
Suites do more (limits, rows on disk, going on where one stopped) with libraries that a plain installation lacks.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from longtail_sim.agent import load_agent
from longtail_sim.agent.guard import DECISION_LIMIT_S
from longtail_sim.episode.compare import compare
from longtail_sim.episode.worker import begin_worker
from longtail_sim.errors import LongtailError, SimulationError
from longtail_sim.scenario import Scenario
from longtail_sim.scoring import AgentSummary


@dataclass(frozen=True)
class Task:
    """Some agents, by the names under which they are loaded, and the twin, in one scenario on the same seeds."""

    name: str
    scenario: Scenario
    agents: tuple[str, ...]
    seeds: tuple[int, ...]
    decision_limit_s: float | None = DECISION_LIMIT_S


@dataclass(frozen=True)
class Judged:
    """What came of a task: the summary of every agent that got to the end, and what became of the others."""

    task: Task
    summaries: dict[str, AgentSummary]
    failures: dict[str, str]
    seconds: float
    nothing_drove: bool = False


Tell = Callable[[str], None]  # name of the task that begins


def judge(task: Task) -> Judged:
    """Run one task, in this process and one thread; what an agent or a scenario does wrong is part of the answer."""
    begin = time.perf_counter()
    try:
        agents = [load_agent(name) for name in task.agents]
        found = compare(task.scenario, agents, task.seeds, jobs=1, decision_limit_s=task.decision_limit_s)
    except LongtailError as error:
        return Judged(task, {}, dict.fromkeys(task.agents, str(error)), time.perf_counter() - begin)
    asked = dict(zip((run.agent for run in found.runs), task.agents, strict=True))
    summaries = {asked[name]: summary for name, summary in found.summaries.items()}
    failures = {asked[run.agent]: run.message for run in found.failed}
    return Judged(task, summaries, failures, time.perf_counter() - begin, found.nothing_drove)


def judge_all(tasks: Sequence[Task], processes: int, tell: Tell) -> Iterator[Judged]:
    """Yield what came of all tasks, as they end.

    Raises:
        SimulationError: a process died, for want of memory say.
    """
    if processes == 1 or len(tasks) == 1:
        for task in tasks:
            tell(task.name)
            yield judge(task)
        return
    others = multiprocessing.active_children()
    pool = ProcessPoolExecutor(
        min(processes, len(tasks)), mp_context=multiprocessing.get_context("spawn"), initializer=begin_worker
    )
    try:
        yield from _in_turn(pool, tasks, min(processes, len(tasks)), tell)
        pool.shutdown()
    except BrokenProcessPool:
        raise SimulationError("a process ended before its work was done; there may be too little memory.") from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            if process not in others:
                process.terminate()


def _in_turn(pool: ProcessPoolExecutor, tasks: Sequence[Task], at_once: int, tell: Tell) -> Iterator[Judged]:
    """Hand out a task whenever a process is free, so that one can be told which run."""
    waiting, running = iter(tasks), set[Future[Judged]]()
    while True:
        while len(running) < at_once and (task := next(waiting, None)) is not None:
            tell(task.name)
            running.add(pool.submit(judge, task))
        if not running:
            return
        done, running = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            yield future.result()
