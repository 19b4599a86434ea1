"""The remote-assistance queue: the agents' desks, and who waits, longest first, with how long."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pygame

from longtail_sim.core import codes
from longtail_sim.viewer import text
from longtail_sim.viewer.frame import Frame
from longtail_sim.viewer.panels.style import Style, duration

ROW = 17.0
MOST_DESKS = 60
LONGEST = "88 min 88 s"
FULL_S = (60.0, 300.0, 600.0, 1800.0, 3600.0)  # the bars' length is a wait of the first of these that nobody exceeds
STAGES = {
    codes.ASSIST_SENDING: "is sending",
    codes.ASSIST_QUEUED: "in the queue",
    codes.ASSIST_IN_SERVICE: "with an agent",
    codes.ASSIST_ANSWERING: "answer comes",
}


class Request(NamedTuple):
    """One request under way."""

    trip: int
    stage: int  # ASSIST_*
    waits_s: float


def requests(frame: Frame) -> list[Request]:
    """Return the requests under way, longest wait first."""
    rows = np.flatnonzero((frame.assist >= codes.ASSIST_SENDING) & (frame.assist <= codes.ASSIST_ANSWERING))
    waits = frame.time_s - frame.assist_since_s[rows]
    order = np.argsort(-waits, kind="stable")
    return [Request(int(frame.trip[rows[n]]), int(frame.assist[rows[n]]), float(waits[n])) for n in order]


def row_places(rect: pygame.Rect, style: Style, count: int) -> list[pygame.Rect]:
    """Return the places of the rows for requests, as many as fit; the card is ``rect``."""
    room = style.inside(rect)
    top = room.top + style.line_height(12) + style.px(20)
    foot = style.line_height(11) + style.px(3)
    fit = max((room.bottom - foot - top) // style.px(ROW), 0)
    height = style.px(ROW)
    return [pygame.Rect(room.left, top + n * height, room.width, height) for n in range(min(fit, count))]


def trip_at(rect: pygame.Rect, style: Style, frame: Frame, place: tuple[int, int]) -> int:
    """Return the trip whose row is under a pixel, -1 if there is none."""
    found = requests(frame)
    places = zip(row_places(rect, style, len(found)), found, strict=False)
    return next((request.trip for box, request in places if box.collidepoint(place)), -1)


def draw(
    surface: pygame.Surface, rect: pygame.Rect, style: Style, frame: Frame, remote_agents: int, world: str = ""
) -> None:
    """Draw the card of the queue; ``world`` says whose it is, where that is not plain."""
    room, theme = style.card(surface, rect), style.theme
    found = requests(frame)
    pool = (
        f"{frame.agents_busy} of {remote_agents} agents busy" if remote_agents else f"{frame.agents_busy} agents busy"
    )
    place = style.write(surface, pool, room.topright, 11, theme.text_faint, align="right")
    title = f"Remote assistance · {world}" if world else "Remote assistance"
    style.write(surface, title, room.topleft, 12, theme.text_soft, room=place.left - room.left - style.px(8))
    _desks(surface, room, style, frame.agents_busy, remote_agents)
    places = row_places(rect, style, len(found))
    full = next((limit for limit in FULL_S if found and limit >= found[0].waits_s), FULL_S[-1])
    for box, request in zip(places, found, strict=False):
        _row(surface, box, style, request, full)
    hidden = len(found) - len(places)
    words = f"and {hidden} more; {len(found)} wait in these streets" if hidden > 0 else "no request waits"
    if found and hidden <= 0:
        longest = f"the longest for {duration(found[0].waits_s)}"
        words = f"{len(found)} wait in these streets, {longest}"
        words = words if text.width(words, style.font(11)) <= room.width else f"{len(found)} wait, {longest}"
    foot = (room.left, room.bottom - style.line_height(11))
    style.write(surface, words, foot, 11, theme.text_soft, room=room.width)


def _desks(surface: pygame.Surface, room: pygame.Rect, style: Style, busy: int, agents: int) -> None:
    """Draw one box per remote agent, filled while busy."""
    shown = min(max(agents, busy), MOST_DESKS)
    if not shown:
        return
    top = room.top + style.line_height(12) + style.px(5)
    step = min(room.width / shown, style.px(12))
    for number in range(shown):
        left = room.left + round(number * step)
        width = max(room.left + round((number + 1) * step) - left - style.px(2), 2)
        box = pygame.Rect(left, top, width, style.px(9))
        if number < busy * shown / max(agents, busy):
            pygame.draw.rect(surface, style.theme.awaiting, box, border_radius=2)
        else:
            pygame.draw.rect(surface, style.theme.line, box, 1, border_radius=2)


def _row(surface: pygame.Surface, box: pygame.Rect, style: Style, request: Request, full_s: float) -> None:
    """Write the car, its stage and its wait, with a bar in what room is between them."""
    theme, font, gap = style.theme, style.font(11), style.px(8)
    y = box.top + (box.height - style.line_height(11)) // 2
    style.write(surface, f"car {request.trip}", (box.left, y), 11, theme.text, room=style.px(64))
    stage = box.left + style.px(64) + gap // 2
    style.write(surface, STAGES[request.stage], (stage, y), 11, theme.text_soft)
    style.write(surface, duration(request.waits_s), (box.right, y), 11, theme.text, align="right")
    left = stage + max(text.width(words, font) for words in STAGES.values()) + gap
    width = box.right - text.width(LONGEST, font) - gap - left
    if width < gap:
        return
    bar = pygame.Rect(left, box.centery - style.px(3), width, style.px(6))
    pygame.draw.rect(surface, theme.line, bar, border_radius=2)
    bar.width = max(round(bar.width * min(request.waits_s / full_s, 1.0)), 2)
    pygame.draw.rect(surface, theme.awaiting, bar, border_radius=2)
