"""The page in a real browser: drawn, silent, closed, played by keyboard, readable on a phone and on paper.

Runs where the package ``playwright`` and a Chromium are installed.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from longtail_sim.report import Material, Rerun, as_html

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")

PIXELS = "canvas => canvas.toDataURL()"
# Texts that can be seen, whose contrast with their ground is below that of WCAG 2.2 AA (1.4.3).
FAINT = """() => {
  const rgb = (words) => words.match(/[\\d.]+/g).map(Number);
  const channel = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const colour = rgb(getComputedStyle(node).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    const silent = node.closest("script, noscript, .skip, option");
    if (silent || !walker.currentNode.data.trim() || !node.checkVisibility()) continue;
    const style = getComputedStyle(node), inside = node.closest("svg");
    const both = [light(rgb(inside ? style.fill : style.color)), light(ground(inside ?? node))];
    const [a, b] = both.sort((x, y) => y - x), size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < (large ? 3 : 4.5)) found.push(`${ratio.toFixed(2)} ${walker.currentNode.data.trim().slice(0, 40)}`);
  }
  return found;
}"""
OUTLINE = """() => {
  const style = getComputedStyle(document.activeElement);
  return [document.activeElement.tagName, style.outlineStyle + style.outlineWidth];
}"""
COLOURS = "canvas => new Set(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data).size"
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as p:
        made = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture(scope="module")
def many(material: Material, reruns: dict[int, Rerun], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a page of a dozen situations with long names."""
    cases = tuple(
        replace(
            material.cases[number % 2],
            name=f"a_scenario_with_a_very_long_name_{number}_" + "x" * 60 + ".yaml",
            scenario=None if number == 3 else material.cases[number % 2].scenario,
        )
        for number in range(12)
    )
    file = tmp_path_factory.mktemp("many") / "report.html"
    file.write_text(as_html(replace(material, cases=cases), reruns, "longtail bench all"), encoding="utf-8")
    return file


@pytest.fixture
def visit(browser: Any, material: Material, reruns: dict[int, Rerun], tmp_path: Path) -> Iterator[Open]:
    """Return a function that loads the page; the test fails if the page asks for anything or complains."""
    small = tmp_path / "report.html"
    small.write_text(as_html(material, reruns, "longtail bench small.yaml"), encoding="utf-8")
    heard: list[str] = []
    contexts = []

    def open_page(width: int = 1200, height: int = 800, ready: bool = True, file: Path = small, **options: Any) -> Any:
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, **options))
        page = contexts[-1].new_page()
        page.on("console", lambda message: heard.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: heard.append(f"error: {error}"))
        page.on("dialog", lambda dialog: heard.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: heard.append(f"request: {request.url}"))
        page.goto(file.as_uri())
        if ready:
            page.wait_for_selector("html[data-ready=yes]")
        assert heard.pop(0) == f"request: {file.as_uri()}"
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert heard == []


def test_charts_and_streets_are_drawn(visit: Open) -> None:
    page = visit(bypass_csp=True)  # so that the test may look into the canvas
    assert page.locator("svg.chart").count() >= 4
    assert all(page.locator("[data-replay]").nth(n).get_attribute("data-drawn") == "yes" for n in range(2))
    assert page.locator("canvas").first.evaluate(COLOURS) > 20
    for chart in page.locator(".on-screen svg.chart").all():
        box = chart.bounding_box()
        assert box["width"] > 500
        assert box["height"] > 250


def test_the_picture_moves_when_played_and_the_curves_move_along(visit: Open) -> None:
    page = visit(bypass_csp=True)
    section = page.locator("section.case").first
    canvas, now = section.locator("canvas"), section.locator("line.now").first
    before, at = canvas.evaluate(PIXELS), float(now.get_attribute("x1"))
    section.locator("[data-do=play]").press("Enter")
    page.wait_for_timeout(600)
    assert canvas.evaluate(PIXELS) != before
    section.locator("[data-do=play]").press("Enter")
    stopped = canvas.evaluate(PIXELS)
    page.wait_for_timeout(200)
    assert canvas.evaluate(PIXELS) == stopped
    assert float(now.get_attribute("x1")) > at


