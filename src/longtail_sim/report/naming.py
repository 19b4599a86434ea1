"""Names of agents and scenarios as they stand in charts and headings."""

from __future__ import annotations

from collections.abc import Sequence

LONGEST = 26


def short(name: str) -> str:
    """Return the class or the file's name of a path, cut if it is long."""
    last = name.rsplit(":", 1)[-1] if ":" in name else name.replace("\\", "/").rsplit("/", 1)[-1]
    return last if len(last) <= LONGEST else last[: LONGEST - 1] + "…"


def listed(names: Sequence[str], comma: str = ", ") -> str:
    """Return ``a``, ``a and b`` or ``a, b and c``."""
    return " and ".join([comma.join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def counted(number: int, word: str) -> str:
    """Return ``1 replay`` or ``2 replays``."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"
