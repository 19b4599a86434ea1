"""Words for people, on pages and in tables: names cut short, lists, counts, and tables in Markdown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

LONGEST = 26
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def short(name: str, longest: int = LONGEST) -> str:
    """Return an agent's or scenario's name as it stands in a table: the class or the file's name of a path, cut."""
    last = name.rsplit(":", 1)[-1].replace("\\", "/").rsplit("/", 1)[-1]
    return last if len(last) <= longest else last[: longest - 1] + "…"


def listed(names: Sequence[str], comma: str = ", ") -> str:
    """Return ``a``, ``a and b`` or ``a, b and c``."""
    return " and ".join([comma.join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def counted(number: int, word: str) -> str:
    """Return ``1 replay`` or ``2 replays``."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def number(value: float, digits: int = 3) -> str:
    """Return a number with so many digits and a minus sign as printed: ``1.20``, ``12,346``, ``−0.0500``, ``∞``."""
    if math.isinf(value):
        text = "∞" if value > 0 else "-∞"
    else:
        text = f"{value:,.0f}" if abs(value) >= 10**digits - 0.5 else f"{value:#.{digits}g}".rstrip(".")
    mantissa, small, exponent = text.partition("e-")  # of what is below 0.0001
    power = f" × 10⁻{str(int(exponent)).translate(_RAISED)}" if small else ""
    return f"{mantissa}{power}".replace("-", "−") if value else "0"


def markdown_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as Markdown; cells may hold bars and line breaks."""
    return "\n".join([_row(headings), "|" + "---|" * len(headings), *map(_row, rows)])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in cells)} |"
