"""What of a run is filmed, as options say it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from longtail_sim.errors import LongtailError

if TYPE_CHECKING:
    from longtail_sim.network import StreetNetwork
    from longtail_sim.viewer.recording import Recording
    from longtail_sim.viewer.shots import Shot

NUMBER = r"(\d+(?:\.\d+)?)"
SHOT = re.compile(rf"\s*{NUMBER}\s*:\s*{NUMBER}(?:@{NUMBER})?(?:\s+(.*))?", re.ASCII | re.DOTALL)
SIREN = "siren"


def parse_shots(texts: Sequence[str], start_s: float | None, end_s: float | None, duration_s: float) -> list[Shot]:
    """Return the pieces to film: those of ``--shot``, or one from ``--from`` to ``--to``.

    Raises:
        LongtailError: one is not within the scenario, or cannot be read.
    """
    from longtail_sim.viewer.shots import Shot

    if texts and (start_s is not None or end_s is not None):
        raise LongtailError("--shot goes without --from and --to: each shot says from when to when.")
    if not texts:
        return [_checked(Shot(start_s or 0.0, duration_s if end_s is None else end_s), "--from and --to", duration_s)]
    shots = []
    for text in texts:
        found = SHOT.fullmatch(text)
        if found is None:
            raise LongtailError(
                f"--shot '{text[:40]}' cannot be read; write FROM:TO in seconds, @SPEED if it is another, and words: "
                "'600:780@60 The lights go out'."
            )
        shot = Shot(float(found[1]), float(found[2]), (found[4] or "").strip(), float(found[3] or 0))
        shots.append(_checked(shot, f"--shot '{text[:40]}'", duration_s))
    return shots


def _checked(shot: Shot, name: str, duration_s: float) -> Shot:
    if not 0 <= shot.start_s <= shot.end_s <= duration_s + 1e-6:
        raise LongtailError(
            f"{name}: {shot.start_s:g} to {shot.end_s:g} s is not within 0 to {duration_s:g} s, in this order."
        )
    return shot


def place_of(network: StreetNetwork, text: str) -> tuple[float, float]:
    """Return where a junction is (m).

    Raises:
        LongtailError: there is no junction of this name.
    """
    from difflib import get_close_matches

    wanted = [name for name in network.junction_names if name.casefold() == text.strip().casefold()]
    if not wanted:
        near = get_close_matches(text, network.junction_names, 1)
        hint = f"did you mean '{near[0]}'?" if near else f"the first one is '{network.junction_names[0]}'."
        raise LongtailError(f"--look-at '{text[:40]}': there is no such junction; {hint}")
    number = network.junction_names.index(wanted[0])
    return float(network.arrays.junction_x[number]), float(network.arrays.junction_y[number])


def check_follow(text: str) -> None:
    """Raise LongtailError unless ``--follow`` can be read."""
    if text != SIREN and not (text.isascii() and text.isdecimal()):
        raise LongtailError(f"--follow {text[:20]} is neither the number of a trip nor '{SIREN}'.")


def trip_to_follow(recording: Recording, text: str, shots: Sequence[Shot]) -> int:
    """Return the trip that ``--follow`` means: its number, or the first siren of the shots.

    Raises:
        LongtailError: there is none.
    """
    import numpy as np

    from longtail_sim.core import codes

    if text != SIREN:
        return int(text)
    for number, time_s in enumerate(recording.times_s):
        if any(shot.start_s <= time_s <= shot.end_s for shot in shots):
            frame = recording[number].frames["run"]
            sirens = frame.trip[np.isin(frame.kind, [codes.KIND_AMBULANCE, codes.KIND_FIRE_ENGINE])]
            if len(sirens):
                return int(sirens[0])
    raise LongtailError("--follow siren: no emergency vehicle is in the streets then.")
