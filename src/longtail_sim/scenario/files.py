"""Read one scenario file into a tree, and refuse everything that cannot be one."""

from __future__ import annotations

from pathlib import Path

from longtail_sim.errors import ScenarioError
from longtail_sim.scenario.tree import Mapping, Mistake
from longtail_sim.scenario.yaml_reader import read_yaml

LARGEST_BYTES = 1_000_000


def read_file(path: Path) -> tuple[Mapping, list[Mistake]]:
    """Return the mapping that a file holds and the mistakes found on the way; raises ScenarioError if there is none."""
    tree, mistakes = read_yaml(_text(path), str(path))
    if tree is None:
        raise ScenarioError(f"{path}: the file is empty; a scenario needs at least a name")
    if not isinstance(tree, Mapping):
        raise ScenarioError(f"{tree.mark}: a scenario is a mapping of keys to values, not a list or a single value")
    return tree, mistakes


def _text(path: Path) -> str:
    try:
        return _decode(path, _bytes(path))
    except OSError as error:
        raise ScenarioError(f"{path}: cannot be read: {error.strerror or error}") from None


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise ScenarioError(f"{path}: is a folder, not a scenario file")
    if not path.exists():
        raise ScenarioError(f"{path}: there is no such file")
    if not path.is_file():
        raise ScenarioError(f"{path}: is not a regular file")
    if path.stat().st_size > LARGEST_BYTES:
        raise ScenarioError(f"{path}: is larger than {LARGEST_BYTES // 1000} kB; no scenario is")
    return path.read_bytes()


def _decode(path: Path, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ScenarioError(f"{path}: is not a text file (UTF-8)") from None
    if "\0" in text:
        raise ScenarioError(f"{path}: is not a text file (UTF-8)")
    return text
