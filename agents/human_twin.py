"""No automation at all: the yardstick."""

from longtail_sim import Action, Agent, Observation


class HumanTwin(Agent):
    """Lets the simulated people drive the fleet, with their skill and their mistakes: the reference for all others."""

    drives_as_person = True

    def act(self, observation: Observation) -> Action:
        """Never called: the simulator lets people drive."""
        return Action.proceed("a person drives, and does not ask")
