"""``kill -9`` at random moments, then the same command again: nothing lost, nothing twice, nothing left running."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from longtail_sim.bench import Store, load_suite, make_plan

KILLS = 50
TABLES = ("vehicles", "events")
COMMAND = (sys.executable, "-m", "longtail_sim", "bench", "small.yaml", "--jobs", "2", "--out", "out")
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc")


def children_of_the_killed(folder: Path) -> list[int]:
    """Return the processes that work in a folder, this one apart."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and Path(os.readlink(entry / "cwd")) == folder and int(entry.name) != os.getpid():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


@LINUX
@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_killed_at_random_moments(own_folder: Path) -> None:
    Path("small.yaml").write_text(Path("small.yaml").read_text().replace('"0:4"', '"0:240"'))
    plan = make_plan(load_suite("small.yaml"))
    command = (*COMMAND, "--tables", ",".join(TABLES))
    moments = random.Random(1)
    store = Store(Path("out"))
    kept: set[str] = set()
    cut_short = 0
    for _ in range(KILLS):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(moments.uniform(0.2, 3.5))
            cut_short += process.poll() is None
            process.send_signal(signal.SIGKILL)
        done = store.done()
        assert kept <= done
        kept = done
    assert cut_short >= KILLS // 5, "the suite ended before it could be killed"
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert ended.returncode == 0, ended.stderr
    found = store.rows("identity")["identity"].tolist()
    assert sorted(found) == sorted(run.identity for run in plan.runs)
    assert store.with_tables(TABLES) == set(found)
    for name in TABLES:
        files = [path for path in (store.folder / "tables" / name).iterdir() if not path.name.startswith(".")]
        assert len(files) == len(found)
    limit = time.monotonic() + 10
    while children_of_the_killed(own_folder) and time.monotonic() < limit:
        time.sleep(0.1)
    assert children_of_the_killed(own_folder) == []


@LINUX
def test_interrupted_says_so_and_goes_on(own_folder: Path) -> None:
    Path("small.yaml").write_text(Path("small.yaml").read_text().replace('"0:4"', '"0:400"'))
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        limit = time.monotonic() + 200  # machine code may have to be compiled first
        parts = own_folder / "out" / "parts"
        while not (parts.is_dir() and any(parts.glob("*.parquet"))) and process.poll() is None:
            assert time.monotonic() < limit
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert out == ""
    assert err.splitlines()[-1] == "interrupted"
    assert "Traceback" not in err
    assert children_of_the_killed(own_folder) == []
    assert 0 < len(Store(Path("out")).done()) < 800
