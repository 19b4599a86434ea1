"""Benchmark suites that survive: laid out, performed in processes of their own, stored part by part, summed up."""

from longtail_sim.bench.estimate import Share, estimate
from longtail_sim.bench.executors import LOCAL, make_executor
from longtail_sim.bench.leaderboard import Entry, Leaderboard, leaderboard
from longtail_sim.bench.outcome import STATUSES, Outcome
from longtail_sim.bench.overall import delay_over, harm_over
from longtail_sim.bench.performance import performance_json
from longtail_sim.bench.plan import Job, Plan, Run, make_plan
from longtail_sim.bench.run import Progress, run_plan
from longtail_sim.bench.store import Store, open_results
from longtail_sim.bench.suite import Suite, list_suites, load_suite
from longtail_sim.bench.table import Line, Results, sum_up
from longtail_sim.bench.versus import Case, Versus, paired, versus

__all__ = [
    "LOCAL",
    "STATUSES",
    "Case",
    "Entry",
    "Job",
    "Leaderboard",
    "Line",
    "Outcome",
    "Plan",
    "Progress",
    "Results",
    "Run",
    "Share",
    "Store",
    "Suite",
    "Versus",
    "delay_over",
    "estimate",
    "harm_over",
    "leaderboard",
    "list_suites",
    "load_suite",
    "make_executor",
    "make_plan",
    "open_results",
    "paired",
    "performance_json",
    "run_plan",
    "sum_up",
    "versus",
]
