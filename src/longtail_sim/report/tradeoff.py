"""The chart of safety beside congestion: a mark for every agent over all scenarios, small ones for each scenario."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from longtail_sim.report import svg
from longtail_sim.report.axes import RatioAxis, tick_text
from longtail_sim.report.cases import Material
from longtail_sim.report.labels import Box, labels
from longtail_sim.report.overall import Overall, ends
from longtail_sim.scoring import DELAY_MARGIN, HARM_MARGIN, AgentSummary
from longtail_sim.wording import short

FRONT_WIDE = 86.0  # of the words at the front
WIDE, NARROW = (640.0, 440.0), (340.0, 350.0)  # for a screen, for a phone
LEFT, RIGHT, TOP, BOTTOM = 58.0, 18.0, 30.0, 52.0  # margins


def tradeoff(material: Material, agents: Sequence[Overall], size: tuple[float, float] = WIDE) -> Markup:
    """Return the chart in one of its sizes."""
    width, height = size
    points = [_point(line.summary) for case in material.cases for line in case.lines if line.summary is not None]
    x = RatioAxis.over(
        [v for a in agents for v in (a.delay.mean, *ends(a.delay))] + [p[0] for p in points], LEFT, width - RIGHT
    )
    y = RatioAxis.over(
        [v for a in agents for v in (a.harm.mean, *ends(a.harm))] + [p[1] for p in points], height - BOTTOM, TOP
    )
    label = "Harm beside others' delay, both as ratios to people in the fleet's place: " + "; ".join(
        f"{a.agent}: delay {a.delay.text(2)}, harm {a.harm.text(2)}" for a in agents
    )
    return svg.picture(
        width,
        height,
        label,
        *_ground(x, y),
        *_front(x, y, agents),
        *_each_case(x, y, material),
        *_agents(x, y, agents),
    )


def _point(summary: AgentSummary) -> tuple[float, float]:
    verdict = summary.verdict
    return verdict.others_delay_ratio.mean, verdict.harm_ratio.mean


def _ground(x: RatioAxis, y: RatioAxis) -> Iterator[Markup]:
    """Yield the region within both limits, grid, axes and their names."""
    right, top = x.at(1 + DELAY_MARGIN), y.at(1 + HARM_MARGIN)
    yield svg.element("rect", x=x.begin, y=top, width=right - x.begin, height=y.begin - top, class_="within")
    for tick in x.ticks:
        yield svg.line(x.at(tick), y.end, x.at(tick), y.begin, "even" if tick == 1 else "grid")
        yield svg.text(x.at(tick), y.begin + 18, tick_text(tick), "tick", "middle")
    for tick in y.ticks:
        yield svg.line(x.begin, y.at(tick), x.end, y.at(tick), "even" if tick == 1 else "grid")
        yield svg.text(x.begin - 8, y.at(tick) + 4, tick_text(tick), "tick", "end")
    yield svg.text(x.begin + 6, y.begin - 8, "within both limits", "note")
    yield svg.text(x.end, y.begin + 42, "others' delay ÷ that with people →  worse", "axis", "end")
    yield svg.text(x.begin - 46, y.end - 12, "↑ worse:  harm to all ÷ that with people", "axis")


def _front(x: RatioAxis, y: RatioAxis, agents: Sequence[Overall]) -> Iterator[Markup]:
    """Yield the Pareto front as stairs: what lies to the right of or above it is beaten by somebody."""
    best = _best(x, y, agents)
    if not best:
        return
    stairs = [(best[0][0], y.end)]
    for place, (right, down) in enumerate(best):
        stairs += [(right, best[place - 1][1])] if place else []
        stairs.append((right, down))
    stairs.append((x.end, best[-1][1]))
    yield svg.path(stairs, "front")
    yield svg.text(x.end - 4, best[-1][1] - 6, "Pareto front", "note", "end")


def _best(x: RatioAxis, y: RatioAxis, agents: Sequence[Overall]) -> list[tuple[float, float]]:
    return sorted({(x.at(a.delay.mean), y.at(a.harm.mean)) for a in agents if a.on_front})


def _each_case(x: RatioAxis, y: RatioAxis, material: Material) -> Iterator[Markup]:
    for case in material.cases:
        for line in case.lines:
            if line.summary is not None:
                delay, harm = _point(line.summary)
                mark = svg.marker(material.agents.index(line.agent), x.at(delay), y.at(harm), 3.2, "faint")
                said = f"{line.agent} in {case.name}: delay {delay:.2f}, harm {harm:.2f}"
                yield svg.element("g", svg.element("title", said), mark)


def _agents(x: RatioAxis, y: RatioAxis, agents: Sequence[Overall]) -> Iterator[Markup]:
    places = [(x.at(a.delay.mean), y.at(a.harm.mean)) for a in agents]
    for a, (right, down) in zip(agents, places, strict=True):
        (west, east), (south, north) = ends(a.delay), ends(a.harm)
        bar = f"bar c{a.number % svg.COLOURS}"
        yield svg.line(x.at(west), down, x.at(east), down, bar)
        yield svg.line(right, y.at(south), right, y.at(north), bar)
        yield svg.marker(a.number, right, down, 7.0)
    inside = Box(2.0, y.end, x.end + RIGHT - 2, y.begin)
    names = [(*place, short(a.agent)) for a, place in zip(agents, places, strict=True)]
    at_front = [Box(x.end - FRONT_WIDE, down - 20, x.end, down) for _, down in _best(x, y, agents)[-1:]]
    found = labels(names, inside, at_front)
    for a, label in zip(agents, found, strict=True):
        yield svg.text(label.x, label.y, short(a.agent), "label", label.anchor)
