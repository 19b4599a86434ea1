"""The table of a case: for every agent and quantity the number, and a dot with its interval on a common axis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from longtail_sim.bench import Line
from longtail_sim.report import svg
from longtail_sim.report.axes import Axis, RatioAxis
from longtail_sim.report.overall import ends
from longtail_sim.scoring import METRICS, Interval, mean_interval
from longtail_sim.scoring.statistics import NOTHING

WIDTH, HEIGHT = 150.0, 22.0


class Quantity(NamedTuple):
    """A column: metric, heading, digits, and the limit of the verdict if it is one of its ratios."""

    metric: str
    heading: str
    digits: int
    limit: float | None = None


QUANTITIES = (
    Quantity("others_delay_ratio", "others' delay ÷ people's", 2, 1.1),
    Quantity("harm_ratio", "harm to all ÷ people's", 2, 1.1),
    Quantity("fleet_stops_over_2min", "stops over 2 min", 1),
    Quantity("assist_requests", "requests for help", 1),
    Quantity("box_blocked_s", "junction blocked, s", 1),
)


class Cell(NamedTuple):
    """A number as text, and its picture."""

    text: str
    picture: Markup


class Row(NamedTuple):
    """An agent's cells, or those of the twin."""

    name: str
    number: int  # of the agent, -1 for the twin
    cells: tuple[Cell, ...]


def rows(lines: Sequence[Line], agents: Sequence[str]) -> list[Row]:
    """Return the rows of a case: the twin, then every agent that got to the end."""
    known = [line for line in lines if line.summary is not None]
    if not known:
        return []
    widest = max(known, key=lambda line: len(line.seeds))
    found = {line.agent: {q.metric: _metric(line, q.metric) for q in QUANTITIES} for line in known}
    twin = {q.metric: _of_twin(widest, q.metric) for q in QUANTITIES}
    axes = [_axis(quantity, [twin, *found.values()]) for quantity in QUANTITIES]
    made = [Row("people (the twin)", -1, _cells(twin, axes, -1, "people"))]
    for line in known:
        number = list(agents).index(line.agent)
        made.append(Row(line.agent, number, _cells(found[line.agent], axes, number, line.agent)))
    return made


def _metric(line: Line, name: str) -> Interval | None:
    assert line.summary is not None
    return line.summary.metrics.get(name)


def _of_twin(line: Line, name: str) -> Interval | None:
    if name in ("others_delay_ratio", "harm_ratio"):
        return Interval(1.0, 1.0, 1.0, len(line.twins))
    if any(name not in twin for twin in line.twins):
        return None
    return mean_interval([twin[name] for twin in line.twins], is_count=METRICS[name].is_count, least=0.0)


def _axis(quantity: Quantity, columns: Sequence[dict[str, Interval | None]]) -> Axis | RatioAxis:
    known = [found for column in columns if (found := column[quantity.metric]) is not None]
    values = [value for interval in known for value in (interval.mean, *ends(interval))]
    kind = Axis if quantity.limit is None else RatioAxis
    return kind.over(values, 4.0, WIDTH - 4.0)


def _cells(
    column: dict[str, Interval | None], axes: Sequence[Axis | RatioAxis], number: int, name: str
) -> tuple[Cell, ...]:
    return tuple(_cell(column[q.metric], axis, q, number, name) for q, axis in zip(QUANTITIES, axes, strict=True))


def _cell(interval: Interval | None, axis: Axis | RatioAxis, quantity: Quantity, number: int, name: str) -> Cell:
    if interval is None:
        return Cell("–", Markup(""))
    said, middle = written(interval, quantity.digits), HEIGHT / 2
    if number < 0 and quantity.limit is not None:
        said = "1"
    low, high = ends(interval)
    parts = [svg.line(4.0, middle, WIDTH - 4.0, middle, "grid")]
    if quantity.limit is not None:
        parts.append(svg.line(axis.at(1.0), 2, axis.at(1.0), HEIGHT - 2, "even"))
        parts.append(svg.line(axis.at(quantity.limit), 2, axis.at(quantity.limit), HEIGHT - 2, "limit"))
    style = "twin" if number < 0 else f"c{number % svg.COLOURS}"
    parts.append(svg.line(axis.at(low), middle, axis.at(high), middle, f"bar {style}"))
    at = axis.at(interval.mean)
    dot = (
        svg.element("circle", cx=at, cy=middle, r=4, class_="mark twin")
        if number < 0
        else svg.marker(number, at, middle)
    )
    label = f"{name}, {quantity.heading}: {said}"
    return Cell(said, svg.picture(WIDTH, HEIGHT, label, *parts, dot, class_="multiple"))


def written(interval: Interval, digits: int) -> str:
    """Return ``61.2 [55.0, 68.1]``, without brackets where there is no interval; of 0/0 ``none``."""
    if interval.remark == NOTHING:
        return "none"
    mean = _written(interval.mean, digits)
    if interval.low is None or interval.high is None:
        return mean
    return f"{mean} [{_written(interval.low, digits)}, {_written(interval.high, digits)}]"


def _written(value: float, digits: int) -> str:
    text = "∞" if math.isinf(value) else f"{value:,.{digits if abs(value) < 1000 else 0}f}"
    return text.replace("-", "−")
