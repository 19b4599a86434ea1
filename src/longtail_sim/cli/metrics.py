"""``longtail metrics``: what is measured, by name."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from longtail_sim.errors import LongtailError

EXAMPLES = "Example: [bold]longtail metrics conflicts[/bold]; [bold]longtail metrics --page docs/metrics.md[/bold]"


def metrics(
    word: Annotated[str, typer.Argument(metavar="WORD", help="Only names that contain this.")] = "",
    page: Annotated[Path | None, typer.Option(metavar="FILE.md", help="Write all of them as a page to read.")] = None,
) -> None:
    """List the metrics of a run: name, unit and meaning."""
    from longtail_sim.scoring import METRICS

    if page is not None:
        _write(page)
        return
    found = [metric for name, metric in METRICS.items() if word in name]
    if not found:
        raise LongtailError(f"no metric has '{word}' in its name; 'longtail metrics' lists all of them.")
    for metric in found:
        unit = "" if metric.unit == "-" else f" [{metric.unit}]"
        how = f" ({metric.how})" if metric.how else ""
        typer.echo(f"{metric.name}{unit}: {metric.meaning}{how}")


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command(epilog=EXAMPLES)(metrics)


def _write(page: Path) -> None:
    from longtail_sim.cli.files import check_writable, write_text
    from longtail_sim.scoring.page import metrics_page

    check_writable(page)
    write_text(page, metrics_page())
    typer.echo(f"wrote {page}")
