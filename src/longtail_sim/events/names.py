"""Find streets and junctions by the names that people type.

Everything is derived from the junctions' names, "Mission & 8th", so that any source of streets will do.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from longtail_sim.errors import ScenarioError


def junction_index(name: str, junctions: Sequence[str]) -> int:
    """Return the index of a junction; its two streets may stand in either order.

    Raises ScenarioError with the nearest name.
    """
    first, ampersand, second = name.partition("&")
    known = {_plain(junction): index for index, junction in enumerate(junctions)}
    for spelling in (name, f"{second} & {first}" if ampersand else name):
        if _plain(spelling) in known:
            return known[_plain(spelling)]
    raise ScenarioError(f"the map has no junction {name!r}{_hint(name, junctions)}")


def street_junctions(name: str, junctions: Sequence[str]) -> list[int]:
    """Return the indices of the junctions along a street; raises ScenarioError with the nearest name."""
    found = [index for index, junction in enumerate(junctions) if _plain(name) in map(_plain, streets_of(junction))]
    if not found:
        streets = sorted({street for junction in junctions for street in streets_of(junction)})
        raise ScenarioError(f"the map has no street {name!r}{_hint(name, streets)}")
    return found


def streets_of(junction: str) -> tuple[str, ...]:
    """Return the names of the streets that meet at a junction."""
    return tuple(street.strip() for street in junction.split("&"))


def _hint(name: str, known: Iterable[str]) -> str:
    spelled = {_plain(other): other for other in known}
    close = difflib.get_close_matches(_plain(name), spelled, n=1)
    return f"; did you mean {spelled[close[0]]!r}?" if close else ""


def _plain(name: str) -> str:
    return " ".join(name.replace("&", " & ").casefold().split())
