"""Rows of the table of targets: what was measured, what was wanted, and whether that is met."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from contest import Spread
from rich import box
from rich.table import Table

MET, MISSED, MISSING, NOT_JUDGED, TOLD = "met", "missed", "missing", "not judged", "–"
COLOURS = {MET: "green", MISSED: "red"}


@dataclass(frozen=True)
class Target:
    """A bound."""

    bound: float
    at_most: bool = False  # or at least

    def met_by(self, value: float) -> bool:
        """Return whether a value keeps to the bound; NaN never does."""
        return value <= self.bound if self.at_most else value >= self.bound

    def text(self) -> str:
        """Return the bound in words."""
        return f"{'≤' if self.at_most else '≥'} {number(self.bound)}"


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    id: str
    what: str
    unit: str
    how: str  # in what setting, how often
    measured: Spread | None = None
    target: Target | None = None  # None: told for information
    missing: str = ""  # why nothing was measured
    unfit: str = ""  # why this machine cannot tell

    @property
    def verdict(self) -> str:
        """The median decides."""
        if self.measured is None:
            return MISSING
        if self.target is None:
            return TOLD
        if self.unfit:
            return NOT_JUDGED
        return MET if self.target.met_by(self.measured.median) else MISSED

    def as_json(self) -> dict[str, Any]:
        """Return the row as it stands in the file."""
        return {**asdict(self), "verdict": self.verdict}


def number(value: float) -> str:
    """Return a number with about three digits: 12.3 million, 4,310, 0.123."""
    if abs(value) >= 1e6:
        return f"{value / 1e6:.3g} million"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def measured_text(row: Row) -> str:
    """Return median and range, or why there is none."""
    if row.measured is None:
        return row.missing
    found = row.measured
    span = f" ({number(found.low)} to {number(found.high)})" if found.count > 1 else ""
    return f"{number(found.median)}{span} {row.unit}".strip()


def as_table(rows: Sequence[Row], title: str) -> Table:
    """Return the table for a terminal."""
    table = Table(title=title, box=box.SIMPLE_HEAD)
    for heading in ("", "what", "measured", "target", "verdict", "how"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        wanted = row.target.text() if row.target else TOLD
        verdict = row.verdict if not row.unfit else f"{row.verdict}: {row.unfit}"
        style = COLOURS.get(row.verdict, "")
        table.add_row(
            row.id, row.what, measured_text(row), wanted, f"[{style}]{verdict}[/]" if style else verdict, row.how
        )
    return table


def write(path: Path, rows: Sequence[Row], about: dict[str, Any]) -> None:
    """Write the same numbers as JSON, under another name first."""
    content = json.dumps({**about, "rows": [row.as_json() for row in rows]}, indent=2, ensure_ascii=False)
    folder = path.resolve().parent
    with tempfile.NamedTemporaryFile("w", dir=folder, suffix=".tmp", delete=False, encoding="utf-8") as temporary:
        temporary.write(content + "\n")
    os.replace(temporary.name, path)
