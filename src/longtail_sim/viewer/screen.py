"""The whole picture: map panes and panels.  Draws on any surface, in a window or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

import pygame

from longtail_sim.events.event import Span
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.observation.trace import Trace
from longtail_sim.viewer import text
from longtail_sim.viewer.camera import Camera
from longtail_sim.viewer.frame import Frame
from longtail_sim.viewer.layout import CHIPS, Layout, arrange
from longtail_sim.viewer.live import Numbers, Sample
from longtail_sim.viewer.map_painter import MapPainter, Options
from longtail_sim.viewer.panels import (
    assistance,
    card,
    chooser,
    curves,
    header,
    help,
    legend,
    numbers,
    pad,
    timeline,
)
from longtail_sim.viewer.panels.header import Status
from longtail_sim.viewer.panels.kept import KeptPanels
from longtail_sim.viewer.panels.style import clock
from longtail_sim.viewer.theme import THEMES, Colour
from longtail_sim.viewer.views import worlds_of

CURVES = (
    ("others_delay_s", "Others' delay, s"),
    ("requests_waiting", "Requests waiting"),
    ("stops_over_2min", "Stops over 2 min"),
    ("throughput_veh_h", "Trips per hour"),
)


MESSAGE_LINES = 3


class Chip(NamedTuple):
    """Words on a plate over the map."""

    lines: list[str]
    colour: Colour
    box: pygame.Rect


@dataclass(frozen=True)
class Content:
    """What is shown at one moment."""

    frames: dict[str, Frame]  # "run" and perhaps "twin" and "fork"
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
    reasons: dict[str, str] = field(default_factory=dict)  # why the selected vehicle does what it does, by world
    traces: dict[str, Trace] = field(default_factory=dict)
    fork_samples: list[Sample] = field(default_factory=list)
    level: int = -1
    agents: Sequence[str] = ()  # who can take over
    wheel_trip: int = -1  # the vehicle that the person at the window drives


@dataclass
class Screen:
    """Keeps cameras and cached drawings between two pictures of one network."""

    network: StreetNetwork
    size: tuple[int, int]
    theme: str = "dark"
    shown: str = "run"
    selected: int = -1
    legend: bool = True
    jams: bool = True
    help: bool = False
    choosing: bool = False  # the list of agents is open
    buttons: bool = True
    cursor: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        """Look at the whole map."""
        self.painter = MapPainter(self.network)
        self.camera = Camera(pygame.Rect((0, 0), self.size), self.network.bounds)
        self._kept = KeptPanels()
        self.arrange()

    def shown_frames(self) -> list[str]:
        """Return "run", "twin" or "fork" for each pane."""
        return list(worlds_of(self.shown))

    def select(self, trip: int) -> None:
        """Pick a vehicle, or none (-1)."""
        changes = (trip >= 0) != (self.selected >= 0)
        self.selected = trip
        if changes:
            self.arrange()

    def arrange(self, size: tuple[int, int] | None = None) -> None:
        """Lay out anew after a change of size, theme or number of panes; a whole map stays whole."""
        whole = self._shows_all()
        self._kept.forget()
        self.size = size or self.size
        xmin, ymin, xmax, ymax = self.network.bounds
        aspect = (xmax - xmin) / max(ymax - ymin, 1.0)
        panes = len(self.shown_frames())
        self.layout: Layout = arrange(self.size, THEMES[self.theme], panes, aspect, self.legend, self.selected >= 0)
        self.camera.rect = self.layout.maps[0]
        self.camera.top = self.layout.style.px(CHIPS)
        self.camera.density = max(self.layout.style.scale, 1.0)
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
        options = Options(self.theme, self.selected, seconds, self.jams)
        for number, (rect, name) in enumerate(zip(self.layout.maps, self.shown_frames(), strict=True)):
            frame = content.frames.get(name, content.frames["run"])
            pane = surface.subsurface(rect)
            chips = self._chips(rect, name, content)
            plates = [chip.box.move(-rect.left, -rect.top) for chip in chips]
            self.painter.paint(pane, self.camera, frame, options, pane=number, budget_s=budget_s, plates=plates)
            for chip in chips:
                self._plate(surface, chip)
        if content.message:
            self._plate(surface, self._message(content))
        if self.legend:
            place, has_twin = self.layout.legend, content.status.has_twin
            draw = partial(legend.draw, surface, place, self.layout.style, has_twin)
            self._kept.draw(surface, "legend", place, has_twin, draw)
        self._panels(surface, content)
        if content.wheel_trip >= 0:
            pad.draw(surface, self.layout.maps[-1], self.layout.style, content.wheel_trip)
        if content.status.tip and self.cursor is not None:
            self._tip(surface, content.status.tip)
        if self.help:
            help.draw(surface, self.layout.style, self.cursor)
        if self.choosing:
            chooser.draw(surface, self.layout.style, content.agents, content.status.time_s, self.cursor)

    def _panels(self, surface: pygame.Surface, content: Content) -> None:
        layout, style, status = self.layout, self.layout.style, content.status
        self._header(surface, content)
        found = content.numbers
        columns = (found["run"], found.get("twin"), found.get("fork"))
        draw = partial(numbers.draw, surface, layout.numbers, style, *columns)
        self._kept.draw(surface, "numbers", layout.numbers, repr(columns), draw)
        now = status.time_s if status.newest_s is not None else None
        for rect, (name, title) in zip(layout.curves, CURVES, strict=False):
            until = content.duration_s
            past = (content.samples, name, title, content.spans, until, content.fork_samples, now)
            key = (curves.length(content.samples), curves.length(content.fork_samples), round((now or 0.0) / until, 3))
            self._kept.draw(surface, name, rect, key, partial(curves.draw, surface, rect, style, *past))
        self._card(surface, content)
        timeline.draw(
            surface,
            layout.timeline,
            style,
            content.spans,
            content.duration_s,
            status.time_s,
            newest_s=status.newest_s,
            fork_s=status.fork_begins_s if status.fork else None,
        )

    def _header(self, surface: pygame.Surface, content: Content) -> None:
        place, status = self.layout.header, content.status
        told = replace(
            status, time_s=float(int(status.time_s)), words=header.words(status, self.buttons), newest_s=None
        )
        titles = (content.title, content.subtitle)
        draw = partial(header.draw, surface, place, self.layout.style, *titles, told, self.buttons)
        self._kept.draw(surface, "header", place, (*titles, replace(told, tip=""), self.buttons), draw)

    def card_world(self) -> str:
        """Return which world the card is about: that of the last pane, but of the run where the twin is beside it."""
        return "run" if self.shown == "both" else self.shown_frames()[-1]

    def queue_world(self) -> str:
        """Return whose requests for remote assistance are shown; the twin has none."""
        return "fork" if self.card_world() == "fork" else "run"

    def _card(self, surface: pygame.Surface, content: Content) -> None:
        layout, style = self.layout, self.layout.style
        name = self.card_world()
        frame = content.frames.get(name, content.frames["run"])
        if self.selected < 0:
            queue = self.queue_world()
            shown = content.frames.get(queue, content.frames["run"])
            waiting = [request._replace(waits_s=round(request.waits_s)) for request in assistance.requests(shown)]
            world = queue if content.status.fork else ""
            key = (waiting, shown.agents_busy, world)
            draw = partial(assistance.draw, surface, layout.card, style, shown, content.remote_agents, world)
            self._kept.draw(surface, "assistance", layout.card, key, draw)
            return
        reason = content.reasons.get(name, content.reason if name == "run" else "")
        trace = content.traces.get(name)
        card.draw(surface, layout.card, style, frame, self.network, self.selected, reason, content.level, trace)

    def _tip(self, surface: pygame.Surface, words: str) -> None:
        """Write what the button under the cursor does on a plate below it."""
        style, (x, y) = self.layout.style, self.cursor or (0, 0)
        width = text.width(words, style.font(12)) + style.px(16)
        left = min(max(x - width // 2, style.px(4)), self.size[0] - width - style.px(4))
        box = pygame.Rect(left, y + style.px(18), width, style.px(24))
        pygame.draw.rect(surface, style.theme.line, box, border_radius=style.px(5))
        pygame.draw.rect(surface, style.theme.text_faint, box, 1, border_radius=style.px(5))
        at = (box.left + style.px(8), box.centery - style.line_height(12) // 2)
        style.write(surface, words, at, 12, style.theme.text)

    def _chips(self, rect: pygame.Rect, name: str, content: Content) -> list[Chip]:
        """Return which of the worlds one looks at, and how many signals are dark if some are."""
        theme, status = THEMES[self.theme], content.status
        alone = not status.has_twin and not status.fork
        fork = f"fork: {status.fork} since {clock(status.fork_begins_s)}"
        words = {"run": "" if alone else "run", "twin": "twin: people drive", "fork": fork}[name]
        colour = {"run": theme.run, "twin": theme.twin, "fork": theme.fork}[name]
        frame = content.frames.get(name, content.frames["run"])
        dark = int(frame.dark.sum())
        said = [(words, colour)] if words else []
        said += [(f"{dark} of {len(frame.control)} signals dark", theme.text)] if dark else []
        pad, chips = self.layout.style.px(8), []
        left = rect.left + pad
        for words, colour in said:
            chips.append(self._chip([words], (left, rect.top + pad), colour, rect.right))
            left = chips[-1].box.right + self.layout.style.px(6)
        return chips

    def _message(self, content: Content) -> Chip:
        """Return the message, in as many lines as it needs."""
        style, theme, maps = self.layout.style, THEMES[self.theme], self.layout.maps
        at = (maps[0].left + style.px(8), maps[0].top + style.px(40))
        room = maps[-1].right - at[0] - style.px(24)
        lines = text.wrap(content.message, style.font(12), room, MESSAGE_LINES)
        return self._chip(lines, at, theme.warning if content.is_error else theme.text, maps[-1].right)

    def _chip(self, lines: list[str], at: tuple[int, int], colour: Colour, end: int) -> Chip:
        """Return words on a plate that ends before pixel ``end``."""
        style = self.layout.style
        room = max(end - at[0] - style.px(24), 0)
        fitting = [text.fit(line, style.font(12), room) for line in lines]
        width = max(text.width(line, style.font(12)) for line in fitting) + style.px(16)
        height = style.px(24) + (len(lines) - 1) * style.line_height(12)
        return Chip(fitting, colour, pygame.Rect(at, (width, height)))

    def _plate(self, surface: pygame.Surface, chip: Chip) -> None:
        """Write words on a plate over the map."""
        style, box = self.layout.style, chip.box
        plate = pygame.Surface(box.size, pygame.SRCALPHA, 32)
        pygame.draw.rect(plate, (*style.theme.panel, 225), plate.get_rect(), border_radius=style.px(6))
        surface.blit(plate, box)
        height = style.line_height(12)
        top = box.centery - height * len(chip.lines) // 2
        for number, line in enumerate(chip.lines):
            style.write(surface, line, (box.left + style.px(8), top + number * height), 12, chip.colour, bold=True)

    def _shows_all(self) -> bool:
        still = (self.camera.x, self.camera.y, self.camera.step)
        self.camera.fit()
        fitted = (self.camera.x, self.camera.y, self.camera.step)
        self.camera.x, self.camera.y, self.camera.step = still
        return still == fitted
