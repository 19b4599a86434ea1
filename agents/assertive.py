"""Takes what it can get: a foil, to see whether a score rewards that."""

from longtail_sim import Action, Agent, FleetAction, FleetObservation, load_agent

NEAR_M = 25.0


class Assertive(Agent):
    """Waits for nobody: rolls through stops, goes on yellow, does not keep junctions clear."""

    def __init__(self) -> None:
        """Learn the traffic code."""
        self.traffic_code = load_agent("rule_based")

    def act_batch(self, fleet: FleetObservation) -> FleetAction:
        """Decide for all vehicles: by the traffic code, except where that means waiting for others."""
        light = fleet.signal
        decisions = self.traffic_code.act_batch(fleet)
        stops = light.is_dark | fleet.is_all_way_stop | fleet.is_stop
        rolls = stops & ~light.is_officer & fleet.path_clear & (fleet.line_m < NEAR_M)
        decisions = decisions.replaced(rolls, Action.proceed("nobody is in the way: rolls through"))
        decisions = decisions.replaced(light.is_yellow & ~fleet.in_junction, Action.proceed("still yellow"))
        squeezes = light.is_green & fleet.path_clear & ~fleet.exit_clear
        return decisions.replaced(squeezes, Action.proceed("somebody will make room behind the junction"))
