"""Colours that are told apart by colour stay apart for people who see no red, no green, or all of it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pytest

from longtail_sim.viewer.theme import THEMES, Colour, Theme, mix

# Machado, Oliveira, Fernandes: A Physiologically-based Model for Simulation of Color Vision Deficiency. IEEE TVCG
# 15(6), 2009: severity 1.0, on linear RGB.
VISION = {
    "all colours": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
LEAST = 13.0  # CIEDE2000; side by side, 2.3 is just noticed; these are small, and apart
LEAST_CONTRAST = {
    "text": 7.0,
    "text_soft": 4.5,
    "run": 4.5,
    "twin": 4.5,
    "fork": 4.5,
    "warning": 4.5,
    "text_faint": 3.0,
}
STATES = ("fleet", "awaiting", "takeover", "minimal_risk", "person_driving")
PAIRED = (STATES, ("red", "yellow", "green"), ("run", "twin", "fork"), ("queue", "box", "gridlock"))
UPON = {
    "asphalt": (*STATES, "queue", "gridlock"),
    "outline": ("red", "yellow", "green"),
    "junction": ("box",),
    "panel": ("run", "twin", "fork"),
    "brake": ("fleet", "indicator"),
    "text": ("warning",),
}


def linear(colour: Colour) -> np.ndarray:
    """Return linear RGB (IEC 61966-2-1)."""
    share = np.asarray(colour) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def lab(colour: Colour, sight: np.ndarray) -> np.ndarray:
    """Return CIE L*a*b* of a colour as somebody sees it."""
    share = XYZ @ np.clip(sight @ linear(colour), 0, 1) / XYZ.sum(axis=1)
    x, y, z = np.where(share > 216 / 24389, np.cbrt(share), (24389 / 27 * share + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def distance(one: np.ndarray, other: np.ndarray) -> float:
    """Return CIEDE2000 (ISO/CIE 11664-6) of two L*a*b* colours."""
    mean = (np.hypot(*one[1:]) + np.hypot(*other[1:])) / 2
    stretch = 1.5 - 0.5 * np.sqrt(mean**7 / (mean**7 + 25.0**7))
    a, b = np.array([one[1], other[1]]) * stretch, np.array([one[2], other[2]])
    chroma, hue = np.hypot(a, b), np.degrees(np.arctan2(b, a)) % 360
    grey = chroma.prod() == 0
    turn = 0.0 if grey else (hue[1] - hue[0] + 180) % 360 - 180
    light, strong = (one[0] + other[0]) / 2, chroma.mean()
    middle = hue.sum() if grey else hue[0] + turn / 2
    waves = ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63))
    t = 1 + sum(height * np.cos(np.radians(times * middle + shift)) for height, times, shift in waves)
    bend = np.radians(60 * np.exp(-(((middle % 360 - 275) / 25) ** 2)))
    rotation = -np.sin(bend) * 2 * np.sqrt(strong**7 / (strong**7 + 25.0**7))
    l_part = (other[0] - one[0]) / (1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2))
    c_part = (chroma[1] - chroma[0]) / (1 + 0.045 * strong)
    h_part = 2 * np.sqrt(chroma.prod()) * np.sin(np.radians(turn / 2)) / (1 + 0.015 * strong * t)
    return float(np.sqrt(l_part**2 + c_part**2 + h_part**2 + rotation * c_part * h_part))


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours as in WCAG 2.2, 1 to 21."""
    low, high = sorted(float(XYZ[1] @ linear(colour)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def pairs(theme: Theme) -> Iterator[tuple[str, Colour, Colour]]:
    """Yield what is to be told apart by colour."""
    for names in PAIRED:
        for one, other in itertools.combinations(names, 2):
            yield f"{one} and {other}", getattr(theme, one), getattr(theme, other)
    for ground, names in UPON.items():
        for name in names:
            yield f"{name} upon {ground}", getattr(theme, name), getattr(theme, ground)
    for number, tint in enumerate(theme.people):
        for name in (*STATES, "brake", "asphalt"):
            yield f"{name} and people {number}", getattr(theme, name), tint
    bars = {f"bar {number}": tint for number, tint in enumerate(theme.spans)}
    for (one, first), (other, second) in itertools.combinations({**bars, "panel": theme.panel}.items(), 2):
        yield f"{one} and {other}", first, second
    yield "a queue that has just begun", mix(theme.asphalt, theme.queue, 0.42), theme.asphalt


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((50.0, 2.5, 0.0), (61.0, -5.0, 29.0), 22.8977),
    ],
)
def test_the_distance_is_that_of_the_published_examples(one, other, expected):
    """Sharma, Wu, Dalal: The CIEDE2000 Color-Difference Formula, 2005, table 1."""
    assert distance(np.array(one), np.array(other)) == pytest.approx(expected, abs=1e-4)


def test_the_simulated_sight_confuses_what_such_people_confuse():
    red, green = (200, 60, 40), (110, 130, 30)
    seen = {name: distance(lab(red, sight), lab(green, sight)) for name, sight in VISION.items()}
    assert seen["deuteranopia"] < seen["all colours"] / 3
    assert all(np.allclose(sight.sum(axis=1), 1, atol=1e-5) for sight in VISION.values())  # grey stays grey


@pytest.mark.parametrize("sight", VISION)
@pytest.mark.parametrize("name", THEMES)
def test_what_is_told_apart_by_colour_can_be_told_apart(name, sight):
    near = {
        words: round(apart, 1)
        for words, one, other in pairs(THEMES[name])
        if (apart := distance(lab(one, VISION[sight]), lab(other, VISION[sight]))) < LEAST
    }
    assert near == {}


@pytest.mark.parametrize("name", THEMES)
def test_words_stand_out_from_the_panel(name):
    """Contrast as in WCAG 2.2: 7 for what is read, 4.5 for the rest, 3 for large or unimportant words."""
    theme = THEMES[name]
    for part, least in LEAST_CONTRAST.items():
        assert contrast(getattr(theme, part), theme.panel) >= least, part


@pytest.mark.parametrize("name", THEMES)
def test_words_stand_out_from_bars(name):
    theme = THEMES[name]
    assert min(contrast(theme.text, bar) for bar in theme.spans) >= 4.5
