"""Critical headway and follow-up time, estimated from what drivers accepted and rejected, as field studies do.

Troutbeck's maximum likelihood (Troutbeck 1992; Brilon, Koenig and Troutbeck 1999): critical headways are lognormal
across drivers, and every driver's lies between the largest headway that he rejected and the one that he accepted:

    L(mu, sigma) = prod over drivers [F(accepted) - F(rejected)],  F the lognormal distribution function

The mean critical headway is exp(mu + sigma^2 / 2).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from longtail_sim.network import StreetNetwork
from longtail_sim.validation.gates import Gate, Passings, meeting_point

FloatArray = npt.NDArray[np.float64]

_erf = np.vectorize(math.erf, otypes=[float])
_LEAST = 1e-12  # no likelihood below this, so that its logarithm exists
_WIDEST = 7.0  # bound of |ln sigma|
_SHORTEST_REJECTED_S = 0.01  # stands for "rejected none"
_AT_LINE_M = 2.5  # who is nearer than this to the line is the first of the queue


@dataclass(frozen=True)
class CriticalHeadway:
    """Lognormal distribution of critical headways."""

    mean_s: float
    sd_s: float


@dataclass(frozen=True)
class Decisions:
    """What drivers at a minor stream did with the headways of the major stream."""

    accepted_s: FloatArray  # per driver
    rejected_s: FloatArray  # largest that the same driver rejected, 0 if none
    follow_up_s: FloatArray  # times between two who used one headway


def estimate(accepted_s: FloatArray, rejected_s: FloatArray) -> CriticalHeadway:
    """Return the critical headway that makes the drivers' decisions most likely.

    Drivers who rejected more than they accepted are inconsistent with a fixed critical headway and are left out, as
    usual.

    Raises:
        ValueError: fewer than two consistent drivers.
    """
    consistent = rejected_s < accepted_s
    accepted, rejected = (
        np.log(accepted_s[consistent]),
        np.log(np.maximum(rejected_s[consistent], _SHORTEST_REJECTED_S)),
    )
    if len(accepted) < 2:
        raise ValueError("a critical headway cannot be estimated from fewer than two drivers")
    mu, sigma = _maximise(accepted, rejected)
    variance = sigma * sigma
    mean = math.exp(mu + variance / 2)
    return CriticalHeadway(mean, mean * math.sqrt(math.expm1(variance)))


def _maximise(accepted: FloatArray, rejected: FloatArray) -> tuple[float, float]:
    """Return (mu, sigma) by compass search: to the best neighbour, or with half the stride where none is better."""
    mu, log_sigma, stride = float(np.median(accepted)), math.log(0.25), 0.5
    best = _log_likelihood(mu, math.exp(log_sigma), accepted, rejected)
    while stride > 1e-4:
        around = [
            (mu + stride, log_sigma),
            (mu - stride, log_sigma),
            (mu, log_sigma + stride),
            (mu, log_sigma - stride),
        ]
        tried = [(_log_likelihood(m, math.exp(s), accepted, rejected), m, s) for m, s in around if abs(s) < _WIDEST]
        likelihood, m, s = max(tried)
        if likelihood > best:
            best, mu, log_sigma = likelihood, m, s
        else:
            stride /= 2
    return mu, math.exp(log_sigma)


def _log_likelihood(mu: float, sigma: float, accepted: FloatArray, rejected: FloatArray) -> float:
    share = _normal((accepted - mu) / sigma) - _normal((rejected - mu) / sigma)
    return float(np.log(np.maximum(share, _LEAST)).sum())


def _normal(z: FloatArray) -> FloatArray:
    return np.asarray(0.5 * (1.0 + _erf(z / math.sqrt(2.0))))


def gates(network: StreetNetwork, minor: int, major: int) -> tuple[Gate, ...]:
    """Return the gates at which ``decisions`` watches two connectors that meet."""
    return (
        Gate(minor, -_AT_LINE_M),
        Gate(minor, meeting_point(network, minor, major)),
        Gate(major, meeting_point(network, major, minor)),
    )


def decisions(seen: Passings, world: int) -> Decisions:
    """Return what drivers did in one world, seen at three gates.

    Gate 0 is where a minor vehicle becomes the first of its queue, gates 1 and 2 are where the two streams meet, on
    the path of the minor and of the major vehicles.
    """
    came, went, major = (seen.at(gate, world) for gate in range(3))
    since = dict(zip(came.trip.tolist(), came.time_s.tolist(), strict=True))
    known = np.array([trip in since for trip in went.trip.tolist()], bool)
    waiting = np.array([since[trip] for trip in went.trip[known].tolist()])
    return observe(major.time_s, went.time_s[known], waiting)


def observe(major_s: FloatArray, minor_s: FloatArray, waiting_since_s: FloatArray) -> Decisions:
    """Sort out who accepted and rejected what.

    Only headways count that a driver saw from their beginning; what is left of a headway when he comes to the line
    (a lag) counts neither as accepted nor as rejected.

    Args:
        major_s: when major vehicles passed the point where the streams meet, ascending.
        minor_s: when minor vehicles passed it, ascending: between two major vehicles.
        waiting_since_s: when each of these had come to the line as the first of its queue.
    """
    accepted, rejected, follow_up = [], [], []
    headway = np.diff(major_s)
    used = np.searchsorted(major_s, minor_s) - 1  # headway k lies between major vehicles k and k + 1
    seen_from = np.searchsorted(major_s, waiting_since_s)
    for n, (k, first) in enumerate(zip(used.tolist(), seen_from.tolist(), strict=True)):
        if k < 0 or k >= len(headway):
            continue
        if n > 0 and used[n - 1] == k:
            follow_up.append(minor_s[n] - minor_s[n - 1])
        if first <= k:
            accepted.append(headway[k])
            rejected.append(headway[first:k].max(initial=0.0))
    return Decisions(np.array(accepted), np.array(rejected), np.array(follow_up))
