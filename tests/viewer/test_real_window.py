"""The window on a real display, driven by a script; and what it leaves behind.

Needs Xvfb, a display in memory; skipped where it is not installed.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pygame
import pytest

from longtail_sim.viewer.files import pixels

HERE = str(Path(__file__).parent)
SCRIPT = f"""
import sys, threading
sys.path.insert(0, {HERE!r})
import pygame
from conftest import city, streets
from longtail_sim.viewer.controls import CONTROLS
from longtail_sim.viewer.actions import Action
from longtail_sim.viewer.scene import Session
from longtail_sim.viewer.window import Window

town = city(streets(3, 2))
lane = town.longest_lane()
for slot in range(4):
    town.put(slot, lane, 20.0 + 9 * slot)

def advance():
    town.time_s += 0.5

frames = {{frames}}
before = threading.active_count()
window = Window(Session(town, town, advance, "A town", "nobody", 0, 600.0), (1000, 640))
original, count = window.frame, iter(range(frames))
keys = [control.keys[0] for control in CONTROLS if control.action not in (Action.QUIT, Action.BACK, Action.SCREENSHOT)]

def frame(real_s):
    number = next(count, None)
    if number is None:
        pygame.event.post(pygame.event.Event(pygame.QUIT))
    else:
        key = keys[number % len(keys)]
        pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, unicode="", mod=0, scancode=0))
        place = (37 * number % 1000, 53 * number % 640)
        pygame.event.post(pygame.event.Event(pygame.MOUSEMOTION, pos=place, rel=(1, 1), buttons=(0, 0, 0)))
        for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            pygame.event.post(pygame.event.Event(kind, pos=place, button=1))
        if number == 40:
            pygame.event.post(pygame.event.Event(pygame.VIDEORESIZE, size=(1100, 700), w=1100, h=700))
    original(real_s)

window.frame = frame
driver = pygame.display.get_driver()
window.run()
print(driver, window.player.error, threading.active_count() - before, pygame.display.get_init())
"""


@pytest.fixture(scope="module")
def memory(tmp_path_factory) -> Path:
    """Return the folder in which the display keeps its pixels."""
    return Path(tmp_path_factory.mktemp("display"))


@pytest.fixture(scope="module")
def display(memory) -> Iterator[str]:
    """Return the name of a display in memory."""
    program = shutil.which("Xvfb")
    if program is None:
        pytest.skip("Xvfb is not installed")
    read, write = os.pipe()
    command = [program, "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    command += ["-fbdir", str(memory)]
    server = subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as told:
            number = told.readline().strip()
        if not number:
            pytest.skip("Xvfb does not start here")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """Work in a folder of one's own: films are saved there."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_session_in_a_real_window(display, python, folder):
    told = python(SCRIPT.format(frames=90), SDL_VIDEODRIVER="x11", DISPLAY=display)
    assert told.split() == ["x11", "None", "0", "False"]


@pytest.mark.parametrize("frames", [0, 3])
def test_closing_a_real_window_at_once_leaves_nothing(display, python, folder, frames):
    told = python(SCRIPT.format(frames=frames), SDL_VIDEODRIVER="x11", DISPLAY=display)
    assert told.split() == ["x11", "None", "0", "False"]


def on_screen(file: Path) -> np.ndarray:
    """Return what the display shows, uint8 of shape (height, width, 3), from the memory that Xvfb maps to a file.

    The format: X Window Dump, X11/XWDFile.h.
    """
    data = file.read_bytes()
    header = struct.unpack(">25I", data[:100])
    start, width, height, line, colours = header[0], header[4], header[5], header[12], header[19]
    rows = np.frombuffer(data, np.uint8, line * height, start + 12 * colours).reshape(height, line)
    return rows[:, : width * 4].reshape(height, width, 4)[:, :, 2::-1]


def test_what_is_on_the_display_is_what_was_drawn(display, memory, python, folder):
    code = SCRIPT.format(frames=1).replace(
        "window.run()",
        "[window.frame(0.0) for _ in range(9)]; pygame.time.wait(300); window.frame(0.0); pygame.time.wait(300); "
        "pygame.image.save(window.surface, 'drawn.png'); print('saved', flush=True); sys.stdin.read(); window.close()",
    )
    environment = {**os.environ, "SDL_VIDEODRIVER": "x11", "DISPLAY": display}
    command = [sys.executable, "-c", code]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "saved\n"
        seen = on_screen(memory / "Xvfb_screen0")
    drawn = pixels(pygame.image.load("drawn.png"))
    assert drawn.shape == (640, 1000, 3)
    rows, columns = seen.shape[0] - 639, seen.shape[1] - 999
    possible = np.ones((rows, columns), bool)
    for y, x in np.random.default_rng(0).integers((640, 1000), size=(200, 2)).tolist():
        possible &= (seen[y : y + rows, x : x + columns] == drawn[y, x]).all(axis=2)
    found = np.argwhere(possible).tolist()
    assert any(np.array_equal(seen[top : top + 640, left : left + 1000], drawn) for top, left in found)


def test_a_killed_window_ends_at_once(display, folder):
    """The signal that a closing terminal sends."""
    environment = {**os.environ, "SDL_VIDEODRIVER": "x11", "DISPLAY": display}
    code = SCRIPT.format(frames=10**9).replace("window.run()", "print('ready', flush=True); window.run()")
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.3)
    process.terminate()
    begin = time.monotonic()
    process.wait(20)
    process.stdout.close()
    assert time.monotonic() - begin < 20
