"""``longtail leaderboard``: the agents of a suite in order, and how far the order can be trusted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from longtail_sim.errors import ResultsError

if TYPE_CHECKING:
    from longtail_sim.bench import Leaderboard

EXAMPLES = (
    "Examples: [bold]longtail leaderboard bench-standard[/bold]; "
    "[bold]longtail leaderboard bench-full --out benchmarks/results/full --readme README.md[/bold]"
)


def leaderboard(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of results that longtail bench wrote.")],
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write leaderboard.md, leaderboard.json and long_tail.md there.")
    ] = None,
    readme: Annotated[
        Path | None,
        typer.Option(metavar="FILE.md", help="Write the tables between the markers of this file, see the docs."),
    ] = None,
    allow_missing: Annotated[
        bool, typer.Option("--allow-missing", help="Although runs are missing; it says so.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """Rank the agents of a suite by score, and say whether the order holds.

    Places that the seeds cannot tell apart are given as a range. The order by social cost is stated for exchange rates
    between harm and time from 0.1 to 10 times the usual one, and the order by score on two halves of the seeds.
    Nothing is simulated.
    """
    from longtail_sim.bench import leaderboard as rank_all
    from longtail_sim.bench import open_results, sum_up
    from longtail_sim.cli.leaderboard_table import as_markdown, print_leaderboard
    from longtail_sim.cli.matrix_table import matrix_markdown
    from longtail_sim.cli.readme import renewed
    from longtail_sim.cli.tables import short

    found = rank_all(sum_up(open_results(folder), allow_missing=allow_missing), short)
    texts = {"leaderboard": as_markdown(found), "long_tail": matrix_markdown(found.results)}
    page, parts = ("", []) if readme is None else renewed(readme, texts, str(found.results.suite["name"]))
    if out is not None:
        _write(out, found, texts)
    if readme is not None:
        from longtail_sim.cli.files import write_text

        write_text(readme, page)
        typer.echo(f"wrote {' and '.join(parts)} into {readme}", err=True)
    if as_json:
        typer.echo(json.dumps(found.as_json(), indent=1, ensure_ascii=False, allow_nan=False))
    else:
        print_leaderboard(found)


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command(epilog=EXAMPLES)(leaderboard)


def _write(out: Path, found: Leaderboard, texts: dict[str, str]) -> None:
    from longtail_sim.cli.files import write_text

    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ResultsError(f"{out} cannot be made: {error.strerror or error}.") from None
    for name, text in texts.items():
        write_text(out / f"{name}.md", text)
    plain = json.dumps(found.as_json(), indent=1, ensure_ascii=False, allow_nan=False)
    write_text(out / "leaderboard.json", plain + "\n")
    typer.echo(f"wrote {out / 'leaderboard.md'}, leaderboard.json and long_tail.md", err=True)
