"""The reference pages: every key of a scenario file and of every kind of event, from the models themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from longtail_sim.events import Event, event_kinds, event_type
from longtail_sim.quantities import DISTRIBUTIONS
from longtail_sim.scenario.json_schema import scenario_schema
from longtail_sim.wording import markdown_table

Part = Mapping[str, Any]
COMMAND = "longtail scenarios reference docs/reference"
SHARED = tuple(name for name in Event.model_fields if name != "kind")  # keys that every event has
UNITS = {
    "_mps2": "m/s²",
    "_mps": "m/s",
    "_per_hour": "1/h",
    "_per_h": "1/h",
    "_per_s": "1/s",
    "_per_hour_per_crosswalk": "1/h",
    "_km": "km",
    "_kmh": "km/h",
    "_deg": "°",
    "_m": "m",
    "_s": "s",
}
HEADINGS = ("key", "unit", "default", "values", "meaning")
LONGEST_DEFAULT = 40


def scenario_page() -> str:
    """Return the page about the keys of a scenario file."""
    pages = _Pages(scenario_schema())
    kinds = set(pages.of_events)
    text = [
        "# Keys of a scenario file",
        f"Written by `{COMMAND}`; do not edit it by hand. Events have [a page of their own](events.md).",
        "Units stand in the names: seconds, metres, metres per second. *number~* may be a distribution, which the seed "
        "turns into a number: [how they are written](#distributions).",
        *pages.section("Scenario", pages.schema, title="The file"),
    ]
    for name in pages.reachable(pages.schema, without={*kinds, *_distributions(pages)}):
        text += pages.section(name, pages.definitions[name])
    text += ["## Distributions", "One of these in place of any *number~*; values outside the range are drawn again."]
    for name in _distributions(pages):
        text += pages.section(name, pages.definitions[name], level=3)
    return "\n\n".join(text) + "\n"


def events_page() -> str:
    """Return the page about all registered kinds of events."""
    pages = _Pages(scenario_schema())
    shared = {name: part for name, part in pages.of_kind(event_kinds()[0])["properties"].items() if name in SHARED}
    text = [
        "# Kinds of events",
        f"Written by `{COMMAND}`; do not edit it by hand. A kind of your own is "
        "[one new file](../../CONTRIBUTING.md#add-an-event).",
        f"There are {len(event_kinds())}: " + ", ".join(f"[`{kind}`](#{kind})" for kind in event_kinds()) + ".",
        "## Every event",
        "Beside its `kind`, which says what it is.",
        pages.table({"properties": shared}),
    ]
    told = set(_distributions(pages))
    for kind in event_kinds():
        part = pages.of_kind(kind)
        own = {
            name: below
            for name, below in part["properties"].items()
            if name != "kind" and (name not in SHARED or below != shared.get(name))
        }
        table = pages.table({**part, "properties": own}) if own else "No keys of its own."
        text += [f"## {kind}", str(part.get("description", "")), table]
    text.append("## Parts of events")
    roots = [pages.of_kind(kind) for kind in event_kinds()]
    for name in dict.fromkeys(found for root in roots for found in pages.reachable(root, without=told)):
        text += pages.section(name, pages.definitions[name], level=3)
    return "\n\n".join(text) + "\n"


def _distributions(pages: _Pages) -> list[str]:
    every = [kind.__name__ for kind in DISTRIBUTIONS.values()]
    return [name for name in (*every, *(f"{one}Parameters" for one in every)) if name in pages.definitions]


class _Pages:
    """Tables of a schema, with links between its parts."""

    def __init__(self, schema: Part) -> None:
        self.schema, self.definitions = schema, schema.get("$defs", {})
        self.of_events = [event_type(kind).__name__ for kind in event_kinds()]

    def of_kind(self, kind: str) -> Part:
        found: Part = self.definitions[event_type(kind).__name__]
        return found

    def section(self, name: str, part: Part, level: int = 2, title: str = "") -> Iterator[str]:
        """Yield heading, description and table of a part."""
        yield f"{'#' * level} {title or name}"
        if part.get("description"):
            yield str(part["description"])
        if part.get("properties"):
            yield self.table(part)

    def table(self, part: Part) -> str:
        """Return a row per key."""
        needed = part.get("required", ())
        rows = [self._row(key, below, key in needed) for key, below in part["properties"].items()]
        return markdown_table(HEADINGS, rows)

    def reachable(self, part: Part, without: set[str]) -> list[str]:
        """Return the names of the parts to which a part leads, in the order of the file."""
        found: dict[str, None] = {}
        for name in _references(part, top=True):
            if name in self.definitions and name not in without and name not in found:
                found[name] = None
                found |= dict.fromkeys(self.reachable(self.definitions[name], {*without, *found}))
        return list(found)

    def _row(self, key: str, part: Part, needed: bool) -> tuple[str, ...]:
        default = "*required*" if needed else _default(part)
        return (f"`{key}`", unit(key), default, self._values(part), str(part.get("description", "")))

    def _values(self, part: Part) -> str:
        """Return in words what may stand at a key."""
        if "$ref" in part:
            name = str(part["$ref"]).rsplit("/", 1)[-1]
            return "an event" if name in self.of_events else f"[{name}](#{name.casefold()})"
        if "const" in part or "enum" in part:
            return ", ".join(f"`{word}`" for word in part.get("enum", [part.get("const")]))
        branches = part.get("oneOf") or part.get("anyOf")
        if branches:
            return self._one_of(branches)
        return self._plain(part)

    def _one_of(self, branches: Iterable[Part]) -> str:
        names = {str(branch.get("$ref", "")).rsplit("/", 1)[-1] for branch in branches}
        drawn = names & {kind.__name__ for kind in DISTRIBUTIONS.values()}
        others = [branch for branch in branches if str(branch.get("$ref", "")).rsplit("/", 1)[-1] not in drawn]
        words = list(dict.fromkeys(self._values(branch) for branch in others if branch.get("type") != "null"))
        if drawn and words:
            words[0] = words[0].replace("number", "number~", 1)
        if set(names) >= set(self.of_events):
            words = ["[an event](events.md)"]
        return " or ".join(words)

    def _plain(self, part: Part) -> str:
        kind = part.get("type", "")
        if kind in ("number", "integer"):
            return ("whole number" if kind == "integer" else "number") + _range(part)
        if kind == "array":
            items = part.get("prefixItems")
            inside = ", ".join(map(self._values, items)) if items else self._values(part.get("items", {}))
            return f"[{inside}]" if items else f"list of {inside}"
        if kind == "object":
            below = part.get("additionalProperties")
            return f"mapping of names to {self._values(below)}" if isinstance(below, dict) else "mapping"
        return {"string": "text", "boolean": "`true`, `false`", "null": "nothing"}.get(kind, "anything")


def unit(key: str) -> str:
    """Return the unit that the end of a key's name tells, a dash if it tells none."""
    return next((UNITS[end] for end in sorted(UNITS, key=len, reverse=True) if f"_{key}".endswith(end)), "–")


