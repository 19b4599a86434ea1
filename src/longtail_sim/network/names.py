"""Names of streets and junctions, and how to find a junction by its name."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Mapping, Sequence


def column_names(count: int, given: Mapping[int, str]) -> list[str]:
    """Return the names of the north-south streets; those without a given name are 'Avenue 1', 'Avenue 2' ..."""
    return [given.get(index, f"Avenue {index + 1}") for index in range(count)]


def row_names(count: int, given: Mapping[int, str]) -> list[str]:
    """Return the names of the east-west streets; those without a given name are 'Street 1', 'Street 2' ..."""
    return [given.get(index, f"Street {index + 1}") for index in range(count)]


def junction_name(column: str, row: str) -> str:
    """Return the name of the junction of two streets, the east-west street first."""
    return f"{row} & {column}"


def check_street_names(names: Sequence[str]) -> None:
    """Raise ValueError if two streets share a name."""
    name, count = Counter(names).most_common(1)[0]
    if count > 1:
        raise ValueError(f"streets: {count} streets are called '{name}'; every street needs a name of its own")


def find_junction(text: str, columns: Sequence[str], rows: Sequence[str]) -> int:
    """Return the index of the junction written as 'column,row' or as 'street & street' in either order.

    Raises:
        ValueError: there is no such junction; the message suggests the nearest name.
    """
    by_index = re.fullmatch(r"\s*(\d+)\s*,\s*(\d+)\s*", text, re.ASCII)
    if by_index:
        column, row = int(by_index[1]), int(by_index[2])
        if column < len(columns) and row < len(rows):
            return row * len(columns) + column
        last = f"{len(columns) - 1},{len(rows) - 1}"
        raise ValueError(f"there is no junction '{text}' (column,row); the last is '{last}'")
    first, _, second = (part.strip() for part in text.partition("&"))
    for column_name, row_name in ((first, second), (second, first)):
        if column_name in columns and row_name in rows:
            return rows.index(row_name) * len(columns) + columns.index(column_name)
    raise ValueError(f"there is no junction '{text}'{_suggestion(text, columns, rows)}")


def _suggestion(text: str, columns: Sequence[str], rows: Sequence[str]) -> str:
    names = [junction_name(column, row) for column in columns for row in rows]
    nearest = difflib.get_close_matches(text, names, n=1)
    return f"; did you mean '{nearest[0]}'?" if nearest else "; write 'column,row' or 'street & street'"
