"""Performance profiles: for every score the share of runs that reach it, a stair for each agent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from longtail_sim.report import svg
from longtail_sim.report.axes import Axis
from longtail_sim.report.ranking import Standing
from longtail_sim.wording import short

WIDE, NARROW = (640.0, 330.0), (340.0, 280.0)  # for a screen, for a phone
LEFT, RIGHT, TOP, BOTTOM = 52.0, 18.0, 30.0, 48.0  # margins
MARK_AT = (0.12, 0.07)  # of the width: where the first stair has its mark, and how far on the next


def profile_chart(standings: Sequence[Standing], size: tuple[float, float] = WIDE) -> Markup:
    """Return the chart in one of its sizes."""
    width, height = size
    x, y = Axis(100.0, LEFT, width - RIGHT), Axis(100.0, height - BOTTOM, TOP)
    label = "Share of runs that score at least so much: " + "; ".join(map(_told, standings))
    bands = (mark for one in standings for mark in _band(one, x, y))
    stairs = (mark for order, one in enumerate(standings) for mark in _stair(one, order, x, y))
    return svg.picture(width, height, label, *_ground(x, y), *bands, *stairs)


def _told(one: Standing) -> str:
    found = one.entry.performance
    half = len(found.taus) // 2
    name = ", ".join(filter(None, (short(one.agent), one.level)))
    return f"{name}: {found.share[half]:.0%} of runs score {found.taus[half]:g} or more"


def _ground(x: Axis, y: Axis) -> Iterator[Markup]:
    for tick in (0, 25, 50, 75, 100):
        yield svg.line(x.begin, y.at(tick), x.end, y.at(tick), "grid")
        yield svg.text(x.begin - 8, y.at(tick) + 4, f"{tick} %", "tick", "end")
        yield svg.text(x.at(tick), y.begin + 18, tick, "tick", "middle")
    yield svg.text(x.end, y.begin + 38, "score of a run, at least →  better", "axis", "end")
    yield svg.text(x.begin - 44, y.end - 12, "↑ better: share of runs", "axis")


def _band(one: Standing, x: Axis, y: Axis) -> Iterator[Markup]:
    found = one.entry.performance
    if found.low is None or found.high is None:
        return
    there = _points(found.taus, found.high, x, y)
    back = _points(found.taus, found.low, x, y)[::-1]
    yield svg.area([*there, *back], f"band c{one.number % svg.COLOURS}")


def _stair(one: Standing, order: int, x: Axis, y: Axis) -> Iterator[Markup]:
    points = _points(one.entry.performance.taus, one.entry.performance.share, x, y)
    yield svg.path(points, f"bar c{one.number % svg.COLOURS}")
    at = points[min(round((MARK_AT[0] + order * MARK_AT[1]) * len(points)), len(points) - 1)]
    yield svg.marker(one.number, *at)


def _points(taus: Sequence[float], share: Sequence[float], x: Axis, y: Axis) -> list[tuple[float, float]]:
    return [(x.at(tau), y.at(100 * of)) for tau, of in zip(taus, share, strict=True)]
