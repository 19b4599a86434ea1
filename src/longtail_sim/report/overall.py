"""Every agent over all scenarios: others' delay and harm beside the twin's, and who is beaten by nobody."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from longtail_sim.bench import delay_over, harm_over
from longtail_sim.report.cases import Material
from longtail_sim.scoring import Interval


@dataclass(frozen=True)
class Overall:
    """One agent.

    Attributes:
        delay: mean over the scenarios of the ratio of others' delay, run ÷ twin.
        harm: harm to all road users in all scenarios together, run ÷ twin.
        on_front: no other agent is better in one and at least as good in the other.
        cases: in how many cases of all it got to the end.
    """

    agent: str
    number: int
    delay: Interval
    harm: Interval
    on_front: bool
    cases: int


def overall(material: Material) -> list[Overall]:
    """Return all agents that got to the end at least once, in the suite's order."""
    found: list[tuple[str, int, Interval, Interval, int]] = []
    for number, agent in enumerate(material.agents):
        lines = [line for case in material.cases for line in case.lines if line.agent == agent and line.runs]
        delay, harm = delay_over(lines), harm_over(lines)
        if delay is not None and harm is not None:
            found.append((agent, number, delay, harm, len(lines)))
    points = [(delay.mean, harm.mean) for _, _, delay, harm, _ in found]
    return [
        Overall(agent, number, delay, harm, on_front(points, row), cases)
        for row, (agent, number, delay, harm, cases) in enumerate(found)
    ]


def on_front(points: Sequence[tuple[float, float]], row: int) -> bool:
    """Return whether no other point is at most as large in both and smaller in one."""
    x, y = points[row]
    return not any(a <= x and b <= y and (a < x or b < y) for a, b in points)


def ends(interval: Interval) -> tuple[float, float]:
    """Return the bounds of an interval, the mean where there are none."""
    low = interval.mean if interval.low is None else interval.low
    high = interval.mean if interval.high is None else interval.high
    return (low, high if not math.isnan(high) else interval.mean)
