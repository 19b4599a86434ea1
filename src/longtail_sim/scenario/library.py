"""Where the shipped scenarios are: beside the source in a checkout, inside the package when installed.

One file each, ``scenarios/<axis>/<name>.yaml``; the name alone says which, so no two folders hold the same.
"""

from __future__ import annotations

import difflib
from pathlib import Path

from longtail_sim.errors import ScenarioError
from longtail_sim.shipped import shipped

SUFFIXES = (".yaml", ".yml")


def shipped_folder() -> Path:
    """Return the folder of the shipped scenarios."""
    return shipped("scenarios")


def shipped_files() -> dict[str, Path]:
    """Return the files of the shipped scenarios by name, sorted.

    Raises ScenarioError if two of them have the same name.
    """
    files: dict[str, Path] = {}
    for path in sorted(shipped_folder().rglob("*.yaml"), key=lambda path: (path.stem, path)):
        if path.stem in files:
            both = f"{_inside(files[path.stem])} and {_inside(path)}"
            raise ScenarioError(f"two shipped scenarios are named {path.stem!r}: {both}; rename one of them")
        files[path.stem] = path
    return files


def list_scenarios() -> list[str]:
    """Return the names of the shipped scenarios, sorted."""
    return list(shipped_files())


def scenarios_by_axis() -> dict[str, list[str]]:
    """Return the names of the shipped scenarios by the axis of difficulty that they are about, both sorted."""
    axes: dict[str, list[str]] = {}
    for name, path in shipped_files().items():
        axes.setdefault(_inside(path.parent), []).append(name)
    return dict(sorted(axes.items()))


def scenario_path(name_or_path: str | Path, relative_to: Path | None = None) -> Path:
    """Return the file of a shipped scenario, or the path itself if it is one.

    What ends in .yaml or has a folder in it is a path (seen from ``relative_to``); the rest is a shipped name.
    Raises ScenarioError for a name that is neither, with the nearest known one.
    """
    text = str(name_or_path)
    if isinstance(name_or_path, Path) or text.endswith(SUFFIXES) or "/" in text or "\\" in text:
        return (relative_to or Path()) / name_or_path
    shipped = shipped_files()
    if text in shipped:
        return shipped[text]
    if text and Path(text).exists():
        return Path(text)
    raise ScenarioError(f"there is no shipped scenario named {text!r}; {_hint(text, relative_to or Path())}")


def _inside(path: Path) -> str:
    return path.relative_to(shipped_folder()).as_posix()


def _hint(name: str, folder: Path) -> str:
    """Return what was probably meant: a file that lies in ``folder``, or the nearest shipped name."""
    files = [name + suffix for suffix in SUFFIXES if name and (folder / (name + suffix)).is_file()]
    if files:
        return f"did you mean the file {files[0]}?"
    close = difflib.get_close_matches(name, list_scenarios(), n=1)
    if close:
        return f"did you mean {close[0]!r}? (a file is named with its .yaml ending)"
    return f"there are {', '.join(list_scenarios()) or 'none'}; a file is named with its .yaml ending"
