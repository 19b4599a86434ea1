"""A replay as text: a window of a film, as small differences, compressed, in letters that HTML can hold.

The text is base64 of gzip of: the length of a JSON header (4 bytes, little end first), the header, and columns one
after the other.  x and y are int16 in the header's unit; heading is uint8, 256 to a turn; then the states, uint8 each,
and the reason's number, uint16.  Every column lists the road users one after the other, each through its pictures: the
first value, then differences, which wrap around.  Last come the signals, uint8 of shape (picture, junction, 3), as
differences from picture to picture.
"""

from __future__ import annotations

import base64
import gzip
import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from longtail_sim.core.schema import Array
from longtail_sim.events.event import Span
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.report.film import EVERY_S, OBSTACLE, STATES, Film
from longtail_sim.report.words import WORDS

UNIT_M = 0.1
# Window (s) and radius (m) of what is shown, from the largest to the smallest; the first that fits is taken.
CUTS = (
    *((600, np.inf), (420, np.inf), (300, np.inf), (240, np.inf), (240, 500), (240, 350), (180, 300), (150, 250)),
    *((120, 200), (90, 200), (60, 150), (40, 120), (30, 80), (20, 60)),
)


@dataclass(frozen=True)
class Replay:
    """A replay, and in words what of the run it shows."""

    text: str
    start_s: float
    end_s: float
    shown: str


def cut(film: Film, network: StreetNetwork, spans: list[Span], centre_s: float, most_bytes: int) -> Replay | None:
    """Return the largest window of a film around a moment that fits into so many bytes, None if none does."""
    for window_s, radius_m in CUTS:
        first, last = _pictures(film, centre_s, window_s)
        rows = np.concatenate(film.rows[first:last])
        everybody = _users(rows)
        middle, name = _busiest(film, network, first, last)
        rows = _near(rows, middle, radius_m)
        text = _encode(film, network, rows, spans, first, last, middle, radius_m)
        if len(text) <= most_bytes:
            shown = _words(film, first, last, _users(rows), everybody, radius_m, name)
            return Replay(text, film.times_s[first], film.times_s[last - 1], shown)
    return None


def _users(rows: Array) -> int:
    """Return how many road users there are; what is in the road is none."""
    return len(np.unique(rows["key"][rows["kind"] < OBSTACLE]))


def _pictures(film: Film, centre_s: float, window_s: float) -> tuple[int, int]:
    count = len(film.times_s)
    wanted = min(round(window_s / EVERY_S) + 1, count)
    first = int(np.searchsorted(film.times_s, centre_s - window_s / 2))
    first = max(0, min(first, count - wanted))
    return first, first + wanted


def _busiest(film: Film, network: StreetNetwork, first: int, last: int) -> tuple[tuple[float, float], str]:
    """Return where the junction is at which most vehicles stand, and its name."""
    waiting = np.sum([signals.waiting for signals in film.signals[first:last]], axis=0)
    junction = int(np.argmax(waiting))
    arrays = network.arrays
    return (float(arrays.junction_x[junction]), float(arrays.junction_y[junction])), network.junction_names[junction]


def _near(rows: Array, middle: tuple[float, float], radius_m: float) -> Array:
    """Return all rows of who comes within the radius at least once."""
    inside = np.hypot(rows["x"] - middle[0], rows["y"] - middle[1]) <= radius_m
    return rows[np.isin(rows["key"], rows["key"][inside])]


def _encode(
    film: Film,
    network: StreetNetwork,
    rows: Array,
    spans: list[Span],
    first: int,
    last: int,
    middle: tuple[float, float],
    radius_m: float,
) -> str:
    xmin, ymin, xmax, ymax = network.bounds
    unit = max(UNIT_M, max(xmax - xmin, ymax - ymin) / 60_000)
    origin = np.array([(xmin + xmax) / 2, (ymin + ymax) / 2])
    rows = rows[np.lexsort((rows["frame"], rows["key"]))]
    begins = _begins(rows)
    header = {
        "unit_m": unit,
        "every_s": EVERY_S,
        "start_s": film.times_s[first],
        "pictures": last - first,
        "view": _view(network, origin, unit, middle, radius_m),
        "streets": _streets(network, origin, unit),
        "spans": [[span.start_s, span.end_s if np.isfinite(span.end_s) else None, span.label] for span in spans],
        "tracks": _tracks(rows, begins, first),
        "reasons": list(film.reasons),
        "words": WORDS,
        "states": list(STATES),
        "junctions": network.num_junctions,
    }
    columns = [
        _differences(np.round((rows["x"] - origin[0]) / unit).astype("<i2"), begins),
        _differences(np.round((rows["y"] - origin[1]) / unit).astype("<i2"), begins),
        _differences(np.round(rows["heading"] / (2 * np.pi) * 256).astype(np.int64).astype(np.uint8), begins),
        *(_differences(rows[name], begins) for name in STATES),
        _differences(rows["reason"].astype("<u2"), begins),
    ]
    shown = np.stack([signals.shown for signals in film.signals[first:last]])
    signals = np.concatenate([shown[:1], np.diff(shown, axis=0)])
    head = json.dumps(header, separators=(",", ":"), sort_keys=True).encode()
    content = len(head).to_bytes(4, "little") + head + b"".join(column.tobytes() for column in (*columns, signals))
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode("ascii")


