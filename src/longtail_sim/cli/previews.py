"""Pictures of scenarios that are not run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from longtail_sim.cli.files import check_picture
from longtail_sim.cli.options import load
from longtail_sim.cli.window import be_quiet, parse_size
from longtail_sim.errors import LongtailError

if TYPE_CHECKING:
    from longtail_sim.scenario import Scenario

OVERVIEW = "overview.png"


def draw_one(name: str, seed: int, size: str, settings: list[str] | None, out: Path | None) -> None:
    """Draw one scenario to a file."""
    pixels = parse_size(size)
    found = load(name, settings)
    path = out or Path(f"{found.name}_preview.png")
    check_picture(path)
    _draw(found, path, seed, pixels)
    typer.echo(f"wrote {path}")


def draw_all(folder: Path, seed: int, size: str, settings: list[str] | None, out: Path | None) -> None:
    """Draw all shipped scenarios into a folder, which is made where it is not, and all of them on one sheet."""
    from longtail_sim.scenario import scenarios_by_axis

    if out is not None or settings:
        raise LongtailError("--all draws every shipped scenario as it is; leave out --out and --set.")
    pixels = parse_size(size)
    folder.mkdir(parents=True, exist_ok=True)
    check_picture(folder / OVERVIEW)
    axes = {axis: [load(name, None) for name in names] for axis, names in scenarios_by_axis().items()}
    for scenario in (scenario for scenarios in axes.values() for scenario in scenarios):
        _draw(scenario, folder / f"{scenario.name}.png", seed, pixels)
        typer.echo(f"wrote {folder / scenario.name}.png")
    from longtail_sim.viewer import overview

    overview(axes, folder / OVERVIEW, seed=seed)
    typer.echo(f"wrote {folder / OVERVIEW}")


def _draw(scenario: Scenario, path: Path, seed: int, pixels: tuple[int, int]) -> None:
    be_quiet()
    from longtail_sim.network import build_network
    from longtail_sim.viewer import preview

    preview(build_network(scenario.network), scenario, path, seed=seed, size=pixels)
