"""One column of a table over time, as bytes and back."""

from __future__ import annotations

import math
import zlib
from typing import Any

import numpy as np

from longtail_sim.core.schema import Array
from longtail_sim.recording.prediction import better, restore

LEVEL = 6  # of zlib: higher ones win no per cent
WIDTHS = (np.uint8, np.uint16, np.uint32, np.uint64)


def squeeze(values: Array, present: Array) -> tuple[dict[str, Any], bytes]:
    """Return what is needed to read a column again, and its bytes.

    Args:
        values: shape (moment, track, ...); booleans, integers, float32 or float64.
        present: shape (moment, track).
    """
    cell = values.shape[2:]
    flat = np.ascontiguousarray(values.reshape(len(values), -1))
    flat = flat.astype(np.uint8) if flat.dtype.kind == "b" else flat
    predictor, usual, left = better(flat, np.repeat(present, math.prod(cell), axis=1))
    width = next(width for width in WIDTHS if left.view(np.uint64).max(initial=0) <= np.iinfo(width).max)
    content = zlib.compress(_shuffled(left.astype(width)), LEVEL)
    about = {
        "type": values.dtype.str,
        "cell": list(cell),
        "by": predictor,
        "usual": usual,
        "width": np.dtype(width).itemsize,
    }
    return {**about, "bytes": len(content)}, content


def expand(about: dict[str, Any], content: bytes, present: Array) -> Array:
    """Return the values of a column, shape (moment, track, ...)."""
    cell = tuple(about["cell"])
    shape = (present.shape[0], present.shape[1] * math.prod(cell))
    left = _unshuffled(zlib.decompress(content), shape, int(about["width"]))
    kind = np.dtype(about["type"])
    plain = np.dtype(np.uint8) if kind.kind == "b" else kind
    everywhere = np.repeat(present, math.prod(cell), axis=1)
    values = restore(left, everywhere, about["by"], plain, about.get("usual", 0))
    return values.astype(kind).reshape(*present.shape, *cell)


def _shuffled(left: Array) -> bytes:
    """Put each track's values side by side, and all first bytes before all second ones."""
    little = np.ascontiguousarray(left.T).astype(left.dtype.newbyteorder("<"))
    return np.ascontiguousarray(little.reshape(-1).view(np.uint8).reshape(-1, left.dtype.itemsize).T).tobytes()


def _unshuffled(content: bytes, shape: tuple[int, int], width: int) -> Array:
    planes = np.frombuffer(content, np.uint8).reshape(width, -1)
    values = np.ascontiguousarray(planes.T).reshape(-1).view(f"<u{width}")
    return np.ascontiguousarray(values.reshape(shape[1], shape[0]).T).astype(np.int64)
