"""What vehicles of a fleet have met in the road, told to the others of the same fleet and world.

One agent drives the whole fleet, so that what one vehicle reports can be known to the others half a second later, where
the radio works.  A report says where in which street something is, and no more than its reporter perceived.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from longtail_sim.observation import FleetObservation

Key = tuple[int, int, int]  # world, street, lane from the right
EVERY_LANE = -1
BODY_S = 60.0  # a notice of a vehicle holds for so long: it goes on some time (assumption)
LOST = 0.5  # where more radio messages than this are lost nobody reports, and nobody is told
FAR_M = 200.0


class Notice(NamedTuple):
    """One report of something in a lane.

    ``line_m`` is the way from its nearer end to the stop line of the street (m), ``speed_mps`` its speed along the
    street, negative where it comes against the traffic.
    """

    time_s: float
    line_m: float
    speed_mps: float
    is_body: bool
    is_person: bool

    def from_line_m(self, now_s: float) -> float:
        """Return the way from its nearer end to the stop line now (m), if it has gone on as it did."""
        return self.line_m - self.speed_mps * (now_s - self.time_s)


class Told(NamedTuple):
    """What the fleet knows about the lane of every vehicle, arrays (vehicles,); FAR_M: of nothing ahead of it."""

    distance_m: npt.NDArray[np.float64]
    speed_mps: npt.NDArray[np.float64]
    is_person: npt.NDArray[np.bool_]
    next_closed: npt.NDArray[np.bool_]  # the next street of the route is closed, or somebody holds the fleet up in it

    def allows_mps(self, braking_mps2: float, margin_m: float) -> npt.NDArray[np.float64]:
        """Return the speed from which each can come down to that of what is ahead, infinity where there is nothing."""
        way = np.maximum(self.distance_m - margin_m, 0.0)
        speed = np.sqrt(2.0 * braking_mps2 * way) + np.maximum(self.speed_mps, 0.0)
        return np.where(self.distance_m < FAR_M, speed, np.inf)


@dataclass
class FleetNotices:
    """The notice board of a fleet.

    What is reported at one moment is read from the next on, so that the order of vehicles does not matter.

    Args:
        lasts_s: how long a notice of what is no vehicle holds (s); then somebody has to look again (assumption).
    """

    lasts_s: float = 600.0
    _things: dict[Key, tuple[Notice | None, Notice]] = field(default_factory=dict)
    _closed: dict[Key, tuple[Notice | None, Notice]] = field(default_factory=dict)

    def report(
        self, fleet: FleetObservation, held_up: npt.NDArray[np.bool_], avoid: npt.NDArray[np.bool_] | None = None
    ) -> None:
        """Take in what the vehicles have recognised.

        Args:
            fleet: what they perceive.
            held_up: which of them stand in their street for something there that they do not see (vehicles,).
            avoid: which of them found that others had better not come into their street, for whatever reason.
        """
        warns = np.zeros(len(fleet), bool) if avoid is None else avoid
        sees = (fleet.obstacle_m < FAR_M) | held_up | warns
        for row in np.flatnonzero(sees & (fleet.link_loss < LOST) & (fleet.place.street >= 0)).tolist():
            one, (street, following, _) = fleet[row], fleet[row].place
            ahead_m = 0.0 if held_up[row] else one.obstacle_m
            own = ahead_m < one.line_m and not one.in_junction
            seen = held_up[row] or one.obstacle_m < FAR_M
            stands = bool(held_up[row]) and not one.obstacle_is_person  # then it is a body in the lane itself
            body = stands or one.obstacle_is_body
            notice = Notice(one.time_s, one.line_m - ahead_m, one.obstacle_speed_mps, body, one.obstacle_is_person)
            if own and seen:
                lane = EVERY_LANE if one.obstacle_is_person else round(one.lane_index)
                _post(self._things, (one.world, street, lane), notice)
            shut = one.obstacle_fills_street or (held_up[row] and one.lane_count < 2)
            where = street if own or one.in_junction else following
            for closed in ({where} if shut else set()) | ({street} if warns[row] else set()):
                if closed >= 0:
                    _post(self._closed, (one.world, closed, EVERY_LANE), notice)

    def told(self, fleet: FleetObservation) -> Told:
        """Return what has been reported earlier about the lanes and the next streets of all vehicles."""
        rows = len(fleet)
        told = Told(np.full(rows, FAR_M), np.zeros(rows), np.zeros(rows, bool), np.zeros(rows, bool))
        if not self._things and not self._closed:
            return told
        for row in np.flatnonzero((fleet.link_loss < LOST) & (fleet.place.street >= 0)).tolist():
            one = fleet[row]
            following = (one.world, one.place.next_street, EVERY_LANE)
            told.next_closed[row] = self._read(self._closed, following, one.time_s) is not None
            for lane in (EVERY_LANE, round(one.lane_index)):
                notice = self._read(self._things, (one.world, one.place.street, lane), one.time_s)
                distance = FAR_M if notice is None or one.in_junction else one.line_m - notice.from_line_m(one.time_s)
                if notice is not None and 0.0 < distance < told.distance_m[row]:
                    told.distance_m[row], told.speed_mps[row] = distance, notice.speed_mps
                    told.is_person[row] = notice.is_person
        return told

    def clear(self) -> None:
        """Forget everything."""
        self._things.clear()
        self._closed.clear()

    def _read(self, board: dict[Key, tuple[Notice | None, Notice]], key: Key, now_s: float) -> Notice | None:
        for notice in reversed(board.get(key, ())):
            if notice is None:
                continue
            lasts = BODY_S if notice.is_body and not notice.is_person else self.lasts_s
            if notice.time_s < now_s <= notice.time_s + lasts:
                return notice
        return None


def _post(board: dict[Key, tuple[Notice | None, Notice]], key: Key, notice: Notice) -> None:
    """Put a notice up; of two from the same moment the same one stays, whoever reports first."""
    _, latest = board.get(key, (None, notice))
    if latest.time_s == notice.time_s:
        board[key] = (board.get(key, (None, notice))[0], max(latest, notice))
    else:
        board[key] = (latest if latest.time_s < notice.time_s else None, notice)
