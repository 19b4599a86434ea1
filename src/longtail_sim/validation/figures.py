"""Numbers as people read them: enough digits to see the verdict, no more."""

from __future__ import annotations

import math
from collections.abc import Sequence

from longtail_sim.validation.results import Row
from longtail_sim.validation.target import Target
from longtail_sim.validation.verdict import FAILED, MISS, OK, WIDE

FITTED = "†"


def figure(value: float, digits: int | None = None) -> str:
    """Return 1,238, 62.3, 1.89 or 0.000279; or with this many digits after the point."""
    return f"{value:,.{digits_of(value) if digits is None else digits}f}"


def digits_of(value: float) -> int:
    """Return the digits after the point that show three or four figures of a value."""
    size = abs(value)
    if size == 0 or size >= 100:
        return 0 if size >= 100 or size == 0 else 1
    return max(0, 2 - math.floor(math.log10(size)))


def measured(row: Row) -> str:
    """Return ``1.94 [1.92, 1.97]``; – if there is nothing to show."""
    if row.mean is None:
        return "–"
    digits = _telling_digits(row)
    text = figure(row.mean, digits)
    if row.low is None or row.high is None:
        return text
    return f"{text} [{figure(row.low, digits)}, {figure(row.high, digits)}]"


def band(row: Row) -> str:
    """Return ``1.80–1.99``, ``≤ 0.77``, ``≥ 95``, ``> 0`` or "" where there is none."""
    low, high = row.band
    if low is None and high is None:
        return ""
    if row.strict and low is not None:
        return f"> {_short(low)}" + ("" if high is None else f", ≤ {_short(high)}")
    if low is None or high is None:
        return f"≥ {_short(low)}" if low is not None else f"≤ {_short(high or 0.0)}"
    return _short(low) if low == high else f"{_short(low)}–{_short(high)}"


def _short(bound: float) -> str:
    """Return at most four figures of a bound, all of them if they are before the point."""
    return f"{round(bound) if abs(bound) >= 1000 else float(f'{bound:.4g}'):,g}"


def marks(thing: Row | Target) -> str:
    """Return ``*`` for what is required and ``†`` for what a parameter was fitted to."""
    return ("*" if thing.required else "") + (FITTED if thing.calibrated else "")


def expected(row: Row) -> str:
    """Return what was expected, with its unit."""
    return f"{row.expected} {row.unit}" if row.unit not in ("", "-") and _is_number(row.expected) else row.expected


def what(row: Row) -> str:
    """Return name and case."""
    return f"{row.name}, {row.case}" if row.case else row.name


def is_bad(row: Row) -> bool:
    """Return whether a row needs an explanation."""
    return row.verdict in (MISS, WIDE, FAILED)


def count(rows: Sequence[Row]) -> str:
    """Return ``12 of 14 targets (86 %, 30 of 33 values)``: a target is inside if all its rows are."""
    ids = {row.id for row in rows}
    inside = ids - {row.id for row in rows if row.verdict != OK}
    values = sum(row.verdict == OK for row in rows)
    share = f"{100 * len(inside) / len(ids):.0f} %, " if ids else ""
    return f"{len(inside)} of {len(ids)} targets ({share}{values} of {len(rows)} values)"


def _is_number(text: str) -> bool:
    """Return whether a text is a number, a range or a bound: 1,900, 0.05-0.40, >= -9."""
    return any(letter.isdigit() for letter in text) and not set(text) - set("0123456789.,+-–−~<>=≤≥ ")


def _telling_digits(row: Row) -> int:
    """Return digits enough that the rounded mean lies on the same side of the band's ends as the mean."""
    assert row.mean is not None
    value, bounds = row.mean, [bound for bound in row.band if bound is not None]
    begin = digits_of(value)
    for digits in range(begin, begin + 4):
        shown = round(value, digits)
        if all((shown < bound) == (value < bound) and (shown > bound) == (value > bound) for bound in bounds):
            return digits
    return begin
