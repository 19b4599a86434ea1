"""``longtail replay``: a recording in a window, or checked against the simulator."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from longtail_sim.cli.exits import FAILED, running
from longtail_sim.cli.options import DECISION_LIMIT_S, DecisionLimit
from longtail_sim.errors import LongtailError

if TYPE_CHECKING:
    from longtail_sim.scenario import Scenario
    from longtail_sim.viewer.recording import Recording

CHECK = "Open no window: run it again, and compare every position with the recording, bit by bit."


def replay(
    recording: Annotated[Path, typer.Argument(metavar="FILE.trace", help="What 'longtail record' has written.")],
    check: Annotated[bool, typer.Option("--check", help=CHECK)] = False,
    start: Annotated[
        float | None, typer.Option("--from", metavar="SECONDS", min=0.0, help="Simulated time to begin at.")
    ] = None,
    speed: Annotated[float, typer.Option(min=0.25, max=64, help="Times real time.")] = 4.0,
    size: Annotated[str, typer.Option(metavar="WxH", help="Of the window, in pixels.")] = "1280x800",
    decision_limit: DecisionLimit = DECISION_LIMIT_S,
) -> None:
    """Play a recording in a window: play, pause, click into the time line to go anywhere, forward or back."""
    from longtail_sim.cli.window import be_quiet, parse_size

    pixels = parse_size(size)
    be_quiet()
    from longtail_sim.cli.recorded import scenario_of
    from longtail_sim.viewer.recording import Recording

    found = Recording.open(recording)
    for line in _notes(found):
        typer.echo(line, err=True)
    scenario = scenario_of(found)
    if check:
        _check(found, scenario, decision_limit)
    else:
        _show(found, scenario, start, speed, pixels)


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command(epilog="Example: [bold]longtail replay outage.trace --from 600[/bold]")(replay)


def _notes(found: Recording) -> list[str]:
    notes = [] if found.whole else [f"the recording was cut off at {found.end_s:g} s"]
    return [*notes, f"the run ended at {found.end_s:g} s: {found.message}"] if found.message else notes


def _show(found: Recording, scenario: Scenario, start: float | None, speed: float, pixels: tuple[int, int]) -> None:
    from longtail_sim.cli.window import INSTEAD, require_display

    require_display()
    import pygame

    from longtail_sim.network import build_network
    from longtail_sim.viewer.replay_player import ReplayPlayer, session_of
    from longtail_sim.viewer.window import Window

    session = session_of(found, build_network(scenario.network))
    player = ReplayPlayer(session, found)
    try:
        window = Window(session, pixels, lambda _: player)
    except pygame.error as error:
        raise LongtailError(f"no window can be opened ({error}); {INSTEAD}.") from None
    player.change_speed(speed / player.speed)
    if start is not None:
        player.seek(start)
    window.run()


def _check(found: Recording, scenario: Scenario, decision_limit: float) -> None:
    import longtail_sim
    from longtail_sim.agent import load_agent
    from longtail_sim.cli.progress import Bar, compile_first
    from longtail_sim.cli.stage import stage
    from longtail_sim.viewer.pictures import who
    from longtail_sim.viewer.takes import check

    about = found.about
    if about.fork_s >= 0:
        raise LongtailError(
            f"{who(about)}: a fork cannot be run again from scenario and seed alone; leave out --check."
        )
    driver = load_agent(about.driver)
    compile_first()
    twin = "twin" in found[0].frames
    with (
        stage(scenario, driver, about.seed, decision_limit, twin=twin) as (session, _, _),
        running(),
        Bar("checking", ["run"], max(found.end_s, 1.0)) as bar,
    ):
        different = check(found, session, lambda time_s: bar("run", time_s))
    if different is None:
        worlds = "run and twin" if twin else "run"
        typer.echo(f"{worlds}: {len(found)} moments, all as recorded, to the bit")
        return
    typer.echo(f"differs at {different.time_s:g} s in the {different.world}: {', '.join(different.columns)}", err=True)
    if about.version != longtail_sim.__version__:
        typer.echo(f"it was recorded with longtail-sim {about.version}; this is {longtail_sim.__version__}", err=True)
    raise typer.Exit(FAILED)
