"""From YAML text to a tree with places.  Works on parser events, so nothing is built that the file could abuse.

Anchors and aliases are allowed and counted as if written out; tags, merge keys, complex keys and second documents are
refused.  Every mistake that does not hide the rest of the file is collected.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from longtail_sim.errors import ScenarioError
from longtail_sim.scenario.scalars import resolve
from longtail_sim.scenario.tree import Mapping, Mark, Mistake, Node, Scalar, Sequence, refuse

MOST_NODES = 25_000
DEEPEST = 30
TOO_DEEP = f"nested deeper than {DEEPEST} levels"
_QUOTED = ("'", '"', "|", ">")
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str, source: str, first_line: int = 1) -> tuple[Node | None, list[Mistake]]:
    """Return the tree of ``text`` (None if there is nothing in it) and the mistakes found on the way.

    ``source`` is the file or option that messages name; ``first_line`` 0 leaves line numbers out of them.
    Raises ScenarioError if the text is not YAML, or is too big or too deep.
    """
    reader = _Reader(source, first_line)
    try:
        return reader.document(yaml.parse(text, Loader=_PARSER)), reader.mistakes
    except yaml.MarkedYAMLError as error:
        mark = reader.mark(error.problem_mark or error.context_mark)
        raise refuse([*reader.mistakes, Mistake(mark, "", _told(error.problem or "unreadable"))]) from None
    except yaml.YAMLError as error:
        raise refuse([Mistake(Mark(source), "", f"not valid YAML: {str(error).splitlines()[0]}")]) from None


def _told(problem: str) -> str:
    """Return in our words what the parser found wrong."""
    if "maximum nesting depth" in problem:  # newer parsers have a limit of their own, and look far ahead
        return TOO_DEEP
    advice = "; check the indentation" if problem.startswith("mapping values are not allowed") else ""
    return f"not valid YAML: {problem}{advice}"


class _Reader:
    """One pass over the parser's events."""

    def __init__(self, source: str, first_line: int) -> None:
        self.source = source
        self.first_line = first_line
        self.mistakes: list[Mistake] = []
        self.anchors: dict[str, Node] = {}

    def mark(self, mark: Any) -> Mark:
        """Return a parser's mark as ours."""
        if mark is None or not self.first_line:
            return Mark(self.source)
        return Mark(self.source, mark.line + self.first_line, mark.column + 1)

    def document(self, events: Iterator[Any]) -> Node | None:
        """Return the only document of the stream."""
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise self._stopped(event, "a second document begins here; keep one in a file")
                root = self._node(next(events), events, depth=0, key="")
        return root

    def _node(self, event: Any, events: Iterator[Any], depth: int, key: str) -> Node:
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self.anchors:
                raise self._stopped(event, f"there is no anchor &{event.anchor} before this alias")
            return self.anchors[event.anchor]
        if depth > DEEPEST:
            raise self._stopped(event, TOO_DEEP)
        self._refuse_tag(event, key)
        node = self._build(event, events, depth, key)
        if node.size > MOST_NODES:
            raise self._stopped(event, f"more than {MOST_NODES} values, aliases written out")
        if event.anchor:
            self.anchors[event.anchor] = node
        return node

    def _build(self, event: Any, events: Iterator[Any], depth: int, key: str) -> Node:
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, events, depth, key)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, events, depth, key)
        return self._scalar(event, key)

    def _scalar(self, event: Any, key: str) -> Scalar:
        mark = self.mark(event.start_mark)
        if event.style in _QUOTED:
            return Scalar(event.value, mark)
        try:
            return Scalar(resolve(event.value), mark)
        except ValueError as error:
            self.mistakes.append(Mistake(mark, key, str(error)))
            return Scalar(0, mark)

    def _sequence(self, start: Any, events: Iterator[Any], depth: int, key: str) -> Sequence:
        items: list[Node] = []
        size = 1
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, events, depth + 1, f"{key}[{len(items)}]"))
            size = self._count(size, items[-1], start)
        return Sequence(tuple(items), self.mark(start.start_mark), size)

    def _mapping(self, start: Any, events: Iterator[Any], depth: int, key: str) -> Mapping:
        items: dict[str, Node] = {}
        keys: dict[str, Mark] = {}
        size = 1
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            name = self._key(event)
            path = f"{key}.{name}" if key else name
            node = self._node(next(events), events, depth + 1, path)
            size = self._count(size, node, start)
            if name in keys:
                self._mistake(event, path, f"duplicate key {name!r} (first at line {keys[name].line})")
                continue
            items[name], keys[name] = node, self.mark(event.start_mark)
        return Mapping(items, self.mark(start.start_mark), keys, size)

    def _key(self, event: Any) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise self._stopped(event, "a key must be a plain word")
        if event.value == "<<" and event.style not in _QUOTED:
            raise self._stopped(event, "merge keys (<<) are not supported; use extends, or write the keys out")
        self._refuse_tag(event, event.value)
        return str(event.value)

    def _count(self, size: int, node: Node, start: Any) -> int:
        if size + node.size > MOST_NODES:
            raise self._stopped(start, f"more than {MOST_NODES} values, aliases written out")
        return size + node.size

    def _refuse_tag(self, event: Any, key: str) -> None:
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._mistake(event, key, f"tags such as {tag} are not allowed; write the value without")

    def _mistake(self, event: Any, key: str, what: str) -> None:
        self.mistakes.append(Mistake(self.mark(event.start_mark), key, what))

    def _stopped(self, event: Any, what: str) -> ScenarioError:
        return refuse([*self.mistakes, Mistake(self.mark(event.start_mark), "", what)])
