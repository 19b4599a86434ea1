"""A suite's results summed up: a line for every scenario, level and agent, with intervals and a verdict."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

import longtail_sim
from longtail_sim.bench.fingerprint import formulas_fingerprint
from longtail_sim.bench.plan import Run
from longtail_sim.bench.store import Store
from longtail_sim.episode import TWIN
from longtail_sim.errors import ResultsError
from longtail_sim.scoring import METRICS, AgentSummary, score, summarise

Key = tuple[str, int, str]  # scenario, level, agent


@dataclass(frozen=True)
class Line:
    """One agent in one scenario at one level.

    Attributes:
        seeds: on which both agent and twin got to the end.
        statuses: how many runs ended how.
        summary: None if there is no such seed.
        runs: metrics by name, a mapping for each of the seeds.
        twins: those of the twins, in the same order.
        failed: seeds on which the agent did not get to the end.
    """

    scenario: str
    level: int
    agent: str
    seeds: tuple[int, ...]
    statuses: dict[str, int]
    summary: AgentSummary | None
    runs: tuple[Mapping[str, float], ...] = ()
    twins: tuple[Mapping[str, float], ...] = ()
    failed: tuple[int, ...] = ()

    def scores(self) -> dict[int, float]:
        """Return the score of every run by its seed; who did not get to the end has 0."""
        scored = {
            seed: score([run], [twin]).value for seed, run, twin in zip(self.seeds, self.runs, self.twins, strict=True)
        }
        return {**scored, **dict.fromkeys(self.failed, 0.0)}

    def as_json(self) -> dict[str, Any]:
        """Return the line in the form of summary.json."""
        return {
            "scenario": self.scenario,
            "level": self.level,
            "agent": self.agent,
            "seeds": list(self.seeds),
            "statuses": self.statuses,
            "summary": None if self.summary is None else self.summary.as_json(),
        }


@dataclass(frozen=True)
class Results:
    """The lines of a suite, and the runs that there are no results of.

    Attributes:
        versions: of longtail-sim, with which the runs were made.
    """

    suite: dict[str, Any]
    lines: tuple[Line, ...]
    missing: tuple[Run, ...]
    versions: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return everything in the form of summary.json."""
        return {
            "suite": self.suite,
            "versions": list(self.versions),
            "scored": {"version": longtail_sim.__version__, "formulas": formulas_fingerprint()},
            "missing": len(self.missing),
            "lines": [line.as_json() for line in self.lines],
        }


def sum_up(store: Store, *, allow_missing: bool = False) -> Results:
    """Return the table of the suite that the folder's manifest names.

    Raises:
        ResultsError: there are no results, or some are missing and that is not allowed.
    """
    manifest = store.read_manifest()
    runs = [Run(*row) for row in manifest["runs"]]
    done = store.done()
    missing = tuple(run for run in runs if run.identity not in done)
    if missing and not allow_missing:
        raise ResultsError(_what_is_missing(missing, len(runs)))
    found = _by_identity(store) if len(missing) < len(runs) else {}
    groups: dict[Key, list[Run]] = defaultdict(list)
    for run in runs:
        groups[run.scenario, run.level, run.agent].append(run)
    lines = [_line(key, group, groups[key[0], key[1], TWIN], found) for key, group in groups.items() if key[2] != TWIN]
    versions = sorted({found[run.identity]["version"] for run in runs if run.identity in found})
    return Results(manifest["suite"], tuple(lines), missing, tuple(versions))


def _by_identity(store: Store) -> dict[str, dict[str, Any]]:
    """Return ``{identity: {"status": ..., "metrics": {...}}}`` of all runs in the folder."""
    columns = store.rows()
    names = [name for name in METRICS if name in columns]
    values = {name: np.ma.filled(np.ma.asarray(columns[name], np.float64), np.nan) for name in names}
    found = {}
    about = zip(columns["identity"], columns["status"], columns["version"], strict=True)
    for row, (identity, status, version) in enumerate(about):
        metrics = {name: float(values[name][row]) for name in names if not np.isnan(values[name][row])}
        found[str(identity)] = {"status": str(status), "version": str(version), "metrics": metrics}
    return found


def _line(key: Key, runs: Sequence[Run], twins: Sequence[Run], found: dict[str, dict[str, Any]]) -> Line:
    rows = [found.get(run.identity) for run in runs]
    of_twins = {run.seed: found.get(run.identity) for run in twins}
    pairs = [
        (run.seed, row["metrics"], twin["metrics"])
        for run, row in zip(runs, rows, strict=True)
        if row and row["status"] == "finished" and (twin := of_twins.get(run.seed)) and twin["status"] == "finished"
    ]
    statuses = dict(Counter(row["status"] if row else "missing" for row in rows))
    own, beside = tuple(row for _, row, _ in pairs), tuple(twin for _, _, twin in pairs)
    failed = tuple(run.seed for run, row in zip(runs, rows, strict=True) if row and row["status"] != "finished")
    summary = summarise(key[2], own, beside) if pairs else None
    return Line(*key, tuple(seed for seed, _, _ in pairs), statuses, summary, own, beside, failed)


def _what_is_missing(missing: Sequence[Run], total: int) -> str:
    shown = ", ".join(f"{run.agent} in {run.scenario} on seed {run.seed}" for run in missing[:3])
    more = f" and {len(missing) - 3:,} more" if len(missing) > 3 else ""
    return (
        f"{len(missing):,} of {total:,} runs are missing: {shown}{more}; run the same longtail bench again, which goes "
        "on where it stopped, or say --allow-missing."
    )
