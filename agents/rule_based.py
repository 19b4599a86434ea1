"""Drives by the traffic code, as written."""

import numpy as np

from longtail_sim import Action, Agent, FleetAction, FleetObservation

HORIZON_M = 70.0  # a junction farther away than this is not decided about yet
SHORTEST_VEHICLE_M = 4.0
COMFORTABLE_MPS2 = 3.0  # braking that passengers do not complain about
AT_LINE_M = 3.0
EARLY_YELLOW_S = 2.5  # a left turn that begins by then is over before the cross traffic starts
PATIENCE_S = 5.0  # behind somebody who stands where nobody should
LONG_STANDING_S = 60.0  # longer than a red light
QUEUE_END_M = 60.0  # who stands farther from the line than this is probably not in its queue
NEAR_M = 10.0
ODD_M = 60.0  # what is in the road nearer than this is acted on
STANDING_MPS = 0.3
SIREN_M = 80.0  # a siren behind nearer than this is made way for
NARROW_M = 40.0  # from here on one looks who comes the other way through a narrow stretch


class RuleBased(Agent):
    """Traffic code by the book: a dark signal is an all-way stop, and nobody enters a junction that is not free."""

    def act_batch(self, fleet: FleetObservation) -> FleetAction:
        """Decide for all vehicles: one rule a line, in the order of their rank."""
        light = fleet.signal
        first = fleet.gap_m + SHORTEST_VEHICLE_M > fleet.line_m  # nobody is between it and the stop line
        free = fleet.path_clear & fleet.exit_clear
        can_stop = fleet.speed_mps**2 <= 2 * COMFORTABLE_MPS2 * fleet.line_m
        waits_for_left = first & fleet.turn_left & (fleet.line_m < AT_LINE_M) & (light.colour_age_s < EARLY_YELLOW_S)
        unseen = light.has_signal & ~light.known  # it stands in the map
        failed = (light.is_dark | light.is_stuck_red) & ~light.is_officer  # vehicle code 21800(d)
        all_way_stop = failed | (fleet.is_all_way_stop & ~light.is_officer)

        siren_behind = fleet.siren_m < SIREN_M  # vehicle code 21806
        siren_ahead = fleet.siren_heard & ~siren_behind
        before_narrow = (fleet.narrow_m > 0) & (fleet.narrow_m < NARROW_M)
        in_own_street = (fleet.obstacle_m < ODD_M) & (fleet.obstacle_m < fleet.line_m)

        # The first rule that applies counts.
        rules = [
            (in_own_street & ~fleet.obstacle_is_body, Action.yield_("the road ahead is closed: halts before it")),
            (fleet.in_junction, Action.yield_("inside the junction: clears it, but touches nobody")),
            (fleet.narrow_m <= 0, Action.proceed("narrow street: goes through")),
            (siren_behind, Action.pull_over("siren behind: pulls over until it has passed")),
            (before_narrow & siren_ahead, Action.yield_("narrow street: leaves it to the siren")),
            (before_narrow & ~fleet.narrow_turn, Action.yield_("narrow street: it is for the other direction to go")),
            (fleet.line_m > HORIZON_M, Action.proceed("no junction near")),
            (fleet.siren_at_junction & can_stop, Action.yield_("siren at the junction: keeps out of it")),
            (light.is_red & ~light.is_stuck_red, Action.yield_("red")),
            (unseen & can_stop, Action.yield_("signal not seen: as if it were red")),
            (light.is_officer & ~light.is_green, Action.yield_("the officer has not waved it on")),
            (light.is_yellow & waits_for_left & free, Action.proceed("yellow: finishes its left turn")),
            (light.is_yellow & can_stop, Action.yield_("yellow, and it can stop")),
            (light.is_yellow, Action.proceed("yellow, too near to stop")),
            (all_way_stop & ~fleet.at_line, Action.yield_("all-way stop: first to the line")),
            (all_way_stop & ~fleet.my_turn, Action.yield_("all-way stop: not its turn")),
            (fleet.is_stop & ~fleet.at_line, Action.yield_("stop sign: first to the line")),
            (first & ~fleet.exit_clear, Action.yield_("no room behind the junction")),
            (first & ~fleet.path_clear, Action.yield_("somebody would be met in the junction")),
        ]
        decisions = FleetAction.choose(rules, otherwise=Action.proceed("the way is free"))

        in_the_way = in_own_street & ~fleet.obstacle_is_person & ~fleet.obstacle_fills_street
        decisions = decisions.not_faster_than(fleet.sight_speed_mps())
        blocked = in_the_way | self.behind_an_obstacle(fleet)
        return decisions.changing_right(blocked & fleet.right_free).changing_left(blocked & fleet.left_free)

    def behind_an_obstacle(self, fleet: FleetObservation) -> np.ndarray:
        """Tell who stands behind somebody who seems to stand for good, rather than in a queue."""
        behind = (fleet.gap_m < NEAR_M) & (fleet.leader_speed_mps < STANDING_MPS) & ~fleet.in_junction
        no_queue = (fleet.line_m > QUEUE_END_M) | (fleet.standing_s > LONG_STANDING_S)
        return behind & no_queue & (fleet.standing_s > PATIENCE_S)
