"""What a column's next value is expected to be, and what remains: mostly nothing, which compresses to nothing.

Values are matrices of shape (moment, track).  Two predictors: that nothing changes, beginning with the value that most
tracks begin with; and that it goes on as before, x' = x + (x - x_before).  What remains is the difference of the bits,
so that nothing is ever lost.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from longtail_sim.core.schema import Array

STAYS, GOES_ON = "stays", "goes on"
Integers = npt.NDArray[np.int64]


def remains(values: Array, present: Array, predictor: str, usual: int = 0) -> Integers:
    """Return zigzag-coded differences from what was expected, of the shape of the values; 0 where nobody is.

    Args:
        values: float64, float32 or integers; shape (moment, track).
        present: which of them are there, of the same shape.
        predictor: STAYS, or GOES_ON for floats.
        usual: bits of the value that is expected of who was never there before; 0 with GOES_ON.
    """
    last = _from_integers(np.full(values.shape[1], usual), values.dtype)
    slope = np.zeros_like(last)
    found = np.zeros(values.shape, np.int64)
    for moment in range(len(values)):
        expected = last + slope if predictor == GOES_ON else last
        now = np.where(present[moment], values[moment], expected)
        found[moment] = _as_integers(now) - _as_integers(expected)
        if predictor == GOES_ON:
            slope = _slope(now, last, present[moment])
        last = now
    return (found << 1) ^ (found >> 63)


def restore(left: Integers, present: Array, predictor: str, kind: np.dtype[np.generic], usual: int = 0) -> Array:
    """Return the values again; the inverse of :func:`remains`.  Where nobody is, the values mean nothing."""
    steps = (left.view(np.uint64) >> np.uint64(1)).view(np.int64) ^ -(left & 1)
    last = _from_integers(np.full(left.shape[1], usual), kind)
    slope = np.zeros_like(last)
    values = np.zeros(left.shape, kind)
    for moment in range(len(left)):
        expected = last + slope if predictor == GOES_ON else last
        now = _from_integers(_as_integers(expected) + steps[moment], kind)
        if predictor == GOES_ON:
            slope = _slope(now, last, present[moment])
        values[moment] = last = now
    return values


def better(values: Array, present: Array) -> tuple[str, int, Integers]:
    """Return the predictor that leaves less of these values, the bits of the usual first value, and what is left."""
    usual = _usual(values, present)
    stays = remains(values, present, STAYS, usual)
    if values.dtype.kind != "f" or not np.isfinite(values).all():  # bits of nan are not the same everywhere
        return STAYS, usual, stays
    goes_on = remains(values, present, GOES_ON)
    return (GOES_ON, 0, goes_on) if _bits(goes_on) < _bits(stays) else (STAYS, usual, stays)


def _usual(values: Array, present: Array) -> int:
    """Return the bits of the value that most tracks begin with."""
    there = np.flatnonzero(present.any(axis=0))
    if not len(there):
        return 0
    found, count = np.unique(_as_integers(values[present.argmax(axis=0)[there], there]), return_counts=True)
    return int(found[count.argmax()])


def _slope(now: Array, last: Array, present: Array) -> Array:
    """Return how the value has changed; nothing where it was not there before."""
    slope: Array = np.where(present & (last != 0), now - last, 0).astype(now.dtype)
    return slope


def _bits(left: Integers) -> float:
    return float(np.log2(1.0 + left.view(np.uint64)).sum())


def _as_integers(values: Array) -> Integers:
    if values.dtype == np.float64:
        return values.view(np.int64)
    return (values.view(np.int32) if values.dtype == np.float32 else values).astype(np.int64)


def _from_integers(bits: Integers, kind: np.dtype[np.generic]) -> Array:
    if kind == np.float64:
        return bits.view(np.float64)
    return bits.astype(np.int32).view(np.float32) if kind == np.float32 else bits.astype(kind)
