"""How far the traffic can be believed, in short: what the page that ``longtail validate`` writes says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from longtail_sim.shipped import shipped

PAGE = "docs/realism.md"


class Realism(NamedTuple):
    """The summary of the page, what it says is missed, and where it stands."""

    summary: str
    misses: tuple[str, ...]
    page: str = PAGE


def realism() -> Realism:
    """Return the card; where the page is not at hand, words that say so."""
    try:
        text = (shipped("docs") / Path(PAGE).name).read_text("utf-8")
    except OSError:
        return Realism("The page is not at hand; 'longtail validate' measures the traffic anew.", ())
    found = re.search(r"^\*\*(Version .*?):\*\* (.*)$", text, re.MULTILINE)
    summary = f"{found[1]}: {found[2]}" if found else "The page has no summary."
    missed = text.partition("## What is missed")[2].partition("\n## ")[0]
    return Realism(
        _plain(summary), tuple(_plain(line) for line in re.findall(r"^- (.*?), `MISS`", missed, re.MULTILINE))
    )


def _plain(text: str) -> str:
    return text.replace("**", "").replace("`", "")
