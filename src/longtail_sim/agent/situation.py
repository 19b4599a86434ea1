"""What follows from what a fleet perceives and has been told: the words that rules for driving are written in."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from longtail_sim.agent.notices import FAR_M, FleetNotices
from longtail_sim.observation import FleetObservation

AT_LINE_M, COMFORTABLE_MPS2 = 3.0, 3.0
NOBODY_GOES_S = 40.0  # at the line, free, and not its turn: it was given away
DOUBTS_RED_S = 120.0  # assumption: programs in cities do not show red for so long
HELD_S = 10.0  # somebody on foot who stands in the way for so long does so on purpose
CROSSED_S = 15.0  # assumption: nobody clears a junction for so long after the light has changed
BACK_S = 5.0  # before a closed road, until it wants back
SEES_M = 60.0  # what is in the road nearer than this is acted on
BLIND_HALT_M = 12.0  # where it is told of something that it does not see, it halts so far before it
STANDING_MPS = 0.3
LONG_GAP_S = 2.5  # in fog and on a slippery road
STANDSTILL_GAP_M = 3.0
CHILDREN_MPS, CHILDREN_M = 6.7, 60.0  # assumption: 15 mph, as near schools, where somebody has been in the road

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]


class Situation:
    """Arrays with one entry per vehicle; ``hypothesis`` is the agent's own number for what has happened.

    Attributes:
        see, light, told: what is perceived, of it the signal, and what others of the fleet have reported.
        first: nobody is between it and the stop line.
        can_stop: at the line, without hard braking.
        free: path through the junction and room behind it.
        all_way: stop signs for all, or a signal that has failed.
        doubted: a red that has shown for longer than any program would.
        in_the_road, comes: something recognised in the own street; a vehicle against the traffic.
        told_halt: before something reported that it does not see itself.
        held_up: it stands for no reason that it sees, or before somebody on foot who does not go away.
        crossed: others cross although its light has been green for long, so that it stands.
        wants_back, wants_round, wants_elsewhere: the way on is closed, the own lane is, the next street is.
        stuck: behind somebody who stands where nobody should.
    """

    def __init__(self, fleet: FleetObservation, hypothesis: npt.NDArray[np.int64], notices: FleetNotices) -> None:
        """Derive all of it."""
        self.see, self.light, self.hypothesis = fleet, fleet.signal, hypothesis
        self.told = notices.told(fleet)
        self.first = fleet.gap_m + 4 > fleet.line_m
        self.can_stop = fleet.speed_mps**2 <= 2 * COMFORTABLE_MPS2 * fleet.line_m
        self.free = fleet.path_clear & fleet.exit_clear
        self.before_narrow = (fleet.narrow_m > 0) & (fleet.narrow_m < 40)
        self._look_at_the_junction()
        self._look_at_the_road()
        self._look_for_a_way_round()

    def _look_at_the_junction(self) -> None:
        see, light = self.see, self.light
        at_line = self.first & (see.line_m < AT_LINE_M)
        self.late_left = at_line & see.turn_left & (light.colour_age_s < 2.5) & self.free
        self.doubted = light.is_red & ~light.is_officer & (light.colour_age_s > DOUBTS_RED_S)
        self.all_way = see.is_all_way_stop | ((light.is_dark | light.is_stuck_red) & ~light.is_officer)
        self.not_mine = self.all_way & ~see.my_turn & ~(self.doubted & ~light.is_stuck_red)
        long_green = light.is_green & ~light.is_officer & (light.colour_age_s > CROSSED_S)
        waits = self.first & (see.line_m < 2 * AT_LINE_M) & (see.standing_s > CROSSED_S) & ~see.turn_left
        self.crossed = long_green & waits & see.exit_clear & ~see.path_clear
        self.overdue = self.free & (see.at_line_s > NOBODY_GOES_S)

    def _look_at_the_road(self) -> None:
        see = self.see
        own = (see.obstacle_m < see.line_m) & (see.obstacle_m < FAR_M)
        self.in_the_road = own & (see.obstacle_m < SEES_M)
        self.comes = own & (see.obstacle_speed_mps < -1)
        self.told_of = (self.told.distance_m < FAR_M) & ~self.told.is_person & ~own
        self.told_halt = self.told_of & (self.told.distance_m < BLIND_HALT_M) & (self.told.speed_mps < 1)
        self.person_stays = self.in_the_road & see.obstacle_is_person & (see.standing_s > HELD_S)
        alone = (see.gap_m > 20) & (see.line_m > 10) & ~see.in_junction & (see.obstacle_m >= FAR_M)
        calm = ~see.siren_heard & ~see.boards & (see.narrow_m >= FAR_M) & ~see.assistance.awaiting & ~self.told_of
        self.held_up = self.person_stays | (alone & calm & (see.standing_s > 3))

    def _look_for_a_way_round(self) -> None:
        see = self.see
        behind = (see.gap_m < 10) & (see.leader_speed_mps < STANDING_MPS)
        self.stuck = behind & (see.standing_s > 5) & (see.line_m > 60)
        seen = self.in_the_road & ~see.obstacle_is_person & ~see.obstacle_fills_street
        self.wants_round = self.stuck | seen | self.comes | (self.told_of & (see.lane_count > 1))
        closed = self.in_the_road & see.obstacle_fills_street & (see.standing_s > BACK_S)
        self.wants_back = (closed | self.told_halt | self.person_stays) & (see.lane_count < 2)
        self.wants_elsewhere = self.told.next_closed & ~see.in_junction

    def allowed_mps(self) -> Numbers:
        """Return the speed that what is reported ahead allows (vehicles,), infinity where nothing is."""
        near = self.told.is_person & (self.told.distance_m < CHILDREN_M)
        closed = np.where(self.told_of, self.told.allows_mps(2.0, BLIND_HALT_M), np.inf)
        return np.where(near, CHILDREN_MPS, closed)

    def gap_mps(self) -> Numbers:
        """Return the speed that keeps a long gap where one sees little or the road is slippery, else infinity."""
        see = self.see
        bad = (see.visibility_m < FAR_M) | (see.friction < 1)
        room = see.gap_m - STANDSTILL_GAP_M - LONG_GAP_S * see.leader_speed_mps
        keeps = np.maximum(see.leader_speed_mps + room / LONG_GAP_S, 0.0)
        return np.where(bad & (see.gap_m < FAR_M) & (see.leader_speed_mps > 1), keeps, np.inf)
