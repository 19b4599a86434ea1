"""Drives as a network has learned it."""

from pathlib import Path

from longtail_sim import Agent, FleetAction, FleetObservation, Policy

SHIPPED = Path(__file__).parent / "learned.npz"


class Learned(Agent):
    """Asks a trained network what to do: its own, or that of ``--agent FILE.npz`` (see docs/learning.md)."""

    def __init__(self, file: str | Path = SHIPPED) -> None:
        """Read the network."""
        self.policy = Policy.load(file)

    def act_batch(self, fleet: FleetObservation) -> FleetAction:
        """Decide for all vehicles: for each the action that the network prefers."""
        return self.policy.decide(fleet)
