"""How the scores of every agent are spread, for the report and for others."""

from __future__ import annotations

from typing import Any

from longtail_sim.bench.drivers import drivers_of
from longtail_sim.bench.table import Results
from longtail_sim.scoring.profiles import performance


def performance_json(results: Results) -> list[dict[str, Any]]:
    """Return the performance profile and the interquartile mean of every agent and level, as plain data.

    A run that did not get to its end has the score 0; scenarios without any run are left out.
    """
    told = []
    for driver in drivers_of(results):
        scores = [list(by_seed.values()) for line in driver.lines.values() if (by_seed := line.scores())]
        if scores:
            told.append({"agent": driver.agent, "level": driver.level, **performance(scores).as_json()})
    return told
