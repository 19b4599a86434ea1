"""The comparison with SUMO as ``benchmarks/fidelity`` writes it.

A JSON object: ``rows``, each with ``what``, ``unit``, ``ours``, ``sumo`` and ``hcm``; and, if wanted, ``notes``
(sentences) and ``command`` (what measures it). A value is a number, a text, null for none, or an object with
``mean``, ``low`` and ``high``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from longtail_sim.errors import ResultsError
from longtail_sim.validation.figures import digits_of, figure
from longtail_sim.validation.page_text import BESIDE_COMMAND

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
    """The whole comparison."""

    rows: tuple[BesideRow, ...]
    notes: tuple[str, ...] = ()
    command: str = BESIDE_COMMAND


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
        notes = plain.get("notes", [])
        lines = (notes,) if isinstance(notes, str) else tuple(notes)
        return Beside(rows, lines, plain.get("command", BESIDE_COMMAND))
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
    digits = digits_of(float(value["mean"]))
    mean, low, high = (figure(float(value[name]), digits) for name in ("mean", "low", "high"))
    return f"{mean} [{low}, {high}]"
