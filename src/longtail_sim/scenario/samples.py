"""The scenarios that ``vary:`` asks for, each with the values that make it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from longtail_sim.errors import ScenarioError
from longtail_sim.scenario.extends import without
from longtail_sim.scenario.known_keys import wants_whole_numbers
from longtail_sim.scenario.load import build, read_scenario
from longtail_sim.scenario.overrides import Override, apply, parse_key
from longtail_sim.scenario.scenario import Scenario
from longtail_sim.scenario.tree import Mapping, Mark, Scalar, refuse
from longtail_sim.scenario.variation import Values
from longtail_sim.scenario.yaml_reader import read_yaml

VARY = "vary"
_OPTION = "--vary "


class Sample(NamedTuple):
    """One scenario of a variation: its number from 0, the drawn values by key, the scenario that they make."""

    number: int
    values: Values
    scenario: Scenario


def parse_variations(options: Iterable[str]) -> list[Override]:
    """Return options such as ``fleet.share={uniform: [0, 0.2]}`` as overrides of ``vary.parameters``.

    Raises ScenarioError that names the option.
    """
    return [_parse(option) for option in options]


def load_samples(name_or_path: str | Path, overrides: Sequence[Override] = ()) -> list[Sample]:
    """Return every sample of a scenario's ``vary:``, with ``overrides`` put in before.

    Raises ScenarioError, with every mistake of the first sample that cannot be, at the place of ``vary``.
    """
    tree, mistakes = read_scenario(name_or_path, overrides)
    plan = build(tree, mistakes).vary
    if plan is None:
        raise ScenarioError(
            f"{tree.mark}: nothing says what to vary: write vary: {{parameters: ...}} into the scenario, "
            "or give --vary 'fleet.share={uniform: [0, 0.2]}'"
        )
    rest = without(tree, (VARY,))
    whole = {key for key in plan.parameters if wants_whole_numbers(Scenario, _path(key, tree), rest)}
    return [
        _sample(number, {key: float(round(v)) if key in whole else v for key, v in values.items()}, tree, rest)
        for number, values in enumerate(plan.draws())
    ]


def _sample(number: int, values: Values, tree: Mapping, rest: Mapping) -> Sample:
    overrides = [_override(key, value, tree) for key, value in values.items()]
    try:
        scenario = build(apply(rest, overrides))
    except ScenarioError as error:
        said = ", ".join(f"{key} = {value:g}" for key, value in values.items())
        lines = [_told(line, f"sample {number} ({said})", overrides, tree) for line in str(error).splitlines()]
        raise ScenarioError("\n".join(lines)) from None
    return Sample(number, values, scenario)


def _told(line: str, sample: str, overrides: Sequence[Override], tree: Mapping) -> str:
    """Return a mistake of one sample at the place of the parameter that made it, or of ``vary`` as a whole."""
    for override in overrides:
        if line.startswith(f"{override.place}: "):
            what = line.removeprefix(f"{override.place}: ")
            key = override.option.partition("=")[0]
            return f"{_mark(tree, key)}: {VARY}.parameters: {sample}: {what}"
    return f"{tree.keys[VARY]}: {VARY}: {sample}: {line}"


def _mark(tree: Mapping, key: str) -> Mark:
    """Return where a parameter stands."""
    vary = tree.items[VARY]
    parameters = vary.items.get("parameters") if isinstance(vary, Mapping) else None
    return parameters.keys[key] if isinstance(parameters, Mapping) else tree.keys[VARY]


def _override(key: str, value: float, tree: Mapping) -> Override:
    option = f"{key}={value:g}"
    exact: int | float = int(value) if value.is_integer() and abs(value) < 2**53 else value
    made = Override(_path(key, tree), Scalar(exact, Mark("")), option, "sample of ")
    return made._replace(node=Scalar(exact, made.place))


def _path(key: str, tree: Mapping) -> tuple[str, ...]:
    try:
        return parse_key(key)
    except ScenarioError as error:
        raise ScenarioError(f"{_mark(tree, key)}: {VARY}.parameters: {error}") from None


def _parse(option: str) -> Override:
    key, equals, value = option.partition("=")
    source = f"{_OPTION}{option}"
    if not equals or not key.strip():
        raise ScenarioError(f"{source}: write key=values, such as 'fleet.share={{uniform: [0, 0.2]}}'")
    node, mistakes = read_yaml(value, source, first_line=0)
    if mistakes or node is None:
        raise refuse(mistakes) if mistakes else ScenarioError(f"{source}: there is no value after the =")
    return Override((VARY, "parameters", key.strip()), node, option, _OPTION)
