"""Options that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from longtail_sim.scenario import Scenario

ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A shipped scenario (longtail scenarios list) or a YAML file.")
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Change a key of the scenario, such as fleet.share=0.1; repeat."),
]
AgentSpec = Annotated[
    str | None,
    typer.Option(
        "--agent", metavar="AGENT", help="A known agent, FILE.py:Class or POLICY.npz; by default the scenario's."
    ),
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Which of the possible worlds.")]
DecisionLimit = Annotated[
    float,
    typer.Option(
        "--decision-limit",
        metavar="SECONDS",
        min=0.01,
        envvar="LONGTAIL_DECISION_LIMIT",
        show_envvar=False,
        help="An agent that needs longer for one decision of its fleet has failed.",
    ),
]
DECISION_LIMIT_S = 30.0


def load(scenario: str, settings: list[str] | None) -> Scenario:
    """Return the scenario with the changes of ``--set``."""
    from longtail_sim.scenario import load_scenario, parse_overrides

    return load_scenario(scenario, parse_overrides(settings or []))
