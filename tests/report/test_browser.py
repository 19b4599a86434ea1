"""The page in a real browser: drawn, silent, closed, played by keyboard, readable on a phone and on paper.

Runs where the package ``playwright`` and a Chromium are installed.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from longtail_sim.report import Material, Rerun, as_html

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")

COLOURS = "canvas => new Set(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data).size"
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as p:
        made = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def visit(browser: Any, material: Material, reruns: dict[int, Rerun], tmp_path: Path) -> Iterator[Open]:
    """Return a function that loads the page; the test fails if the page asks for anything or complains."""
    file = tmp_path / "report.html"
    file.write_text(as_html(material, reruns, "longtail bench small.yaml"), encoding="utf-8")
    heard: list[str] = []
    contexts = []

    def open_page(width: int = 1200, height: int = 800, ready: bool = True, **options: Any) -> Any:
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
    box = page.locator(".on-screen svg.chart").bounding_box()
    assert box["width"] > 500
    assert box["height"] > 300


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


def test_it_fits_a_phone(visit: Open) -> None:
    page = visit(360, 740, bypass_csp=True)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    assert page.locator(".on-phone svg.chart").is_visible()
    assert page.locator(".on-screen").is_hidden()


def test_it_prints_with_a_still_picture(visit: Open, tmp_path: Path) -> None:
    page = visit(bypass_csp=True)
    pdf = page.pdf(path=str(tmp_path / "report.pdf"), format="A4")
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 30
    page.emulate_media(media="print")
    assert page.locator(".controls").first.is_hidden()
    assert page.locator("canvas").first.is_visible()


def test_without_javascript_everything_but_the_replay_is_there(visit: Open) -> None:
    page = visit(ready=False, java_script_enabled=False)
    assert page.locator(".badge").count() >= 6
    assert page.locator("svg.chart").count() >= 4
    assert page.locator("noscript p").first.is_visible()
    assert page.locator(".controls").first.is_hidden()
