"""A benchmark suite: which agents meet which scenarios on which seeds, read from YAML like a scenario."""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, field_validator, model_validator

from longtail_sim.episode.seeds import parse_seeds
from longtail_sim.errors import LongtailError, ScenarioError
from longtail_sim.quantities import Section
from longtail_sim.quantities.section import Whole
from longtail_sim.scenario import list_scenarios
from longtail_sim.scenario.files import read_file
from longtail_sim.scenario.messages import mistakes_of
from longtail_sim.scenario.tree import refuse
from longtail_sim.shipped import shipped

SUFFIXES = (".yaml", ".yml")
ALL = "all"
Name = Annotated[str, Field(min_length=1, max_length=300)]


class Limits(Section):
    """What one job may take before it is ended."""

    time_s: Annotated[float, Field(gt=0, le=86_400)] = Field(default=600, description="wall time of a job")
    memory_mb: Annotated[Whole, Field(ge=100, le=1_000_000)] = Field(
        default=4000, description="memory that a job may add to its process"
    )


class Suite(Section):
    """A named and versioned set of runs; whoever changes what it measures raises the version."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60, description="its name")
    version: Annotated[Whole, Field(ge=1)] = Field(description="raised with every change of what it measures")
    title: str = Field(default="", max_length=200, description="one line for people")
    scenarios: tuple[Name, ...] = Field(min_length=1, description="shipped names, files, or all")
    agents: tuple[Name, ...] = Field(min_length=1, description="names as longtail agents list shows, or files")
    seeds: str = Field(default="0:8", description="from:to (to not included), or several: 1,5,9")
    levels: tuple[Annotated[Whole, Field(ge=0, le=5)], ...] = Field(
        default=(), description="SAE levels; none: that of each scenario"
    )
    levels_of: dict[Name, tuple[Annotated[Whole, Field(ge=0, le=5)], ...]] = Field(
        default={}, description="SAE levels of single agents instead of these"
    )
    seeds_per_job: Annotated[Whole, Field(ge=1, le=8)] = Field(default=4, description="seeds simulated side by side")
    limits: Limits = Field(default=Limits(), description="what one job may take")

    @field_validator("seeds")
    @classmethod
    def _names_seeds(cls, text: str) -> str:
        try:
            parse_seeds(text)
        except LongtailError as error:
            raise ValueError(str(error)) from None
        return text

    @model_validator(mode="after")
    def _has_these_agents(self) -> Suite:
        unknown = next((agent for agent in self.levels_of if agent not in self.agents), None)
        if unknown is not None:
            raise ValueError(f"levels_of names '{unknown}', which is not among the agents")
        return self

    def all_levels(self) -> tuple[int | None, ...]:
        """Return all levels that occur, None for that of each scenario."""
        of_agents = [self.levels_of_agent(agent) for agent in self.agents]
        return tuple(dict.fromkeys(level for levels in of_agents for level in levels))

    def levels_of_agent(self, agent: str) -> tuple[int | None, ...]:
        """Return the levels at which an agent drives, None for that of each scenario."""
        return self.levels_of.get(agent) or self.levels or (None,)

    def all_scenarios(self) -> tuple[str, ...]:
        """Return the scenarios by name or file, each once."""
        named = (name for entry in self.scenarios for name in (list_scenarios() if entry == ALL else [entry]))
        return tuple(dict.fromkeys(named))


def list_suites() -> list[str]:
    """Return the names of the shipped suites, sorted."""
    return sorted(path.stem for path in shipped("benchmarks").glob("*.yaml"))


def load_suite(name_or_path: str | Path) -> Suite:
    """Return a shipped suite by name, or any other by its file.

    Raises:
        ScenarioError: there is none, or the file has mistakes, one a line with its place.
    """
    path = _path(str(name_or_path))
    tree, mistakes = read_file(path)
    try:
        suite = Suite.model_validate_json(json.dumps(tree.plain()))
    except ValidationError as error:
        raise refuse([*mistakes, *mistakes_of(error, Suite, tree)]) from None
    if mistakes:
        raise refuse(mistakes)
    return suite


def _path(text: str) -> Path:
    if text.endswith(SUFFIXES) or "/" in text or "\\" in text:
        return Path(text)
    if text in list_suites():
        return shipped("benchmarks") / f"{text}.yaml"
    close = difflib.get_close_matches(text, list_suites(), n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(list_suites()) or 'none'}"
    raise ScenarioError(f"there is no shipped suite named {text!r}; {hint} (a file is named with its .yaml ending)")
