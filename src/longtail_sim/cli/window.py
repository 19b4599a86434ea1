"""What commands that draw share."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from longtail_sim.errors import LongtailError

if TYPE_CHECKING:
    from longtail_sim.episode import Pair
    from longtail_sim.viewer import Session
    from longtail_sim.viewer.forks import Forks
    from longtail_sim.viewer.recorder import Recorder

SMALLEST, LARGEST = 320, 8192
INSTEAD = "'longtail picture SCENARIO' writes a picture without one"


def has_display() -> bool:
    """Return whether a window can probably be opened."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"))


def require_display() -> None:
    """Raise LongtailError if there is nothing to open a window on."""
    if not has_display():
        raise LongtailError(f"there is no display to open a window on; {INSTEAD}.")


def be_quiet() -> None:
    """Keep pygame from greeting; call it before pygame is imported."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")


def parse_size(text: str) -> tuple[int, int]:
    """Return width and height of ``1600x1000``; raises LongtailError."""
    parts = re.fullmatch(r"\s*(\d{1,5})\s*[x×,]\s*(\d{1,5})\s*", text, re.ASCII)
    if parts is None:
        raise LongtailError(f"--size {text[:40]} is not a size; write width x height in pixels, such as 1600x1000.")
    size = int(parts[1]), int(parts[2])
    if not all(SMALLEST <= side <= LARGEST for side in size):
        raise LongtailError(f"--size {text} is out of range; both sides must be {SMALLEST} to {LARGEST} pixels.")
    return size


def session_of(pair: Pair, forks: Forks | None = None, driver: str = "") -> Session:
    """Return a run and its twin as the viewer plays them; ``driver`` is how its agent can be loaded again."""
    from longtail_sim.viewer import session
    from longtail_sim.viewer.recorder import Recorder, about
    from longtail_sim.viewer.sessions import spans

    def recorder(path: Path) -> Recorder:
        of = about(pair.run, pair.agent.name, driver)
        return Recorder(of, path, timeline=lambda: spans(pair.run.drawn[0]))

    return session(
        pair.run,
        pair.twin,
        pair.advance,
        agent=pair.agent.name,
        reason=pair.reason,
        reasons=pair.reasons,
        trace=pair.trace,
        forks=forks,
        recorder=recorder,
    )
