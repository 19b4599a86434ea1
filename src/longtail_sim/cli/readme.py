"""Generated parts of a page, between markers: ``<!-- NAME: begin -->`` and ``<!-- NAME: end -->``, each in its line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from longtail_sim.errors import ResultsError


def renewed(path: Path, texts: Mapping[str, str]) -> str:
    """Return a page with every text in the place of what stands between its markers.

    Raises:
        ResultsError: the page cannot be read, or lacks a marker.
    """
    try:
        page = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ResultsError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from None
    for name, text in texts.items():
        begin, end = (f"<!-- {name}: {word} -->\n" for word in ("begin", "end"))
        before, found, rest = page.partition(begin)
        _, closed, after = rest.partition(end)
        if not found or not closed:
            raise ResultsError(f"{path} lacks the markers {begin.strip()} and {end.strip()}, in this order.")
        page = f"{before}{begin}\n{text}\n{end}{after}"
    return page
