"""``longtail agents``: list, new, check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from longtail_sim.cli.exits import FAILED

app = typer.Typer(help="List, make and check driving agents.", rich_markup_mode="rich")


@app.callback(invoke_without_command=True)
def root(context: typer.Context) -> None:
    """List, make and check driving agents."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("list", epilog="Example: [bold]longtail agents list[/bold]")
def list_() -> None:
    """List the agents that can be called by name."""
    from rich.console import Console

    from longtail_sim.agent import list_agents
    from longtail_sim.cli.tables import table

    rows = table("name", "from", "what it does", right_from=3)
    for entry in list_agents():
        rows.add_row(entry.name, entry.origin, entry.summary.replace("``", ""))
    Console().print(rows)


@app.command(epilog="Example: [bold]longtail agents new my_agent[/bold]")
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Small letters, digits and underscores.")],
    folder: Annotated[Path, typer.Option(help="Where to write it; agents in ./agents are known by name.")] = Path(
        "agents"
    ),
) -> None:
    """Write an agent to begin with, agents/NAME.py; it runs at once."""
    from longtail_sim.agent import new_agent

    path = new_agent(name, folder)
    typer.echo(f"wrote {path}; now: longtail run one_dark_junction --agent {path}")


@app.command(epilog="Example: [bold]longtail agents check agents/my_agent.py[/bold]")
def check(
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="A known agent, FILE.py:Class or POLICY.npz.")],
) -> None:
    """Check that an agent keeps the contract; exit code 1 if it does not."""
    from rich.console import Console
    from rich.text import Text

    from longtail_sim.agent import check_agent
    from longtail_sim.cli.tables import table

    rows = table("", "check", "found", right_from=3)
    found = check_agent(agent)
    for row in found:
        mark = Text("passed", style="green") if row.passed else Text("failed", style="red")
        rows.add_row(mark, row.name, Text(row.sentence))
    Console().print(rows)
    failed = [row.name for row in found if not row.passed]
    if failed:
        typer.echo(f"error: agent '{agent}' does not keep the contract: {', '.join(failed)}.", err=True)
        raise typer.Exit(FAILED)
