"""Moments of a run as bytes: everything that is drawn, to the bit; only speeds are rounded, to 1/1024 m/s."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, get_type_hints

import numpy as np

from longtail_sim.core.schema import Array
from longtail_sim.errors import ResultsError
from longtail_sim.recording import Fixed, Keyed, Table, pack, unpack
from longtail_sim.viewer.frame import Frame
from longtail_sim.viewer.live import Numbers

# What a frame consists of: numbers, tables of its own, arrays of junctions; all else are columns of the vehicles.
TYPES = get_type_hints(Frame)
NUMBERS = tuple(name for name, kind in TYPES.items() if kind in (int, float))
PARTS: dict[str, type[Any]] = {name: kind for name, kind in TYPES.items() if hasattr(kind, "_fields")}
JUNCTIONS = ("control", "colour", "powered", "faulty", "flashing", "officer", "closed", "blind", "failing")
VEHICLES = tuple(name for name in TYPES if name not in (*NUMBERS, *JUNCTIONS, *PARTS))
KEYED = {"walkers": Keyed("person"), "obstacles": Keyed("row")}  # the other tables have no keys
ROUNDED, PARTS_OF_M = "speed", 1024  # it is shown as a number, and says nothing of where somebody is


class Moment(NamedTuple):
    """One moment of a run and perhaps its twin.

    Attributes:
        frames: what is drawn, "run" and perhaps "twin".
        numbers: what the panels show, by the same names.
        reasons: why the agent did what it did last, by trip.
    """

    frames: dict[str, Frame]
    numbers: dict[str, Numbers]
    reasons: dict[int, str]

    @property
    def time_s(self) -> float:
        """Simulated time."""
        return self.frames["run"].time_s


def pack_moments(moments: Sequence[Moment]) -> bytes:
    """Return moments as bytes; all of them have the same worlds."""
    tables: dict[str, Table] = {}
    for world in moments[0].frames:
        frames = [moment.frames[world] for moment in moments]
        tables |= {f"{world}.{name}": table for name, table in _tables(frames).items()}
    for world in moments[0].numbers:
        rows = [_scalars(moment.numbers[world]._asdict()) for moment in moments]
        tables[f"{world}.numbers"] = Table(Fixed(), rows)
    texts = {text: number for number, text in enumerate(dict.fromkeys(_all_reasons(moments)))}
    tables["reasons"] = Table(Keyed("trip"), [_reasons(moment.reasons, texts) for moment in moments])
    return pack(tables, {"worlds": list(moments[0].frames), "texts": list(texts)})


def unpack_moments(content: bytes) -> list[Moment]:
    """Return the moments again.

    Raises:
        ResultsError: a column is missing, because another version of longtail-sim has written it.
    """
    tables, more = unpack(content)
    frames = {world: _frames(world, tables) for world in more["worlds"]}
    numbers = {
        world: [_numbers(rows) for rows in tables[f"{world}.numbers"]]
        for world in frames
        if f"{world}.numbers" in tables
    }
    reasons = [
        {int(trip): more["texts"][text] for trip, text in zip(rows["trip"], rows["text"], strict=True)}
        for rows in tables["reasons"]
    ]
    return [
        Moment(
            {world: found[moment] for world, found in frames.items()},
            {world: found[moment] for world, found in numbers.items()},
            reasons[moment],
        )
        for moment in range(len(reasons))
    ]


def times_of(content: bytes) -> list[float]:
    """Return when the moments of a chunk are, without reading the rest."""
    rows = unpack(content, ["run.now"])[0]["run.now"]
    return [float(row["time_s"]) for row in rows]


def numbers_of(content: bytes) -> list[dict[str, Numbers]]:
    """Return the numbers of each moment of a chunk, "run" and perhaps "twin", without reading the rest."""
    names = {"run": "run.numbers", "twin": "twin.numbers"}
    tables, _ = unpack(content, list(names.values()))
    found = {world: [_numbers(rows) for rows in tables[name]] for world, name in names.items() if name in tables}
    return [{world: numbers[moment] for world, numbers in found.items()} for moment in range(len(found["run"]))]


def _tables(frames: Sequence[Frame]) -> dict[str, Table]:
    found = {
        "now": Table(Fixed(), [_scalars({name: getattr(frame, name) for name in NUMBERS}) for frame in frames]),
        "junctions": Table(Fixed(), [{name: getattr(frame, name) for name in JUNCTIONS} for frame in frames]),
        "vehicles": Table(Keyed("trip", "slot"), [_vehicles(frame) for frame in frames]),
    }
    for name in PARTS:
        found[name] = Table(KEYED.get(name, Fixed()), [getattr(frame, name)._asdict() for frame in frames])
    return found


def _vehicles(frame: Frame) -> dict[str, Array]:
    rows = {name: getattr(frame, name) for name in VEHICLES}
    return {**rows, ROUNDED: (np.round(rows[ROUNDED] * PARTS_OF_M) / PARTS_OF_M).astype(np.float32)}


def _frames(world: str, tables: dict[str, list[dict[str, Array]]]) -> list[Frame]:
    now, junctions, vehicles = (tables[f"{world}.{name}"] for name in ("now", "junctions", "vehicles"))
    parts = {name: [_made(kind, rows) for rows in tables[f"{world}.{name}"]] for name, kind in PARTS.items()}
    frames = []
    for moment, rows in enumerate(vehicles):
        numbers = {name: TYPES[name](value) for name, value in now[moment].items() if name in TYPES}
        rows[ROUNDED] = rows[ROUNDED].astype(np.float64)
        own = {name: found[moment] for name, found in parts.items()}
        frames.append(_made(Frame, {**rows, **junctions[moment], **numbers, **own}))
    return frames


def _made(kind: type[Any], columns: dict[str, Any]) -> Any:
    missing = [name for name in kind._fields if name not in columns]
    if missing:
        raise ResultsError(
            f"the recording has no column '{missing[0]}': another version of longtail-sim wrote it; record it again."
        )
    return kind(**{name: columns[name] for name in kind._fields})


def _numbers(rows: dict[str, Array]) -> Numbers:
    return Numbers(**{name: float(rows[name]) if name in rows else float("nan") for name in Numbers._fields})


def _scalars(values: dict[str, float]) -> dict[str, Array]:
    return {name: np.array(value, np.float64) for name, value in values.items()}


def _all_reasons(moments: Sequence[Moment]) -> list[str]:
    return [text for moment in moments for text in moment.reasons.values()]


def _reasons(reasons: dict[int, str], texts: dict[str, int]) -> dict[str, Array]:
    trips = np.fromiter(reasons, np.int64, len(reasons))
    order = np.argsort(trips)
    numbers = np.fromiter((texts[text] for text in reasons.values()), np.int32, len(reasons))
    return {"trip": trips[order], "text": numbers[order]}
