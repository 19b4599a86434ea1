"""``extends: other.yaml``: a scenario that says only what is different from another."""

from __future__ import annotations

from pathlib import Path

from longtail_sim.errors import ScenarioError
from longtail_sim.quantities import DISTRIBUTIONS
from longtail_sim.scenario.files import read_file
from longtail_sim.scenario.library import scenario_path
from longtail_sim.scenario.tree import Mapping, Mistake, Node, Scalar

EXTENDS = "extends"
NOT_INHERITED = ("name", EXTENDS)
LONGEST_CHAIN = 10


def read_with_bases(path: Path, chain: tuple[Path, ...] = ()) -> tuple[Mapping, list[Mistake]]:
    """Return the mapping of a file merged over those that it extends, and the mistakes in all of them."""
    tree, mistakes = read_file(path)
    if EXTENDS not in tree.items:
        return tree, mistakes
    node = tree.items[EXTENDS]
    if not isinstance(node, Scalar) or not isinstance(node.value, str):
        return without(tree, (EXTENDS,)), [*mistakes, Mistake(node.mark, EXTENDS, "must be the name of one file")]
    chain = (*chain, path.resolve())
    base, base_mistakes = _base(node, path, chain)
    return merge(without(base, NOT_INHERITED), without(tree, (EXTENDS,))), [*mistakes, *base_mistakes]


def _base(node: Scalar, path: Path, chain: tuple[Path, ...]) -> tuple[Mapping, list[Mistake]]:
    try:
        base = scenario_path(str(node.value), relative_to=path.parent)
    except ScenarioError as error:
        raise ScenarioError(f"{node.mark}: {EXTENDS}: {error}") from None
    if base.resolve() in chain:
        raise ScenarioError(f"{node.mark}: {EXTENDS}: {node.value} extends this file again; break the circle")
    if len(chain) > LONGEST_CHAIN:
        raise ScenarioError(f"{node.mark}: {EXTENDS}: more than {LONGEST_CHAIN} files extend one another")
    if not base.exists():
        raise ScenarioError(f"{node.mark}: {EXTENDS}: there is no file {base}")
    return read_with_bases(base, chain)


def merge(base: Mapping, over: Mapping) -> Mapping:
    """Return ``base`` with the keys of ``over``; mappings are merged, lists and values replaced.

    A distribution replaces the number or distribution before it.
    """
    items, keys = dict(base.items), dict(base.keys)
    for key, node in over.items.items():
        before = items.get(key)
        together = isinstance(before, Mapping) and isinstance(node, Mapping) and not is_distribution(node)
        items[key] = merge(before, node) if together else node  # type: ignore[arg-type]
        keys[key] = over.keys[key]
    return Mapping(items, over.mark, keys, sum((node.size for node in items.values()), start=1))


def is_distribution(node: Node) -> bool:
    """Return whether a node is written as ``{uniform: ...}`` or the like."""
    return isinstance(node, Mapping) and any(key in DISTRIBUTIONS for key in node.items)


def without(tree: Mapping, names: tuple[str, ...]) -> Mapping:
    """Return a mapping without some of its keys."""
    items = {key: node for key, node in tree.items.items() if key not in names}
    return Mapping(items, tree.mark, {key: tree.keys[key] for key in items}, tree.size)
