"""What stands in a YAML file, with the place of everything: scalars, mappings and sequences with marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from longtail_sim.errors import ScenarioError

PlainScalar: TypeAlias = str | int | float | bool | None
Plain: TypeAlias = "PlainScalar | list[Plain] | dict[str, Plain]"
MOST_MISTAKES = 40


class Mark(NamedTuple):
    """A place: file (or option), and line and column counted from 1; line 0 is 'no particular line'."""

    source: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return it as it stands in a message."""
        return f"{self.source}:{self.line}:{self.column}" if self.line else self.source


class Mistake(NamedTuple):
    """One thing that is wrong, and where."""

    mark: Mark
    key: str  # dotted path, empty for the whole file
    what: str

    def __str__(self) -> str:
        """Return it as it stands in a message."""
        return f"{self.mark}: {self.key}: {self.what}" if self.key else f"{self.mark}: {self.what}"


@dataclass(frozen=True)
class Scalar:
    """A single value."""

    value: PlainScalar
    mark: Mark
    size: int = 1

    def plain(self) -> Plain:
        """Return the value."""
        return self.value


@dataclass(frozen=True)
class Sequence:
    """A list of nodes."""

    items: tuple[Node, ...]
    mark: Mark
    size: int = 1

    def plain(self) -> Plain:
        """Return the values as a list."""
        return [item.plain() for item in self.items]


@dataclass(frozen=True)
class Mapping:
    """Nodes by key; ``keys`` holds the place of each key."""

    items: dict[str, Node]
    mark: Mark
    keys: dict[str, Mark] = field(default_factory=dict)
    size: int = 1

    def plain(self) -> Plain:
        """Return the values as a dict."""
        return {key: node.plain() for key, node in self.items.items()}


Node: TypeAlias = Scalar | Sequence | Mapping


def refuse(mistakes: Iterable[Mistake]) -> ScenarioError:
    """Return the error that lists all mistakes in the order of the file, one a line."""
    ordered = sorted(set(mistakes), key=lambda mistake: (mistake.mark, mistake.key, mistake.what))
    lines = [str(mistake) for mistake in ordered[:MOST_MISTAKES]]
    if len(ordered) > MOST_MISTAKES:
        lines.append(f"... and {len(ordered) - MOST_MISTAKES} more")
    return ScenarioError("\n".join(lines))
