"""The folder of a suite's results: Parquet parts, each written whole, and a manifest.

A part holds the runs of one job, and its name their identities: ``f3c0…-91ab….parquet``, or ``….failed.parquet`` where
they did not get to their end.  So what is done can be told from a listing, whatever was killed at whatever moment, and
a changed scenario, agent or simulator is another identity, not done yet.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np

import longtail_sim
from longtail_sim.bench.columns import write_columns
from longtail_sim.bench.duck import duckdb, interruptible
from longtail_sim.bench.outcome import Outcome
from longtail_sim.bench.plan import Plan, Run
from longtail_sim.errors import ResultsError
from longtail_sim.whole_file import whole_file

SCHEMA_VERSION = 2  # 2: cpu_seconds
SUFFIX, FAILED = ".parquet", ".failed.parquet"
MANIFEST, PARTS, TABLES, LOCK = "manifest.json", "parts", "tables", ".lock"
_TEXT = ("suite", "scenario", "agent", "identity", "status", "message", "traceback", "version")
_WHOLE = ("schema_version", "suite_version", "level", "seed")


def open_results(folder: Path) -> Store:
    """Return a folder of results that exists; nothing is made.

    Raises:
        ResultsError: there is none, or it holds no results.
    """
    if not folder.is_dir():
        raise ResultsError(
            f"there is no folder {folder}; name the folder that longtail bench wrote, as in bench-quick."
        )
    if not (folder / PARTS).is_dir():
        raise ResultsError(f"{folder} holds no results of longtail bench: it has no folder '{PARTS}'.")
    return Store(folder)


class Store:
    """A folder of results.

    Raises:
        ResultsError: it cannot be made.
    """

    def __init__(self, folder: Path) -> None:
        """Make the folder if there is none; nothing in it is touched."""
        self.folder, self.parts = folder, folder / PARTS
        try:
            self.parts.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ResultsError(f"{folder} cannot be made: {error.strerror or error}.") from None

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep others from working in this folder; the lock goes with the process, however it ends.

        Raises:
            ResultsError: somebody else is at work here, or nothing can be written.
        """
        try:
            file = (self.folder / LOCK).open("w")
        except OSError as error:
            raise ResultsError(f"nothing can be written in {self.folder}: {error.strerror or error}.") from None
        with file:
            _lock(file, self.folder)
            yield

    def done(self, *, failed_too: bool = True) -> set[str]:
        """Return the identities of all runs that there are results of."""
        names = (name for name in os.listdir(self.parts) if name.endswith(SUFFIX) and not name.startswith("."))
        wanted = (name for name in names if failed_too or not name.endswith(FAILED))
        return {identity for name in wanted for identity in name.partition(".")[0].split("-")}

    def failed(self) -> set[str]:
        """Return the identities of runs that did not get to their end."""
        return self.done() - self.done(failed_too=False)

    def complete(self, tables: Sequence[str] = ()) -> set[str]:
        """Return the identities of the runs that need not be run: rows and tables are there, or the run failed."""
        done = self.done()
        return done & self.with_tables(tables) | self.failed() if tables else done

    def forget_failed(self) -> None:
        """Remove the results of runs that failed, so that they are run again."""
        for path in self.parts.glob(f"*{FAILED}"):
            path.unlink(missing_ok=True)

    def write_manifest(self, plan: Plan, command: str = "") -> None:
        """Say what belongs to the suite as it is now, and the command that makes it."""
        suite = plan.suite
        content = {
            "schema_version": SCHEMA_VERSION,
            "version": longtail_sim.__version__,
            "command": command,
            "suite": suite.model_dump(mode="json"),
            "runs": [[run.scenario, run.agent, run.level, run.seed, run.identity] for run in plan.runs],
        }
        with whole_file(self.folder / MANIFEST, "w") as file:
            json.dump(content, file, indent=0)

    def read_manifest(self) -> dict[str, Any]:
        """Return what ``write_manifest`` wrote.

        Raises:
            ResultsError: there is none, or it is damaged.
        """
        path = self.folder / MANIFEST
        try:
            content: dict[str, Any] = json.loads(path.read_text("utf-8"))
            if content["schema_version"] > SCHEMA_VERSION:
                raise ResultsError(f"{path} was written by a newer version; update longtail-sim.")
        except OSError:
            raise ResultsError(f"{self.folder} holds no results: there is no {MANIFEST}; run longtail bench.") from None
        except (ValueError, KeyError, TypeError):
            raise ResultsError(f"{path} is damaged; run the same longtail bench again, which writes it anew.") from None
        return content

    def write_part(self, plan: Plan, runs: Sequence[Run], outcome: Outcome) -> None:
        """Write the results of a job, whole or not at all."""
        finished = outcome.status == "finished"
        name = "-".join(run.identity for run in runs) + (SUFFIX if finished else FAILED)
        write_columns(self.parts / name, _columns(plan, runs, outcome))

    def with_tables(self, tables: Sequence[str]) -> set[str]:
        """Return the identities of the runs that there are all of these tables of."""
        listed = [{path.stem for path in (self.folder / TABLES / name).glob(f"[!.]*{SUFFIX}")} for name in tables]
        return set.intersection(*listed) if listed else set()

    def write_tables(self, run: Run, tables: Mapping[str, Mapping[str, Any]]) -> None:
        """Write the tables of a run, a file each, whole or not at all; those of the same run before are replaced."""
        for name, columns in tables.items():
            folder = self.folder / TABLES / name
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise ResultsError(f"{folder} cannot be made: {error.strerror or error}.") from None
            key: dict[str, str | int] = {"schema_version": SCHEMA_VERSION, "identity": run.identity}
            key |= {"scenario": run.scenario, "agent": run.agent, "level": run.level, "seed": run.seed}
            write_columns(folder / f"{run.identity}{SUFFIX}", columns, key)

    def rows(self, columns: str = "*", where: str = "true", given: Sequence[Any] = ()) -> dict[str, Any]:
        """Return columns of all parts as ``{name: masked or plain array}``; ``columns`` and ``where`` are SQL."""
        pattern = str(self.parts / f"*{SUFFIX}")
        source = "read_parquet(?, union_by_name=true)"
        query = f"SELECT {columns} FROM {source} WHERE {where}"
        with interruptible():
            found: dict[str, Any] = duckdb().execute(query, [pattern, *given]).fetchnumpy()
        return found

    def columns(self) -> list[str]:
        """Return the names of all columns of the parts; empty if there are none."""
        if not self.done():
            return []
        pattern = str(self.parts / f"*{SUFFIX}")
        with interruptible():
            told = duckdb().execute("DESCRIBE SELECT * FROM read_parquet(?, union_by_name=true)", [pattern])
        return [str(row[0]) for row in told.fetchall()]


