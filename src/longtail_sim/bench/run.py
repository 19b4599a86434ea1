"""Perform the jobs of a plan that are missing; whatever happens to one is told, and the rest goes on."""

from __future__ import annotations

import concurrent.futures as futures
import time
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from longtail_sim.bench.executors import Executor
from longtail_sim.bench.outcome import Outcome, Status
from longtail_sim.bench.plan import Job, Plan
from longtail_sim.bench.store import Store

WATCHDOG_EXIT = 1  # of faulthandler.dump_traceback_later
AHEAD = 2  # jobs handed over for each that is performed: nobody waits for work


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a suite is, in runs."""

    total: int
    done: int
    failed: int
    before: int  # done when this command began


Tell = Callable[[Progress], None]


def run_plan(
    plan: Plan, store: Store, executor: Executor, tell: Tell | None = None, tables: tuple[str, ...] = ()
) -> Progress:
    """Run what is missing, and write the results of every job as soon as it has ended.

    A run whose row is there and whose ``tables`` are not is run again for these; its row stays as it is.  A job of
    several seeds that fails is begun again seed by seed, so that only the seeds that fail are lost.
    """
    written, failed = frozenset(store.done()), store.failed()
    waiting = deque(plan.jobs(store.complete(tables), tables))
    missing = sum(len(job.runs) for job in waiting)
    wanted = {run.identity for run in plan.runs}
    counted = [len(plan.runs) - missing, len(wanted & failed)]
    before = counted[0]

    def progress() -> Progress:
        return Progress(len(plan.runs), counted[0], counted[1], before)

    running: dict[futures.Future[Outcome], tuple[Job, float]] = {}
    while waiting or running:
        while waiting and len(running) < AHEAD * executor.jobs:
            job = waiting.popleft()
            running[executor.submit(job)] = job, time.monotonic()
        ended, _ = futures.wait(running, timeout=1.0, return_when=futures.FIRST_COMPLETED)
        for future in ended:
            job, begun = running.pop(future)
            outcome = _outcome_of(future, job, time.monotonic() - begun)
            if outcome.status != "finished" and len(job.runs) > 1:
                waiting.extendleft(reversed(job.one_by_one()))
                continue
            _keep(plan, store, job, outcome, written)
            counted[0] += len(job.runs)
            counted[1] += len(job.runs) * (outcome.status != "finished")
        if tell is not None:
            tell(progress())
    return progress()


def _keep(plan: Plan, store: Store, job: Job, outcome: Outcome, written: Collection[str]) -> None:
    """Write a job's tables, then the rows that are not there yet: where there is a row, its tables are complete."""
    for run, tables in zip(job.runs, outcome.tables, strict=False):
        store.write_tables(run, tables)
    fresh = [number for number, run in enumerate(job.runs) if run.identity not in written]
    if fresh:
        share = len(fresh) / len(job.runs)
        metrics = tuple(outcome.metrics[number] for number in fresh) if outcome.metrics else ()
        wall_s, cpu_s = outcome.seconds * share, outcome.cpu_seconds * share
        kept = replace(outcome, metrics=metrics, tables=(), seconds=wall_s, cpu_seconds=cpu_s)
        store.write_part(plan, [job.runs[number] for number in fresh], kept)


def _outcome_of(future: futures.Future[Outcome], job: Job, seconds: float) -> Outcome:
    """Return what a job came to, the death of its process included."""
    error = future.exception()
    if error is None:
        return future.result()
    late = isinstance(error, TimeoutError) or (seconds >= job.limits.time_s and _may_be_the_watchdog(error))
    status: Status = "timed_out" if late else "worker_died"
    message = f"took longer than {job.limits.time_s:g} s" if late else f"its process ended: {_first_line(error)}"
    return Outcome(status, message, seconds=seconds)


def _may_be_the_watchdog(error: BaseException) -> bool:
    """Return whether a process may have ended itself for its time; the time counts from when it was handed over."""
    return getattr(error, "exitcode", WATCHDOG_EXIT) == WATCHDOG_EXIT


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
