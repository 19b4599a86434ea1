"""One job, performed in a process of its own.  What it returns is plain data, so that any executor can carry it."""

from __future__ import annotations

import contextlib
import faulthandler
import time
import traceback
from collections.abc import Iterator
from dataclasses import replace

from longtail_sim.agent import load_agent
from longtail_sim.bench.outcome import Outcome, Status
from longtail_sim.bench.plan import Job, load_at_level
from longtail_sim.episode import TWIN, EpisodeResult, Log, run_episode, run_twin, warm_up
from longtail_sim.errors import AgentError, LongtailError, SimulationError

MOST_TEXT = 20_000  # of a traceback that is kept
MEGABYTE = 2**20


def perform(job: Job) -> Outcome:
    """Run a job to its end, whatever that is; only the death of the process is left to others to notice."""
    warm_up()
    begin, cpu_begin = time.monotonic(), time.process_time()
    with _within(job.limits.time_s, job.limits.memory_mb):
        outcome = _outcome(job)
    return replace(outcome, seconds=time.monotonic() - begin, cpu_seconds=time.process_time() - cpu_begin)


def _outcome(job: Job) -> Outcome:
    try:
        with contextlib.chdir(job.folder or "."):
            log = Log() if job.tables else None
            return _told(_run(job, log), job, log)
    except MemoryError:
        return _failed("out_of_memory", f"it needs more than {job.limits.memory_mb} MB")
    except AgentError as error:
        return _failed("agent_failed", str(error))
    except SimulationError as error:
        return _failed("simulation_failed", str(error))
    except LongtailError as error:
        return _failed("scenario_failed", str(error))
    except Exception as error:
        return _failed("crashed", f"{type(error).__name__}: {error}")


def _run(job: Job, log: Log | None) -> EpisodeResult:
    run, look = job.first, None if log is None else log.look
    scenario = load_at_level(run.scenario, run.level)
    if run.agent == TWIN:
        return run_twin(scenario, job.seeds, look=look)
    return run_episode(scenario, load_agent(run.agent), job.seeds, look=look)


def _told(result: EpisodeResult, job: Job, log: Log | None) -> Outcome:
    status: Status = result.status
    if status == "agent_failed" and "MemoryError" in result.message:
        status = "out_of_memory"
    tables = [] if log is None or status != "finished" else [log.tables(world) for world in range(len(job.runs))]
    wanted = tuple({name: of_run[name] for name in job.tables} for of_run in tables)
    return Outcome(status, result.message, metrics=result.metrics, tables=wanted)


def _failed(status: Status, message: str) -> Outcome:
    lines = message.splitlines()
    return Outcome(status, lines[0] if lines else "", traceback.format_exc()[-MOST_TEXT:])


@contextlib.contextmanager
def _within(time_s: float, memory_mb: int) -> Iterator[None]:
    """End the process, with its tracebacks on standard error, after a time; let allocations beyond a limit fail.

    The watchdog is a thread without Python, so that neither compiled code nor a blocking call holds it up.
    """
    with _memory_limit(memory_mb * MEGABYTE):
        # Where standard error is no file (a test that captures it), the executor's own time limit is left.
        with contextlib.suppress(ValueError, OSError, AttributeError):
            faulthandler.dump_traceback_later(time_s, exit=True)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


@contextlib.contextmanager
def _memory_limit(more_bytes: int) -> Iterator[None]:
    """Let this process grow by so much; where the system knows no such limit, by any amount."""
    try:
        import resource
        from pathlib import Path

        now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (now + more_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
