"""The whole picture: map panes and panels.  Draws on any surface, in a window or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pygame

from longtail_sim.events.event import Span
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.viewer.camera import Camera
from longtail_sim.viewer.frame import Frame
from longtail_sim.viewer.layout import CHIPS, Layout, arrange
from longtail_sim.viewer.live import Numbers, Sample
from longtail_sim.viewer.map_painter import MapPainter, Options
from longtail_sim.viewer.panels import assistance, card, curves, header, help, legend, numbers, timeline
from longtail_sim.viewer.panels.header import Status
from longtail_sim.viewer.theme import THEMES


@dataclass(frozen=True)
class Content:
    """What is shown at one moment."""

    frames: dict[str, Frame]  # "run" and perhaps "twin"
    numbers: dict[str, Numbers]
    samples: list[Sample] = field(default_factory=list)
    title: str = ""
    subtitle: str = ""
    spans: Sequence[Span] = ()
    duration_s: float = 3600.0
    remote_agents: int = 0
    reason: str = ""
    status: Status = field(default_factory=Status)
    message: str = ""
    is_error: bool = False  # the message tells of one


@dataclass
class Screen:
    """Keeps cameras and cached drawings between two pictures of one network."""

    network: StreetNetwork
    size: tuple[int, int]
    theme: str = "dark"
    shown: str = "run"
    selected: int = -1
    legend: bool = True
    help: bool = False
    buttons: bool = True

    def __post_init__(self) -> None:
        """Look at the whole map."""
        self.painter = MapPainter(self.network)
        self.camera = Camera(pygame.Rect((0, 0), self.size), self.network.bounds)
        self.arrange()

    def shown_frames(self) -> list[str]:
        """Return "run" or "twin" for each pane."""
        return ["run", "twin"] if self.shown == "both" else [self.shown]

    def arrange(self, size: tuple[int, int] | None = None) -> None:
        """Lay out anew after a change of size, theme or number of panes; a whole map stays whole."""
        whole = self._shows_all()
        self.size = size or self.size
        xmin, ymin, xmax, ymax = self.network.bounds
        aspect = (xmax - xmin) / max(ymax - ymin, 1.0)
        panes = len(self.shown_frames())
        self.layout: Layout = arrange(self.size, THEMES[self.theme], panes, aspect, self.legend)
        self.camera.rect = self.layout.maps[0]
        self.camera.top = self.layout.style.px(CHIPS)
        if whole:
            self.camera.fit()

    def pane_at(self, place: tuple[int, int]) -> int:
        """Return the number of the map pane under a pixel, -1 if there is none."""
        return next((number for number, rect in enumerate(self.layout.maps) if rect.collidepoint(place)), -1)

    def in_first_pane(self, place: tuple[int, int]) -> tuple[int, int]:
        """Return the pixel of the first pane that shows the same spot; all panes look at the same spot."""
        first, pane = self.layout.maps[0], self.layout.maps[max(self.pane_at(place), 0)]
        return place[0] - pane.left + first.left, place[1] - pane.top + first.top

    def draw(
        self, surface: pygame.Surface, content: Content, seconds: float = 0.0, budget_s: float = float("inf")
    ) -> None:
        """Draw everything."""
        theme = THEMES[self.theme]
        surface.fill(theme.page)
        options = Options(self.theme, self.selected, seconds)
        for number, (rect, name) in enumerate(zip(self.layout.maps, self.shown_frames(), strict=True)):
            frame = content.frames.get(name, content.frames["run"])
            pane = surface.subsurface(rect)
            self.painter.paint(pane, self.camera, frame, options, pane=number, budget_s=budget_s)
            self._name_pane(surface, rect, name, content)
        if self.legend:
            legend.draw(surface, self.layout.legend, self.layout.style, content.status.has_twin)
        self._panels(surface, content)
        if self.help:
            help.draw(surface, self.layout.style)

    def _panels(self, surface: pygame.Surface, content: Content) -> None:
        layout, style = self.layout, self.layout.style
        header.draw(surface, layout.header, style, content.title, content.subtitle, content.status, self.buttons)
        numbers.draw(surface, layout.numbers, style, content.numbers["run"], content.numbers.get("twin"))
        titles = (("others_delay_s", "Delay of others (s per trip)"), ("requests_waiting", "Requests waiting"))
        for rect, (name, title) in zip(layout.curves, titles, strict=False):
            curves.draw(surface, rect, style, content.samples, name, title, content.spans, content.duration_s)
        frame = content.frames.get(self.shown_frames()[0], content.frames["run"])
        if self.selected >= 0:
            reason = content.reason if self.shown != "twin" else ""
            card.draw(surface, layout.card, style, frame, self.network, self.selected, reason)
        else:
            assistance.draw(surface, layout.card, style, content.frames["run"], content.remote_agents)
        timeline.draw(surface, layout.timeline, style, content.spans, content.duration_s, content.status.time_s)

    def _name_pane(self, surface: pygame.Surface, rect: pygame.Rect, name: str, content: Content) -> None:
        """Write which of the two one looks at, and what the matter is if something is."""
        style, theme = self.layout.style, THEMES[self.theme]
        words = {"run": "run", "twin": "twin: people drive"}[name] if content.status.has_twin else ""
        colour = theme.run if name == "run" else theme.twin
        left = rect.left + style.px(8)
        if words:
            left = self._plate(surface, words, (left, rect.top + style.px(8)), colour) + style.px(6)
        dark = int(content.frames.get(name, content.frames["run"]).dark.sum())
        if dark:
            total = len(content.frames["run"].control)
            left = self._plate(surface, f"{dark} of {total} signals dark", (left, rect.top + style.px(8)), theme.text)
            left += style.px(6)
        if content.message and rect is self.layout.maps[0]:
            colour = theme.warning if content.is_error else theme.text
            self._plate(surface, content.message, (rect.left + style.px(8), rect.top + style.px(40)), colour)

    def _plate(self, surface: pygame.Surface, words: str, at: tuple[int, int], colour: tuple[int, int, int]) -> int:
        """Write words on a plate over the map; returns its right end."""
        style = self.layout.style
        room = self.layout.maps[-1].right - at[0] - style.px(24)
        ink = style.write(pygame.Surface((1, 1)), words, (0, 0), 12, colour, bold=True, room=room)
        box = pygame.Rect(at, (ink.width + style.px(16), style.px(24)))
        plate = pygame.Surface(box.size, pygame.SRCALPHA, 32)
        pygame.draw.rect(plate, (*style.theme.panel, 225), plate.get_rect(), border_radius=style.px(6))
        surface.blit(plate, box)
        at = (box.left + style.px(8), box.centery - ink.height // 2)
        style.write(surface, words, at, 12, colour, bold=True, room=room)
        return box.right

    def _shows_all(self) -> bool:
        still = (self.camera.x, self.camera.y, self.camera.step)
        self.camera.fit()
        fitted = (self.camera.x, self.camera.y, self.camera.step)
        self.camera.x, self.camera.y, self.camera.step = still
        return still == fitted
