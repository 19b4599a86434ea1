"""Ten thousand pictures take no more memory than a few hundred did."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import numpy as np
import pygame
import pytest

from longtail_sim.viewer.controls import CONTROLS
from longtail_sim.viewer.scene import Session
from longtail_sim.viewer.window import Window

FRAMES = 10_000
RESTLESS = {
    "ZOOM_IN",
    "ZOOM_OUT",
    "FIT",
    "JAMS",
    "LEGEND",
    "THEME",
    "NEXT_VIEW",
    "STEP_BACK",
    "REWIND",
    "NEWEST",
    "HELP",
}
ROOM_BYTES = 4_000_000  # of Python's own; a picture of the window alone takes that much
ROOM_RESIDENT_BYTES = 120_000_000  # kept pictures, which have limits of their own, may still be coming


def resident_bytes() -> int:
    """Return the memory of this process, pictures included; 0 where the system does not say."""
    told = Path("/proc/self/statm")
    return int(told.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if told.exists() else 0


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_ten_thousand_pictures_do_not_grow(empty_city):
    """Restless hands: zoom, themes, views, back and forth in time."""
    for slot in range(16):
        empty_city.put(slot, empty_city.longest_lane(), 10.0 + 6 * slot)

    def advance() -> None:
        empty_city.time_s += 0.5

    window = Window(Session(empty_city, empty_city, advance, "A town", "nobody", 0, 900.0), (1000, 640))
    keys = [control.keys[0] for control in CONTROLS if control.action.name in RESTLESS]
    draw = np.random.default_rng(5)
    window.player.start()

    def play(frames: int) -> None:
        for _ in range(frames):
            if draw.random() < 0.2:
                key = int(draw.choice(keys))
                pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, unicode="", mod=0, scancode=0))
            if draw.random() < 0.1:
                window.screen.camera.pan(float(draw.normal(0, 60)), float(draw.normal(0, 60)))
            window.frame(0.02)

    window.player.seek(900.0)
    while not window.shown.done:
        window.frame(0.02)  # all of it is recorded: what comes now may not grow
    play(FRAMES // 10)
    tracemalloc.start()
    play(FRAMES // 10)
    before, resident = tracemalloc.get_traced_memory()[0], resident_bytes()
    play(FRAMES - 2 * (FRAMES // 10))
    after, grown = tracemalloc.get_traced_memory()[0], resident_bytes() - resident
    tracemalloc.stop()
    window.close()
    print(f"Python's own {(after - before) / 1e6:.2f} MB more, resident {grown / 1e6:.1f} MB more")
    assert after - before < ROOM_BYTES
    assert grown < ROOM_RESIDENT_BYTES
    assert len(window.screen.painter._still) <= 2
    for ground in window.screen.painter._grounds.values():
        assert len(ground._tiles) <= 160