def test_the_events_are_on_a_line_of_time(visit: Open) -> None:
    page = visit()
    bars = page.locator("section.case").first.locator(".timeline li")
    assert bars.all_inner_texts()[0].startswith("signals dark, from minute 0 on")
    assert bars.last.inner_text().startswith("shown in the replay")
    assert bars.first.locator("i").bounding_box()["width"] > 200


def test_the_decisions_of_a_car_are_listed_and_lead_to_their_moments(visit: Open) -> None:
    page = visit()
    replay = page.locator("[data-replay]").first
    assert replay.locator(".hint").is_visible()
    assert replay.locator(".trace").is_hidden()
    replay.locator("canvas").focus()
    page.keyboard.press("End")
    page.keyboard.press("n")
    assert replay.locator(".hint").is_hidden()
    entries = replay.locator(".trace button")
    assert entries.count() >= 2
    assert "proceed" in " ".join(entries.all_inner_texts())
    assert replay.locator(".trace [aria-current]").count() == 1
    entries.first.focus()
    page.keyboard.press("Enter")
    assert replay.locator("input").input_value() == entries.first.get_attribute("data-moment")
    assert entries.first.get_attribute("aria-current") is not None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(visit: Open, scheme: str) -> None:
    page = visit(color_scheme=scheme, bypass_csp=True)
    replay = page.locator("[data-replay]").first
    replay.locator("canvas").focus()
    page.keyboard.press("n")
    assert page.evaluate(FAINT) == []
    page.evaluate("() => { document.querySelector('.lead').style.color = '#787878'; }")
    assert page.evaluate(FAINT)  # so that the test is known to see what is too faint


def test_whatever_has_the_focus_shows_it(visit: Open) -> None:
    page = visit(bypass_csp=True)
    seen = set()
    for _ in range(30):
        page.keyboard.press("Tab")
        tag, outline = page.evaluate(OUTLINE)
        seen.add(tag)
        assert outline == "solid3px", tag
    assert {"A", "BUTTON", "CANVAS", "INPUT", "SELECT", "SUMMARY"} <= seen


def test_many_situations_are_folded_and_can_be_filtered(visit: Open, many: Path) -> None:
    page = visit(file=many)
    details = page.locator(".case > details")
    assert details.count() == 12
    assert page.locator(".case > details[open]").count() == 0
    rows = page.locator(".glance tbody tr")
    assert all(row.is_visible() for row in rows.all())
    page.locator("#filter").select_option("fails")
    failing = [row.is_visible() for row in rows.all()]
    assert failing == ["fails" in (row.get_attribute("data-words") or "").split() for row in rows.all()]
    assert page.locator("#filtered").inner_text() == f"{sum(failing)} of 12"
    page.locator("#filter").select_option("")
    page.locator(".glance a").nth(5).press("Enter")
    page.wait_for_selector(".case > details[open]")
    assert page.locator(".case > details[open]").count() == 1
    assert page.locator(".case").nth(5).locator("details").get_attribute("open") is not None
    page.locator("#unfold").press("Enter")
    assert page.locator(".case > details[open]").count() == 12
    page.locator("#unfold").press("Enter")
    assert page.locator(".case > details[open]").count() == 0


def test_a_folded_replay_is_drawn_once_it_is_unfolded(visit: Open, many: Path) -> None:
    page = visit(file=many)
    replay = page.locator("[data-replay]").first
    assert replay.get_attribute("data-drawn") is None
    page.locator(".case > details").first.locator("summary").press("Enter")
    page.wait_for_selector("[data-replay][data-drawn=yes]")
    assert replay.locator(".controls").is_visible()


