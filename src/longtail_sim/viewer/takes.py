"""Let a run and its twin play, and record them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from longtail_sim.errors import LongtailError, ResultsError
from longtail_sim.viewer.frame import Frame, capture
from longtail_sim.viewer.live import measure
from longtail_sim.viewer.moments import ROUNDED
from longtail_sim.viewer.recorder import Recorder
from longtail_sim.viewer.recording import Recording
from longtail_sim.viewer.scene import Session

Tell = Callable[[float], None]  # simulated time so far
Reasons = Callable[[], Mapping[int, str]]


def take(
    session: Session, recorder: Recorder, reasons: Reasons, start_s: float, end_s: float, tell: Tell | None = None
) -> None:
    """Play a session from its beginning to ``end_s`` and record it from ``start_s`` on.

    Where the run fails, what there is of it stays in the recording, and ``message`` says why; the error is raised.
    """
    try:
        while True:
            if session.run.time_s >= start_s - 1e-9:
                _add(session, recorder, reasons)
            if session.run.time_s >= min(end_s, session.duration_s) - 1e-9:
                return
            session.advance()
            if tell is not None:
                tell(session.run.time_s)
    except LongtailError as error:
        recorder.close(str(error))
        raise


def _add(session: Session, recorder: Recorder, reasons: Reasons) -> None:
    scenes = {"run": session.run, **({"twin": session.twin} if session.twin is not None else {})}
    frames = {name: capture(scene, session.world) for name, scene in scenes.items()}
    numbers = {name: measure(frames[name], scene.metrics(session.world)) for name, scene in scenes.items()}
    recorder.add(frames, numbers, reasons())


@dataclass(frozen=True)
class Difference:
    """Where a run is not the one that was recorded."""

    time_s: float
    world: str
    columns: tuple[str, ...]


def check(recording: Recording, session: Session, tell: Tell | None = None) -> Difference | None:
    """Play a session beside a recording; return the first moment at which anything drawn differs in any bit.

    Raises:
        ResultsError: the decision intervals are not those of the recording.
    """
    scenes = {"run": session.run, "twin": session.twin}
    for number, time_s in enumerate(recording.times_s):
        while session.run.time_s < time_s - 1e-9:
            session.advance()
        if session.run.time_s != time_s:
            raise ResultsError(f"the recording has a moment at {time_s:g} s, and the run has none; another interval?")
        for name, frame in recording[number].frames.items():
            scene = scenes[name]
            assert scene is not None
            columns = differing(frame, capture(scene, session.world))
            if columns:
                return Difference(time_s, name, columns)
        if tell is not None:
            tell(time_s)
    return None


def differing(recorded: Frame, now: Frame) -> tuple[str, ...]:
    """Return the fields of which any bit differs; speeds are not compared, as they are rounded in a recording."""
    return tuple(name for name in Frame._fields if name != ROUNDED and not _same(recorded, now, name))


def _same(first: object, second: object, name: str) -> bool:
    one, other = getattr(first, name), getattr(second, name)
    if hasattr(one, "_fields"):
        return all(_same(one, other, part) for part in one._fields)
    if hasattr(one, "tobytes"):
        return bool(one.shape == other.shape and one.tobytes() == other.tobytes())
    return bool(one == other)
