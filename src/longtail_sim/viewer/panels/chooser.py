"""The list of agents that can take over."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from longtail_sim.viewer.panels.style import Style, clock

ROW = 30.0
MOST = 12


def rows(size: tuple[int, int], style: Style, agents: Sequence[str]) -> list[pygame.Rect]:
    """Return the places of the agents' rows."""
    page = box(size, style, agents)
    top = page.top + style.px(58)
    height = style.px(ROW)
    return [
        pygame.Rect(page.left + style.px(12), top + number * height, page.width - style.px(24), height)
        for number in range(min(len(agents), MOST))
    ]


def box(size: tuple[int, int], style: Style, agents: Sequence[str]) -> pygame.Rect:
    """Return the place of the list."""
    found = pygame.Rect(0, 0, style.px(380), style.px(ROW * min(len(agents), MOST) + 74))
    found.center = (size[0] // 2, size[1] // 2)
    return found


def agent_at(size: tuple[int, int], style: Style, agents: Sequence[str], place: tuple[int, int]) -> str:
    """Return the agent under a pixel, "" if there is none."""
    found = zip(rows(size, style, agents), agents, strict=False)
    return next((agent for rect, agent in found if rect.collidepoint(place)), "")


def draw(
    surface: pygame.Surface,
    style: Style,
    agents: Sequence[str],
    time_s: float,
    cursor: tuple[int, int] | None = None,
) -> None:
    """Dim the window and list the agents; the first is the run's own."""
    theme, size = style.theme, surface.get_size()
    veil = pygame.Surface(size, pygame.SRCALPHA, 32)
    veil.fill((*theme.page, 190))
    surface.blit(veil, (0, 0))
    page = box(size, style, agents)
    style.card(surface, page)
    pygame.draw.rect(surface, theme.line, page, 1, border_radius=style.px(8))
    left = page.left + style.px(24)
    style.write(surface, f"Who takes over at {clock(time_s)}?", (left, page.top + style.px(12)), 15, bold=True)
    words = "The run goes on; the fork is shown beside it."
    style.write(surface, words, (left, page.top + style.px(34)), 11.5, theme.text_soft, room=page.width - style.px(40))
    for number, (rect, agent) in enumerate(zip(rows(size, style, agents), agents, strict=False)):
        if cursor is not None and rect.collidepoint(cursor):
            pygame.draw.rect(surface, theme.line, rect, border_radius=style.px(5))
        y = rect.centery - style.line_height(13) // 2
        key = str(number + 1) if number < 9 else ""
        style.write(surface, key, (left, y), 13, theme.run, bold=True)
        name = f"{agent}  (drives the run)" if number == 0 else agent
        style.write(surface, name, (left + style.px(26), y), 13, room=rect.right - left - style.px(32))
