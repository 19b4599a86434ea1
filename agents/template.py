"""An agent to begin with: change a line, and watch what it does to the city."""

from longtail_sim import Action, Agent, Observation


class Template(Agent):
    """Takes a dark signal for an all-way stop, and enters a junction only when it is free."""

    def act(self, observation: Observation) -> Action:
        """Decide for one vehicle, twice a second."""
        signal = observation.signal
        if observation.in_junction:
            return Action.yield_("clears the junction")
        if observation.gap_m + 4 < observation.line_m:
            return Action.proceed("follows the vehicle ahead")
        if signal.is_red or signal.is_yellow:
            return Action.yield_("red or yellow")
        if (signal.is_dark or observation.is_all_way_stop) and not observation.my_turn:
            return Action.yield_("all-way stop: not my turn")
        if observation.is_stop and not observation.at_line:
            return Action.yield_("stop sign: first to the line")
        if not (observation.path_clear and observation.exit_clear):
            return Action.yield_("the junction is not free")
        return Action.proceed("the way is free")
