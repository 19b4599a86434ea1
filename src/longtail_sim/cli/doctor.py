"""``longtail doctor``: what longtail-sim finds on this machine."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from typing import NamedTuple

import typer

from longtail_sim.cli.exits import FAILED

PACKAGES = ("numpy", "numba", "gymnasium", "pydantic", "pyyaml", "typer", "rich", "pygame-ce")


class Finding(NamedTuple):
    """One line: what, found what, and what to do if it is not well."""

    what: str
    found: str
    advice: str = ""


def doctor() -> None:
    """Look whether everything that longtail-sim needs is there; exit code 1 if something is not."""
    from rich.console import Console
    from rich.text import Text

    console, ill = Console(highlight=False), 0
    for what, look in LOOKS.items():
        for finding in _try(what, look):
            mark = Text("!  ", style="red") if finding.advice else Text("ok ", style="green")
            console.print(Text.assemble(mark, f"{finding.what:<14}{finding.found}"), soft_wrap=True)
            if finding.advice:
                ill += 1
                console.print(Text(f"   {'':<14}{finding.advice}", style="red"), soft_wrap=True)
    if ill:
        typer.echo(f"error: {ill} thing{'s' * (ill > 1)} to put right, marked with !.", err=True)
        raise typer.Exit(FAILED)


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command(epilog="Example: [bold]longtail doctor[/bold]")(doctor)


def _try(what: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except Exception as error:
        yield Finding(what, f"{type(error).__name__}: {error}", "reinstall longtail-sim")


def _python() -> Iterator[Finding]:
    import longtail_sim

    yield Finding("longtail-sim", longtail_sim.__version__)
    yield Finding("python", f"{platform.python_version()} ({sys.executable})")
    yield Finding("system", f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores")


def _packages() -> Iterator[Finding]:
    for name in PACKAGES:
        found = installed(name)
        yield Finding(name, found or "not installed", "" if found else f"python -m pip install {name}")
    if installed("pygame"):
        yield Finding(
            "pygame",
            f"{installed('pygame')}, besides pygame-ce",
            "both write to the same folder: python -m pip uninstall -y pygame pygame-ce, then "
            "python -m pip install pygame-ce",
        )


def _machine_code() -> Iterator[Finding]:
    from longtail_sim.core.jit import cache_home, is_compiled

    there = "compiled" if is_compiled() else "not compiled yet; the first run compiles it, for about two minutes"
    yield Finding("machine code", f"{there} ({cache_home()})")


def _display() -> Iterator[Finding]:
    from longtail_sim.cli.window import has_display

    yield Finding("display", "there" if has_display() else "none; longtail picture needs none, longtail watch does")


def _scenarios() -> Iterator[Finding]:
    from longtail_sim.scenario import list_scenarios
    from longtail_sim.scenario.library import shipped_folder

    names = list_scenarios()
    yield Finding("scenarios", f"{len(names)} in {shipped_folder()}", "" if names else "reinstall longtail-sim")


def _agents() -> Iterator[Finding]:
    from longtail_sim.agent import list_agents
    from longtail_sim.agent.places import shipped_folder

    shipped = [entry for entry in list_agents() if entry.origin == "shipped"]
    more = len(list_agents()) - len(shipped)
    found = f"{len(shipped)} in {shipped_folder()}" + (f", {more} more of your own" if more else "")
    yield Finding("agents", found, "" if shipped else "reinstall longtail-sim")


LOOKS: dict[str, Callable[[], Iterator[Finding]]] = {
    "python": _python,
    "packages": _packages,
    "machine code": _machine_code,
    "display": _display,
    "scenarios": _scenarios,
    "agents": _agents,
}


def installed(package: str) -> str:
    """Return the version of an installed package, "" if it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return ""
