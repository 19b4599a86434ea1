"""The program ``longtail``: its commands, and what becomes of errors.

Everything that takes long to import is imported inside the commands, so that ``longtail --help`` is quick.
"""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

import longtail_sim
from longtail_sim.cli import (
    agents,
    bench,
    compare,
    doctor,
    episodes,
    leaderboard,
    level,
    metrics,
    picture,
    record,
    replay,
    report,
    rescore,
    run,
    scenarios,
    validate,
    vary,
    watch,
)
from longtail_sim.cli.exits import FAILED, INTERNAL, INTERRUPTED, WRONG, RunFailedError
from longtail_sim.errors import LongtailError

DEBUG = "--debug"

app = typer.Typer(
    name="longtail",
    rich_markup_mode="rich",
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (
    run,
    vary,
    watch,
    bench,
    rescore,
    compare,
    leaderboard,
    report,
    level,
    metrics,
    picture,
    record,
    replay,
    validate,
    episodes,
):
    module.add_to(app)
app.add_typer(scenarios.app, name="scenarios")
app.add_typer(agents.app, name="agents")
doctor.add_to(app)


@app.callback(
    invoke_without_command=True,
    epilog="Example: [bold]longtail run sf_outage[/bold], then [bold]longtail watch sf_outage[/bold]",
)
def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.", is_eager=True)] = False,
    debug: Annotated[bool, typer.Option(DEBUG, help="Show tracebacks; may stand anywhere.")] = False,
) -> None:
    """When something rare goes wrong in a city, does this driving agent stay safe, and what does it do to others?"""
    if version:
        typer.echo(f"longtail-sim {longtail_sim.__version__}")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


def flowing(text: str) -> str:
    """Return a docstring whose paragraphs are a line each: help wraps them to the width of the terminal."""
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


for command in app.registered_commands:
    command.help = flowing((command.callback and command.callback.__doc__) or "")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run ``longtail`` with these arguments, by default those of the process, and exit.

    The exit code is 0 if all went well, 1 if a run or a check failed, 2 for wrong input, 70 for a defect of
    longtail-sim, 130 when interrupted.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = DEBUG in given
    code = _perform([argument for argument in given if argument != DEBUG], debug)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads any more; say nothing at exit
    sys.exit(code)


def _perform(arguments: list[str], debug: bool) -> int:
    try:
        answer = app(arguments, prog_name="longtail", standalone_mode=False)
    except KeyboardInterrupt as error:
        answer = INTERRUPTED
        _print_errors(getattr(error, "__notes__", ()))
    except BrokenPipeError:
        answer = FAILED
    except Exception as error:
        if debug:
            import traceback

            traceback.print_exc()
        answer, lines = _sentences(error)
        _print_errors((*lines, *getattr(error, "__notes__", ())))
    if answer == INTERRUPTED:
        print("interrupted", file=sys.stderr)
    return answer if isinstance(answer, int) else 0


def _print_errors(lines: Sequence[str]) -> None:
    for line in lines:
        print(f"error: {line}", file=sys.stderr)


def _sentences(error: Exception) -> tuple[int, list[str]]:
    """Return the exit code and what to print, one sentence a line."""
    if isinstance(error, LongtailError):
        code = FAILED if isinstance(error, RunFailedError) else WRONG
        return code, [line for line in str(error).splitlines() if line.strip()]
    message = getattr(error, "format_message", None)  # Typer's own: an unknown command or option, a missing argument
    if message is not None:
        context = getattr(error, "ctx", None)
        command = context.command_path if context is not None else "longtail"
        return WRONG, [f"{message().strip().rstrip('.')}{_stop(message())} See '{command} --help'."]
    if isinstance(error, MemoryError):
        return FAILED, ["there is not enough memory; use fewer seeds (--seeds) or a smaller network."]
    kind = type(error).__name__
    return INTERNAL, [
        f"internal error ({kind}: {_first_line(error)}); run again with {DEBUG} and report what it shows."
    ]


def _stop(message: str) -> str:
    return "" if message.strip().endswith("?") else "."


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "no message")