def test_it_is_played_by_keyboard_alone(visit: Open) -> None:
    page = visit()
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "To the results"
    replay = page.locator("[data-replay]").first
    replay.locator("canvas").focus()
    before = replay.locator(".time").inner_text()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    assert replay.locator(".time").inner_text() != before
    page.keyboard.press("n")
    card = replay.locator(".card").inner_text()
    assert "fleet" in card
    for label in ("State", "Signal is", "Takes it for", "Decision", "Reason"):
        assert label in card
    page.keyboard.press("Space")
    assert replay.locator("[data-do=play]").inner_text() == "Pause"
    moment = replay.locator("input").input_value()
    page.wait_for_timeout(600)
    page.keyboard.press("Space")
    assert int(replay.locator("input").input_value()) > int(moment)
    page.keyboard.press("Escape")
    assert replay.locator(".card").is_hidden()
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Play"
    replay.locator("input").focus()
    page.keyboard.press("End")
    assert replay.locator("input").input_value() == replay.locator("input").get_attribute("max")


def test_an_agents_words_are_shown_as_words(visit: Open) -> None:
    page = visit()
    replay = page.locator("[data-replay]").first
    replay.locator("canvas").focus()
    page.keyboard.press("End")
    page.keyboard.press("n")
    assert "</script><script>alert(2)</script>" in replay.locator(".card").inner_text()


def test_a_click_picks_a_vehicle(visit: Open) -> None:
    page = visit()
    replay = page.locator("[data-replay]").first
    canvas = replay.locator("canvas")
    canvas.focus()
    page.keyboard.press("End")
    page.keyboard.press("n")
    page.keyboard.press("+")  # brings it to the middle
    page.keyboard.press("Escape")
    box = canvas.bounding_box()
    canvas.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    assert "Moves" in replay.locator(".card").inner_text()


def test_light_and_dark_follow_the_system_until_somebody_chooses(visit: Open) -> None:
    ground = "() => getComputedStyle(document.body).backgroundColor"
    light, dark = (visit(color_scheme=scheme, bypass_csp=True) for scheme in ("light", "dark"))
    assert light.evaluate(ground) != dark.evaluate(ground)
    before = light.evaluate(ground)
    light.locator("#theme").press("Enter")
    assert light.evaluate(ground) == dark.evaluate(ground) != before
    assert light.locator("#theme").inner_text() == "Light"


@pytest.mark.parametrize("width", [360, 390])
def test_it_fits_a_phone(visit: Open, many: Path, width: int) -> None:
    for page in (visit(width, 740, bypass_csp=True), visit(width, 740, bypass_csp=True, file=many)):
        page.evaluate("() => document.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        assert page.locator(".on-phone svg.chart").first.is_visible()
        assert page.locator(".on-screen").first.is_hidden()


def test_it_prints_with_a_still_picture(visit: Open, tmp_path: Path) -> None:
    page = visit(bypass_csp=True)
    pdf = page.pdf(path=str(tmp_path / "report.pdf"), format="A4")
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 30
    page.emulate_media(media="print")
    assert page.locator(".controls").first.is_hidden()
    assert page.locator("canvas").first.is_visible()
    assert page.locator(".side").first.is_hidden()
    assert page.locator("line.now").first.is_hidden()


def test_what_is_folded_stays_folded_on_paper_and_its_verdict_is_printed(visit: Open, many: Path) -> None:
    page = visit(file=many, bypass_csp=True)
    page.emulate_media(media="print")
    assert page.locator(".case summary").first.is_visible()
    assert page.locator(".case .said .badge").first.is_visible()
    assert page.locator(".case .verdicts").first.is_hidden()
    assert page.locator("#unfold").is_hidden()


def test_without_javascript_everything_but_the_replay_is_there(visit: Open) -> None:
    page = visit(ready=False, java_script_enabled=False)
    assert page.locator(".badge").count() >= 6
    assert page.locator("svg.chart").count() >= 4
    assert page.locator("noscript p").first.is_visible()
    assert page.locator(".controls").first.is_hidden()