def _range(part: Part) -> str:
    low = part.get("minimum", part.get("exclusiveMinimum"))
    high = part.get("maximum", part.get("exclusiveMaximum"))
    above, below = "exclusiveMinimum" in part, "exclusiveMaximum" in part
    if low is None and high is None:
        return ""
    if high is None:
        return f" {'above' if above else 'from'} {_short(low)}"
    if low is None:
        return f" {'below' if below else 'up to'} {_short(high)}"
    return f" {'above ' if above else ''}{_short(low)} to {'below ' if below else ''}{_short(high)}"


def _short(number: float) -> str:
    return f"{number:,.12g}"


def _default(part: Part) -> str:
    if "default" not in part:
        return "–"
    value = part["default"]
    if value is None:
        return "none"
    if isinstance(value, (str, bool, int, float)):
        return f"`{json.dumps(value, ensure_ascii=False)}`" if isinstance(value, (str, bool)) else f"{value:.12g}"
    text = re.sub(r'"(\w+)":', r"\1:", json.dumps(value, ensure_ascii=False))
    return f"`{text}`" if len(text) <= LONGEST_DEFAULT else "as below"


def _references(part: Any, top: bool = False) -> Iterator[str]:
    """Yield the names of the parts that a schema refers to."""
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"].rsplit("/", 1)[-1]
        for key, below in part.items():
            if key not in ("default", "discriminator") and not (top and key == "$defs"):
                yield from _references(below)
    elif isinstance(part, list):
        for below in part:
            yield from _references(below)
