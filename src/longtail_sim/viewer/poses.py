"""Where vehicles are: from lane and arc length to points and headings, for all of them at once."""

from __future__ import annotations

import numpy as np

from longtail_sim.core.network import Network
from longtail_sim.core.schema import Array


def fronts(network: Network, lane: Array, s: Array, lateral: Array) -> tuple[Array, Array, Array]:
    """Return x, y and heading of the front bumpers' centres; all arrays have shape (n,)."""
    first = network.point_first[lane]
    pieces = np.maximum(network.point_first[lane + 1] - first - 1, 1)
    along = np.clip(s / np.maximum(network.lane_length[lane], 1e-9), 0.0, 1.0) * pieces
    piece = np.minimum(along.astype(np.int64), pieces - 1)
    share = along - piece
    before = first + piece
    after = np.minimum(before + 1, network.point_first[lane + 1] - 1)
    heading = network.point_heading[before] * (1 - share) + network.point_heading[after] * share
    x = network.point_x[before] * (1 - share) + network.point_x[after] * share
    y = network.point_y[before] * (1 - share) + network.point_y[after] * share
    return x - np.sin(heading) * lateral, y + np.cos(heading) * lateral, heading


def centres(network: Network, lane: Array, s: Array, lateral: Array, length: Array) -> tuple[Array, Array, Array]:
    """Return x, y and heading of the centres of the footprints, half a length behind the front bumpers."""
    x, y, heading = fronts(network, lane, s, lateral)
    return x - np.cos(heading) * length / 2, y - np.sin(heading) * length / 2, heading


def chords(
    network: Network, lane: Array, s: Array, lateral: Array, length: Array, came_from: Array
) -> tuple[Array, Array, Array]:
    """Return x, y and heading of the centres of trucks and buses: both bumpers on the path."""
    x, y, _ = fronts(network, lane, s, lateral)
    back = (s < length) & (came_from >= 0)
    behind = np.where(back, came_from, lane)
    place = np.where(back, network.lane_length[behind], 0.0) + s - length
    rear_x, rear_y, rear_heading = fronts(network, behind, np.maximum(place, 0.0), lateral)
    before = np.minimum(place, 0.0)  # beyond the beginning of that lane, straight on
    rear_x, rear_y = rear_x + before * np.cos(rear_heading), rear_y + before * np.sin(rear_heading)
    return (x + rear_x) / 2, (y + rear_y) / 2, np.arctan2(y - rear_y, x - rear_x)


def lane_points(network: Network, lane: int) -> tuple[Array, Array, Array]:
    """Return x, y and heading of the points of one lane's centre line."""
    row = slice(int(network.point_first[lane]), int(network.point_first[lane + 1]))
    return network.point_x[row], network.point_y[row], network.point_heading[row]
