"""``longtail episodes``: what an agent does as one car, as data to learn from."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from longtail_sim.cli.exits import running
from longtail_sim.cli.options import ScenarioName, Settings
from longtail_sim.errors import LongtailError

if TYPE_CHECKING:
    from longtail_sim.envs.recording import Recording

DATASET = "Make a Minari dataset of this id, such as longtail/dark/rule_based-v0."


def episodes(
    scenario: ScenarioName,
    agent: Annotated[
        str, typer.Option("--agent", metavar="AGENT", help="A known agent, FILE.py:Class or POLICY.npz.")
    ] = "rule_based",
    number: Annotated[int, typer.Option("--episodes", min=1, help="How many.")] = 100,
    seed: Annotated[int, typer.Option(min=0, help="Of the first episode; the next one has the next.")] = 0,
    warm_up: Annotated[
        float | None,
        typer.Option(metavar="SECONDS", min=0.0, help="Traffic before the car comes; by default until the event."),
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a Parquet file.")] = None,
    minari: Annotated[str | None, typer.Option(metavar="ID", help=DATASET)] = None,
    settings: Settings = None,
) -> None:
    """Record episodes of the environment longtail/Drive-v0, driven by an agent.

    They are data to learn from; 'longtail record' makes films. Needs the extra 'export' of longtail-sim. The columns
    are those of docs/environment.md.
    """
    if out is None and minari is None:
        raise LongtailError("nothing to write: name a Parquet file with --out, or a Minari dataset with --minari.")
    from longtail_sim.cli.files import check_writable
    from longtail_sim.envs.export import check_formats, write_minari, write_parquet

    check_formats(parquet=out is not None, minari=minari is not None)
    if out is not None:
        check_writable(out)
    arguments = {"scenario": scenario, "warm_up_s": warm_up, "set": settings}
    with contextlib.redirect_stdout(sys.stderr):  # agents may print; standard output is for results
        recording = _record(
            agent, number, seed, {name: value for name, value in arguments.items() if value is not None}
        )
    if out is not None:
        write_parquet(recording, out)
    if minari is not None:
        write_minari(recording, minari)
    _tell(recording, [str(place) for place in (out, minari) if place is not None])


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command(epilog="Example: [bold]longtail episodes one_dark_junction --out episodes.parquet[/bold]")(episodes)


def _record(agent: str, episodes: int, seed: int, arguments: dict[str, Any]) -> Recording:
    from longtail_sim.agent import load_agent
    from longtail_sim.cli.progress import Bar, compile_first
    from longtail_sim.envs.recording import record as record_episodes

    loaded = load_agent(agent)
    compile_first()
    with running(), Bar(f"recording {episodes} episodes", [loaded.name], episodes) as bar:
        return record_episodes(
            loaded, episodes, seed=seed, told=lambda ended: bar(loaded.name, float(ended)), **arguments
        )


def _tell(recording: Recording, places: list[str]) -> None:
    ends: dict[str, int] = {}
    for episode in recording.episodes:
        ends[episode.end] = ends.get(episode.end, 0) + 1
    decisions = sum(len(episode.actions) for episode in recording.episodes)
    how = ", ".join(f"{number} {end}" for end, number in sorted(ends.items()))
    typer.echo(f"wrote {decisions:,} decisions in {len(recording.episodes)} episodes ({how}): {', '.join(places)}")
