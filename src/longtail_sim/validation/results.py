"""Results of a validation: one row per target, as JSON and back."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from longtail_sim import __version__
from longtail_sim.errors import ResultsError
from longtail_sim.validation.catalogue import order
from longtail_sim.validation.target import Experiment, Open, Readings, Target
from longtail_sim.validation.verdict import FAILED, MISS, REPORTED, WIDE, judge

SCHEMA = 1


@dataclass(frozen=True)
class Row:
    """One target with what was measured; ``mean`` is None if nothing was, and ``message`` then says why."""

    id: str
    case: str
    name: str
    unit: str
    expected: str
    band: tuple[float | None, float | None]
    verdict: str
    source: str
    experiment: str
    setup: str
    required: bool
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    message: str = ""
    strict: bool = False
    calibrated: bool = False

    @property
    def key(self) -> str:
        """Id and case in one word."""
        return f"{self.id} {self.case}".strip()

    def as_json(self) -> dict[str, Any]:
        """Return the row as JSON has it."""
        return {
            **{name: getattr(self, name) for name in ("id", "case", "name", "unit", "expected")},
            "measured": {name: getattr(self, name) for name in ("mean", "low", "high", "n")},
            "band": list(self.band),
            **{name: getattr(self, name) for name in ("strict", "verdict", "required", "calibrated")},
            **{name: getattr(self, name) for name in ("source", "experiment", "setup")},
            **({"message": self.message} if self.message else {}),
        }

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Row:
        """Return the row that ``as_json`` gave."""
        rest = {name: value for name, value in plain.items() if name not in ("measured", "band")}
        low, high = plain["band"]
        return cls(**rest, **plain["measured"], band=(low, high))


@dataclass(frozen=True)
class Results:
    """What a validation found."""

    rows: tuple[Row, ...]
    open: tuple[Open, ...]
    full: bool
    first_seed: int
    version: str = __version__

    def missed_required(self) -> list[Row]:
        """Return the required rows that are not inside; in a quick run few seeds make wide intervals no miss."""
        wrong = (MISS, WIDE, FAILED) if self.full else (MISS, FAILED)
        return [row for row in self.rows if row.required and row.verdict in wrong]

    def failed(self) -> list[Row]:
        """Return the rows whose experiment did not come to an end."""
        return [row for row in self.rows if row.verdict == FAILED]

    def judged(self, tiers: Iterable[int] = range(1, 6)) -> list[Row]:
        """Return the rows that have a verdict and belong to these tiers."""
        wanted = set(tiers)
        return [row for row in self.rows if row.verdict != REPORTED and order(row.key)[0] in wanted]

    def as_json(self) -> dict[str, Any]:
        """Return everything as JSON has it; nothing in it depends on the day or the machine."""
        return {
            "schema": SCHEMA,
            "version": self.version,
            "effort": "full" if self.full else "quick",
            "first_seed": self.first_seed,
            "targets": [row.as_json() for row in self.rows],
            "open": [{"id": target.id, "name": target.name, "why": target.why} for target in self.open],
        }


def results_from_json(text: str, name: str = "the file") -> Results:
    """Return the results that stand in a text.

    Raises:
        ResultsError: they do not.
    """
    try:
        plain = json.loads(text)
        if plain["schema"] != SCHEMA:
            raise ResultsError(f"{name} has schema {plain['schema']}, and must have {SCHEMA}; measure anew.")
        rows = tuple(Row.from_json(row) for row in plain["targets"])
        open_ = tuple(Open(**target) for target in plain["open"])
        return Results(rows, open_, plain["effort"] == "full", plain["first_seed"], plain["version"])
    except (KeyError, TypeError, ValueError) as error:
        raise ResultsError(f"{name} holds no results of 'longtail validate --json' ({error}).") from None


def merge(parts: Sequence[Results], keys: Sequence[str], open_: Sequence[Open]) -> Results:
    """Return the rows with these keys, in their order, of several results; of two of the same target the later counts.

    Raises:
        ResultsError: they do not belong together.
    """
    settings = {(part.full, part.first_seed, part.version) for part in parts}
    if len(settings) > 1:
        raise ResultsError("results of different versions, efforts or seeds do not belong on one page; measure anew.")
    full, first_seed, version = settings.pop()
    rows = {row.key: row for part in parts for row in part.rows}
    return Results(in_order(rows, keys), tuple(open_), full, first_seed, version)


def in_order(rows: Mapping[str, Row], keys: Sequence[str]) -> tuple[Row, ...]:
    """Return the rows of these keys, as far as there are any."""
    return tuple(rows[key] for key in keys if key in rows)


def rows_of(experiment: Experiment, readings: Readings) -> list[Row]:
    """Return the rows of an experiment that came to its end; values that cannot be judged make a row ``failed``."""
    expected, got = {target.key for target in experiment.targets}, set(readings)
    if expected != got:
        wrong = ", ".join(sorted(expected ^ got))
        return failed_rows(experiment, f"measured values and targets do not fit together: {wrong}")
    return [_row(experiment, target, readings[target.key]) for target in experiment.targets]


def failed_rows(experiment: Experiment, message: str) -> list[Row]:
    """Return the rows of an experiment that failed."""
    return [_unmeasured(experiment, target, message) for target in experiment.targets]


def _row(experiment: Experiment, target: Target, values: Sequence[float]) -> Row:
    try:
        verdict = judge(target, values)
    except ResultsError as error:
        return _unmeasured(experiment, target, str(error))
    found = verdict.measured
    measured = {"mean": found.mean, "low": found.low, "high": found.high, "n": found.seeds}
    return Row(**_facts(experiment, target), verdict=verdict.word, **measured)  # type: ignore[arg-type]


def _unmeasured(experiment: Experiment, target: Target, message: str) -> Row:
    return Row(**_facts(experiment, target), verdict=FAILED, message=message)


def _facts(experiment: Experiment, target: Target) -> dict[str, Any]:
    return {
        **{name: getattr(target, name) for name in ("id", "case", "name", "unit", "expected", "source")},
        **{name: getattr(target, name) for name in ("required", "strict", "calibrated")},
        "band": (_plain(target.low), _plain(target.high)),
        "experiment": experiment.name,
        "setup": experiment.setup,
    }


def _plain(bound: float | None) -> float | None:
    return bound if bound is not None and math.isfinite(bound) else None
