"""``longtail scenarios``: list, show, check, new, preview."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from longtail_sim.cli.exits import WRONG
from longtail_sim.cli.options import ScenarioName, Seed, Settings, load
from longtail_sim.errors import LongtailError

app = typer.Typer(help="List, show, check, make and draw scenarios.", rich_markup_mode="rich")


@app.callback(invoke_without_command=True)
def root(context: typer.Context) -> None:
    """List, show, check, make and draw scenarios."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("list", epilog="Example: [bold]longtail scenarios list[/bold]")
def list_() -> None:
    """List the shipped scenarios by the axis of difficulty that they are about."""
    from longtail_sim.cli.library_table import print_library
    from longtail_sim.scenario import load_scenario, scenarios_by_axis

    print_library({axis: [load_scenario(name) for name in names] for axis, names in scenarios_by_axis().items()})


@app.command(epilog="Example: [bold]longtail scenarios show sf_outage[/bold]")
def show(scenario: ScenarioName, settings: Settings = None) -> None:
    """Tell what happens in a scenario, and where its numbers come from."""
    from longtail_sim.cli.story import print_story

    print_story(load(scenario, settings))


@app.command(epilog="Example: [bold]longtail scenarios check my_city.yaml[/bold]")
def check(files: Annotated[list[str], typer.Argument(metavar="FILE", help="YAML files, or shipped names.")]) -> None:
    """Check scenario files, and name every mistake with its line; exit code 2 if there is any."""
    mistaken = 0
    for file in files:
        try:
            _check(file)
            typer.echo(f"{file}: right")
        except LongtailError as error:
            mistaken += 1
            for line in str(error).splitlines():
                typer.echo(f"error: {line}", err=True)
    if mistaken:
        raise typer.Exit(WRONG)


@app.command(epilog="Example: [bold]longtail scenarios new my_city[/bold]")
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of the scenario; its file is NAME.yaml.")],
    folder: Annotated[Path, typer.Option(help="Where to write it.")] = Path(),
) -> None:
    """Write a small scenario file to begin with; it runs at once."""
    from longtail_sim.cli.scaffold import new_scenario

    path = new_scenario(name, folder)
    typer.echo(f"wrote {path}; now: longtail run {path}")


@app.command(epilog="Example: [bold]longtail scenarios preview sf_outage -o sf.png[/bold]")
def preview(
    scenario: Annotated[
        str | None, typer.Argument(metavar="SCENARIO", help="A shipped scenario or a YAML file; not with --all.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE.png", help="By default SCENARIO_preview.png, here.")
    ] = None,
    every: Annotated[
        Path | None,
        typer.Option("--all", metavar="FOLDER", help="Draw all shipped scenarios, and overview.png with all of them."),
    ] = None,
    seed: Seed = 0,
    size: Annotated[str, typer.Option(metavar="WxH", help="Width x height in pixels.")] = "1280x800",
    settings: Settings = None,
) -> None:
    """Draw a scenario without running it: streets, where events happen, and when.

    On the time line bars are what the seed draws, outlines when else an event could begin.
    """
    from longtail_sim.cli.previews import draw_all, draw_one

    if (scenario is None) == (every is None):
        raise LongtailError("name either a scenario or --all FOLDER.")
    if every is not None:
        draw_all(every, seed, size, settings, out)
    elif scenario is not None:
        draw_one(scenario, seed, size, settings, out)


@app.command(epilog="Example: [bold]longtail scenarios reference docs/reference --schema schema/scenario.json[/bold]")
def reference(
    folder: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", help="Where to write scenario.md, events.md.")
    ] = None,
    schema: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the JSON Schema that editors complete with.")
    ] = None,
) -> None:
    """Write the reference pages of scenario files and events, or their JSON Schema."""
    from longtail_sim.cli.files import check_writable, write_text
    from longtail_sim.scenario.json_schema import schema_text
    from longtail_sim.scenario.reference import events_page, scenario_page

    files = {} if schema is None else {schema: schema_text}
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        files |= {folder / "scenario.md": scenario_page, folder / "events.md": events_page}
    if not files:
        raise LongtailError("name a folder for the pages, or --schema FILE.")
    for path, text in files.items():
        check_writable(path)
        write_text(path, text())
        typer.echo(f"wrote {path}")


def _check(file: str) -> None:
    """Raise what is wrong with a file, with what would only come to light when it is run."""
    from longtail_sim.episode import wrong_expectations
    from longtail_sim.network import build_network
    from longtail_sim.scenario.known_keys import place_of
    from longtail_sim.scenario.load import build, read_scenario
    from longtail_sim.scenario.messages import dotted
    from longtail_sim.scenario.tree import Mistake, refuse

    tree, mistakes = read_scenario(file)
    scenario = build(tree, mistakes)
    impossible = scenario.impossible(0, build_network(scenario.network))
    wrong = {("events", number, "where"): what for number, what in impossible.items()}
    wrong |= {("expect", number, key): what for number, key, what in wrong_expectations(scenario)}
    if wrong:
        raise refuse(Mistake(place_of(tree, path), dotted(path), what) for path, what in wrong.items())
