"""All connectors of the map: the plans of the junctions, put in their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from longtail_sim.core.codes import TURN_STRAIGHT
from longtail_sim.network.junction import Plan, Shape, join_plans, plan_junction
from longtail_sim.network.permissions import BoolArray
from longtail_sim.network.roads import FloatArray
from longtail_sim.network.streets import IntArray, Streets

TURNING_ACCELERATION = 3.0  # m/s^2, comfortable sideways acceleration
TURNING_SPEED_MPS = (3.5, 8.5)  # slowest and fastest turning speed


@dataclass(frozen=True)
class Connectors:
    """One row per connector, junction by junction; ``row`` points into ``plan``."""

    plan: Plan
    row: IntArray
    junction: IntArray
    from_lane: IntArray
    to_lane: IntArray
    from_street: IntArray
    to_street: IntArray
    first_of_junction: IntArray  # (junction + 1,): CSR of the rows of each junction

    @property
    def turn(self) -> IntArray:
        """TURN_* of each connector."""
        return self.plan.turn[self.row]

    def speed(self, limit: FloatArray) -> FloatArray:
        """Return the speed of each connector (m/s); ``limit`` is the speed limit of each street.

        Straight on, the lower limit of both streets; in a turn also not more than comfort allows,
        v = sqrt(a r) with a = 3 m/s^2 at the narrowest radius r.
        """
        legal = np.minimum(limit[self.from_street], limit[self.to_street])
        comfortable = np.sqrt(TURNING_ACCELERATION * self.plan.radius[self.row])
        turning = np.minimum(legal, np.clip(comfortable, *TURNING_SPEED_MPS))
        return np.where(self.turn == TURN_STRAIGHT, legal, turning)

    def points(self, centre: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return x, y and heading of the points of all connectors; ``centre`` is (junction, 2) in metres."""
        count = self.plan.points
        point = spread((np.cumsum(count) - count)[self.row], count[self.row])
        owner = np.repeat(self.junction, count[self.row])
        return self.plan.x[point] + centre[owner, 0], self.plan.y[point] + centre[owner, 1], self.plan.heading[point]

    def conflict_rows(self) -> IntArray:
        """Return, for the conflicts of all connectors in order, the row of the plan."""
        count = self.plan.conflicts
        return spread((np.cumsum(count) - count)[self.row], count[self.row])

    def conflict_other(self) -> IntArray:
        """Return, for the conflicts of all connectors in order, the other connector as a row of this table."""
        owner = np.repeat(self.junction, self.plan.conflicts[self.row])
        return self.plan.other[self.conflict_rows()] + self.first_of_junction[owner]


def lay_connectors(streets: Streets, arriving: IntArray, leaving: IntArray, allowed: BoolArray) -> Connectors:
    """Place the connectors of every junction; arguments as in ``permissions.allowed_movements``."""
    shapes = _shapes(streets, arriving, leaving, allowed)
    distinct = {shape: number for number, shape in enumerate(dict.fromkeys(shapes))}
    plans = [plan_junction(shape) for shape in distinct]
    size = np.array([len(plan.leg) for plan in plans])
    which = np.array([distinct[shape] for shape in shapes])
    plan, row = join_plans(plans), spread((np.cumsum(size) - size)[which], size[which])
    junction = np.repeat(np.arange(len(which)), size[which])
    from_street = arriving[junction, plan.leg[row]]
    to_street = leaving[junction, plan.exit_leg[row]]
    return Connectors(
        plan=plan,
        row=row,
        junction=junction,
        from_lane=streets.first_lane[from_street] + plan.lane[row],
        to_lane=streets.first_lane[to_street] + plan.exit_lane[row],
        from_street=from_street,
        to_street=to_street,
        first_of_junction=np.append(0, np.cumsum(size[which])),
    )


def spread(first: IntArray, count: IntArray) -> IntArray:
    """Return first[0], first[0] + 1 ... (count[0] numbers), then first[1] ..., as one array."""
    before = np.cumsum(count) - count
    numbers: IntArray = np.arange(count.sum()) + np.repeat(first - before, count)
    return numbers


def _shapes(streets: Streets, arriving: IntArray, leaving: IntArray, allowed: BoolArray) -> Sequence[Shape]:
    lanes_in = np.where(arriving >= 0, streets.lanes[arriving], 0).tolist()
    lanes_out = np.where(leaving >= 0, streets.lanes[leaving], 0).tolist()
    return [
        Shape(tuple(into), tuple(out), tuple(tuple(turns) for turns in legs))
        for into, out, legs in zip(lanes_in, lanes_out, allowed.tolist(), strict=True)
    ]
