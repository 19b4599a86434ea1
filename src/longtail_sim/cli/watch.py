"""``longtail watch``: a run and its twin, or two agents, in a window."""

from __future__ import annotations

from typing import Annotated

import typer

from longtail_sim.cli.exits import running
from longtail_sim.cli.options import DECISION_LIMIT_S, AgentSpec, DecisionLimit, ScenarioName, Seed, Settings, load
from longtail_sim.errors import LongtailError


def watch(
    scenario: ScenarioName,
    agent: AgentSpec = None,
    beside: Annotated[
        str | None, typer.Option(metavar="AGENT", help="Another agent, in a window pane of its own, in step.")
    ] = None,
    seed: Seed = 0,
    speed: Annotated[float, typer.Option(min=0.25, max=64, help="Times real time.")] = 4.0,
    size: Annotated[str, typer.Option(metavar="WxH", help="Of the window, in pixels.")] = "1280x800",
    settings: Settings = None,
    decision_limit: DecisionLimit = DECISION_LIMIT_S,
) -> None:
    """Watch a run and its twin, or two agents, in a window; press h there for help."""
    from longtail_sim.cli.window import INSTEAD, be_quiet, parse_size, require_display, session_of

    pixels = parse_size(size)
    found = load(scenario, settings)
    require_display()
    be_quiet()
    from longtail_sim.agent import load_agent

    driver = load_agent(agent or found.fleet.agent)
    if beside is not None:
        load_agent(beside)

    import pygame

    from longtail_sim.cli.progress import compile_first
    from longtail_sim.episode import Pair
    from longtail_sim.viewer.forks import SimulatorForks
    from longtail_sim.viewer.window import Window

    compile_first()
    with Pair(found, driver, seed, decision_limit_s=decision_limit) as pair:
        try:
            spec = agent or found.fleet.agent
            forks = SimulatorForks(pair.run, spec, decision_limit_s=decision_limit)
            window = Window(session_of(pair, forks, spec), pixels)
        except pygame.error as error:
            raise LongtailError(f"no window can be opened ({error}); {INSTEAD}.") from None
        window.player.change_speed(speed / window.player.speed)
        if beside is not None:
            window.player.switch(beside)
        with running():
            window.run()


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command(epilog="Example: [bold]longtail watch sf_outage --agent rule_based --speed 8[/bold]")(watch)
