"""``longtail record``: a run as a recording that can be replayed, as a film or as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from longtail_sim.cli.exits import running
from longtail_sim.cli.options import DECISION_LIMIT_S, AgentSpec, DecisionLimit, Settings, load
from longtail_sim.cli.picture import Theme
from longtail_sim.errors import LongtailError

if TYPE_CHECKING:
    from longtail_sim.network import StreetNetwork
    from longtail_sim.scenario import Scenario
    from longtail_sim.viewer import View
    from longtail_sim.viewer.recording import Recording
    from longtail_sim.viewer.shots import Film, Shot

TRACE = ".trace"
SOURCE = "A shipped scenario, a YAML file, or a recording (FILE.trace)."
TWIN = "Show the twin's map beside it; --no-twin leaves the twin out altogether."


def record(
    source: Annotated[str, typer.Argument(metavar="SCENARIO|FILE.trace", help=SOURCE)],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="FILE.trace, .mp4, .gif or .png.")],
    agent: AgentSpec = None,
    seed: Annotated[
        int | None, typer.Option("--seed", min=0, help="Which of the possible worlds; 0 if left out.")
    ] = None,
    start: Annotated[float | None, typer.Option("--from", metavar="SECONDS", min=0.0, help="Simulated time.")] = None,
    end: Annotated[float | None, typer.Option("--to", metavar="SECONDS", min=0.0, help="Simulated time.")] = None,
    shot: Annotated[
        list[str] | None,
        typer.Option(metavar="'FROM:TO WORDS'", help="A piece of it, with words under it; repeat for more."),
    ] = None,
    speed: Annotated[float, typer.Option(min=0.01, max=1000, help="Times real time.")] = 8.0,
    fps: Annotated[float, typer.Option(min=1, max=60, help="Pictures a second.")] = 12.0,
    size: Annotated[str, typer.Option(metavar="WxH", help="Width x height in pixels.")] = "1280x800",
    twin: Annotated[bool | None, typer.Option("--twin/--no-twin", help=TWIN)] = None,
    follow: Annotated[
        str | None, typer.Option(metavar="TRIP|siren", help="Keep a vehicle in the middle of the map.")
    ] = None,
    look_at: Annotated[
        str | None, typer.Option(metavar="JUNCTION", help="What is in the middle of the map, such as 'Howard & 8th'.")
    ] = None,
    zoom: Annotated[float, typer.Option(min=0.1, max=40, help="Pixels a metre, with --follow or --look-at.")] = 4.0,
    panels: Annotated[
        bool, typer.Option("--panels/--maps", help="The whole window, or the maps and a few words.")
    ] = True,
    theme: Annotated[Theme, typer.Option(help="Colours.")] = Theme.DARK,
    most_mb: Annotated[
        float | None, typer.Option(metavar="MB", min=0.05, help="Make a film so small, by fewer and smaller pictures.")
    ] = None,
    settings: Settings = None,
    decision_limit: DecisionLimit = DECISION_LIMIT_S,
) -> None:
    """Record a run, or make a film or a picture of one; opens no window.

    FILE.trace keeps the run for 'longtail replay'. Films need the extra 'video' of longtail-sim.

    Data sets to learn from are written by 'longtail episodes'.
    """
    from longtail_sim.cli.shots import parse_shots, trip_to_follow
    from longtail_sim.cli.window import be_quiet, parse_size

    pixels = parse_size(size)
    be_quiet()
    from longtail_sim.network import build_network
    from longtail_sim.viewer.filming import require_short
    from longtail_sim.viewer.shots import Film, moments_of

    _require(out)
    kept = out.suffix.lower() == TRACE
    recording = None
    if source.lower().endswith(TRACE):
        if kept or agent is not None or seed is not None or settings:
            raise LongtailError(
                f"{source} is recorded already: --agent, --seed, --set and another .trace go with a scenario."
            )
        recording, scenario = _opened(Path(source), twin)
    else:
        scenario = load(source, settings)
    shots = parse_shots(shot or [], start, end, scenario.duration_s if recording is None else recording.end_s)
    if out.suffix.lower() == ".gif":
        require_short(len(moments_of(shots, speed, fps)), pixels)
    network = build_network(scenario.network)
    view = _view(network, follow, look_at, zoom)
    if recording is None:
        recording = _play(scenario, agent, seed or 0, shots, out if kept else None, twin, decision_limit)
    if kept:
        seconds, also = recording.end_s - recording.start_s, " and twin" if "twin" in recording[0].frames else ""
        typer.echo(f"wrote {out}: {seconds:g} s of run{also}, {out.stat().st_size / 1e6:.1f} MB")
        return
    selected = trip_to_follow(recording, follow, shots) if follow is not None else -1
    shown = "both" if twin else "run"
    film = Film(recording, network, shots, speed, fps, pixels, shown, theme.value, view, selected, panels)
    _shoot(film, out, most_mb)


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command(epilog="Example: [bold]longtail record sf_outage --from 600 --to 900 -o outage.gif[/bold]")(record)


def _require(out: Path) -> None:
    """Make sure, before the work begins, that the file can be written."""
    from longtail_sim.cli.files import check_writable

    check_writable(out)
    if out.suffix.lower() != TRACE:
        from longtail_sim.viewer.filming import require

        require(out.suffix.lower())


def _opened(path: Path, twin: bool | None) -> tuple[Recording, Scenario]:
    from longtail_sim.cli.recorded import scenario_of
    from longtail_sim.viewer.recording import Recording

    recording = Recording.open(path)
    if twin and "twin" not in recording[0].frames:
        raise LongtailError(f"{path} was recorded without its twin.")
    if not recording.whole:
        typer.echo(f"{path} was cut off at {recording.end_s:g} s", err=True)
    return recording, scenario_of(recording)


def _play(
    scenario: Scenario,
    agent: str | None,
    seed: int,
    shots: list[Shot],
    path: Path | None,
    twin: bool | None,
    decision_limit: float,
) -> Recording:
    """Simulate as far as the shots need it; into a file, only what they show."""
    from longtail_sim.agent import load_agent
    from longtail_sim.cli.progress import Bar, compile_first
    from longtail_sim.cli.stage import stage
    from longtail_sim.viewer.recorder import Recorder, about
    from longtail_sim.viewer.takes import take

    name = agent or scenario.fleet.agent
    driver = load_agent(name)
    compile_first()
    start_s = min(shot.start_s for shot in shots) if path is not None else 0.0
    end_s = max(shot.end_s for shot in shots)
    with stage(scenario, driver, seed, decision_limit, twin=twin is not False) as (session, run, reasons):
        of = about(run, driver.name, name)
        with (
            running(),
            Recorder(of, path, timeline=lambda: session.timeline) as recorder,
            Bar("simulating", ["run"], max(end_s, 1.0)) as bar,
        ):
            take(session, recorder, reasons, start_s, end_s, lambda time_s: bar("run", time_s))
    return recorder.recording


def _view(network: StreetNetwork, follow: str | None, look_at: str | None, zoom: float) -> View | None:
    """Return where the camera looks at first; None for the whole map."""
    from longtail_sim.cli.shots import check_follow, place_of
    from longtail_sim.viewer import View

    if follow is not None and look_at is not None:
        raise LongtailError("--follow and --look-at do not go together.")
    if look_at is not None:
        return View(*place_of(network, look_at), zoom)
    if follow is None:
        return None
    check_follow(follow)
    xmin, ymin, xmax, ymax = network.bounds
    return View((xmin + xmax) / 2, (ymin + ymax) / 2, zoom)


def _shoot(film: Film, out: Path, most_mb: float | None) -> None:
    from longtail_sim.cli.progress import Bar
    from longtail_sim.viewer.filming import write

    with Bar("drawing", [out.name], 1.0) as bar:
        notes = write(film, out, most_mb, lambda words, done, count: bar(out.name, done / count))
    for note in notes:
        typer.echo(note)
    seconds = f", {len(film.moments()) / film.fps:.3g} s" if out.suffix.lower() != ".png" else ""
    typer.echo(f"wrote {out}{seconds}, {out.stat().st_size / 1e6:.2f} MB")
