"""``longtail run``: some agents and the twin through one scenario, and the verdict."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from longtail_sim.cli.exits import RunFailedError, running
from longtail_sim.cli.options import DECISION_LIMIT_S, DecisionLimit, ScenarioName, Settings, load

if TYPE_CHECKING:
    from longtail_sim.episode import Comparison
    from longtail_sim.scenario import Scenario

EXAMPLE = "Example: [bold]longtail run sf_outage --agent rule_based --seeds 0:8[/bold]"
SHIPPED = ("stop_when_confused", "rule_based", "reasoning")


def run(
    scenario: ScenarioName,
    agent: Annotated[
        list[str] | None,
        typer.Option(
            "--agent", metavar="AGENT", help="A known agent, FILE.py:Class or POLICY.npz; repeat. By default, three."
        ),
    ] = None,
    seeds: Annotated[
        str, typer.Option(metavar="SEEDS", help="From:to (not included), one, or several: 1,5,9.")
    ] = "0:3",
    jobs: Annotated[int | None, typer.Option(min=1, help="Simulators at a time; by default one per core.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the JSON to a file, too.")] = None,
    level: Annotated[
        int | None, typer.Option(min=0, max=5, help="SAE level of the fleet; by default the scenario's.")
    ] = None,
    settings: Settings = None,
    decision_limit: DecisionLimit = DECISION_LIMIT_S,
) -> None:
    """Run agents through a scenario, compare each with its twin, and judge.

    The twin is the same world with people in the fleet's place. Intervals are 95 % bootstrap intervals over the seeds.
    """
    from longtail_sim.cli.files import check_writable
    from longtail_sim.episode.seeds import parse_seeds

    chosen = parse_seeds(seeds)
    if out is not None:
        check_writable(out)
    settings = [*(settings or []), *([] if level is None else [f"fleet.sae_level={level}"])]
    found = load(scenario, settings)
    _check(found)
    with contextlib.redirect_stdout(sys.stderr):  # agents may print; standard output is for results
        comparison = _compare(found, list(agent or SHIPPED), chosen, jobs or os.cpu_count() or 1, decision_limit)
    if as_json or out is not None:
        more = {"seeds": list(chosen), "overrides": settings}
        _give_json({**comparison.as_json(), **more}, as_json, out)
    if not as_json:
        from longtail_sim.cli.tables import print_comparison

        print_comparison(comparison)
    if comparison.failed:
        raise RunFailedError("\n".join(failed.message for failed in comparison.failed))


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command(cls=_WithFormula)(run)


class _WithFormula(TyperCommand):
    """Ends its help in the formula of the score, imported only then, for it comes with much that takes long."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from longtail_sim.scoring import FORMULA

        self.epilog = f"{EXAMPLE}\n\n{FORMULA}."
        super().format_help(ctx, formatter)


def _check(scenario: Scenario) -> None:
    from longtail_sim.episode import check_expectations

    check_expectations(scenario)


def _compare(
    scenario: Scenario, agents: list[str], seeds: tuple[int, ...], jobs: int, decision_limit_s: float
) -> Comparison:
    from longtail_sim.agent import load_agent
    from longtail_sim.cli.progress import Bar, compile_first
    from longtail_sim.episode import compare

    loaded = [load_agent(name) for name in dict.fromkeys(agents)]
    compile_first()
    names = ["twin", *(agent.name for agent in loaded)]
    label = f"simulating {len(names)} drivers, {len(seeds)} seed{'s' * (len(seeds) > 1)}"
    with running(), Bar(label, names, scenario.duration_s) as bar:
        return compare(scenario, loaded, seeds, jobs=jobs, progress=bar, decision_limit_s=decision_limit_s)


def _give_json(plain: dict[str, Any], to_screen: bool, out: Path | None) -> None:
    from longtail_sim.cli.files import write_text

    text = json.dumps(plain, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    if out is not None:
        write_text(out, text)
    if to_screen:
        typer.echo(text, nl=False)
