"""The page: whole, closed to the outside, harmless whatever it is told, and equal to the numbers it shows."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from longtail_sim.report import LARGEST_BYTES, Material, Rerun, as_html, command_of
from longtail_sim.report.glance import alike, judged, tallies
from longtail_sim.report.multiples import QUANTITIES, written
from longtail_sim.scoring import Interval, summarise

from .conftest import WORDS

VOID = {"meta", "input", "br", "img", "link"}


class Page(HTMLParser):
    """Elements of a page with their attributes and texts; refuses what is not closed."""

    def __init__(self, html: str) -> None:
        """Read a page."""
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.of_scripts: list[tuple[dict[str, str | None], str]] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "script":
            self.of_scripts.append((self.elements[-1][1], data))
        else:
            self.texts.append(data)

    def attributes(self, name: str) -> Iterator[str]:
        return (value for _, found in self.elements if (value := found.get(name)) is not None)


@pytest.fixture(scope="module")
def html(material: Material, reruns: dict[int, Rerun]) -> str:
    return as_html(material, reruns, command_of(material))


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def test_it_is_small_and_written_the_same_way_twice(html: str, material: Material, reruns: dict[int, Rerun]) -> None:
    assert 20_000 < len(html.encode()) < LARGEST_BYTES
    assert as_html(material, reruns, command_of(material)) == html


def test_nothing_in_it_leads_outside(html: str, page: Page) -> None:
    assert not re.search(r"https?://|wss?://", html)
    assert {tag for tag, _ in page.elements} & {
        "img",
        "link",
        "iframe",
        "object",
        "base",
        "form",
        "audio",
        "video",
    } == set()
    assert list(page.attributes("src")) == []
    assert all(link.startswith("#") for link in page.attributes("href"))
    assert "url(" not in html
    assert "@import" not in html


def test_every_link_within_finds_its_place_and_places_are_unique(page: Page) -> None:
    places = list(page.attributes("id"))
    assert len(places) == len(set(places))
    assert {link[1:] for link in page.attributes("href")} <= set(places)
    assert {name for name in page.attributes("aria-labelledby")} <= set(places)


def test_hostile_words_are_words(html: str, page: Page) -> None:
    assert not [attrs for _, attrs in page.elements if any(name.startswith("on") for name in attrs)]
    assert len(re.findall("<script", html)) == len(page.of_scripts) == 4  # two replays, the numbers, the program
    assert "alert(2)" not in "".join(text for attrs, text in page.of_scripts if "type" not in attrs)
    said = "".join(page.texts)
    assert "<img src=x onerror=alert(1)>" in said  # an agent's name
    assert "Tiny <b>city</b> & co" in said
    assert "<script>alert(3)</script>" in said
    assert WORDS in said  # the message of a failed run
    assert "small <i>.yaml" in said  # the command


def test_only_its_own_program_may_run(html: str, page: Page) -> None:
    program = next(text for attrs, text in page.of_scripts if "type" not in attrs)
    policy = next(value for value in page.attributes("content") if "script-src" in value)
    assert base64.b64encode(hashlib.sha256(program.encode()).digest()).decode() in policy
    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'unsafe-inline'" not in policy


def test_numbers_are_those_of_the_summary(html: str, page: Page, material: Material) -> None:
    told = json.loads(next(text for attrs, text in page.of_scripts if attrs.get("id") == "numbers"))
    assert told == json.loads(json.dumps(material.results.as_json()))
    for line in told["lines"]:
        if line["summary"] is None:
            continue
        for quantity in QUANTITIES:
            plain = line["summary"]["metrics"][quantity.metric]
            if None not in plain.values():
                assert written(Interval(**plain, seeds=2), quantity.digits) in page.texts


def test_every_verdict_stands_in_words_with_its_reason(page: Page, material: Material) -> None:
    said = re.sub(r"\s+", " ", "".join(page.texts))
    for case in material.cases:
        for line in case.lines:
            if line.summary is None:
                assert "No verdict: 2 of 2 runs: agent failed" in said
            else:
                assert line.summary.verdict.word in said
                for reason in line.summary.verdict.reasons:
                    assert reason[1:] in said


def test_every_picture_has_words_for_who_cannot_see_it(page: Page) -> None:
    pictures = [attrs for tag, attrs in page.elements if tag in ("svg", "canvas")]
    assert len(pictures) > 20
    assert all(attrs.get("aria-label") or attrs.get("aria-hidden") for attrs in pictures)


def test_charts_hold_numbers_only(html: str) -> None:
    assert "nan" not in re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL).lower().split()
    for name in ("width", "height", "r"):
        assert all(float(value) >= 0 for value in re.findall(rf' {name}="([^"%d]+)"', html) if value[-1].isdigit())


def test_extremes_are_drawn(material: Material) -> None:
    """Infinite ratios, a single seed without intervals, more agents than there are marks."""
    case = material.cases[0]
    line = case.lines[0]
    run, twin = dict(line.runs[0]), dict(line.twins[0])
    harmed = [{**run, "contacts": 3.0, "harm_expected": 0.4, "others_delay_s": 10.0**n} for n in range(9)]
    nobody = {**twin, **dict.fromkeys(("contacts", "others_contacts", "harm_expected", "others_harm_expected"), 0.0)}
    lines = tuple(
        replace(
            line, agent=f"agent{n}", seeds=(0,), runs=(row,), twins=(nobody,), summary=summarise("", [row], [nobody])
        )
        for n, row in enumerate(harmed)
    )
    cases = (replace(case, lines=lines),)
    found = replace(material, cases=cases, results=replace(material.results, lines=lines), failures=())
    html = as_html(found, {}, "")
    Page(html)
    assert "∞" in html
    assert "agent8" in html
    test_charts_hold_numbers_only(html)


def test_agents_with_the_same_verdict_and_words_stand_together(material: Material) -> None:
    case = material.cases[0]
    line = case.lines[0]
    twice = replace(case, lines=(line, replace(line, agent="twice.py"), *case.lines[1:]))
    found = alike(judged(one, number) for number, one in enumerate(twice.lines))
    assert [name for name, _ in found[0].agents] == [line.agent, "twice.py"]
    assert sum(len(one.agents) for one in found) == 4


def test_every_verdict_is_counted_once(material: Material) -> None:
    rows = [tuple(judged(line, material.agents.index(line.agent)) for line in case.lines) for case in material.cases]
    found = tallies(material.agents, rows)
    assert [tally.agent for tally in found] == list(material.agents)
    assert all(sum(count for _, count in tally.counts) == len(material.cases) for tally in found)
    assert dict(found[material.agents.index("fails.py")].counts) == {"failed": 2}


def test_all_reasons_stand_on_the_page_however_many_there_are(material: Material) -> None:
    case = material.cases[0]
    line = case.lines[0]
    assert line.summary is not None
    judged_by = line.summary.verdict
    many = tuple(side._replace(reason=f"reason number {n} & more") for n, side in enumerate(judged_by.sides))
    summary = replace(line.summary, verdict=replace(judged_by, sides=many))
    lines = (replace(line, summary=summary), *case.lines[1:])
    page = Page(as_html(replace(material, cases=(replace(case, lines=lines),)), {}, ""))
    for number in range(5):
        assert f"Reason number {number} & more" in page.texts


def test_missing_runs_are_named(material: Material) -> None:
    missing = tuple(run for run in material.runs if run.agent in ("rule_based", "twin") and "tiny" in run.scenario)
    assert len(missing) == 4
    results = replace(material.results, missing=missing)
    html = as_html(replace(material, results=results), {}, "")
    part = html.partition('<h2 id="missing">')[2].partition("</section>")[0]
    assert re.findall("<td>(.*?)</td>", part)[:3] == ["tiny.yaml", "people (the twin)", "4"]
    assert "<td>rule_based</td>" in part
    assert '<td class="long">0, 1</td>' in part


def test_without_repeated_runs_the_page_says_how_to_see_them(material: Material) -> None:
    html = as_html(material, {}, "longtail bench small.yaml")
    assert "longtail watch" in html
    assert "canvas tabindex" not in html
