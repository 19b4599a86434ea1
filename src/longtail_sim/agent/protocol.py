"""What a driving agent is: one object that decides for every automated vehicle."""

import re
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from longtail_sim.errors import AgentError
from longtail_sim.observation import Action, FleetAction, FleetObservation, Observation


class Agent:
    """Base of all agents: define ``act`` (simple) or ``act_batch`` (fast); each is derived from the other.

    One agent drives the whole fleet.  What it remembers, it remembers per vehicle, under
    ``(observation.world, observation.trip)``.

    Attributes:
        latency_s: time from observation to effect of a decision (s); the world goes on meanwhile.
        drives_as_person: True lets the simulated people drive the fleet; the agent is then not asked.
        name: what messages and tables call the agent; the loader sets it.
    """

    latency_s: ClassVar[float] = 0.0
    drives_as_person: ClassVar[bool] = False
    name: str = ""

    def __init_subclass__(cls) -> None:
        """Name the class in messages until the loader knows better."""
        super().__init_subclass__()
        if "name" not in cls.__dict__:
            cls.name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()

    def act(self, observation: Observation) -> Action:
        """Decide for one vehicle; called every decision interval (0.5 s)."""
        self._require_override()
        return self.act_batch(observation.as_fleet())[0]

    def act_batch(self, observations: FleetObservation) -> FleetAction:
        """Decide for all vehicles; row i of the answer is for row i of the observations."""
        self._require_override()
        return FleetAction.of([self.act(observation) for observation in observations])

    def reset(self, trips: npt.NDArray[np.int64] | None = None) -> None:
        """Forget the vehicles with these trips, or all; for agents that remember."""

    @classmethod
    def is_complete(cls) -> bool:
        """Tell whether the class defines at least one of ``act`` and ``act_batch``."""
        return cls.act is not Agent.act or cls.act_batch is not Agent.act_batch

    def _require_override(self) -> None:
        if not self.is_complete():
            raise AgentError(f"agent '{self.name}' defines neither act nor act_batch; define one of them.")
