"""Which keys a model knows at a place, for 'did you mean'."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from longtail_sim.errors import ScenarioError
from longtail_sim.events import Event, event_type
from longtail_sim.quantities import Range
from longtail_sim.scenario.tree import Mapping, Mark, Node, Scalar, Sequence


def known_keys(model: type[BaseModel], path: tuple[str | int, ...], tree: Node) -> list[str]:
    """Return the keys that the mapping at ``path`` below ``tree`` may have, sorted."""
    models, node = [model], tree
    for part in path:
        below = child(node, part)
        if below is None:
            continue
        models = [found for one in models for found in _below(one, part, below)]
        node = below
    return sorted({key for one in models for key in one.model_fields if _plausible(one, node, len(models))})


def wants_whole_numbers(model: type[BaseModel], path: tuple[str, ...], tree: Node) -> bool:
    """Return whether only whole numbers are possible at a path such as ('fleet', 'sae_level')."""
    models, node = [model], tree
    for part in path[:-1]:
        key = int(part) if part.isdigit() else part
        below = child(node, key)
        if below is not None:
            models, node = [found for one in models for found in _below(one, key, below)], below
    fields = [one.model_fields[path[-1]] for one in models if path[-1] in one.model_fields]
    return any(_whole(field.annotation, field.metadata) for field in fields)


def _whole(annotation: Any, marks: list[Any]) -> bool:
    if annotation is int or any(isinstance(mark, Range) and mark.whole for mark in marks):
        return True
    inner = get_args(annotation)
    if get_origin(annotation) is Annotated:
        return _whole(inner[0], list(inner[1:]))
    return any(_whole(one, []) for one in inner)


def child(node: Node, part: str | int) -> Node | None:
    """Return the node at a key or position, None if there is none."""
    if isinstance(node, Mapping) and isinstance(part, str):
        return node.items.get(part)
    if isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
        return node.items[part]
    return None


def place_of(tree: Node, path: tuple[str | int, ...]) -> Mark:
    """Return where the value at a path stands, or the nearest thing above it that the file has."""
    node = tree
    for part in path:
        below = child(node, part)
        if below is None:
            break
        node = below
    return node.mark


def _below(model: type[BaseModel], part: str | int, node: Node) -> list[type[BaseModel]]:
    """Return the models that may stand at a key; a position in a list leaves the candidates as they are."""
    if isinstance(part, int):
        return list(_of_kind(model, node))
    field = model.model_fields.get(part)
    # A key that is no field is one of a free mapping, whose values are the model.
    return [model] if field is None else list(_models(field.annotation))


def _of_kind(model: type[BaseModel], node: Node) -> Iterator[type[BaseModel]]:
    """Yield the model of an event's kind in place of the base of all events."""
    if model is not Event:
        yield model
    elif isinstance(node, Mapping) and isinstance(kind := node.items.get("kind"), Scalar):
        try:
            yield event_type(str(kind.value))
        except ScenarioError:
            return


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _plausible(model: type[BaseModel], node: Node, candidates: int) -> bool:
    """Return whether ``node`` can be meant for ``model``: among several, it must share a key with it."""
    return candidates == 1 or (isinstance(node, Mapping) and any(key in model.model_fields for key in node.items))
