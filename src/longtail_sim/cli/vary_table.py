"""What came of a variation: a table for people, rows for a spreadsheet, JSON for programs."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

import longtail_sim
from longtail_sim.cli.tables import COLOURS, bounds, short, table
from longtail_sim.episode import Judged
from longtail_sim.scenario import Sample, Scenario
from longtail_sim.scenario.variation import Variation

WIDEST = 130
RATIOS = ("others_delay_ratio", "harm_ratio")
COUNTS = ("others_delay_s", "contacts", "others_contacts", "fleet_stops_over_2min", "assist_requests")
SAMPLES_FOR_RANKS = 5
Found = Sequence[tuple[Sample, Judged]]


def print_samples(base: Scenario, found: Found, agents: Sequence[str]) -> None:
    """Print one line per sample: its values, and what every agent did to other people's time."""
    console = Console(highlight=False)
    console.width = min(console.width, WIDEST) if console.is_terminal else WIDEST
    console.print(Text.assemble((base.title or base.name, "bold"), f"  ({base.name}, {len(found)} samples)"))
    console.print(_table(found, agents))
    words = ", ".join(f"[{COLOURS[word]}]{word}[/]" for word in COLOURS)
    console.print(f"[dim]Other people's delay ÷ the twin's [95 % interval over the seeds]; colours: {words}.[/]")
    for line in ranks(found, agents):
        console.print(Text(line))
    for sample, judged in found:
        for agent, message in judged.failures.items():
            console.print(Text(f"sample {sample.number}, {short(agent)} failed: {message}", style="red"))


def _table(found: Found, agents: Sequence[str]) -> Table:
    keys = list(found[0][0].values)
    made = table("", *keys, *map(short, agents))
    made.padding = (0, 1, 0, 0)
    for sample, judged in found:
        cells = [_cell(judged, agent) for agent in agents]
        made.add_row(str(sample.number), *(f"{sample.values[key]:.4g}" for key in keys), *cells)
    return made


def _cell(judged: Judged, agent: str) -> Text:
    if agent not in judged.summaries:
        return Text("failed", style="red")
    summary = judged.summaries[agent]
    return Text(bounds(summary.metrics["others_delay_ratio"], 2), style=COLOURS[summary.verdict.word])


def ranks(found: Found, agents: Sequence[str]) -> list[str]:
    """Return, for every agent, how the delay ratio goes with each parameter: rank correlations, strongest first."""
    lines = []
    for agent in agents:
        known = [(sample, judged.summaries[agent]) for sample, judged in found if agent in judged.summaries]
        if len(known) < SAMPLES_FOR_RANKS:
            continue
        ratios = [summary.metrics["others_delay_ratio"].mean for _, summary in known]
        by_key = {key: spearman([s.values[key] for s, _ in known], ratios) for key in known[0][0].values}
        ordered = sorted(by_key.items(), key=lambda item: -abs(item[1]) if math.isfinite(item[1]) else 0.0)
        said = ", ".join(f"{key} {value:+.2f}" for key, value in ordered if math.isfinite(value))
        if said:
            lines.append(f"{short(agent)}: rank correlation of the delay ratio with {said}")
    return lines


def spearman(first: Sequence[float], second: Sequence[float]) -> float:
    """Return Spearman's rank correlation, ties with their mean rank; NaN where one of the two never changes."""
    ranked = np.array([_ranked(first), _ranked(second)])
    if (np.ptp(ranked, axis=1) == 0).any():
        return math.nan
    return float(np.corrcoef(ranked)[0, 1])


def _ranked(values: Sequence[float]) -> list[float]:
    ordered = sorted(values)
    return [ordered.index(value) + (ordered.count(value) - 1) / 2 for value in values]


def as_csv(found: Found, agents: Sequence[str], seeds: Sequence[int]) -> str:
    """Return one row per sample and agent: the values, the verdict, the ratios with their intervals, some metrics."""
    keys = list(found[0][0].values)
    ratios = [f"{name}{end}" for name in RATIOS for end in ("", "_low", "_high")]
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["sample", *keys, "agent", "seeds", "status", "verdict", *ratios, *COUNTS])
    for sample, judged in found:
        values = [repr(sample.values[key]) for key in keys]
        for agent in agents:
            rows.writerow([sample.number, *values, agent, len(seeds), *_measured(judged, agent)])
    return text.getvalue()


def _measured(judged: Judged, agent: str) -> list[Any]:
    if agent not in judged.summaries:
        return ["failed", *[""] * (1 + 3 * len(RATIOS) + len(COUNTS))]
    summary = judged.summaries[agent]
    intervals = [summary.metrics[name] for name in RATIOS]
    ends = [end for item in intervals for end in (item.mean, item.low, item.high)]
    numbers = [*ends, *(summary.metrics[name].mean for name in COUNTS)]
    plain = ["" if number is None else f"{number:.6g}" for number in numbers]
    return ["finished", summary.verdict.word, *plain]


def as_json(base: Scenario, plan: Variation, found: Found, agents: Sequence[str]) -> dict[str, Any]:
    """Return everything: the plan, and of every sample its values and the summary of every agent."""
    rows = [
        {"sample": sample.number, "values": sample.values, **_judged(judged, agent)}
        for sample, judged in found
        for agent in agents
    ]
    return {
        "version": longtail_sim.__version__,
        "scenario": base.name,
        "vary": plan.model_dump(mode="json"),
        "rows": rows,
    }


def _judged(judged: Judged, agent: str) -> dict[str, Any]:
    if agent not in judged.summaries:
        return {"agent": agent, "status": "failed", "message": judged.failures.get(agent, "")}
    return {**judged.summaries[agent].as_json(), "agent": agent, "status": "finished"}
