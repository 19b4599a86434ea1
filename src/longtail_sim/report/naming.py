"""Names of agents and scenarios as they stand in charts and headings."""

from __future__ import annotations

LONGEST = 26


def short(name: str) -> str:
    """Return the class or the file's name of a path, cut if it is long."""
    last = name.rsplit(":", 1)[-1] if ":" in name else name.replace("\\", "/").rsplit("/", 1)[-1]
    return last if len(last) <= LONGEST else last[: LONGEST - 1] + "…"
