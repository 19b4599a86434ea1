"""The page as one string: templates filled in, style, script and replays inside, nothing fetched from anywhere."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import shlex
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

import longtail_sim
from longtail_sim.bench import Line
from longtail_sim.errors import ResultsError
from longtail_sim.events.event import Span
from longtail_sim.report import svg
from longtail_sim.report.cases import Case, Material
from longtail_sim.report.differences import Differences, differences
from longtail_sim.report.jam import curves
from longtail_sim.report.multiples import QUANTITIES, Row, rows, written
from longtail_sim.report.naming import short
from longtail_sim.report.overall import overall
from longtail_sim.report.realism import realism
from longtail_sim.report.rerun import Rerun
from longtail_sim.report.tradeoff import NARROW, WIDE, tradeoff
from longtail_sim.scoring import DELAY_MARGIN, FORMULA, HARM_MARGIN, Interval

LARGEST_BYTES = 6_000_000
SYMBOLS = {"passes": "✓", "fails": "✗", "undecided": "?", "failed": "!", "missing": "–"}
WORDS = {"failed": "did not finish", "missing": "no results"}


class Judged(NamedTuple):
    """A cell of the table at the top: a word of SYMBOLS, and why."""

    agent: str
    number: int
    word: str
    reasons: tuple[str, ...]
    score: str
    also: str  # runs that did not get to their end
    why: tuple[str, ...]  # in a few words


class Section(NamedTuple):
    """All that is shown of a case."""

    anchor: str
    case: Case
    happenings: tuple[str, ...]
    judged: tuple[Judged, ...]
    rows: list[Row]
    differences: Differences
    rerun: Rerun | None
    curves: list[Markup]
    spans: str  # when which event took place, in words


def as_html(material: Material, reruns: Mapping[int, Rerun], command: str) -> str:
    """Return the page.

    Args:
        material: what the suite found.
        reruns: the repeated worst run of some cases, by the number of the case.
        command: with which the results were made, for people to repeat it.

    Raises:
        ResultsError: the page would be larger than LARGEST_BYTES.
    """
    sections = [_section(number, case, material, reruns.get(number)) for number, case in enumerate(material.cases)]
    agents = overall(material)
    script = _read("page.js") + _read("replay.js")
    html = (
        _environment()
        .get_template("report.html.j2")
        .render(
            material=material,
            suite=material.results.suite,
            agents=agents,
            charts=[tradeoff(material, agents, size) for size in (WIDE, NARROW)] if agents else [],
            sections=sections,
            quantities=QUANTITIES,
            realism=realism(),
            command=command,
            version=longtail_sim.__version__,
            limits=(f"{1 + HARM_MARGIN:g}", f"{1 + DELAY_MARGIN:g}"),
            formula=FORMULA,
            symbols=SYMBOLS,
            words=WORDS,
            style=Markup(_read("report.css")),
            script=Markup(script),
            script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
            numbers=_json(material.results.as_json()),
        )
    )
    if len(html.encode()) > LARGEST_BYTES:
        raise ResultsError(
            f"the page would be larger than {LARGEST_BYTES / 1e6:g} MB, too large to send; "
            "ask for fewer replays (--replays 4) or report fewer runs."
        )
    return html


def command_of(material: Material) -> str:
    """Return the command that makes these results again; of results without one, what it must have been."""
    if material.command:
        return material.command
    suite = material.results.suite
    parts = ["longtail", "bench", str(suite["name"]), "--agents", ",".join(suite["agents"]), "--seeds", suite["seeds"]]
    if suite["levels"]:
        parts += ["--levels", ",".join(map(str, suite["levels"]))]
    return shlex.join(parts)


def _section(number: int, case: Case, material: Material, rerun: Rerun | None) -> Section:
    return Section(
        f"case-{number + 1}",
        case,
        () if case.scenario is None else tuple(event.describe() for event in case.scenario.events),
        tuple(_judged(line, material.agents.index(line.agent)) for line in case.lines),
        rows(case.lines, material.agents),
        differences(case.lines),
        rerun,
        [] if rerun is None else curves(rerun),
        "" if rerun is None else "; ".join(map(_span, rerun.spans)),
    )


def _span(span: Span) -> str:
    begin, end = span.start_s / 60, span.end_s / 60
    return (
        f"{span.label}, {f'minutes {begin:.0f} to {end:.0f}' if math.isfinite(end) else f'from minute {begin:.0f} on'}"
    )


def _judged(line: Line, number: int) -> Judged:
    broken = {word: count for word, count in line.statuses.items() if word != "finished"}
    also = ", ".join(f"{count} of {sum(line.statuses.values())} runs: {_plain(word)}" for word, count in broken.items())
    if line.summary is None:
        word = "missing" if set(broken) == {"missing"} else "failed"
        return Judged(line.agent, number, word, (f"No verdict: {also or 'no twin to compare with'}.",), "", "", ())
    verdict = line.summary.verdict
    reasons = tuple(reason[:1].upper() + reason[1:] for reason in verdict.reasons)
    why = (f"others' delay × {_times(verdict.others_delay_ratio)}", f"harm × {_times(verdict.harm_ratio)}")
    return Judged(line.agent, number, verdict.word, reasons, f"{line.summary.score.value:.0f}", also, why)


def _times(ratio: Interval) -> str:
    return "∞" if math.isinf(ratio.mean) else f"{ratio.mean:.2f}"


def _environment() -> Environment:
    found = Environment(
        loader=PackageLoader("longtail_sim.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.filters.update(short=short, plain=_plain, written=written)
    found.globals["marker"] = _legend_mark
    return found


def _legend_mark(number: int) -> Markup:
    """Return an agent's mark as it stands beside its name."""
    mark = svg.marker(number, 8, 8) if number >= 0 else svg.element("circle", cx=8, cy=8, r=4, class_="mark twin")
    return svg.element("svg", mark, viewBox="0 0 16 16", class_="key", aria_hidden="true")


def _plain(word: str) -> str:
    return word.replace("_", " ")


def _read(name: str) -> str:
    return (files("longtail_sim.report") / "templates" / name).read_text("utf-8")


def _json(content: object) -> Markup:
    """Return JSON that may stand in a script element, whatever texts are in it."""
    text = json.dumps(content, indent=1, sort_keys=True, allow_nan=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


__all__: Sequence[str] = ("LARGEST_BYTES", "as_html", "command_of")
