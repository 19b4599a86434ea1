"""The pictures of a report in this folder, taken in a headless Chromium.

    longtail bench docs/images/report_pictures.yaml
    longtail report bench-report_pictures
    pip install playwright
    python docs/images/report_pictures.py bench-report_pictures/report.html

Chromium is that of the system (``apt install chromium``); nothing is fetched.  Of the replays the first is
shown.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
STEPS = 240  # of a second each, from the beginning of the replay
MOST_CARS = 200
WIDE, PHONE = {"width": 1120, "height": 1020}, {"width": 390, "height": 900}


def main(report: Path) -> None:
    """Write report.png, report_order.png, report_replay.png and report_phone.png."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("there is no Chromium; install one, as in apt install chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = _open(browser, report, WIDE)
        page.screenshot(path=HERE / "report.png", clip={"x": 0, "y": 0, **WIDE})
        page.locator("section[aria-labelledby=order]").screenshot(path=HERE / "report_order.png")
        _replay(page).screenshot(path=HERE / "report_replay.png")
        _open(browser, report, PHONE, "dark").screenshot(path=HERE / "report_phone.png")
        browser.close()


def _open(browser: Any, report: Path, size: dict[str, int], scheme: str = "light") -> Any:
    page = browser.new_context(viewport=size, color_scheme=scheme).new_page()
    page.goto(report.resolve().as_uri())
    page.wait_for_selector("html[data-ready=yes]")
    return page


def _replay(page: Any) -> Any:
    """Return the first replay, four minutes on, with a car that has given up picked and near."""
    case = page.locator("section.case:has([data-replay])").first
    if case.locator("details:not([open])").count():
        case.locator("summary").first.click()
    replay = case.locator("[data-replay]")
    replay.and_(page.locator("[data-drawn=yes]")).wait_for()
    replay.locator("canvas").focus()
    for _ in range(STEPS):
        page.keyboard.press("ArrowRight")
    for _ in range(MOST_CARS):
        page.keyboard.press("n")
        if "minimal risk" in replay.locator(".card").inner_text():
            break
    page.keyboard.press("+")
    page.keyboard.press("+")
    replay.locator("canvas").evaluate("canvas => canvas.blur()")
    return replay


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
