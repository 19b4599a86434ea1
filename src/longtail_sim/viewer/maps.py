"""The maps alone, with a strip of words above and below: what is large enough to be seen in a small film."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from longtail_sim.network.plan import StreetNetwork
from longtail_sim.viewer.camera import Camera
from longtail_sim.viewer.map_painter import MapPainter, Options
from longtail_sim.viewer.panels.style import Style, amount, clock
from longtail_sim.viewer.screen import Content
from longtail_sim.viewer.theme import THEMES

DESIGN = (960, 540)
HEAD, LABEL, WORDS = 40.0, 50.0, 46.0
GAP = 6.0


@dataclass
class Maps:
    """Draws one map, or run and twin side by side, in their own frames."""

    network: StreetNetwork
    size: tuple[int, int]
    theme: str = "dark"
    shown: str = "run"
    selected: int = -1
    has_words: bool = True  # some are to be written below; else there is no room for them

    def __post_init__(self) -> None:
        """Lay out."""
        width, height = self.size
        self.style = style = Style(THEMES[self.theme], min(max(min(width / DESIGN[0], height / DESIGN[1]), 0.6), 3.0))
        names, gap = self.shown_frames(), style.px(GAP)
        below = style.px(LABEL) + (style.px(WORDS) if self.has_words else 0)
        top, bottom = style.px(HEAD), height - below
        each = (width - gap * (len(names) + 1)) // len(names)
        lefts = [gap + number * (each + gap) for number in range(len(names))]
        self.panes = [pygame.Rect(left, top, each, bottom - top) for left in lefts]
        self.painter = MapPainter(self.network)
        self.camera = Camera(self.panes[0], self.network.bounds)
        self.camera.density = max(style.scale, 1.0)

    def shown_frames(self) -> list[str]:
        """Return "run" or "twin" for each pane."""
        return ["run", "twin"] if self.shown == "both" else [self.shown]

    def draw(self, surface: pygame.Surface, content: Content, seconds: float, words: str) -> None:
        """Draw everything."""
        surface.fill(self.style.theme.page)
        self._head(surface, content)
        options = Options(self.theme, self.selected, seconds)
        for number, (pane, name) in enumerate(zip(self.panes, self.shown_frames(), strict=True)):
            self.painter.paint(surface.subsurface(pane), self.camera, content.frames[name], options, pane=number)
            self._label(surface, pane, name, content)
        style, (width, height) = self.style, self.size
        at = (width // 2, height - style.px(WORDS) + style.px(8))
        style.write(surface, words, at, 19, bold=True, align="middle", room=width - 2 * style.px(16))

    def _head(self, surface: pygame.Surface, content: Content) -> None:
        style, width = self.style, self.size[0]
        time = style.write(
            surface, clock(content.status.time_s), (width - style.px(14), style.px(9)), 18, bold=True, align="right"
        )
        style.write(surface, content.title, (style.px(14), style.px(10)), 16, bold=True, room=time.left - style.px(30))

    def _label(self, surface: pygame.Surface, pane: pygame.Rect, name: str, content: Content) -> None:
        """Write below a map who drives the fleet, and what it costs others."""
        style, theme = self.style, self.style.theme
        colour = theme.run if name == "run" else theme.twin
        top = pane.bottom + style.px(5)
        delay = amount(content.numbers[name].others_delay_s)
        right = style.write(
            surface, f"{delay} s", (pane.right - style.px(8), top), 26, colour, bold=True, align="right"
        )
        room = right.left - pane.left - style.px(16)
        who = "people drive instead" if name == "twin" else f"{content.subtitle.split('  ·')[0]} drives the fleet"
        style.write(surface, who, (pane.left + style.px(8), top), 15, colour, bold=True, room=room)
        below = (pane.left + style.px(8), top + style.px(19))
        style.write(surface, "delay of everybody else, per trip", below, 12.5, theme.text_soft, room=room)
