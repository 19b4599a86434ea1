"""``longtail level``: may an agent be called what it claims?"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from longtail_sim.cli.exits import running
from longtail_sim.cli.options import DECISION_LIMIT_S, DecisionLimit
from longtail_sim.errors import LongtailError

if TYPE_CHECKING:
    from longtail_sim.episode import Audit
    from longtail_sim.scenario import Scenario

EXAMPLES = (
    "Example: [bold]longtail level rule_based --scenarios one_dark_junction --seeds 0:8[/bold]; "
    "[bold]longtail level stop_when_confused --levels 4[/bold]"
)
HIGHEST = 5


def level(
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="A known agent, FILE.py:Class or POLICY.npz.")],
    levels: Annotated[
        str, typer.Option(metavar="LEVELS", help="SAE levels: first-last such as 2-5, one, or several: 3,4.")
    ] = "2-5",
    scenarios: Annotated[
        list[str] | None,
        typer.Option(
            "--scenarios",
            metavar="SCENARIO",
            help="A shipped scenario or a YAML file; repeat, or with commas. By default all.",
        ),
    ] = None,
    seeds: Annotated[
        str, typer.Option(metavar="SEEDS", help="From:to (not included), one, or several: 1,5,9.")
    ] = "0:3",
    jobs: Annotated[int | None, typer.Option(min=1, help="Simulators at a time; by default one per core.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
    decision_limit: DecisionLimit = DECISION_LIMIT_S,
) -> None:
    """Audit a claimed SAE level: run an agent at each level, judge every duty, show the evidence.

    The level says who must act; the agent says how well. A level holds if all its clauses pass.
    """
    from longtail_sim.episode.seeds import parse_seeds

    chosen, wanted = parse_seeds(seeds), parse_levels(levels)
    found = _load(scenarios)
    with contextlib.redirect_stdout(sys.stderr):  # agents may print; standard output is for results
        result = _audit(found, agent, chosen, wanted, jobs or os.cpu_count() or 1, decision_limit)
    if as_json:
        typer.echo(json.dumps(result.as_json(), indent=1, ensure_ascii=False, allow_nan=False))
    else:
        _print(result)


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command(epilog=EXAMPLES)(level)


def parse_levels(text: str) -> tuple[int, ...]:
    """Return the levels that a text names, ascending: ``2-5``, ``4`` or ``3,4``.

    Raises:
        LongtailError: it names none, or another than 0 to 5.
    """
    plain = text.replace(" ", "")
    if span := re.fullmatch(r"([0-5])-([0-5])", plain):
        first, last = int(span[1]), int(span[2])
        if first <= last:
            return tuple(range(first, last + 1))
    elif re.fullmatch(r"[0-5](,[0-5])*", plain):
        return tuple(sorted({int(part) for part in plain.split(",")}))
    raise LongtailError(f"--levels {text[:60]} names no SAE levels; write 2-5, one of 0 to {HIGHEST}, or several: 3,4.")


def _load(names: list[str] | None) -> list[Scenario]:
    from longtail_sim.scenario import list_scenarios, load_scenario

    wanted = [part for name in names for part in name.split(",") if part] if names else list_scenarios()
    found = [load_scenario(name) for name in dict.fromkeys(wanted)]
    called = [scenario.name for scenario in found]
    twice = next((name for name in called if called.count(name) > 1), None)
    if twice is not None:
        raise LongtailError(f"two scenarios are called '{twice}'; give each a name of its own.")
    return found


def _audit(
    scenarios: list[Scenario],
    agent: str,
    seeds: tuple[int, ...],
    levels: tuple[int, ...],
    jobs: int,
    decision_limit_s: float,
) -> Audit:
    from longtail_sim.agent import load_agent
    from longtail_sim.cli.progress import Bar, compile_first
    from longtail_sim.episode import audit
    from longtail_sim.episode.level_audit import runs_of

    load_agent(agent)  # a mistake is told before anything runs
    compile_first()
    names = [run.name for run in runs_of(scenarios, levels)]
    label = f"simulating {len(names)} runs, {len(seeds)} seed{'s' * (len(seeds) > 1)}"
    with running(), Bar(label, names, 1.0) as bar:
        return audit(
            scenarios,
            lambda: load_agent(agent),
            seeds,
            levels,
            jobs=jobs,
            progress=bar,
            decision_limit_s=decision_limit_s,
        )


def _print(result: Audit) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from longtail_sim.cli.tables import COLOURS, WIDEST, short

    console = Console(highlight=False)
    console.width = min(console.width, WIDEST)
    many = len(result.scenarios)
    about = f"  ({many} scenario{'s' * (many > 1)}, {len(result.seeds)} seed{'s' * (len(result.seeds) > 1)})"
    console.print(Text.assemble((short(result.agent), "bold"), about))
    for number in result.levels:
        word = result.word_of(number)
        console.print(Text.assemble("\n", (f"level {number}", "bold"), " ", (word, COLOURS[word])))
        clauses = [found for found in result.clauses if found.level == number]
        if not clauses:
            console.print(Text("  the person drives; the agent is not asked"))
        rows = Table.grid(padding=(0, 2, 0, 0))
        rows.add_column(justify="right", min_width=9)
        for found in clauses:
            rows.add_row(Text(found.word, COLOURS[found.word]), Text(f"{found.clause}: {found.evidence}"))
        if clauses:
            console.print(Padding(rows, (0, 0, 0, 2), expand=False))
        if left := result.exits.get(number):
            told = ", ".join(f"{name} {count}" for name, count in left.items())
            console.print(Padding(Text(f"domain left: {told}"), (0, 0, 0, 13), expand=False))
    highest = result.highest
    end = "no level of these holds." if highest is None else f"the highest level whose clauses all hold is {highest}."
    console.print(Text(f"\nIn {'these scenarios' if many > 1 else 'this scenario'}, {end}"))
