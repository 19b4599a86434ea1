"""A suite on clusters that run already, on this machine; a worker is killed in the middle, and every row comes once."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from longtail_sim.bench import Plan, Progress, Store, load_suite, make_executor, make_plan, run_plan

from .conftest import agent

HOST = "127.0.0.1"
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@contextmanager
def running(*command: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a program of this environment, and end it and its children."""
    program = [str(Path(sys.executable).parent / command[0]), *command[1:]]
    with subprocess.Popen(
        program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)  # Ray's head ends its daemons, which are in no group of its own
                with suppress(subprocess.TimeoutExpired):
                    process.wait(20)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


def wait_for(port: int) -> None:
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        with socket.socket() as caller:
            if caller.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"nobody listens on port {port}")


@pytest.fixture
def plan() -> Plan:
    Path("small.yaml").write_text(Path("small.yaml").read_text().replace('"0:4"', '"0:40"'))
    return make_plan(load_suite("small.yaml"))


def every_row_once(plan: Plan, store: Store) -> None:
    rows = store.rows("identity, status")
    assert sorted(rows["identity"]) == sorted(run.identity for run in plan.runs)
    assert set(rows["status"]) == {"finished"}


def test_dask(plan: Plan) -> None:
    pytest.importorskip("distributed")
    port, store = free_port(), Store(Path("out"))
    address = f"tcp://{HOST}:{port}"
    worker = ("dask", "worker", address, "--nthreads", "1", "--no-dashboard", "--host", HOST)
    scheduler = ("dask", "scheduler", "--host", HOST, "--port", str(port), "--no-dashboard")
    with running(*scheduler), running(*worker) as doomed, running(*worker):
        wait_for(port)
        executor = make_executor(f"dask://{HOST}:{port}", 1)
        killed = []

        def kill_one(progress: Progress) -> None:
            if progress.done >= 8 and not killed:
                killed.append(progress.done)
                os.killpg(doomed.pid, signal.SIGKILL)

        try:
            end = run_plan(plan, store, executor, kill_one)
        finally:
            executor.close()
    assert killed
    assert killed[0] < end.total
    every_row_once(plan, store)


def test_ray(plan: Plan, own_folder: Path) -> None:
    pytest.importorskip("ray")
    # A worker is killed by what runs in it, the first time that somebody decides there; Ray performs the job again.
    killed = own_folder / "killed"
    once = f"open({str(killed)!r}, 'x').close() or os.kill(os.getpid(), 9)"
    body = f"{once} if not os.path.exists({str(killed)!r}) else None"
    Path("doomed.py").write_text(agent(body), encoding="utf-8")
    Path("small.yaml").write_text(Path("small.yaml").read_text().replace("[rule_based]", "[rule_based, doomed.py]"))
    plan, port, store = make_plan(load_suite("small.yaml")), free_port(), Store(Path("out"))
    head = ("ray", "start", "--head", "--block", f"--node-ip-address={HOST}", f"--port={port}", "--num-cpus=2")
    with running(*head, "--include-dashboard=false", "--disable-usage-stats"):
        wait_for(port)
        executor = make_executor(f"ray://{HOST}:{port}", 1)
        try:
            run_plan(plan, store, executor)
        finally:
            executor.close()
    assert killed.exists()
    every_row_once(plan, store)