def _columns(plan: Plan, runs: Sequence[Run], outcome: Outcome) -> dict[str, Any]:
    """Return the rows of a job by column; metrics are left out where there are none."""
    rows = []
    for number, run in enumerate(runs):
        told = {
            "schema_version": SCHEMA_VERSION,
            "suite": plan.suite.name,
            "suite_version": plan.suite.version,
            "scenario": run.scenario,
            "agent": run.agent,
            "level": run.level,
            "seed": run.seed,
            "identity": run.identity,
            "status": outcome.status,
            "message": outcome.message,
            "traceback": outcome.traceback,
            "version": longtail_sim.__version__,
            "seconds": outcome.seconds / len(runs),
            "cpu_seconds": outcome.cpu_seconds / len(runs),
        }
        rows.append({**told, **(outcome.metrics[number] if outcome.metrics else {})})
    kinds: dict[str, Any] = {**dict.fromkeys(_TEXT, object), **dict.fromkeys(_WHOLE, np.int64)}
    return {name: np.array([row[name] for row in rows], kinds.get(name, np.float64)) for name in rows[0]}


def _lock(file: IO[str], folder: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: nothing keeps two apart there, and parts are written whole all the same
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise ResultsError(
            f"another longtail bench is at work in {folder}; wait for it, or choose another --out."
        ) from None
