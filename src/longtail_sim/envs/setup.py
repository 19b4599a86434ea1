"""The arguments that all faces share, checked and turned into what they stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from longtail_sim.agent import Guard, load_agent
from longtail_sim.envs.controls import Controls, make_controls
from longtail_sim.errors import LongtailError
from longtail_sim.network import StreetNetwork, build_network
from longtail_sim.scenario import Scenario, load_scenario, parse_overrides

PEOPLE = "people"
SHORTEST_WARM_UP_S = 30.0
WARM_UP_WITHOUT_EVENT_S = 120.0
OPTIONS = ("seed_world", "warm_up_s")


@dataclass(frozen=True)
class Setup:
    """What episodes are made of.

    Attributes:
        scenario: what happens, as the user named it.
        played: the same; without a fleet where nobody but the egos is to belong to it.
        rest: the agent of the rest of the fleet, None where people drive it.
    """

    scenario: Scenario
    played: Scenario
    network: StreetNetwork
    rest: Guard | None
    controls: Controls
    warm_up_s: float | None
    max_steps: int | None


def make_setup(
    scenario: str | Path | Scenario,
    actions: str,
    warm_up_s: float | None,
    fleet: str,
    changes: Sequence[str] | None,
    max_steps: int | None,
) -> Setup:
    """Return what the arguments stand for.

    Raises:
        LongtailError: a wrong argument, scenario, street network or agent, in one clear sentence.
    """
    named, rest = _load(scenario, changes), _load_fleet(fleet)
    played = named
    if rest is None:
        played = named.model_copy(update={"fleet": named.fleet.model_copy(update={"share": 0.0})})
    controls, network = make_controls(actions), build_network(named.network)
    return Setup(named, played, network, rest, controls, checked_warm_up(warm_up_s), checked_steps(max_steps))


def checked_mode(mode: str | None, known: Sequence[str]) -> str | None:
    """Return the render mode if there is such."""
    if mode is not None and mode not in known:
        raise LongtailError(f"render_mode={mode!r} is unknown; choose one of {', '.join(known)}, or None.")
    return mode


def checked_options(options: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return the options of a reset if there are such."""
    strangers = sorted(options.keys() - set(OPTIONS)) if options else []
    if strangers:
        raise LongtailError(f"reset has no option '{strangers[0]}'; there are {' and '.join(OPTIONS)}.")
    return options or {}


def checked_warm_up(warm_up_s: float | None) -> float | None:
    """Return the warm-up if it is a time."""
    if warm_up_s is not None and not 0 <= warm_up_s < float("inf"):
        raise LongtailError(f"warm_up_s={warm_up_s!r} must be a number of seconds, 0 or more, or None.")
    return warm_up_s


def checked_steps(steps: int | None) -> int | None:
    """Return the limit of steps if it can be one."""
    if steps is not None and steps < 1:
        raise LongtailError(f"max_steps={steps!r} must be 1 or more, or None.")
    return steps


def checked_world(wanted: Any) -> int:
    """Return the seed of a world if it can be one."""
    if not isinstance(wanted, (int, np.integer)) or not 0 <= wanted < 2**64:
        raise LongtailError(f"seed_world={wanted!r} must be a whole number from 0 to 2^64 - 1.")
    return int(wanted)


def until_first_event_s(drawn: Scenario) -> float:
    """Return how long traffic runs before the ego enters: until the first event begins, at least 30 s."""
    first = min((float(event.at_s) for event in drawn.events if event.when is None), default=WARM_UP_WITHOUT_EVENT_S)
    return max(first, SHORTEST_WARM_UP_S)


def _load(scenario: str | Path | Scenario, changes: Sequence[str] | None) -> Scenario:
    if isinstance(changes, str):
        raise LongtailError(f"set={changes!r} must be a list of changes, such as ['fleet.share=0.1'].")
    if not isinstance(scenario, Scenario):
        return load_scenario(scenario, parse_overrides(changes or ()))
    if changes:
        raise LongtailError("set changes a scenario that is named; change a Scenario object before you hand it over.")
    return scenario


def _load_fleet(name: str) -> Guard | None:
    """Return the agent of the rest of the fleet, None where people drive it."""
    if name == PEOPLE:
        return None
    agent = load_agent(name)
    return None if agent.drives_as_person else Guard(agent)
