"""How soon does a large suite go on, how fast is a large folder summed up, and do two processes help?

Usage: python benchmarks/suite_store.py resume|rows|processes

``resume``: folders with 1,000 and 10,000 runs, written by the store's own writer; then, in a fresh process, how long it
takes until the first job that is missing is known, and how much memory that takes.  Then the table of the larger one.
``rows``: a million rows of all columns in 1,000 parts; the mean of a metric for every scenario and agent.
``processes``: the same jobs in one process and in two, in turns, on a machine that has nothing else to do.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from longtail_sim.bench import LOCAL, Outcome, Plan, Store, Suite, make_executor, make_plan, run_plan, sum_up
from longtail_sim.bench.duck import duckdb
from longtail_sim.scoring import METRICS

CHILD = "child"
MISSING = 4  # runs that are left to do
TURNS = 3


def planned(seeds: int) -> Plan:
    """Return a plan of five times as many runs, for every scenario ten of them for each of these."""
    agents = ("stop_when_confused", "rule_based", "reasoning", "learned")
    names = ("one_dark_junction", "sf_outage", "rush_hour", "calm_grid", "fog")
    suite = Suite(name="large", version=1, scenarios=names, agents=agents, seeds=f"0:{seeds}")
    return make_plan(suite)


def fill(folder: Path, seeds: int) -> Plan:
    """Write results for all runs of a plan but the last few."""
    plan, store = planned(seeds), Store(folder)
    store.write_manifest(plan)
    for job in plan.jobs():
        rows = tuple({name: float(run.seed + 1) for name in METRICS} for run in job.runs)
        if job.runs[-1] != plan.runs[-1]:
            store.write_part(plan, job.runs, Outcome("finished", metrics=rows))
    return plan


def begin_again(folder: Path, seeds: int) -> None:
    """Do what the command does before its first job, in a process of its own."""
    begin, cpu = time.monotonic(), time.process_time()
    plan, store = planned(seeds), Store(folder)
    with store.locked():
        store.write_manifest(plan)
        jobs = plan.jobs(store.done())
    assert sum(len(job.runs) for job in jobs) == MISSING, jobs
    wall, cpu = time.monotonic() - begin, time.process_time() - cpu
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  until the first job: {wall:.2f} s (processor {cpu:.2f} s), at most {most:.0f} MB of memory")


def resume(folder: Path) -> None:
    """Measure how soon a suite goes on."""
    for seeds in (40, 400):
        place = folder / str(seeds)
        begin = time.monotonic()
        plan = fill(place, seeds)
        print(f"{len(plan.runs):,} runs, written in {time.monotonic() - begin:.0f} s:", flush=True)
        command = [sys.executable, __file__, CHILD, "--folder", str(place), "--seeds", str(seeds)]
        begin = time.monotonic()
        subprocess.run(command, check=True)
        print(f"  with the start of Python: {time.monotonic() - begin:.2f} s", flush=True)
    begin, cpu = time.monotonic(), time.process_time()
    lines = sum_up(Store(place), allow_missing=True).lines
    wall, cpu = time.monotonic() - begin, time.process_time() - cpu
    print(f"  table of {len(lines)} lines: {wall:.1f} s (processor {cpu:.1f} s)")


def rows(folder: Path) -> None:
    """Measure how fast a million rows are summed up."""
    parts = folder / "parts"
    parts.mkdir()
    metrics = ", ".join(f'random() AS "{name}"' for name in METRICS)
    about = "'finished' AS status, 'scenario_' || (i % 40) AS scenario, 'agent_' || (i % 7) AS agent, i AS seed"
    for part in range(1000):
        query = f"SELECT {about}, {metrics} FROM range({1000 * part}, {1000 * (part + 1)}) AS rows(i)"
        duckdb().execute(f"COPY ({query}) TO '{parts / f'{part}.parquet'}' (FORMAT parquet, COMPRESSION zstd)")
    size = sum(path.stat().st_size for path in parts.iterdir()) / 1e6
    query = (
        f"SELECT scenario, agent, avg(others_delay_s), count(*) FROM read_parquet('{parts}/*.parquet', "
        "union_by_name=true) WHERE status = 'finished' GROUP BY ALL"
    )
    times = []
    for _ in range(TURNS):
        begin = time.monotonic()
        found = duckdb().execute(query).fetchall()
        times.append(time.monotonic() - begin)
    told = ", ".join(f"{seconds:.2f}" for seconds in times)
    print(f"{sum(row[-1] for row in found):,} rows of {len(METRICS) + 4} columns, {size:,.0f} MB: {told} s")


def processes(folder: Path, seeds: int) -> None:
    """Measure how many times as fast two processes are as one."""
    suite = Suite(name="two", version=1, scenarios=("one_dark_junction",), agents=("rule_based",), seeds=f"0:{seeds}")
    plan, rates = make_plan(suite), dict[int, list[float]]({1: [], 2: []})
    for turn in range(TURNS):
        for number in (1, 2):
            executor = make_executor(LOCAL, number)
            try:
                warm = make_plan(suite.model_copy(update={"seeds": "100000:100008", "seeds_per_job": 1}))
                run_plan(warm, Store(folder / f"warm-{turn}-{number}"), executor)  # every process has loaded its code
                begin = time.monotonic()
                run_plan(plan, Store(folder / f"{turn}-{number}"), executor)
                rates[number].append(60 * len(plan.runs) / (time.monotonic() - begin))
            finally:
                executor.close()
            print(
                f"turn {turn + 1}, {number} process{'es' * (number > 1)}: {rates[number][-1]:.0f} runs/min", flush=True
            )
    ratio = statistics.median(rates[2]) / statistics.median(rates[1])
    print(f"two processes are {ratio:.2f} times as fast as one (medians of {TURNS} turns)")


def main() -> None:
    """Measure one of the three."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("resume", "rows", "processes", CHILD))
    parser.add_argument("--seeds", type=int, default=64, help="of processes")
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.what == CHILD:
        begin_again(given.folder, given.seeds)
        return
    with tempfile.TemporaryDirectory() as folder:
        if given.what == "processes":
            processes(Path(folder), given.seeds)
        else:
            {"resume": resume, "rows": rows}[given.what](Path(folder))


if __name__ == "__main__":
    main()
