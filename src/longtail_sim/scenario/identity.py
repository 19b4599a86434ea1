"""One short name for what was run: equal for equal content of the scenario, apart from words about it.

Different names do not prove different physics: a scenario's own name and its default agent count, too.  An agent counts
by its name, not by its source.
"""

from __future__ import annotations

import hashlib
import json

from longtail_sim.scenario.scenario import Scenario

# Words about a scenario, what it expects, and how it could be varied do not change what happens in it.
PROSE = {"title", "story", "sources", "tags", "expect", "vary"}


def identity(scenario: Scenario, **more: str | int | float | bool | None) -> str:
    """Return a hash of 16 hexadecimal digits over the resolved scenario and ``more`` (agent, seed, version ...)."""
    content = {"scenario": scenario.model_dump(mode="json", exclude=PROSE), **more}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
