"""Experiments in several processes.

Each process is fresh (nothing is shared but the machine code on disk), works on one experiment at a time and tells how
far it is through a pipe.  One that dies, for want of memory say, is an experiment that failed; another takes its place.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterator, Sequence
from functools import partial
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any

from longtail_sim.episode.worker import begin_worker
from longtail_sim.validation.catalogue import discover
from longtail_sim.validation.run import Outcome, Tell, perform
from longtail_sim.validation.target import Effort, Experiment

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

TOLD, DONE = "told", "done"


class Worker:
    """A process that measures, and what it is at."""

    def __init__(self, package: str, effort: Effort) -> None:
        """Start the process; it waits for names of experiments."""
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        settings = (effort.full, effort.threads, effort.first_seed)
        self.process: SpawnProcess = context.Process(target=serve, args=(theirs, package, settings), daemon=True)
        self.process.start()
        theirs.close()
        self.experiment: Experiment | None = None

    def begin(self, experiment: Experiment) -> None:
        """Give it work."""
        self.experiment = experiment
        self.pipe.send(experiment.name)

    def end(self) -> None:
        """End the process, whatever it is at."""
        self.process.terminate()
        self.process.join()
        self.pipe.close()


def serve(pipe: Connection, package: str, settings: tuple[bool, int, int]) -> None:
    """Measure what the pipe names until it is closed (in a process of its own)."""
    begin_worker()
    catalogue = discover(package)
    try:
        while True:
            name = pipe.recv()
            effort = Effort(*settings, tell=partial(_send_share, pipe, name))
            outcome = perform(catalogue.named(name), effort)
            pipe.send((DONE, outcome.readings, outcome.error, outcome.seconds))
    except (EOFError, BrokenPipeError):
        return


def _send_share(pipe: Connection, name: str, share: float) -> None:
    pipe.send((TOLD, name, share))


def perform_in_processes(
    experiments: Sequence[Experiment], effort: Effort, jobs: int, tell: Tell, package: str
) -> Iterator[Outcome]:
    """Yield the outcomes of experiments as they end; see :func:`longtail_sim.validation.run.perform_all`."""
    waiting = deque(experiments)
    workers = [Worker(package, effort) for _ in range(jobs)]
    try:
        for worker in workers:
            _next(worker, waiting, tell)
        while any(worker.experiment for worker in workers):
            busy = {worker.pipe: number for number, worker in enumerate(workers) if worker.experiment}
            for pipe in wait(list(busy)):
                number = busy[pipe]  # type: ignore[index]
                outcome = _hear(workers[number], tell)
                if outcome is None:
                    continue
                if not workers[number].process.is_alive():
                    workers[number].end()
                    workers[number] = Worker(package, effort)
                _next(workers[number], waiting, tell)
                yield outcome
    finally:
        for worker in workers:
            worker.end()


def _next(worker: Worker, waiting: deque[Experiment], tell: Tell) -> None:
    worker.experiment = None
    if waiting:
        experiment = waiting.popleft()
        tell(experiment.name, 0.0)
        worker.begin(experiment)


def _hear(worker: Worker, tell: Tell) -> Outcome | None:
    """Return the outcome that a worker sends, None for a mere sign of life."""
    assert worker.experiment is not None
    try:
        message: tuple[Any, ...] = worker.pipe.recv()
    except (EOFError, ConnectionError):
        worker.process.join()
        return Outcome(worker.experiment, None, f"its process ended with code {worker.process.exitcode}")
    if message[0] == TOLD:
        tell(message[1], message[2])
        return None
    return Outcome(worker.experiment, *message[1:])
