"""The hand on the mouse: what is pressed, dragged and pointed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pygame

from longtail_sim.viewer import deeds
from longtail_sim.viewer.controls import tip
from longtail_sim.viewer.panels import assistance, chooser, header, help, pad, timeline

if TYPE_CHECKING:
    from longtail_sim.viewer.window import Window

WHEEL_STEPS = 4
PICK_PX = 18.0
DRAG_PX = 4
Place = tuple[int, int]


class Mouse:
    """Knows what the pressed button began on."""

    def __init__(self) -> None:
        """Nothing is pressed."""
        self.cursor: Place = pygame.mouse.get_pos()
        self.tip = ""
        self._pressed: Place | None = None
        self._dragged = False
        self._pedal: pad.Pedal | None = None

    def handle(self, window: Window, event: pygame.event.Event) -> None:
        """Do what an event of the mouse asks for."""
        if event.type == pygame.MOUSEWHEEL:
            _zoom(window, self.cursor, event.y)
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            self._press(window, event.pos)
        elif event.type == pygame.MOUSEMOTION:
            self.cursor = window.screen.cursor = event.pos
            self.tip = _tip_at(window, event.pos)
            if self._pressed is not None and event.buttons[0]:
                self._drag(window, event)
        elif event.type == pygame.MOUSEBUTTONUP and event.button == 1:
            self._release(window, event.pos)

    def _press(self, window: Window, place: Place) -> None:
        self._pressed, self._dragged = place, False
        branch = window.player.branch
        if branch is None or branch.wheel.trip < 0:
            return
        found = pad.pedals(window.screen.layout.maps[-1], window.screen.layout.style)
        self._pedal = next((pedal for pedal in found if pedal.place.collidepoint(place)), None)
        if self._pedal is not None:
            setattr(branch.wheel, self._pedal.part, self._pedal.value)

    def _release(self, window: Window, place: Place) -> None:
        pressed, self._pressed = self._pressed, None
        pedal, self._pedal = self._pedal, None
        if pedal is not None:
            if window.player.branch is not None:
                setattr(window.player.branch.wheel, pedal.part, 0)
        elif pressed is not None and not self._dragged:
            _click(window, place)

    def _drag(self, window: Window, event: pygame.event.Event) -> None:
        assert self._pressed is not None
        far = max(abs(event.pos[0] - self._pressed[0]), abs(event.pos[1] - self._pressed[1])) > DRAG_PX
        if self._pedal is not None or window.screen.help or window.screen.choosing:
            return
        if (self._dragged or far) and window.screen.pane_at(self._pressed) >= 0:
            self._dragged, window.following = True, False
            window.screen.camera.pan(*event.rel)
        elif window.screen.layout.timeline.collidepoint(self._pressed):
            _scrub(window, event.pos[0])


def _zoom(window: Window, cursor: Place, notches: int) -> None:
    if window.screen.pane_at(cursor) >= 0:
        window.screen.camera.zoom(notches * WHEEL_STEPS, window.screen.in_first_pane(cursor))


def _tip_at(window: Window, place: Place) -> str:
    layout = window.screen.layout
    found = header.buttons(layout.header, layout.style, window.status())
    return next((tip(button.action) for button in found if button.rect.collidepoint(place)), "")


def _scrub(window: Window, x: int) -> None:
    """Go to a time while the button is held, as far as something was seen."""
    layout = window.screen.layout
    wanted = timeline.time_at(layout.timeline, layout.style, x, window.session.duration_s)
    window.player.seek(min(wanted, window.shown.newest_s))


def _click(window: Window, place: Place) -> None:
    screen, layout = window.screen, window.screen.layout
    if screen.help:
        action = help.action_at(screen.size, layout.style, place)
        screen.help = False
        if action is not None:
            window.act(action)
        return
    if screen.choosing:
        agent = chooser.agent_at(screen.size, layout.style, window.agents(), place)
        screen.choosing = False
        if agent:
            deeds.choose(window, agent)
        return
    for button in header.buttons(layout.header, layout.style, window.status()):
        if button.rect.collidepoint(place):
            window.act(button.action)
            return
    if layout.timeline.collidepoint(place):
        window.player.seek(timeline.time_at(layout.timeline, layout.style, place[0], window.session.duration_s))
    elif layout.card.collidepoint(place) and screen.selected < 0:
        _pick_request(window, place)
    elif screen.pane_at(place) >= 0:
        _pick(window, place)


def _pick_request(window: Window, place: Place) -> None:
    layout = window.screen.layout
    frame = window.shown.frames[window.screen.queue_world()]
    trip = assistance.trip_at(layout.card, layout.style, frame, place)
    if trip >= 0:
        deeds.pick(window, trip)


def _pick(window: Window, place: Place) -> None:
    screen = window.screen
    frame = window.shown.frames[screen.shown_frames()[screen.pane_at(place)]]
    x, y = screen.camera.to_world(*screen.in_first_pane(place))
    away = np.hypot(frame.x - x, frame.y - y)
    nearest = int(np.argmin(away)) if len(away) else -1
    found = nearest >= 0 and away[nearest] < max(PICK_PX / screen.camera.far, 3.0)
    screen.select(int(frame.trip[nearest]) if found else -1)
    window.following = window.following and found
