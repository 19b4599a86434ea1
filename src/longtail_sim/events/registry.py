"""Which kinds of event there are: a dict and two functions."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from functools import cache
from importlib.metadata import entry_points
from typing import TypeVar

from longtail_sim.errors import ScenarioError
from longtail_sim.events.event import Event

ENTRY_POINT_GROUP = "longtail_sim.events"
_KINDS: dict[str, type[Event]] = {}
Kind = TypeVar("Kind", bound=Event)


def register(event: type[Kind]) -> type[Kind]:
    """Class decorator: make an event known under the default of its ``kind``.  A second one of that name is refused."""
    kind = event.model_fields["kind"].default
    if not isinstance(kind, str):
        raise ScenarioError(f"event {event.__name__} has no kind; give it `kind: Literal['name'] = 'name'`")
    known = _KINDS.setdefault(kind, event)
    if known is not event:
        raise ScenarioError(f"two events call themselves {kind!r}: {_origin(known)} and {_origin(event)}")
    return event


def event_type(kind: str) -> type[Event]:
    """Return the model of an event kind; raises ScenarioError that lists the known kinds."""
    _discover()
    if kind in _KINDS:
        return _KINDS[kind]
    close = difflib.get_close_matches(kind, _KINDS, n=1)
    hint = f"; did you mean {close[0]!r}?" if close else f"; there are {', '.join(event_kinds())}"
    raise ScenarioError(f"unknown kind of event {kind!r}{hint}")


def event_kinds() -> tuple[str, ...]:
    """Return the names of all kinds, sorted."""
    _discover()
    return tuple(sorted(_KINDS))


@cache
def _discover() -> None:
    """Import every file of this folder, then what other packages offer as entry points."""
    package = importlib.import_module("longtail_sim.events")
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
    for entry in entry_points(group=ENTRY_POINT_GROUP):
        _load(entry.name, entry.load)


def _load(name: str, load: object) -> None:
    try:
        event = load()  # type: ignore[operator]
    except Exception as error:
        raise ScenarioError(f"event plug-in {name!r} cannot be loaded: {error}") from error
    if not (isinstance(event, type) and issubclass(event, Event)):
        raise ScenarioError(f"event plug-in {name!r} is not a subclass of longtail_sim.events.Event")
    register(event)


def _origin(event: type[Event]) -> str:
    return f"{event.__module__}.{event.__qualname__}"
