"""How the jam grew: curves of the worst run, the agent's world beside its twin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from markupsafe import Markup

from longtail_sim.episode import Series
from longtail_sim.report import svg
from longtail_sim.report.axes import Axis, tick_text
from longtail_sim.report.rerun import Rerun

WIDTH, HEIGHT = 340.0, 190.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 330.0, 30.0, 158.0
MOST_POINTS = 150


class Curve(NamedTuple):
    """A field of Series and what it is called."""

    field: str
    heading: str


CURVES = (
    Curve("others_delay_s", "others' delay so far, s per trip"),
    Curve("vehicles", "vehicles on the streets"),
    Curve("requests_queued", "requests that wait for a remote agent"),
    Curve("fleet_stops_over_2min", "fleet cars that stood over 2 min, so far"),
)


def curves(rerun: Rerun, number: int = 0) -> list[Markup]:
    """Return a chart for every quantity that is ever above 0; ``number`` is that of the agent."""
    if rerun.run is None or rerun.twin is None:
        return []
    shown = [curve for curve in CURVES if _of(rerun.run, curve).any() or _of(rerun.twin, curve).any()]
    return [_chart(rerun, rerun.run, rerun.twin, curve, number) for curve in shown]


def _of(series: Series, curve: Curve) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.asarray(getattr(series, curve.field)[:, 0])


def _chart(rerun: Rerun, run: Series, twin: Series, curve: Curve, number: int) -> Markup:
    end_s = float(run.time_s[-1])
    x = Axis(max(end_s, 1.0), LEFT, RIGHT)
    y = Axis.over([float(_of(run, curve).max()), float(_of(twin, curve).max())], BOTTOM, TOP)
    agent, people = float(_of(run, curve)[-1]), float(_of(twin, curve)[-1])
    label = f"{curve.heading}: at the end {agent:.3g} with {rerun.worst.agent}, {people:.3g} with people"
    return svg.picture(
        WIDTH,
        HEIGHT,
        label,
        svg.text(4, 14, curve.heading, "heading"),
        *_events(rerun, x, end_s),
        *_axes(x, y, end_s),
        svg.path(_points(twin, curve, x, y), "curve twin"),
        svg.path(_points(run, curve, x, y), f"curve run bar c{number % svg.COLOURS}"),
        *_now(rerun, x),
    )


def _now(rerun: Rerun, x: Axis) -> Iterator[Markup]:
    """Yield the line that the replay moves; the page's program reads how many pixels a second has."""
    if rerun.replay is not None:
        at, scale = x.at(rerun.replay.start_s), (x.end - x.begin) / x.high
        yield svg.element("line", x1=at, y1=TOP, x2=at, y2=BOTTOM, class_="now", data_begin=x.begin, data_scale=scale)


def _axes(x: Axis, y: Axis, end_s: float) -> Iterator[Markup]:
    for tick in y.ticks:
        yield svg.line(LEFT, y.at(tick), RIGHT, y.at(tick), "grid")
        yield svg.text(LEFT - 6, y.at(tick) + 4, tick_text(tick), "tick", "end")
    for minutes in _minutes(end_s):
        yield svg.text(x.at(minutes * 60), BOTTOM + 16, f"{minutes:g}", "tick", "middle")
    yield svg.text(RIGHT, BOTTOM + 30, "minutes", "tick", "end")


def _minutes(end_s: float) -> list[float]:
    step = next((step for step in (1, 2, 5, 10, 15, 30, 60) if end_s / 60 / step <= 6), 120)
    return [float(step * number) for number in range(int(end_s / 60 / step) + 1)]


def _events(rerun: Rerun, x: Axis, end_s: float) -> Iterator[Markup]:
    """Yield the events as bands, and the minutes of the replay as a line below."""
    for span in rerun.spans:
        begin, end = min(max(span.start_s, 0.0), end_s), min(span.end_s, end_s)
        band = svg.element(
            "rect",
            svg.element("title", span.label),
            x=x.at(begin),
            y=TOP,
            width=max(x.at(end) - x.at(begin), 1.0),
            height=BOTTOM - TOP,
            class_="event",
        )
        yield band
    if rerun.replay is not None:
        yield svg.line(x.at(rerun.replay.start_s), BOTTOM + 3, x.at(rerun.replay.end_s), BOTTOM + 3, "window")


def _points(series: Series, curve: Curve, x: Axis, y: Axis) -> list[tuple[float, float]]:
    values, step = _of(series, curve), max(1, len(series.time_s) // MOST_POINTS)
    chosen = sorted({*range(0, len(values), step), len(values) - 1})
    return [(x.at(float(series.time_s[place])), y.at(float(values[place]))) for place in chosen]
