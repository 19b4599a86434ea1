"""The pictures of a film: a recording, shot by shot, each with words under it if one wants."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import pygame

from longtail_sim.core.schema import Array
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.viewer.camera import View
from longtail_sim.viewer.files import pixels
from longtail_sim.viewer.maps import Maps
from longtail_sim.viewer.panels.header import Status
from longtail_sim.viewer.pictures import who
from longtail_sim.viewer.recording import Recording
from longtail_sim.viewer.screen import Content, Screen
from longtail_sim.viewer.theme import THEMES

WORDS_SIZE = 20
WORDS_PAD = 14


class Shot(NamedTuple):
    """A piece of a recording (simulated time), what is written under it, and how fast it goes (0: as the film)."""

    start_s: float
    end_s: float
    words: str = ""
    speed: float = 0.0


def moments_of(shots: Sequence[Shot], speed: float, fps: float) -> list[tuple[float, str]]:
    """Return the simulated time and the words of every picture of a film; a shot has one at least."""
    found: list[tuple[float, str]] = []
    for shot in shots:
        step = (shot.speed or speed) / fps
        count = max(round((shot.end_s - shot.start_s) / step), 1)
        found += [(min(shot.start_s + number * step, shot.end_s), shot.words) for number in range(count)]
    return found


@dataclass(frozen=True)
class Film:
    """What is filmed, and how.

    Attributes:
        recording: what happened.
        network: its streets.
        shots: pieces of it, one after the other.
        speed: simulated seconds in a second of the film.
        fps: pictures per second of the film.
        size: width and height in pixels.
        shown: "run", "twin" or "both", side by side.
        theme: "dark" or "light".
        view: where to look; the whole map if None.
        selected: trip of a vehicle with a ring around it, -1 for none; the camera follows it if ``view`` is given.
        panels: the whole window with all its numbers; False for the maps, and a few words.
    """

    recording: Recording
    network: StreetNetwork
    shots: Sequence[Shot]
    speed: float = 1.0
    fps: float = 25.0
    size: tuple[int, int] = (1280, 800)
    shown: str = "run"
    theme: str = "dark"
    view: View | None = None
    selected: int = -1
    panels: bool = True

    def moments(self) -> list[tuple[float, str]]:
        """Return the simulated time and the words of every picture; a shot has one at least."""
        return moments_of(self.shots, self.speed, self.fps)

    def pictures(self, every: int = 1) -> Iterator[Array]:
        """Yield uint8 arrays of shape (height, width, 3), or of every n-th moment only; opens no display."""
        screen = self._screen()
        surface = pygame.Surface(self.size, 0, 32)
        if self.view is not None:
            screen.camera.look(self.view)
        samples = self.recording.samples()
        times = [sample.time_s for sample in samples]
        for number, (time_s, words) in list(enumerate(self.moments()))[::every]:
            content = content_at(self.recording, time_s, self.selected)
            content = replace(content, samples=samples[: bisect_right(times, time_s + 1e-9)])
            self._follow(screen, content)
            seconds = number / self.fps
            if isinstance(screen, Maps):
                screen.draw(surface, content, seconds, words)
            else:
                screen.draw(surface, content, seconds)
                _write(surface, screen, words)
            yield pixels(surface)

    def smaller(self, share: float) -> Film:
        """Return the same film with both sides multiplied by a share; sides stay even."""
        width, height = (max(round(side * share / 2) * 2, 2) for side in self.size)
        return replace(self, size=(width, height), view=_nearer(self.view, share))

    def _screen(self) -> Screen | Maps:
        if not self.panels:
            says = any(shot.words for shot in self.shots)
            return Maps(self.network, self.size, self.theme, self.shown, self.selected, says)
        return Screen(self.network, self.size, self.theme, self.shown, self.selected, buttons=False)

    def _follow(self, screen: Screen | Maps, content: Content) -> None:
        frame = content.frames[screen.shown_frames()[0]]
        row = frame.find(self.selected) if self.selected >= 0 and self.view is not None else -1
        if row >= 0:
            screen.camera.x, screen.camera.y = float(frame.x[row]), float(frame.y[row])


def content_at(recording: Recording, time_s: float, selected: int = -1) -> Content:
    """Return what the window shows of a recording at a time, but for the curves."""
    about, moment = recording.about, recording.moment(time_s)
    return Content(
        frames=recording.at(time_s),
        numbers=moment.numbers,
        title=about.title,
        subtitle=f"agent {who(about)}  ·  seed {about.seed}" if about.agent else f"seed {about.seed}",
        spans=recording.timeline,
        duration_s=about.duration_s,
        remote_agents=about.remote_agents,
        reason=moment.reasons.get(selected, ""),
        level=about.level,
        status=Status(time_s=time_s, has_twin="twin" in moment.frames),
    )


def _nearer(view: View | None, share: float) -> View | None:
    return None if view is None else replace(view, pixels_per_m=view.pixels_per_m * share)


def _write(surface: pygame.Surface, screen: Screen, words: str) -> None:
    """Write words, if there are any, on a plate at the lower edge of the maps."""
    if not words:
        return
    style, theme = screen.layout.style, THEMES[screen.theme]
    field = screen.layout.maps[0].unionall(screen.layout.maps[1:])
    pad, height = style.px(WORDS_PAD), style.line_height(WORDS_SIZE)
    room = field.width - 4 * pad
    ink = style.write(pygame.Surface((1, 1)), words, (0, 0), WORDS_SIZE, theme.text, bold=True, room=room)
    box = pygame.Rect(0, 0, ink.width + 2 * pad, height + pad)
    box.midbottom = (field.centerx, field.bottom - pad)
    pygame.draw.rect(surface, theme.panel, box, border_radius=style.px(8))
    pygame.draw.rect(surface, theme.line, box, 1, border_radius=style.px(8))
    at = (box.left + pad, box.centery - height // 2)
    style.write(surface, words, at, WORDS_SIZE, theme.text, bold=True, room=room)
