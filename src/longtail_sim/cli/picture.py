"""``longtail picture``: the window as a PNG file, without a display."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from longtail_sim.cli.exits import running
from longtail_sim.cli.options import DECISION_LIMIT_S, AgentSpec, DecisionLimit, ScenarioName, Seed, Settings, load
from longtail_sim.errors import LongtailError

if TYPE_CHECKING:
    from longtail_sim.episode import Pair
    from longtail_sim.scenario import Scenario
    from longtail_sim.viewer import History, Session, View

USUAL_S = 900.0


class Shown(StrEnum):
    """What the map shows."""

    RUN = "run"
    TWIN = "twin"
    BOTH = "both"


class Theme(StrEnum):
    """Colours of the picture."""

    DARK = "dark"
    LIGHT = "light"


def picture(
    scenario: ScenarioName,
    agent: AgentSpec = None,
    seed: Seed = 0,
    at: Annotated[
        float | None, typer.Option("--at", metavar="SECONDS", help="Simulated time; by default 900 or the end.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE.png", help="By default SCENARIO.png, here.")
    ] = None,
    size: Annotated[str, typer.Option(metavar="WxH", help="Width x height in pixels.")] = "1600x1000",
    show: Annotated[Shown, typer.Option(help="Which map; the numbers are always those of both.")] = Shown.RUN,
    theme: Annotated[Theme, typer.Option(help="Colours.")] = Theme.DARK,
    pick: Annotated[
        int | None, typer.Option(metavar="TRIP", min=0, help="A vehicle: in the middle, and on the card, with reasons.")
    ] = None,
    zoom: Annotated[float, typer.Option(min=0.1, max=40, help="Pixels a metre, with --pick.")] = 6.0,
    settings: Settings = None,
    decision_limit: DecisionLimit = DECISION_LIMIT_S,
) -> None:
    """Simulate up to a moment and write a picture of the window: run and twin."""
    from longtail_sim.cli.files import check_picture
    from longtail_sim.cli.window import be_quiet, parse_size, session_of

    pixels = parse_size(size)
    found = load(scenario, settings)
    moment = _moment(at, found)
    path = out or Path(f"{found.name}.png")
    check_picture(path)
    be_quiet()
    from longtail_sim.agent import load_agent
    from longtail_sim.cli.progress import compile_first
    from longtail_sim.episode import Pair
    from longtail_sim.viewer import History
    from longtail_sim.viewer import picture as draw

    driver = load_agent(agent or found.fleet.agent)
    compile_first()
    with Pair(found, driver, seed, decision_limit_s=decision_limit) as pair:
        session, history = session_of(pair), History()
        _simulate(pair, session, history, moment)
        view = _view(pair, pick, zoom) if pick is not None else None
        picked = -1 if pick is None else pick
        draw(session, path, pixels, theme=theme.value, shown=show.value, selected=picked, history=history, view=view)
    typer.echo(f"wrote {path}")


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command(epilog="Example: [bold]longtail picture sf_outage --at 1500 -o jam.png[/bold]")(picture)


def _moment(at: float | None, scenario: Scenario) -> float:
    if at is None:
        return min(USUAL_S, scenario.duration_s)
    if not 0 <= at <= scenario.duration_s:
        raise LongtailError(f"--at {at:g} is not within the scenario, which lasts from 0 to {scenario.duration_s:g} s.")
    return at


def _view(pair: Pair, trip: int, zoom: float) -> View:
    """Return a look at a vehicle of the run.

    Raises:
        LongtailError: it is not in the streets.
    """
    from longtail_sim.viewer import View
    from longtail_sim.viewer.frame import capture

    frame = capture(pair.run)
    row = frame.find(trip)
    if row < 0:
        some = ", ".join(str(number) for number in frame.trip[frame.fleet][:5].tolist()) or "none"
        raise LongtailError(
            f"--pick {trip}: this vehicle is not in the streets at {frame.time_s:g} s; of the fleet there are: {some}."
        )
    return View(float(frame.x[row]), float(frame.y[row]), zoom)


def _simulate(pair: Pair, session: Session, history: History, moment: float) -> None:
    """Advance to a moment, with samples for the curves on the way."""
    from longtail_sim.cli.progress import Bar

    with running(), Bar("simulating", ["run"], max(moment, 1.0)) as bar:
        _sample(session, history)
        while pair.run.time_s < moment - 1e-9:
            pair.advance()
            _sample(session, history)
            bar("run", pair.run.time_s)


def _sample(session: Session, history: History) -> None:
    from longtail_sim.viewer.frame import capture
    from longtail_sim.viewer.live import Sample, measure

    time_s = session.run.time_s
    if history.samples and time_s < history.samples[-1].time_s + history.every_s - 1e-9:
        return
    assert session.twin is not None
    run, twin = (measure(capture(scene, 0), scene.metrics(0)) for scene in (session.run, session.twin))
    history.add(Sample(time_s, run, twin))
