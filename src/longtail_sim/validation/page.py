"""Results as a page to read: ``docs/realism.md``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from longtail_sim.quantities import in_words
from longtail_sim.scenario import Scenario
from longtail_sim.validation import page_text as text
from longtail_sim.validation.beside import Beside
from longtail_sim.validation.catalogue import order
from longtail_sim.validation.figures import band, count, expected, figure, is_bad, marks, measured, what
from longtail_sim.validation.misses import EXPLANATIONS
from longtail_sim.validation.results import Results, Row
from longtail_sim.validation.target import Target
from longtail_sim.validation.verdict import WIDE
from longtail_sim.wording import markdown_table


def page_of(
    results: Results,
    *,
    unmeasured: Sequence[Target] = (),
    absent: Sequence[str] = (),
    beside: Beside | None = None,
    explanations: Mapping[str, str] = EXPLANATIONS,
) -> str:
    """Return the page in Markdown.

    Args:
        results: what was measured.
        unmeasured: targets that have a test bed, but no row in the results.
        absent: ids of published targets that are neither measured nor named as open.
        beside: the comparison with SUMO, if there is one.
        explanations: of misses, by key or id.
    """
    parts = [
        text.INTRO.format(command=_command(results)),
        "" if results.full else text.QUICK,
        _summary(results),
        *(_tier(tier, results) for tier in text.TIERS),
        _misses(results, explanations),
        _open(results, unmeasured, absent),
        _errors(),
        _beside(beside),
    ]
    return "\n".join(part for part in parts if part)


def _command(results: Results) -> str:
    words = ["longtail validate"]
    words += [] if results.full else ["--quick"]
    words += [f"--seeds-from {results.first_seed}"] if results.first_seed else []
    return " ".join([*words, "--page docs/realism.md"])


def _summary(results: Results) -> str:
    head = f"**Version {results.version}, seeds from {results.first_seed}:** inside their bands are"
    minimum = count([row for row in results.rows if row.required])
    parts = [f"{count(results.judged(range(1, 5)))} of tiers 1 to 4", f"{minimum} of the minimum"]
    if results.judged([5]):
        parts.append(f"{count(results.judged([5]))} of tier 5")
    return f"{head} {', '.join(parts)}. A target is inside if all its values are.\n"


def _tier(tier: int, results: Results) -> str:
    rows = [row for row in results.rows if order(row.key)[0] == tier]
    if not rows:
        return ""
    heading = f"## Tier {tier}. {text.TIERS[tier]}\n"
    columns = ("id", "what", "expected", "measured", "seeds", "band", "verdict", "source")
    return "\n".join([heading, markdown_table(columns, map(_row, rows)), "", *_setups(rows), ""])


def _row(row: Row) -> tuple[str, ...]:
    verdict = f"**{row.verdict}**" if is_bad(row) else row.verdict
    seeds = str(row.n) if row.n > 1 else ""
    return (
        row.id + marks(row).replace("*", "\\*"),
        what(row),
        expected(row),
        measured(row),
        seeds,
        band(row),
        verdict,
        row.source,
    )


def _setups(rows: Sequence[Row]) -> Iterator[str]:
    """Yield how every experiment of these rows is set up."""
    for name in dict.fromkeys(row.experiment for row in rows):
        own = [row for row in rows if row.experiment == name]
        ids = ", ".join(dict.fromkeys(row.id for row in own))
        yield f"- *{ids}, {name}*: {own[0].setup}"


def _misses(results: Results, explanations: Mapping[str, str]) -> str:
    lines = [_miss(row, results, explanations) for row in results.rows if is_bad(row)]
    return "\n".join(["## What is missed, and why\n", *(lines or [text.NO_MISS]), ""])


def _miss(row: Row, results: Results, explanations: Mapping[str, str]) -> str:
    if row.mean is None:
        found = f"not measured ({row.message})"
    else:
        unit = "" if row.unit in ("", "-") else f" {row.unit}"
        found = f"{measured(row)}{unit}, expected {expected(row)}, band {band(row)}, `{row.verdict}`"
    why = explanations.get(row.key, explanations.get(row.id))
    if why is not None:
        sentence = explain(why, row, results)
    else:
        sentence = text.TOO_WIDE if row.verdict == WIDE else text.UNEXPLAINED
    return f"- **{row.key}**, {row.name}: {found}. {sentence}"


def explain(sentence: str, row: Row, results: Results) -> str:
    """Return a sentence of ``misses.py`` with figures of the results in it.

    Raises:
        KeyError: it has a placeholder that does not exist.
    """
    mean = "–" if row.mean is None else figure(row.mean)
    own = {"measured": measured(row), "mean": mean, "expected": expected(row), "band": band(row), "unit": row.unit}
    return sentence.format_map({**own, "of": _Measured(results)})


class _Measured(dict[str, str]):
    """What every target has measured, by key; – for those that are not in the results."""

    def __init__(self, results: Results) -> None:
        super().__init__({row.key: measured(row) for row in results.rows})

    def __missing__(self, key: str) -> str:
        return "–"


def _open(results: Results, unmeasured: Sequence[Target], absent: Sequence[str]) -> str:
    lines = [f"- **{target.id}**, {target.name}: {target.why}" for target in results.open]
    lines += [f"- **{target.key}**, {target.name}: not measured in this run." for target in unmeasured]
    lines += [f"- No test bed as yet: {', '.join(absent)}."] if absent else []
    return "\n".join(["## What is open\n", *lines, ""]) if lines else ""


def _errors() -> str:
    drivers = Scenario().drivers
    sections = {"errors": drivers.errors, "dark_signal": drivers.dark_signal}
    rows = [
        (f"`{section}.{name}`", _value(getattr(rates, name)), field.description or "")
        for section, rates in sections.items()
        for name, field in type(rates).model_fields.items()
    ]
    return "\n".join([text.ERRORS, markdown_table(("key", "value", "meaning"), rows), ""])


def _value(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else in_words(value)


def _beside(beside: Beside | None) -> str:
    if beside is None:
        return ""
    rows = [(row.what, row.unit, row.ours, row.sumo, row.hcm) for row in beside.rows]
    table = markdown_table(("what", "unit", "longtail-sim", "SUMO", "HCM"), rows)
    notes = ["", *beside.notes] if beside.notes else []
    return "\n".join([text.BESIDE, table, *notes, ""])
