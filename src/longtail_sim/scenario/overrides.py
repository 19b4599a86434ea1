"""``--set fleet.share=0.1``: keys changed from the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from longtail_sim.errors import ScenarioError
from longtail_sim.scenario.extends import EXTENDS, is_distribution, merge
from longtail_sim.scenario.tree import Mapping, Mark, Node, Sequence, refuse
from longtail_sim.scenario.yaml_reader import read_yaml

_SET = "--set "
_PART = re.compile(r"[^.\[\]]+|\[[0-9]+\]")
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_]+|\[[0-9]+\])*")


class Override(NamedTuple):
    """One changed key: its path, the new value, and the option as it was typed."""

    path: tuple[str, ...]
    node: Node
    option: str
    flag: str = _SET

    @property
    def place(self) -> Mark:
        """Where it stands: on the command line."""
        return Mark(f"{self.flag}{self.option}")


def parse_overrides(options: Iterable[str]) -> list[Override]:
    """Return options such as ``fleet.share=0.1`` or ``events[0].at_s={uniform: [300, 900]}``; values are YAML.

    Raises ScenarioError that names the option.
    """
    return [_parse(option) for option in options]


def parse_key(key: str) -> tuple[str, ...]:
    """Return the parts of ``events[0].at_s`` or ``events.0.at_s``; raises ScenarioError if it is no key."""
    if not _KEY.fullmatch(key):
        raise ScenarioError(f"{key!r} is not a dotted key, such as fleet.share or events.0.at_s")
    return tuple(part.strip("[]") for part in _PART.findall(key))


def is_option(mark: Mark) -> bool:
    """Return whether a place is an option of the command line, not a file."""
    return mark.source.startswith(_SET)


def _parse(option: str) -> Override:
    key, equals, value = option.partition("=")
    source = f"{_SET}{option}"
    key = key.strip()
    if not equals or not _KEY.fullmatch(key):
        raise ScenarioError(f"{source}: write key=value with a dotted key, such as fleet.share=0.1")
    node, mistakes = read_yaml(value, source, first_line=0)
    if mistakes:
        raise refuse(mistakes)
    if node is None:
        raise ScenarioError(f"{source}: there is no value after the =")
    return Override(parse_key(key), node, option)


def apply(tree: Mapping, overrides: Iterable[Override]) -> Mapping:
    """Return the tree with every override put in, in order."""
    for override in overrides:
        if override.path[0] == EXTENDS:
            raise ScenarioError(f"{override.place}: {EXTENDS} can only stand in a file")
        changed = _put(tree, override.path, override)
        assert isinstance(changed, Mapping)
        tree = changed
    return tree


def _put(node: Node | None, path: tuple[str, ...], override: Override) -> Node:
    """Return ``node`` with the override's value at ``path`` below it."""
    if not path:
        new = override.node
        return merge(node, new) if _mergeable(node, new) else new  # type: ignore[arg-type]
    mark = override.place
    if isinstance(node, Sequence):
        return _put_item(node, path, override, mark)
    if path[0].isdigit():
        raise ScenarioError(f"{mark}: there is no list of which {path[0]} could be an entry")
    below = node.items.get(path[0]) if isinstance(node, Mapping) else None
    changed = _put(below, path[1:], override)
    step = Mapping({path[0]: changed}, mark, {path[0]: mark}, changed.size + 1)
    if not isinstance(node, Mapping) or is_distribution(step) != is_distribution(node):
        return step
    return Mapping({**node.items, **step.items}, node.mark, {**node.keys, **step.keys}, node.size + changed.size)


def _put_item(node: Sequence, path: tuple[str, ...], override: Override, mark: Mark) -> Sequence:
    if not path[0].isdigit() or int(path[0]) >= len(node.items):
        raise ScenarioError(f"{mark}: {path[0]!r} is not one of the {len(node.items)} entries, counted from 0")
    number = int(path[0])
    items = (*node.items[:number], _put(node.items[number], path[1:], override), *node.items[number + 1 :])
    return Sequence(items, node.mark, node.size)


def _mergeable(before: Node | None, new: Node) -> bool:
    return isinstance(before, Mapping) and isinstance(new, Mapping) and not is_distribution(new)
