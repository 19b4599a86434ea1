"""Drives as if everything were about to go wrong: a foil, to see whether a score rewards that."""

from longtail_sim import Action, Agent, FleetAction, FleetObservation, load_agent

SLOW = 0.6  # of the speed limit
LOOKS_FOR_S = 4.0  # at every stop line, before it trusts the way
NEAR_M = 30.0


class Timid(Agent):
    """Traffic code by the book, at a crawl: slow everywhere, and a long look at every junction, green ones too."""

    def __init__(self) -> None:
        """Learn the traffic code."""
        self.traffic_code = load_agent("rule_based")

    def act_batch(self, fleet: FleetObservation) -> FleetAction:
        """Decide for all vehicles: by the traffic code, but slowly, and never without a long look."""
        decisions = self.traffic_code.act_batch(fleet)
        drives = decisions.longitudinal == Action.proceed().longitudinal
        slow = SLOW * fleet.speed_limit_mps
        for speed in sorted(set(slow.tolist())):
            decisions = decisions.replaced(drives & (slow == speed), Action.follow_speed(speed, "no faster than that"))
        near = drives & ~fleet.in_junction & (fleet.line_m < NEAR_M)
        looks = near & (~fleet.path_clear | ~fleet.exit_clear | (fleet.at_line & (fleet.at_line_s < LOOKS_FOR_S)))
        return decisions.replaced(looks, Action.yield_("looks again before it goes"))
