"""Results as tables that fit 80 columns."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from longtail_sim.cli.story import metric_and_bounds
from longtail_sim.episode import Comparison, EpisodeResult, Outcome, outcomes
from longtail_sim.scoring import Interval, mean_interval
from longtail_sim.wording import counted
from longtail_sim.wording import short as cut

WIDEST = 100
TWIN = "people (the twin)"
COLOURS = {"passes": "green", "fails": "red", "undecided": "yellow"}
NARROW = 22  # of a column with names


def print_comparison(comparison: Comparison) -> None:
    """Print what the agents did to others, what happened, and the verdicts in words."""
    console = Console(highlight=False)
    console.width = min(console.width, WIDEST)
    scenario, seeds = comparison.scenario, len(comparison.seeds)
    title = scenario.title or scenario.name
    about = f"{scenario.duration_s / 60:g} min, {counted(seeds, 'seed')}"
    console.print(Text.assemble((title, "bold"), f"  ({scenario.name}, {about})"))
    console.print(_verdicts(comparison))
    console.print(_happenings(comparison))
    if any(event.kind == "emergency_vehicle" for event in scenario.events):
        console.print(_sirens(comparison))
    means = "Means over the seeds [95 % interval]. " if seeds > 1 else ""
    console.print(Text(f"{means}The twin has people in the fleet's place.", style="dim"))
    for group in comparison.alike:
        names = [short(name) for name in group]
        console.print(Text(f"{', '.join(names[:-1])} and {names[-1]} did the same."))
    _print_verdicts(console, comparison)
    if comparison.summaries and not comparison.failed:
        console.print(Text("\nscore: 0 to 100, the formula stands in `longtail run --help`", style="dim"))


def _print_verdicts(console: Console, comparison: Comparison) -> None:
    found = outcomes(comparison)
    for name, summary in comparison.summaries.items():
        word = summary.verdict.word
        console.print(Text.assemble("\n", (short(name), "bold"), " ", (_WORDS[word], COLOURS[word])))
        for reason in summary.verdict.reasons:
            console.print(Padding(Text(reason[:1].upper() + reason[1:]), (0, 0, 0, 2), expand=False))
        needed = summary.verdict.seeds_needed
        if word == "undecided" and needed is not None and needed <= MOST_ADVISED:
            first = comparison.seeds[0]
            console.print(
                Padding(Text(f"Would probably decide: --seeds {first}:{first + needed}", style="dim"), (0, 0, 0, 2))
            )
        for outcome in found:
            if outcome.expectation.agent == name:
                style = "green" if outcome.held else "yellow"
                console.print(Padding(Text(in_words(outcome), style=style), (0, 0, 0, 2), expand=False))


MOST_ADVISED = 1000  # seeds; nobody waits for more
_WORDS = {"passes": "passes", "fails": "fails", "undecided": "is undecided"}


def in_words(outcome: Outcome) -> str:
    """Return ``expected contacts at most 0: 2, did not hold``, with digits enough to see why, or the interval."""
    value, said = outcome.value, metric_and_bounds(outcome.expectation)
    if outcome.held is None:
        return f"expected {said}: {value:,.3g} [{outcome.low:,.3g}, {outcome.high:,.3g}], undecided"
    digits = next((d for d in range(2, 9) if outcome.expectation.holds(round(value, d)) is outcome.held), 9)
    shown = f"{value:,.0f}" if value.is_integer() else f"{value:,.{digits}f}"
    return f"expected {said}: {shown}, {'held' if outcome.held else 'did not hold'}"


def short(agent: str) -> str:
    """Return a name as it stands in a narrow column."""
    return cut(agent, NARROW)


def table(*columns: str, right_from: int = 1) -> Table:
    """Return an empty table; columns from ``right_from`` on hold numbers, the first is never cut."""
    made = Table(box=box.SIMPLE_HEAD, padding=(0, 0), pad_edge=False, header_style="bold")
    for number, heading in enumerate(columns):
        made.add_column(heading, justify="right" if number >= right_from else "left", no_wrap=number == 0)
    return made


def _verdicts(comparison: Comparison) -> Table:
    made = table("", "others' delay, s/trip", "÷ twin's", "score", "verdict")
    made.add_row(TWIN, _interval(comparison.twin, "others_delay_s"), "1", "", "")
    for run in comparison.runs:
        if run.agent not in comparison.summaries:
            made.add_row(short(run.agent), "", "", "", Text("failed", style="red"))
            continue
        summary = comparison.summaries[run.agent]
        word = summary.verdict.word
        made.add_row(
            short(run.agent),
            bounds(summary.metrics["others_delay_s"], 1),
            bounds(summary.metrics["others_delay_ratio"], 2),
            "–" if comparison.nothing_drove else f"{summary.score.value:.0f}",
            Text(word, style=COLOURS[word]),
        )
    return made


def _happenings(comparison: Comparison) -> Table:
    made = table(
        "", "stops\n≥ 2 min", "requests\nto remote", "wait, s\nmean / 95 %", "contacts\nfleet / others", "trips/h\n"
    )
    for run in (comparison.twin, *comparison.runs):
        if run.metrics:
            name = TWIN if run is comparison.twin else short(run.agent)
            made.add_row(name, *_what_happened(run))
    return made


def _sirens(comparison: Comparison) -> Table:
    made = table("emergency vehicles", "delay, s", "worst, s")
    for run in (comparison.twin, *comparison.runs):
        if run.metrics:
            worst = max(metrics["siren_delay_worst_s"] for metrics in run.metrics)
            name = TWIN if run is comparison.twin else short(run.agent)
            made.add_row(name, _interval(run, "siren_delay_s"), number(worst))
    return made


def _what_happened(run: EpisodeResult) -> Sequence[str]:
    def mean(name: str) -> float:
        return mean_interval([metrics[name] for metrics in run.metrics]).mean

    asked = mean("assist_requests")
    return (
        number(mean("fleet_stops_over_2min")),
        number(asked),
        f"{mean('assist_wait_mean_s'):.0f} / {mean('assist_wait_p95_s'):.0f}" if asked else "–",
        f"{number(mean('contacts'))} / {number(mean('others_contacts'))}",
        f"{mean('throughput_veh_h'):,.0f}",
    )


def _interval(run: EpisodeResult, name: str) -> str:
    return bounds(mean_interval([metrics[name] for metrics in run.metrics], least=0.0), 1)


def bounds(interval: Interval, digits: int) -> str:
    """Return ``61.2 [55.0, 68.1]``, without brackets where there is no interval."""
    if interval.low is None or interval.high is None:
        return f"{interval.mean:,.{digits}f}"
    return f"{interval.mean:,.{digits}f} [{interval.low:,.{digits}f}, {interval.high:,.{digits}f}]"


def number(value: float) -> str:
    """Return a mean of counts: whole if it is."""
    return f"{value:,.0f}" if value >= 100 or value == round(value) else f"{value:.1f}"
