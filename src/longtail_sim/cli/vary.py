"""``longtail vary``: one scenario over ranges of its numbers."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from longtail_sim.cli.exits import RunFailedError
from longtail_sim.cli.options import DECISION_LIMIT_S, DecisionLimit, ScenarioName, Settings
from longtail_sim.cli.run import SHIPPED

if TYPE_CHECKING:
    from longtail_sim.cli.vary_table import Found
    from longtail_sim.episode import Task
    from longtail_sim.scenario import Override, Sample, Scenario, Variation

EXAMPLE = "longtail vary one_dark_junction --vary 'fleet.share={uniform: [0.02, 0.3]}' --samples 12 --picture share.png"


def vary(
    scenario: ScenarioName,
    parameters: Annotated[
        list[str] | None,
        typer.Option(
            "--vary",
            metavar="KEY=VALUES",
            help="A number and what it may be, such as 'fleet.share={uniform: [0, 0.2]}' or "
            "'events.0.at_s={choice: [60, 300]}'; repeat. Besides those of vary: in the scenario.",
        ),
    ] = None,
    method: Annotated[
        str | None, typer.Option(metavar="METHOD", help="grid, random or latin_hypercube; by default the scenario's.")
    ] = None,
    samples: Annotated[int | None, typer.Option(min=1, help="Samples of random and latin_hypercube.")] = None,
    levels: Annotated[int | None, typer.Option(min=1, help="Values of each parameter on a grid.")] = None,
    agent: Annotated[
        list[str] | None,
        typer.Option(
            "--agent", metavar="AGENT", help="A known agent, FILE.py:Class or POLICY.npz; repeat. By default, three."
        ),
    ] = None,
    seeds: Annotated[
        str, typer.Option(metavar="SEEDS", help="Of every sample. From:to (not included), one, or several: 1,5,9.")
    ] = "0:3",
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; by default one per core.")] = None,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write a row per sample and agent.")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write everything.")] = None,
    picture: Annotated[
        Path | None, typer.Option(metavar="FILE.png", help="Draw others' delay against every parameter.")
    ] = None,
    settings: Settings = None,
    decision_limit: DecisionLimit = DECISION_LIMIT_S,
) -> None:
    """Run a scenario with other numbers: on a grid, at random, or by a Latin hypercube.

    Every sample is compared with its own twin on the same seeds. The draws are those of vary.seed, whatever --jobs is.
    """
    from longtail_sim.cli.files import check_picture, check_writable
    from longtail_sim.episode.seeds import parse_seeds

    chosen, agents = parse_seeds(seeds), list(dict.fromkeys(agent or SHIPPED))
    for path in (csv_file, json_file):
        if path is not None:
            check_writable(path)
    if picture is not None:
        check_picture(picture)
    base, plan, planned = _plan(scenario, _overrides(settings, parameters, method, samples, levels))
    tasks = _tasks(planned, agents, chosen, decision_limit)
    found = _perform(planned, tasks, jobs or os.cpu_count() or 1)
    _write(base, plan, found, agents, chosen, csv_file, json_file)
    if picture is not None:
        _draw(base, plan, found, agents, picture)
    from longtail_sim.cli.vary_table import print_samples

    print_samples(base, found, agents)
    failed = sum(bool(judged.failures) for _, judged in found)
    if failed:
        raise RunFailedError(f"{failed} of {len(found)} samples have an agent that did not get to the end.")


def add_to(app: typer.Typer) -> None:
    """Make the command known."""
    app.command(epilog=f"Example: [bold]{EXAMPLE}[/bold]")(vary)


def _overrides(
    settings: list[str] | None,
    parameters: list[str] | None,
    method: str | None,
    samples: int | None,
    levels: int | None,
) -> list[Override]:
    from longtail_sim.scenario import parse_overrides, parse_variations

    plan = {"method": method, "samples": samples, "levels": levels}
    given = [f"vary.{key}={value}" for key, value in plan.items() if value is not None]
    return [*parse_overrides(settings or []), *parse_variations(parameters or []), *parse_overrides(given)]


def _plan(scenario: str, overrides: Sequence[Override]) -> tuple[Scenario, Variation, list[Sample]]:
    from longtail_sim.scenario import load_samples, load_scenario

    planned = load_samples(scenario, overrides)
    base = load_scenario(scenario, overrides)
    assert base.vary is not None
    return base, base.vary, planned


def _tasks(planned: Sequence[Sample], agents: list[str], seeds: tuple[int, ...], limit_s: float) -> list[Task]:
    """Return the work, after a look whether all agents can be loaded and the streets built."""
    from longtail_sim.agent import load_agent
    from longtail_sim.episode import Task
    from longtail_sim.network import build_network

    for name in agents:
        load_agent(name)
    build_network(planned[0].scenario.network)
    return [
        Task(f"sample {sample.number}", sample.scenario, tuple(agents), seeds, decision_limit_s=limit_s)
        for sample in planned
    ]


def _perform(planned: Sequence[Sample], tasks: Sequence[Task], jobs: int) -> Found:
    from longtail_sim.cli.exits import running
    from longtail_sim.cli.progress import compile_first
    from longtail_sim.cli.validation_bar import ExperimentBar
    from longtail_sim.episode import judge_all

    compile_first()
    found = {}
    with running(), ExperimentBar([task.name for task in tasks]) as bar:
        for judged in judge_all(tasks, jobs, lambda name: bar.tell(name, 0.0)):
            found[judged.task.name] = judged
            bar.done(judged.task.name, judged.seconds, "; ".join(judged.failures.values()))
    return [(sample, found[task.name]) for sample, task in zip(planned, tasks, strict=True)]


def _write(
    base: Scenario,
    plan: Variation,
    found: Found,
    agents: list[str],
    seeds: tuple[int, ...],
    csv_file: Path | None,
    json_file: Path | None,
) -> None:
    import json

    from longtail_sim.cli.files import write_text
    from longtail_sim.cli.vary_table import as_csv, as_json

    if csv_file is not None:
        write_text(csv_file, as_csv(found, agents, seeds))
    if json_file is not None:
        plain = {**as_json(base, plan, found, agents), "seeds": list(seeds)}
        write_text(json_file, json.dumps(plain, indent=1, ensure_ascii=False, allow_nan=False) + "\n")


def _draw(base: Scenario, plan: Variation, found: Found, agents: list[str], picture: Path) -> None:
    from longtail_sim.cli.tables import short
    from longtail_sim.cli.window import be_quiet

    be_quiet()
    from longtail_sim.viewer import Dot, scatter

    dots = []
    for sample, judged in found:
        for agent in agents:
            if agent in judged.summaries:
                ratio = judged.summaries[agent].metrics["others_delay_ratio"]
                dots.append(Dot(sample.values, short(agent), ratio.mean, ratio.low, ratio.high))
    if dots:
        measured = "other people's delay ÷ the twin's; lines are 95 % intervals over the seeds"
        scatter(dots, picture, title=base.title or base.name, measured=measured, grid=plan.method == "grid")
        typer.echo(f"wrote {picture}", err=True)
