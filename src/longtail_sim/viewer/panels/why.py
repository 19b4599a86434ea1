"""Why a vehicle does what it does: the agent's reason, or its whole chain of thought."""

from __future__ import annotations

import pygame

from longtail_sim.observation.trace import Trace
from longtail_sim.viewer import text
from longtail_sim.viewer.panels.style import Style
from longtail_sim.viewer.theme import Colour

Line = tuple[str, Colour, bool]
SIZE, HEADING, ABOVE = 11.5, 10.5, 4.0


def lines(style: Style, width: int, reason: str, trace: Trace | None) -> tuple[list[Line], list[Line]]:
    """Return what is said, most telling first: words, colour, whether it is a heading; and what may be left out."""
    theme, font = style.theme, style.font(SIZE)
    if trace is None:
        quote = text.wrap(f"“{reason}”", font, width, 4) if reason else []
        return [(line, theme.text_soft, False) for line in quote], []
    found: list[Line] = []
    if trace.hypothesis:
        found += [("believes", theme.text_faint, True), (trace.hypothesis, theme.text, False)]
    depends = "; ".join(f"{part.name}: {part.state}" for part in trace.components)
    found += [("because of", theme.text_faint, True)]
    found += [(line, theme.text, False) for line in text.wrap(depends, font, width, 2)]
    facts = " · ".join(f"{fact.feature} {fact.value:.3g}" for fact in trace.evidence)
    found += [(line, theme.text_soft, False) for line in text.wrap(facts, font, width, 2)]
    chosen = [part.value for part in (trace.decision.longitudinal, trace.decision.lateral) if part is not None]
    found += [("so", theme.text_faint, True), (", ".join(chosen), theme.text, False)]
    return found, [(line, theme.text_soft, False) for line in text.wrap(f"“{trace.text}”", font, width, 4)]


def draw(surface: pygame.Surface, room: pygame.Rect, style: Style, reason: str, trace: Trace | None) -> None:
    """Write as much as fits; the agent's own sentence whole or not at all, where the same stands above it in parts."""
    found, sentence = lines(style, room.width, reason, trace)
    if sum(_height(style, line) for line in found + sentence) <= room.height:
        found += sentence
    y = room.top
    for line in found:
        if y + _height(style, line) > room.bottom:
            return
        y += _height(style, line)
        size = HEADING if line[2] else SIZE
        at = (room.left, y - style.line_height(size))
        style.write(surface, line[0], at, size, line[1], room=room.width)


def _height(style: Style, line: Line) -> int:
    return style.px(ABOVE) + style.line_height(HEADING) if line[2] else style.line_height(SIZE)
