"""From pydantic's findings to sentences with a place and a suggestion."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from longtail_sim.quantities import DISTRIBUTIONS
from longtail_sim.scenario.known_keys import child, known_keys
from longtail_sim.scenario.tree import Mapping, Mark, Mistake, Node

Path = tuple[str | int, ...]

_ALLOWED = {
    "greater_than": "must be greater than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "multiple_of": "must be a multiple of {multiple_of}",
    "finite_number": "must be a finite number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "string_type": "must be text",
    "string_too_short": "must not be empty",
    "string_too_long": "must have at most {max_length} characters",
    "string_pattern_mismatch": "must match {pattern}",
    "too_short": "must have at least {min_length} entries",
    "too_long": "must have at most {max_length} entries",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "model_type": "must be a mapping of keys to values",
    "dict_type": "must be a mapping of keys to values",
    "model_attributes_type": "must be a mapping of keys to values",
}
# By the ending of the key's name; the first that fits counts.
_EXAMPLES = {
    "_mps": " in metres per second, such as 11.2",
    "_mps2": " in metres per second squared, such as 2.5",
    "_per_h": " per hour, such as 60",
    "_s": " in seconds, such as 300",
    "_m": " in metres, such as 150",
    "_share": ", a share such as 0.1",
    "_share_of_junctions": ", a share such as 0.1",
}
LONGEST_VALUE = 60
MOST_KEYS = 20
MOST_FINDINGS = 200  # put into words; more would only take time


def mistakes_of(error: ValidationError, model: type[BaseModel], tree: Mapping) -> list[Mistake]:
    """Return one mistake per finding, each at the key it is about."""
    findings = error.errors(include_url=False)[:MOST_FINDINGS]
    return [_mistake(details, model, tree) for details in findings]


def _mistake(details: ErrorDetails, model: type[BaseModel], tree: Mapping) -> Mistake:
    path, mark = _locate(details, tree)
    sentence = _SENTENCES.get(details["type"], _plain)
    return Mistake(mark, dotted(path), sentence(details, path, model, tree))


def _locate(details: ErrorDetails, tree: Mapping) -> tuple[Path, Mark]:
    """Return the path of a finding in the file (union tags skipped) and the mark of its key."""
    path: Path = ()
    node: Node = tree
    mark = tree.mark
    for part in details["loc"]:
        below = child(node, part)
        if below is None:
            continue
        mark = node.keys[part] if isinstance(node, Mapping) and isinstance(part, str) else below.mark
        path, node = (*path, part), below
    if details["type"] == "missing":
        path = (*path, details["loc"][-1])
    elif details["type"] not in ("extra_forbidden", "missing") and not isinstance(node, Mapping):
        mark = node.mark
    return path, mark


def dotted(path: Path) -> str:
    """Return ``events[0].at_s`` for ('events', 0, 'at_s')."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def _plain(details: ErrorDetails, path: Path, model: type[BaseModel], tree: Mapping) -> str:
    context = details.get("ctx", {})
    allowed = _ALLOWED.get(details["type"])
    if allowed is None:
        return details["msg"].removeprefix("Value error, ")
    short = {key: f"{value:g}" if isinstance(value, float) else value for key, value in context.items()}
    return f"{allowed.format(**short)}{_example(allowed, path)}; got {_shown(details['input'])}"


def _example(allowed: str, path: Path) -> str:
    """Return what to write where only the type is wrong and the key's name tells the unit."""
    name = next((part for part in reversed(path) if isinstance(part, str) and part not in DISTRIBUTIONS), "")
    if allowed != "must be a number":
        return ""
    return next((example for ending, example in _EXAMPLES.items() if f"_{name}".endswith(ending)), "")


def _number(details: ErrorDetails, path: Path, model: type[BaseModel], tree: Mapping) -> str:
    value = details["input"]
    if isinstance(value, dict) and any(key in DISTRIBUTIONS for key in value):
        return "takes a plain number, not a distribution"
    return _plain(details, path, model, tree)


def _unknown_key(details: ErrorDetails, path: Path, model: type[BaseModel], tree: Mapping) -> str:
    key, known = str(path[-1]), known_keys(model, path[:-1], tree)
    hint = nearest(key, known) or (f"; the keys here are {_listed(known)}" if known else "")
    return f"unknown key {key!r}{hint}"


def _listed(names: list[str]) -> str:
    return ", ".join(names[:MOST_KEYS]) + (", ..." if len(names) > MOST_KEYS else "")


def _missing(details: ErrorDetails, path: Path, model: type[BaseModel], tree: Mapping) -> str:
    last = path[-1]
    return f"entry {last + 1} is missing" if isinstance(last, int) else f"the key {last!r} is missing"


def _word(details: ErrorDetails, path: Path, model: type[BaseModel], tree: Mapping) -> str:
    expected, value = str(details.get("ctx", {}).get("expected", "")), details["input"]
    words = [word.strip(" '") for word in expected.replace(" or ", ",").split(",")]
    return f"must be {expected}; got {_shown(value)}{nearest(str(value), words)}"


def _distribution(details: ErrorDetails, path: Path, model: type[BaseModel], tree: Mapping) -> str:
    value = details["input"]
    key = next(iter(value), "") if isinstance(value, dict) else ""
    return f"{details['msg']}; got {_shown(value)}{'' if key in DISTRIBUTIONS else nearest(str(key), DISTRIBUTIONS)}"


def nearest(word: str, known: Any) -> str:
    """Return '; did you mean 'x'?' for the nearest known word, or nothing."""
    close = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 3] + "..."


_SENTENCES: dict[str, Callable[[ErrorDetails, Path, type[BaseModel], Mapping], str]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "literal_error": _word,
    "unknown_distribution": _distribution,
    "float_type": _number,
    "int_type": _number,
    "finite_number": _number,
}
