"""Perform the jobs of a plan that are missing; whatever happens to one is told, and the rest goes on."""

from __future__ import annotations

import concurrent.futures as futures
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from longtail_sim.bench.executors import Executor
from longtail_sim.bench.outcome import Outcome, Status
from longtail_sim.bench.plan import Job, Plan
from longtail_sim.bench.store import Store

AHEAD = 2  # jobs handed over for each that is performed: nobody waits for work


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a suite is, in runs."""

    total: int
    done: int
    failed: int
    before: int  # done when this command began


Tell = Callable[[Progress], None]


def run_plan(plan: Plan, store: Store, executor: Executor, tell: Tell | None = None) -> Progress:
    """Run what is missing, and write the results of every job as soon as it has ended.

    A job of several seeds that fails is begun again seed by seed, so that only the seeds that fail are lost.
    """
    done, failed = store.done(), store.failed()
    waiting = deque(plan.jobs(done))
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
            store.write_part(plan, job.runs, outcome)
            counted[0] += len(job.runs)
            counted[1] += len(job.runs) * (outcome.status != "finished")
        if tell is not None:
            tell(progress())
    return progress()


def _outcome_of(future: futures.Future[Outcome], job: Job, seconds: float) -> Outcome:
    """Return what a job came to, the death of its process included."""
    error = future.exception()
    if error is None:
        return future.result()
    late = isinstance(error, TimeoutError) or seconds >= job.limits.time_s
    status: Status = "timed_out" if late else "worker_died"
    message = f"took longer than {job.limits.time_s:g} s" if late else f"its process ended: {_first_line(error)}"
    return Outcome(status, message, seconds=seconds)


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
