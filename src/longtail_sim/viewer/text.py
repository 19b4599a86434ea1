"""Text from the one font that pygame ships, in two weights.

The shipped font is bold only.  A regular weight is made by drawing it large, wearing its strokes thinner and scaling it
down, which also gives smoother edges at small sizes.  Everything is cached.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import pygame

from longtail_sim.core.schema import Array
from longtail_sim.viewer.theme import Colour

LARGE = 5  # the drawing is this much larger than the text
WEAR = 0.0175  # of the font size, taken off each side of a stroke
SMALLEST = 10
ELLIPSIS = "…"


@lru_cache(maxsize=64)
def _font(size: int) -> pygame.font.Font:
    if not pygame.font.get_init():
        pygame.font.init()
    return pygame.font.Font(Path(pygame.__file__).with_name(pygame.font.get_default_font()), size)


def _thinner(alpha: Array) -> Array:
    worn = alpha.copy()
    np.minimum(worn[1:], alpha[:-1], out=worn[1:])
    np.minimum(worn[:-1], alpha[1:], out=worn[:-1])
    np.minimum(worn[:, 1:], alpha[:, :-1], out=worn[:, 1:])
    np.minimum(worn[:, :-1], alpha[:, 1:], out=worn[:, :-1])
    return worn


def _worn(alpha: Array, pixels: float) -> Array:
    whole = int(pixels)
    for _ in range(whole):
        alpha = _thinner(alpha)
    share = pixels - whole
    return alpha * (1 - share) + _thinner(alpha) * share


@lru_cache(maxsize=3000)
def _coverage(text: str, size: int, bold: bool) -> Array:
    """Return coverage 0..255 of shape (width, height)."""
    image = _font(size * LARGE).render(text, True, (255, 255, 255))
    alpha = pygame.surfarray.array_alpha(image).astype(np.float32)
    if not bold:
        alpha = _worn(alpha, size * LARGE * WEAR)
    width, height = (-(-side // LARGE) for side in alpha.shape)
    padded = np.zeros((width * LARGE, height * LARGE), np.float32)
    padded[: alpha.shape[0], : alpha.shape[1]] = alpha
    small = padded.reshape(width, LARGE, height, LARGE).mean(axis=(1, 3))
    coverage: Array = np.clip(small * 1.08, 0, 255).astype(np.uint8)
    return coverage


@lru_cache(maxsize=3000)
def render(text: str, size: int, colour: Colour, bold: bool = False) -> pygame.Surface:
    """Return the text on a transparent surface; ``size`` is the font size in pixels."""
    coverage = _coverage(text or " ", max(size, SMALLEST), bold)
    image = pygame.Surface(coverage.shape, pygame.SRCALPHA, 32)
    image.fill((*colour, 255))
    pygame.surfarray.pixels_alpha(image)[:] = coverage
    return image


@lru_cache(maxsize=20000)
def width(text: str, size: int) -> int:
    """Return the width of the text in pixels."""
    return -(-_font(max(size, SMALLEST) * LARGE).size(text)[0] // LARGE)


def height(size: int) -> int:
    """Return the height of a line in pixels."""
    return -(-_font(max(size, SMALLEST) * LARGE).get_linesize() // LARGE)


def fit(text: str, size: int, room: int) -> str:
    """Return the text, shortened with an ellipsis if it is wider than ``room``."""
    if width(text, size) <= room:
        return text
    shown = len(text)
    while shown > 0 and width(text[:shown].rstrip() + ELLIPSIS, size) > room:
        shown -= 1
    return text[:shown].rstrip() + ELLIPSIS if shown else ""


def wrap(text: str, size: int, room: int, lines: int) -> list[str]:
    """Break the text into at most ``lines`` lines of width ``room``; what does not fit ends in an ellipsis."""
    rows: list[str] = []
    words = text.split()
    while words and len(rows) < lines - 1:
        count = 1
        while count < len(words) and width(" ".join(words[: count + 1]), size) <= room:
            count += 1
        rows.append(fit(" ".join(words[:count]), size, room))
        words = words[count:]
    if words:
        rows.append(fit(" ".join(words), size, room))
    return rows


def draw(
    surface: pygame.Surface,
    text: str,
    at: tuple[float, float],
    size: int,
    colour: Colour,
    *,
    bold: bool = False,
    align: str = "left",
    room: int | None = None,
) -> pygame.Rect:
    """Draw one line; ``at`` is the upper left, upper middle or upper right of it by ``align``.  Returns its place."""
    shown = text if room is None else fit(text, size, room)
    if not shown:
        return pygame.Rect(round(at[0]), round(at[1]), 0, 0)
    image = render(shown, size, colour, bold)
    shift = {"left": 0.0, "middle": 0.5, "right": 1.0}[align]
    place = image.get_rect(topleft=(round(at[0] - image.get_width() * shift), round(at[1])))
    surface.blit(image, place)
    return place
