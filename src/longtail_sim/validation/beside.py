"""The comparison with SUMO as ``benchmarks/fidelity`` writes it.

A JSON object: ``rows``, each with ``what``, ``unit``, ``ours``, ``sumo`` and ``hcm``; and, if wanted, ``sumo`` (its
version), ``seeds`` (of ours) and ``notes``. A value is a number, a text, null for none, an object with ``mean``,
``low`` and ``high``, or one with a value for each step length, such as ``{"0.1 s": 1850, "1 s": 2160}``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from longtail_sim.errors import ResultsError
from longtail_sim.validation.figures import digits_of, figure

FILE = Path("benchmarks/fidelity/beside_sumo.json")


@dataclass(frozen=True)
class BesideRow:
    """One comparison, all values as people read them."""

    what: str
    unit: str
    ours: str
    sumo: str
    hcm: str


@dataclass(frozen=True)
class Beside:
    """The whole comparison, and what there is to say about it."""

    rows: tuple[BesideRow, ...]
    notes: tuple[str, ...] = ()


def read_beside(path: Path = FILE) -> Beside | None:
    """Return the comparison that a file holds, None if there is no such file.

    Raises:
        ResultsError: the file holds something else.
    """
    if not path.exists():
        return None
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        rows = tuple(_row({name.lower(): value for name, value in row.items()}) for row in plain["rows"])
        return Beside(rows, _notes(plain))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ResultsError(f"{path} is no comparison with SUMO ({error!r}); measure it anew.") from None


def _row(plain: dict[str, Any]) -> BesideRow:
    return BesideRow(
        plain["what"], plain.get("unit", ""), *(_text(plain.get(name)) for name in ("ours", "sumo", "hcm"))
    )


def _text(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if not isinstance(value, dict):
        return figure(float(value))
    if "mean" not in value:
        return "; ".join(f"{figure(float(number))} (step {step})" for step, number in value.items())
    digits = digits_of(float(value["mean"]))
    mean = figure(float(value["mean"]), digits)
    if value.get("low") is None or value.get("high") is None:
        return mean
    return f"{mean} [{figure(float(value['low']), digits)}, {figure(float(value['high']), digits)}]"


def _notes(plain: dict[str, Any]) -> tuple[str, ...]:
    """Return with what it was measured, and the notes of the file."""
    seeds, version = plain.get("seeds"), plain.get("sumo")
    words = [f"{seeds} seeds of ours, 95 % intervals"] * (seeds is not None) + [str(version)] * bool(version)
    more = plain.get("notes", [])
    return (*([f"{'; '.join(words)}."] if words else []), *([more] if isinstance(more, str) else more))
