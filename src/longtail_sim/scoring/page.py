"""The page about all metrics, from the registry: ``docs/metrics.md``."""

from __future__ import annotations

from collections.abc import Iterator

from longtail_sim.scoring.metric import Metric
from longtail_sim.scoring.metrics import METRICS
from longtail_sim.scoring.score import FORMULA
from longtail_sim.wording import markdown_table

COMMAND = "longtail metrics --page docs/metrics.md"
# A section begins with this metric and goes on to the next one in the order of the registry.
SECTIONS = {
    "vehicle_km": "Exposure",
    "contacts": "Harm",
    "pedestrians_crossed": "People on foot",
    "contacts_while_standing": "Contacts by type, how hard, how often",
    "conflicts_ttc": "Near misses",
    "hard_brakes": "Comfort, and passengers",
    "red_light_runs": "Rules",
    "others_delay_s": "Congestion",
    "assist_requests": "Automation",
    "misread_signals": "Perception",
    "others_delay_ratio": "Beside the twin",
}
HEADINGS = ("name", "unit", "meaning", "formula, threshold, special values", "better")
INTRODUCTION = f"""# Metrics

Written by `{COMMAND}` from the registry (`src/longtail_sim/scoring/`); do not edit it by hand. The same names stand
in `longtail run --json`, in the columns of a suite, in `info["metrics"]` and in the report. They are added to, never
renamed.

**Who.** A name without a prefix is of the fleet where it counts contacts and broken rules, and of everybody where it
measures exposure, near misses or congestion; `fleet_` and `others_` part it. A contact or near miss belongs to the
fleet if one of the two does, and to *others* only if both are people. Emergency vehicles
count as people; near misses and delays leave them out.

**Unfinished trips.** A run ends when its time is up. Everything counts up to then: distances, conflicts, contacts,
stops and waits of trips that have not ended, and the waiting of those who never came in. Delay is divided by the
trips that *wanted to start*, not by those that ended: a map that refuses vehicles, or in which nobody gets through,
does not look fast. Nobody is taken out of a jam.

**No value.** A metric is never left out and never NaN; what stands for it where nothing was measured is said below. A
run with a NaN is refused with an error.

**When.** Contacts, hard brakes, delay and stops are looked at in every step of 0.1 s, near misses and comfort every
0.2 s. What is near is a surrogate: it ranks places and agents, and predicts no crashes (SSAM: rank correlation with
annual crashes 0.46).

*better*: ↓ less is better, ↑ more is better, – neither. *count*: events that may be rare; where none happened in n
runs, the upper end of the interval of the mean is 3/n."""


def metrics_page() -> str:
    """Return the page."""
    text = [INTRODUCTION]
    for title, metrics in _sections():
        text.append(f"## {title}\n\n{markdown_table(HEADINGS, map(_row, metrics))}")
    text.append(f"## The score\n\n`score` hides what the vector shows; print its formula beside it: {FORMULA}.")
    return "\n\n".join(text) + "\n"


def _sections() -> Iterator[tuple[str, list[Metric]]]:
    title, found = "", list[Metric]()
    for name, metric in METRICS.items():
        if name in SECTIONS:
            if found:
                yield title, found
            title, found = SECTIONS[name], []
        found.append(metric)
    yield title, found


def _row(metric: Metric) -> tuple[str, ...]:
    better = {"lower": "↓", "higher": "↑", "neither": "–"}[metric.better] + (", count" if metric.is_count else "")
    unit = "–" if metric.unit == "-" else metric.unit
    return (f"`{metric.name}`", unit, metric.meaning, metric.how, better)
