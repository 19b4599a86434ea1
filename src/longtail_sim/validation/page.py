"""Results as a page to read."""

from __future__ import annotations

from longtail_sim.validation.results import Results


def page_of(results: Results) -> str:
    """Return the page of results, in Markdown."""
    return "\n".join(row.key for row in results.rows) + "\n"
