"""Where what is shipped beside the code lies: agents, scenarios, suites."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Return a folder that is at the top of a checkout, and inside the package when installed.

    The checkout comes first: an editable installation may hold a stale copy.
    """
    checkout = _PACKAGE.parents[1]
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    return _PACKAGE / "_data" / name
