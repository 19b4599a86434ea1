"""How long a suite will take, before it is run: from runs like these in its folder, else from the size of scenarios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from longtail_sim.bench.plan import Plan, Run, load_at_level
from longtail_sim.bench.store import Store

Kind = tuple[str, int, str]  # scenario, level, agent

# Processor time for a simulated second of a junction, where nothing has been measured yet: that of `longtail bench
# standard --seeds 0:2`, on a busy server.
USUAL_S = 5e-5


@dataclass(frozen=True)
class Share:
    """The runs of one scenario in a suite.

    Attributes:
        cpu_s: processor time of those that are missing.
        measured: whether all of it is known from runs of the same kind.
    """

    scenario: str
    runs: int
    missing: int
    cpu_s: float
    measured: bool


def estimate(plan: Plan, store: Store | None, tables: Sequence[str] = ()) -> list[Share]:
    """Return what a plan still takes, scenario by scenario.

    Args:
        plan: the suite.
        store: its folder, None if there is none yet.
        tables: that are wanted beside the rows; runs that lack one are run again.
    """
    done = set() if store is None else store.complete(tables)
    known = {} if store is None else measured(store)
    rate = _rate(known)
    shares: dict[str, list[Run]] = {}
    for run in plan.runs:
        shares.setdefault(run.scenario, []).append(run)
    return [_share(scenario, runs, done, known, rate) for scenario, runs in shares.items()]


def measured(store: Store) -> dict[Kind, float]:
    """Return the mean processor time of a run [s] of every kind that has got to its end."""
    if "cpu_seconds" not in store.columns():
        return {}
    rows = store.rows(
        "scenario, level, agent, avg(cpu_seconds) AS cpu_s",
        "status = 'finished' AND cpu_seconds IS NOT NULL GROUP BY scenario, level, agent",
    )
    found = zip(rows["scenario"], rows["level"], rows["agent"], rows["cpu_s"], strict=True)
    return {(str(scenario), int(level), str(agent)): float(cpu_s) for scenario, level, agent, cpu_s in found}


def _share(scenario: str, runs: list[Run], done: set[str], known: Mapping[Kind, float], rate: float) -> Share:
    missing = [run for run in runs if run.identity not in done]
    kinds = [(run.scenario, run.level, run.agent) for run in missing]
    cpu_s = sum(known[kind] if kind in known else rate * size(scenario) for kind in kinds)
    return Share(scenario, len(runs), len(missing), cpu_s, all(kind in known for kind in kinds))


def _rate(known: Mapping[Kind, float]) -> float:
    total = sum(size(scenario) for scenario, _, _ in known)
    return sum(known.values()) / total if total else USUAL_S


@cache
def size(scenario: str) -> float:
    """Return a number that grows as the time to simulate: simulated seconds times junctions, more or less."""
    found = load_at_level(scenario, None)
    return found.duration_s * len(found.network.column_names) * len(found.network.row_names)
