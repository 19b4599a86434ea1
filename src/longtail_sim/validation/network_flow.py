"""What a network passes by the HCM's capacities: flows from street to street, each junction passing what it can.

Demand enters at the edge of the map.  Every approach passes what arrives, at most its capacity, and what it passes
turns in the given proportions into the streets beyond, where it arrives at the next junction.  Junctions thus weigh by
the traffic that reaches them: those behind a junction that passes little are not saturated, however high the demand.
Queues stand on a point: that they reach back to the junction upstream is left out, at signals and in the dark alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from longtail_sim.core.codes import LEG_EAST, LEG_NORTH, LEG_SOUTH, LEG_WEST, TURN_LEFT, TURN_RIGHT, TURN_STRAIGHT
from longtail_sim.core.network import Network
from longtail_sim.validation.hcm.all_way_stop import Lane, all_way_stop
from longtail_sim.validation.hcm.signal import LaneGroup
from longtail_sim.validation.measuring import FloatArray

DIRECTION = {LEG_NORTH: "sb", LEG_EAST: "wb", LEG_SOUTH: "nb", LEG_WEST: "eb"}  # of travel, by the leg one comes from
MOST_ROUNDS = 1000
TOLERANCE = 0.1  # veh/h

Passing = Callable[[FloatArray], FloatArray]  # arriving flow by street -> what passes the junction at its end


@dataclass(frozen=True)
class Turns:
    """Shares of those who would turn if they could; where a turn is not allowed, the others share its traffic."""

    left: float
    right: float

    def on(self, street: int, arrays: Network) -> dict[int, float]:
        """Return the shares of the turns that a street allows at its end."""
        wanted = {TURN_LEFT: self.left, TURN_STRAIGHT: 1 - self.left - self.right, TURN_RIGHT: self.right}
        allowed = {turn: share for turn, share in wanted.items() if arrays.street_turns[street, turn]}
        total = sum(allowed.values())
        return {turn: share / total for turn, share in allowed.items()}


def junction_entries(demand: FloatArray, passing: Passing, turns: Turns, arrays: Network) -> float:
    """Return the junctions entered per hour once flows have settled; ``demand`` (veh/h) enters at each street."""
    shares = _shares(turns, arrays)
    arriving = demand
    for _ in range(MOST_ROUNDS):
        following = demand + passing(arriving) @ shares
        change = np.abs(following - arriving).max()
        arriving = following
        if change <= TOLERANCE:
            return float(passing(arriving)[_before_junctions(arrays)].sum())
    raise ArithmeticError("the flows of the network do not settle")


def signals_pass(arrays: Network) -> Passing:
    """Return how much passes signals: N s g/C of every street, effective green being as long as the displayed one."""
    most = np.full(len(arrays.street_lanes), np.inf)
    for junction, leg, street in _approaches(arrays):
        cycle, green = arrays.junction_cycle_s[junction], arrays.junction_green_s[junction, leg % 2]
        most[street] = LaneGroup(float(cycle), float(green), 0.0, lanes=int(arrays.street_lanes[street])).capacity
    return lambda arriving: np.minimum(arriving, most)


def all_way_stops_pass(turns: Turns, arrays: Network) -> Passing:
    """Return how much passes if every junction is an all-way stop of HCM 7 chapter 21.

    Approaches count as they are: on one-way streets there is no opposite one, and only those degrees of conflict occur
    that the approaches present can make.  A lane passes 3600 s / h_d, with h_d at the utilisations of the others.
    """
    junctions: dict[int, dict[str, int]] = {}
    for junction, leg, street in _approaches(arrays):
        junctions.setdefault(junction, {})[DIRECTION[leg]] = street

    def passing(arriving: FloatArray) -> FloatArray:
        passed = arriving.copy()
        for approaches in junctions.values():
            streets = list(approaches.values())
            if arriving[streets].any():
                passed[streets] = _passed_stop(approaches, arriving, turns, arrays)
        return passed

    return passing


def _passed_stop(approaches: Mapping[str, int], arriving: FloatArray, turns: Turns, arrays: Network) -> list[float]:
    """Return what each of the approaches of one all-way stop passes (veh/h)."""
    lanes = {side: _lanes(street, arriving[street], turns, arrays) for side, street in approaches.items()}
    found = all_way_stop(lanes, tolerance_s=1e-4)
    return [
        sum(min(lane.flow, 3600 / lane.headway_s) for (direction, _), lane in found.items() if direction == side)
        for side in approaches
    ]


def _lanes(street: int, flow: float, turns: Turns, arrays: Network) -> list[Lane]:
    """Return equally used lanes, left to right: lefts use the leftmost, rights the rightmost."""
    number, shares = int(arrays.street_lanes[street]), turns.on(street, arrays)
    each = [[0.0, 0.0] for _ in range(number)]
    each[0][0], each[-1][1] = (flow * shares.get(turn, 0.0) for turn in (TURN_LEFT, TURN_RIGHT))
    return [Lane(left, flow / number - left - right, right) for left, right in each]


def _shares(turns: Turns, arrays: Network) -> FloatArray:
    """Return which share of a street's traffic goes on to which street, shape (street, street)."""
    shares = np.zeros((len(arrays.street_lanes), len(arrays.street_lanes)))
    for _, _, street in _approaches(arrays):
        first = arrays.street_first_lane[street]
        connectors = arrays.lane_connector[first : first + arrays.street_lanes[street]].max(axis=0)
        for turn, share in turns.on(street, arrays).items():
            shares[street, arrays.lane_street[arrays.connector_to[connectors[turn]]]] = share
    return shares


def _approaches(arrays: Network) -> Iterator[tuple[int, int, int]]:
    """Yield junction, leg and street of every street that ends at a junction."""
    for street in np.flatnonzero(_before_junctions(arrays)).tolist():
        lane = arrays.street_first_lane[street]
        yield int(arrays.lane_junction[lane]), int(arrays.lane_leg[lane]), street


def _before_junctions(arrays: Network) -> FloatArray:
    return np.asarray(arrays.lane_junction[arrays.street_first_lane] >= 0)
