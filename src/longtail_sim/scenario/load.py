"""Load a scenario: file, what it extends, options of the command line; then check everything at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from longtail_sim.scenario.extends import read_with_bases
from longtail_sim.scenario.late_events import late_events
from longtail_sim.scenario.library import scenario_path
from longtail_sim.scenario.messages import mistakes_of
from longtail_sim.scenario.overrides import Override, apply
from longtail_sim.scenario.scenario import Scenario
from longtail_sim.scenario.tree import Mapping, Mistake, Scalar, refuse


def load_scenario(name_or_path: str | Path, overrides: Sequence[Override] = ()) -> Scenario:
    """Return a shipped scenario by name, or any other by its path, with ``overrides`` put in.

    Raises ScenarioError with every mistake, one a line: ``file:line:column: key.path: what; did you mean 'x'?``
    """
    return build(*read_scenario(name_or_path, overrides))


def read_scenario(name_or_path: str | Path, overrides: Sequence[Override] = ()) -> tuple[Mapping, list[Mistake]]:
    """Return the tree of a scenario with ``overrides`` put in, not yet checked, and the mistakes found on the way."""
    path = scenario_path(name_or_path)
    tree, mistakes = read_with_bases(path)
    return apply(_named(tree, path), overrides), mistakes


def build(tree: Mapping, mistakes: Sequence[Mistake] = ()) -> Scenario:
    """Return the scenario that a tree describes; ``mistakes`` are those already found when reading it."""
    try:
        # By way of JSON: whatever a file can say is then the same kind of input at every depth.
        scenario = Scenario.model_validate_json(json.dumps(tree.plain()))
    except ValidationError as error:
        seen = {mistake.mark for mistake in mistakes}
        found = [mistake for mistake in mistakes_of(error, Scenario, tree) if mistake.mark not in seen]
        raise refuse([*mistakes, *found]) from None
    if found := [*mistakes, *late_events(scenario, tree)]:
        raise refuse(found)
    return scenario


def _named(tree: Mapping, path: Path) -> Mapping:
    """Give a scenario without a name that of its file."""
    if "name" in tree.items:
        return tree
    return Mapping(
        {"name": Scalar(path.stem, tree.mark), **tree.items}, tree.mark, {"name": tree.mark, **tree.keys}, tree.size + 1
    )
