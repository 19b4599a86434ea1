"""The page as one string: templates filled in, style, script and replays inside, nothing fetched from anywhere."""

from __future__ import annotations

import base64
import hashlib
import json
import shlex
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

import longtail_sim
from longtail_sim.errors import ResultsError
from longtail_sim.report import svg
from longtail_sim.report.cases import Case, Material
from longtail_sim.report.differences import Differences, compared
from longtail_sim.report.glance import SYMBOLS, WORDS, Alike, Judged, alike, judged, tallies
from longtail_sim.report.jam import curves
from longtail_sim.report.missing import missing_by_line
from longtail_sim.report.multiples import QUANTITIES, Row, rows, written
from longtail_sim.report.overall import overall
from longtail_sim.report.profile_chart import NARROW as PROFILE_NARROW
from longtail_sim.report.profile_chart import WIDE as PROFILE_WIDE
from longtail_sim.report.profile_chart import profile_chart
from longtail_sim.report.ranking import ranking
from longtail_sim.report.realism import realism
from longtail_sim.report.rerun import Rerun
from longtail_sim.report.timeline import Bar, timeline
from longtail_sim.report.tradeoff import NARROW, WIDE, tradeoff
from longtail_sim.scoring import DELAY_MARGIN, FORMULA, HARM_MARGIN
from longtail_sim.wording import counted, listed, short

GAP = "\N{NO-BREAK SPACE}"
LARGEST_BYTES = 6_000_000
MOST_OPEN = 4  # situations that are shown unfolded
MANY = 8  # situations from which on the table can be filtered


class Section(NamedTuple):
    """All that is shown of a case."""

    anchor: str
    case: Case
    happenings: tuple[str, ...]
    judged: tuple[Judged, ...]
    verdicts: list[Alike]
    rows: list[Row]
    differences: Differences | None
    rerun: Rerun | None
    curves: list[Markup]
    timeline: list[Bar]
    worst_number: int  # of the agent of the repeated run


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
    agents, order = overall(material), ranking(material)
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
            tallies=tallies(material.agents, [section.judged for section in sections]),
            unfolded=len(sections) <= MOST_OPEN,
            many=len(sections) >= MANY,
            ranking=order,
            profiles=[profile_chart(order.standings, size) for size in (PROFILE_WIDE, PROFILE_NARROW)] if order else [],
            missing=missing_by_line(material.results.missing),
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
    cells = tuple(judged(line, material.agents.index(line.agent)) for line in case.lines)
    worst = 0 if rerun is None else material.agents.index(rerun.worst.agent)
    return Section(
        f"case-{number + 1}",
        case,
        () if case.scenario is None else tuple(event.describe() for event in case.scenario.events),
        cells,
        alike(cells),
        rows(case.lines, material.agents),
        compared(case.lines),
        rerun,
        [] if rerun is None else curves(rerun, worst),
        [] if rerun is None else timeline(rerun),
        worst,
    )


def _environment() -> Environment:
    found = Environment(
        loader=PackageLoader("longtail_sim.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.filters.update(short=short, plain=_plain, unbroken=_unbroken, written=written, counted=counted, listed=listed)
    found.filters["capitalised"] = lambda words: words[:1].upper() + words[1:]
    found.globals["marker"] = _legend_mark
    return found


def _legend_mark(number: int) -> Markup:
    """Return an agent's mark as it stands beside its name."""
    mark = svg.marker(number, 8, 8) if number >= 0 else svg.element("circle", cx=8, cy=8, r=4, class_="mark twin")
    return svg.element("svg", mark, viewBox="0 0 16 16", class_="key", aria_hidden="true")


def _plain(word: str) -> str:
    return word.replace("_", " ")


def _unbroken(words: str) -> str:
    """Return a sentence in which a p-value is not broken into two lines."""
    return words.replace("p = ", f"p{GAP}={GAP}").replace("p < ", f"p{GAP}<{GAP}")


def _read(name: str) -> str:
    return (files("longtail_sim.report") / "templates" / name).read_text("utf-8")


def _json(content: object) -> Markup:
    """Return JSON that may stand in a script element, whatever texts are in it."""
    text = json.dumps(content, indent=1, sort_keys=True, allow_nan=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


__all__: Sequence[str] = ("LARGEST_BYTES", "as_html", "command_of")
