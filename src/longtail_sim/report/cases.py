"""What a report is made of: the results of a folder, case by case, and what failed in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from longtail_sim.bench import Line, Results, Store, sum_up
from longtail_sim.bench.plan import Run, is_current, load_at_level
from longtail_sim.errors import LongtailError, ResultsError
from longtail_sim.report.worst import Worst, worst_of
from longtail_sim.scenario import Scenario


@dataclass(frozen=True)
class Failure:
    """A run that did not get to its end."""

    run: Run
    status: str
    message: str


@dataclass(frozen=True)
class Case:
    """One scenario at one level, and what every agent did in it.

    Attributes:
        lines: one for each agent, in the suite's order.
        scenario: None if it cannot be loaded any more; ``unreadable`` says why.
        worst: the run to look at, None if no agent got to the end.
    """

    name: str
    level: int
    lines: tuple[Line, ...]
    scenario: Scenario | None
    unreadable: str
    worst: Worst | None

    @property
    def title(self) -> str:
        """What people call it."""
        return (self.scenario.title if self.scenario is not None else "") or self.name


@dataclass(frozen=True)
class Material:
    """All that a page shows, apart from what is simulated again.

    Attributes:
        version: of longtail-sim, when the suite was run.
        command: with which it was run, "" if that is not known.
        stale: whether the simulator, a scenario or an agent has changed since, so that a run again may differ.
    """

    folder: Path
    version: str
    results: Results
    cases: tuple[Case, ...]
    runs: tuple[Run, ...]
    failures: tuple[Failure, ...]
    stale: bool
    command: str

    @property
    def agents(self) -> tuple[str, ...]:
        """All agents, in the suite's order."""
        return tuple(dict.fromkeys(line.agent for line in self.results.lines))


def gather(folder: Path, *, allow_missing: bool = False) -> Material:
    """Read a results folder of ``longtail bench``; nothing in it is changed.

    Raises:
        ResultsError: it holds no results, or some are missing and that is not allowed.
    """
    if not folder.is_dir():
        raise ResultsError(
            f"there is no folder {folder}; name the folder that longtail bench wrote, as in bench-quick."
        )
    if not (folder / "parts").is_dir():
        raise ResultsError(f"{folder} holds no results of longtail bench: it has no folder 'parts'.")
    store = Store(folder)
    manifest = store.read_manifest()
    results = sum_up(store, allow_missing=allow_missing)
    runs = tuple(Run(*row) for row in manifest["runs"])
    if len(results.missing) == len(runs):
        raise ResultsError(
            f"{folder} holds no results yet: none of its {len(runs):,} runs is there; run longtail bench."
        )
    cases = tuple(_case(*key, tuple(group)) for key, group in groupby(results.lines, lambda x: (x.scenario, x.level)))
    return Material(
        folder=folder,
        version=str(manifest["version"]),
        results=results,
        cases=cases,
        runs=runs,
        failures=tuple(_failures(store, runs)),
        stale=not is_current(runs),
        command=str(manifest.get("command", "")),
    )


def _case(name: str, level: int, lines: Sequence[Line]) -> Case:
    scenario, unreadable = None, ""
    try:
        scenario = load_at_level(name, level)
    except LongtailError as error:
        unreadable = str(error).splitlines()[0]
    return Case(name, level, tuple(lines), scenario, unreadable, worst_of(lines))


def _failures(store: Store, runs: Sequence[Run]) -> list[Failure]:
    columns: dict[str, Any] = store.rows("identity, status, message", "status <> 'finished'")
    rows = zip(*(columns[name] for name in ("identity", "status", "message")), strict=True)
    said = {str(identity): (str(status), str(message)) for identity, status, message in rows}
    return [Failure(run, *said[run.identity]) for run in runs if run.identity in said]
