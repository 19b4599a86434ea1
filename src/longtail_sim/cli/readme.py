"""Generated parts of a page, between markers: ``<!-- NAME: begin -->`` and ``<!-- NAME: end -->``, each in its line.

A marker may name the suite that it is for, so that one page can hold parts of several: ``<!-- NAME SUITE: begin -->``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from longtail_sim.errors import ResultsError


def renewed(path: Path, texts: Mapping[str, str], suite: str) -> tuple[str, list[str]]:
    """Return a page with each text in the place of what stands between its markers, and the names of these parts.

    Raises:
        ResultsError: the page cannot be read, has no markers for ``suite``, or a part of it does not end.
    """
    try:
        page = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ResultsError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from None
    found = {name: text for name, text in texts.items() if _marker(name, "begin") in page}
    found |= {f"{name} {suite}": text for name, text in texts.items() if _marker(f"{name} {suite}", "begin") in page}
    if not found:
        wanted = " nor ".join(
            _marker(name, "begin").strip() for name in (*texts, *(f"{name} {suite}" for name in texts))
        )
        raise ResultsError(f"{path} has neither the marker {wanted}.")
    for name, text in found.items():
        page = _filled(page, name, text, path)
    return page, list(found)


def _marker(name: str, word: str) -> str:
    return f"<!-- {name}: {word} -->\n"


def _filled(page: str, name: str, text: str, path: Path) -> str:
    begin, end = _marker(name, "begin"), _marker(name, "end")
    before, _, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not closed:
        raise ResultsError(f"{path} lacks the marker {end.strip()} behind {begin.strip()}.")
    return f"{before}{begin}\n{text}\n{end}{after}"
