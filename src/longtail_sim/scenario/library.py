"""Where the shipped scenarios are: beside the source in a checkout, inside the package when installed."""

from __future__ import annotations

import difflib
from pathlib import Path

from longtail_sim.errors import ScenarioError

_PACKAGE = Path(__file__).resolve().parents[1]
SUFFIXES = (".yaml", ".yml")


def shipped_folder() -> Path:
    """Return the folder of the shipped scenarios.

    The checkout comes first: an editable installation may hold a stale copy.
    """
    checkout = _PACKAGE.parents[1]
    if (checkout / "pyproject.toml").is_file() and (checkout / "scenarios").is_dir():
        return checkout / "scenarios"
    return _PACKAGE / "_data" / "scenarios"


def list_scenarios() -> list[str]:
    """Return the names of the shipped scenarios, sorted."""
    return sorted(path.stem for path in shipped_folder().glob("*.yaml"))


def scenario_path(name_or_path: str | Path, relative_to: Path | None = None) -> Path:
    """Return the file of a shipped scenario, or the path itself if it is one.

    What ends in .yaml or has a folder in it is a path (seen from ``relative_to``); the rest is a shipped name.
    Raises ScenarioError for a name that is neither, with the nearest known one.
    """
    text = str(name_or_path)
    if isinstance(name_or_path, Path) or text.endswith(SUFFIXES) or "/" in text or "\\" in text:
        return (relative_to or Path()) / name_or_path
    shipped = shipped_folder() / f"{text}.yaml"
    if text in list_scenarios():
        return shipped
    if text and Path(text).exists():
        return Path(text)
    raise ScenarioError(f"there is no shipped scenario named {text!r}; {_hint(text, relative_to or Path())}")


def _hint(name: str, folder: Path) -> str:
    """Return what was probably meant: a file that lies in ``folder``, or the nearest shipped name."""
    files = [name + suffix for suffix in SUFFIXES if name and (folder / (name + suffix)).is_file()]
    if files:
        return f"did you mean the file {files[0]}?"
    close = difflib.get_close_matches(name, list_scenarios(), n=1)
    if close:
        return f"did you mean {close[0]!r}? (a file is named with its .yaml ending)"
    return f"there are {', '.join(list_scenarios()) or 'none'}; a file is named with its .yaml ending"
