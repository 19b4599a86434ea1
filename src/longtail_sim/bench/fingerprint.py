"""What a result depends on, as hashes: the code of the simulator, and that of an agent.

A result that was computed with other code is not the same result, and is computed again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from longtail_sim.agent import agent_class
from longtail_sim.agent.load import POLICY_SUFFIX, source_file
from longtail_sim.agent.places import agent_files, shipped_folder

_PACKAGE = Path(__file__).resolve().parents[1]
# What shows, stores, starts or judges runs, and changes no metric of them.
NO_PHYSICS = frozenset({"wording.py", "bench", "cli", "envs", "report", "scoring", "validation", "viewer"})


@cache
def code_fingerprint() -> str:
    """Return a hash of the source of everything that a run is made of; where it is installed does not matter."""
    files = [path for path in _PACKAGE.rglob("*.py") if path.relative_to(_PACKAGE).parts[0] not in NO_PHYSICS]
    return _digest(_PACKAGE, files)


@cache
def formulas_fingerprint() -> str:
    """Return a hash of the source of everything that makes verdicts, scores and ratios from the metrics of runs."""
    folder = _PACKAGE / "scoring"
    return _digest(folder, list(folder.rglob("*.py")))


def agent_fingerprint(spec: str) -> str:
    """Return a hash of an agent's file, and of the shipped agents, on which it may build.

    Raises:
        AgentError: there is no such agent.
    """
    hasher = hashlib.blake2b(_shipped_fingerprint().encode(), digest_size=8)
    for path in _files_of(spec):
        hasher.update(path.read_bytes())
    return hasher.hexdigest()


@cache
def _shipped_fingerprint() -> str:
    folder = shipped_folder()
    return _digest(folder, [*folder.glob("*.py"), *folder.glob(f"*{POLICY_SUFFIX}")])


def _files_of(spec: str) -> list[Path]:
    place = spec.strip()
    if place.endswith(POLICY_SUFFIX):
        return [Path(place)]
    files = agent_files()
    if place in files:
        return [files[place]]
    file = source_file(agent_class(spec))
    return [] if file is None else [Path(file)]


def _digest(folder: Path, files: Iterable[Path]) -> str:
    hasher = hashlib.blake2b(digest_size=8)
    for path in sorted(files):
        hasher.update(f"\n{path.relative_to(folder).as_posix()}\n".encode() + path.read_bytes())
    return hasher.hexdigest()
