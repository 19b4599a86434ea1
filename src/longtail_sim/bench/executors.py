"""Where jobs are performed.  Every executor speaks ``concurrent.futures.Future``, and survives the death of a worker.

``local`` starts processes here (pebble); ``dask://HOST:PORT`` and ``ray://HOST:PORT`` (or ``ray://auto``) use a cluster
that runs already.
"""

from __future__ import annotations

import concurrent.futures as futures
import multiprocessing
import os
from collections.abc import Callable
from importlib import import_module
from typing import Any, Protocol, cast

from longtail_sim.bench.outcome import Outcome
from longtail_sim.bench.plan import Job
from longtail_sim.bench.work import perform
from longtail_sim.episode.worker import begin_worker
from longtail_sim.errors import LongtailError

GRACE_S = 10.0  # after which a worker that should have ended itself is killed
LOCAL = "local"


class Executor(Protocol):
    """Takes jobs and gives futures."""

    jobs: int  # that are performed at the same time

    def submit(self, job: Job) -> futures.Future[Outcome]:
        """Begin a job as soon as there is room."""

    def close(self) -> None:
        """End everything, whatever is going on."""


class LocalExecutor:
    """Processes of this machine, started afresh (spawn); one that dies takes its own job along and no other."""

    def __init__(self, jobs: int) -> None:
        """Start the processes."""
        pebble = _needed("pebble", "bench")
        context = multiprocessing.get_context("spawn")
        self.jobs = jobs
        self._pool = pebble.ProcessPool(max_workers=jobs, context=context, initializer=begin_worker)

    def submit(self, job: Job) -> futures.Future[Outcome]:
        """See :class:`Executor`."""
        scheduled = self._pool.schedule(perform, args=[job], timeout=job.limits.time_s + GRACE_S)
        return cast("futures.Future[Outcome]", scheduled)

    def close(self) -> None:
        """See :class:`Executor`."""
        self._pool.stop()
        self._pool.join()


class DaskExecutor:
    """An existing Dask cluster; longtail-sim has to be installed where its workers run."""

    def __init__(self, address: str) -> None:
        """Connect."""
        distributed = _needed("distributed", "cluster")
        try:
            self._client = distributed.Client(address.replace("dask://", "tcp://"), timeout="10s")
        except OSError as error:
            raise LongtailError(f"no Dask scheduler answers at {address}: {error}.") from None
        self.jobs = max(1, sum(self._client.nthreads().values()))
        self._pool = self._client.get_executor(pure=False, retries=1)

    def submit(self, job: Job) -> futures.Future[Outcome]:
        """See :class:`Executor`."""
        return cast("futures.Future[Outcome]", self._pool.submit(perform, job))

    def close(self) -> None:
        """See :class:`Executor`."""
        self._pool.shutdown(wait=False)
        self._client.close()


class RayExecutor:
    """An existing Ray cluster; longtail-sim has to be installed where its workers run."""

    def __init__(self, address: str) -> None:
        """Connect."""
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        self._ray = _needed("ray", "cluster")
        try:
            self._ray.init(address=address.removeprefix("ray://"), log_to_driver=False, logging_level="ERROR")
        except (OSError, ConnectionError, RuntimeError) as error:
            raise LongtailError(f"no Ray cluster answers at {address}: {error}.") from None
        self.jobs = max(1, int(self._ray.cluster_resources().get("CPU", 1)))
        self._perform: Callable[..., Any] = self._ray.remote(max_retries=1, num_cpus=1)(perform).remote

    def submit(self, job: Job) -> futures.Future[Outcome]:
        """See :class:`Executor`."""
        return cast("futures.Future[Outcome]", self._perform(job).future())

    def close(self) -> None:
        """See :class:`Executor`."""
        self._ray.shutdown()


def make_executor(where: str, jobs: int) -> Executor:
    """Return the executor that a word or an address names.

    Raises:
        LongtailError: there is no such kind, its library is not installed, or nobody answers there.
    """
    if where == LOCAL:
        return LocalExecutor(jobs)
    if where.startswith("dask://"):
        return DaskExecutor(where)
    if where.startswith("ray://"):
        return RayExecutor(where)
    raise LongtailError(f"--executor {where[:60]} is unknown; write local, dask://HOST:PORT or ray://HOST:PORT.")


def _needed(module: str, extra: str) -> Any:
    try:
        return import_module(module)
    except ImportError:
        raise LongtailError(f"{module} is not installed; pip install 'longtail-sim[{extra}]' brings it.") from None
