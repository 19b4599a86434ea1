"""Why a vehicle does what it does: the agent's reason, or its whole chain of thought."""

from __future__ import annotations

import pygame

from longtail_sim.observation.trace import Trace
from longtail_sim.viewer import text
from longtail_sim.viewer.panels.style import Style
from longtail_sim.viewer.theme import Colour

Line = tuple[str, Colour, bool]


def lines(style: Style, width: int, reason: str, trace: Trace | None) -> list[Line]:
    """Return what is said, most telling first: words, colour, whether it is a heading."""
    theme, font = style.theme, style.font(11.5)
    if trace is None:
        return [(line, theme.text_soft, False) for line in text.wrap(f"“{reason}”", font, width, 4)] if reason else []
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
    found += [(line, theme.text_soft, False) for line in text.wrap(f"“{trace.text}”", font, width, 3)]
    return found


def draw(surface: pygame.Surface, room: pygame.Rect, style: Style, reason: str, trace: Trace | None) -> None:
    """Write as much as fits."""
    y = room.top
    for words, colour, heading in lines(style, room.width, reason, trace):
        size = 10.5 if heading else 11.5
        y += style.px(4) if heading else 0
        if y + style.line_height(size) > room.bottom:
            return
        style.write(surface, words, (room.left, y), size, colour, room=room.width)
        y += style.line_height(size)
