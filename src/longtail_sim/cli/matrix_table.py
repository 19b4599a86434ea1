"""The long table: every scenario, by the axis of difficulty that it is about, and what every agent did in it."""

from __future__ import annotations

from collections.abc import Sequence

from longtail_sim.bench.drivers import Driver, drivers_of
from longtail_sim.bench.table import Line, Results
from longtail_sim.scenario import scenarios_by_axis
from longtail_sim.scoring import DELAY_MARGIN, HARM_MARGIN, Interval
from longtail_sim.scoring.statistics import NOTHING
from longtail_sim.wording import counted, markdown_table, number

MARKS = {"passes": "✓ passes", "fails": "✗ **fails**", "undecided": "? undecided"}
OTHER = "others"


def matrix_markdown(results: Results) -> str:
    """Return a row for every scenario and a column for every agent and level, as Markdown."""
    drivers = drivers_of(results)
    rows = []
    for axis, names in _by_axis(list(dict.fromkeys(line.scenario for line in results.lines))).items():
        rows.append((f"**{axis}**", *("" for _ in drivers)))
        rows += [(f"`{name}`", *(_words(driver.lines.get(name)) for driver in drivers)) for name in names]
    rows.append(("*passes / fails / undecided*", *map(verdict_counts, drivers)))
    return "\n".join([markdown_table(("scenario", *map(_heading, drivers)), rows), "", legend(results)]) + "\n"


def verdict_counts(driver: Driver) -> str:
    """Return ``11 / 18 / 8``, and how many scenarios have no result."""
    counts = driver.verdicts
    without = len(driver.lines) - sum(counts.values())
    return " / ".join(str(counts[word]) for word in MARKS) + (f" ({without} without result)" if without else "")


def legend(results: Results) -> str:
    """Return what the numbers mean and where they come from."""
    seeds = {len(line.seeds) for line in results.lines}
    spread = f"{min(seeds)} to {max(seeds)}" if len(seeds) > 1 else f"{min(seeds)}"
    suite = results.suite
    missing = f" {len(results.missing):,} runs are missing." if results.missing else ""
    about = f"longtail-sim {', '.join(results.versions)}, suite {suite['name']} {suite['version']}"
    return (
        f"({about}, seeds {suite['seeds']}; {spread} of them got to the end.{missing} Delay: other people's delay ÷ "
        "the twin's. Harm: summed probability of severe injury ÷ that of the twin. 95 % intervals over the seeds. "
        f"An agent passes if the upper ends are at most {1 + DELAY_MARGIN:g} and {1 + HARM_MARGIN:g} and rules, closed "
        "places and emergency vehicles pass, too, which are named where they do not; it fails if one side fails.)"
    )


def _by_axis(names: Sequence[str]) -> dict[str, list[str]]:
    shipped = scenarios_by_axis()
    found = {axis: [name for name in known if name in names] for axis, known in shipped.items()}
    rest = [name for name in names if not any(name in known for known in shipped.values())]
    return {axis: known for axis, known in {**found, OTHER: rest}.items() if known}


def _heading(driver: Driver) -> str:
    return f"`{driver.agent}`, {driver.about}"


def _words(line: Line | None) -> str:
    if line is None:
        return "–"
    if line.summary is None:
        return "no result"
    judged = line.summary.verdict
    lost = len(line.failed)
    failed = f"<br>{counted(lost, 'run')} failed" if lost else ""
    harm = "no harm" if judged.harm_ratio.remark == NOTHING else f"harm {interval_text(judged.harm_ratio)}"
    ratios = (f"delay {interval_text(judged.others_delay_ratio)}", harm)
    return "<br>".join((MARKS[judged.word], *ratios, *judged.beside)) + failed


def interval_text(interval: Interval) -> str:
    """Return ``1.43 [0.950, 2.37]``, infinity as ∞."""
    if interval.low is None or interval.high is None:
        return number(interval.mean)
    return f"{number(interval.mean)} [{number(interval.low)}, {number(interval.high)}]"