def _begins(rows: Array) -> Array:
    """Return where a road user's pictures begin: another key, or a gap in its pictures."""
    new = np.ones(len(rows), bool)
    new[1:] = (np.diff(rows["key"]) != 0) | (np.diff(rows["frame"]) != 1)
    return np.flatnonzero(new)


def _differences(values: Array, begins: Array) -> Array:
    """Return the first value of each road user, then differences in the same type, which wrap around."""
    found = values.copy()
    with np.errstate(over="ignore"):
        found[1:] = values[1:] - values[:-1]
    found[begins] = values[begins]
    return found


def _tracks(rows: Array, begins: Array, first: int) -> list[list[int]]:
    """Return key, first picture, number of pictures, kind, fleet, length and width (dm) of everybody."""
    counts = np.diff([*begins.tolist(), len(rows)])
    heads = rows[begins]
    columns = (
        heads["key"],
        heads["frame"] - first,
        counts,
        heads["kind"],
        heads["fleet"],
        np.round(heads["length"] * 10).astype(int),
        np.round(heads["width"] * 10).astype(int),
    )
    return [[int(value) for value in row] for row in zip(*columns, strict=True)]


def _view(
    network: StreetNetwork, origin: Array, unit: float, middle: tuple[float, float], radius_m: float
) -> list[int]:
    """Return what is to be seen at first: xmin, ymin, xmax, ymax."""
    xmin, ymin, xmax, ymax = network.bounds
    if np.isfinite(radius_m):
        x, y = middle
        box = [max(xmin, x - radius_m), max(ymin, y - radius_m), min(xmax, x + radius_m), min(ymax, y + radius_m)]
    else:
        box = [xmin, ymin, xmax, ymax]
    return _units(np.array(box).reshape(2, 2), origin, unit)


def _streets(network: StreetNetwork, origin: Array, unit: float) -> dict[str, Any]:
    arrays = network.arrays
    lanes = np.asarray(network.stop_line_lane, int)
    return {
        "carriageways": [_units(polygon, origin, unit) for polygon in network.street_polygons],
        "junctions": [_units(polygon, origin, unit) for polygon in network.junction_polygons],
        "stop_lines": [_units(line.reshape(2, 2), origin, unit) for line in np.asarray(network.stop_lines, float)],
        "stop_line_junction": arrays.lane_junction[lanes].tolist(),
        "stop_line_axis": (arrays.lane_leg[lanes] % 2).tolist(),
        "names": list(network.junction_names),
        "places": _units(np.stack([arrays.junction_x, arrays.junction_y], axis=1), origin, unit),
        "roads": [_road(network, number, origin, unit) for number in range(len(network.road_names))],
    }


def _road(network: StreetNetwork, number: int, origin: Array, unit: float) -> list[Any]:
    """Return the name of a whole street and the junctions at its ends, between which it is written."""
    on_road = network.junctions_on(network.road_names[number])
    return [network.road_names[number], int(on_road[0]), int(on_road[-1])]


def _units(points: Array, origin: Array, unit: float) -> list[int]:
    return [int(value) for value in np.round((np.asarray(points) - origin) / unit).ravel()]


def _words(film: Film, first: int, last: int, shown: int, everybody: int, radius_m: float, name: str) -> str:
    """Say what is shown, and what was left out so that the page stays small."""
    window = f"{_minutes(film.times_s[first])} to {_minutes(film.times_s[last - 1])}"
    of = f"of a run of {_minutes(film.times_s[-1])}, two pictures a second"
    if not np.isfinite(radius_m):
        return f"Shown: {window} {of}, all {everybody:,} road users."
    return (
        f"Shown: {window} {of}, {shown:,} of {everybody:,} road users: those who come within {radius_m:g} m of {name}. "
        "The rest is left out so that the page stays small."
    )


def _minutes(time_s: float) -> str:
    return f"{int(time_s) // 60}:{int(time_s) % 60:02d} min"
