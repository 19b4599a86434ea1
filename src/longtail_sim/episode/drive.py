"""An agent at the wheel: observe, decide, act, step."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType

import numpy as np
import numpy.typing as npt

from longtail_sim.agent import Agent, Guard
from longtail_sim.agent.guard import DECISION_LIMIT_S
from longtail_sim.errors import AgentError
from longtail_sim.observation import Action, FleetAction, FleetObservation
from longtail_sim.simulator import Simulator


class Drive:
    """One agent that drives the fleet of one simulator, decision by decision.

    Use it as a context manager, or ``close()`` it.

    Args:
        simulator: worlds that nobody else advances.
        agent: decides for all vehicles of all worlds; forgets what it knew before.
        decision_limit_s: wall time for one decision of the whole fleet (s); None for no limit.

    Attributes:
        revise: may change the agent's decisions before they take effect; None leaves them as they are.

    Raises:
        AgentError: the agent cannot be reset.
    """

    def __init__(
        self, simulator: Simulator, agent: Agent, *, decision_limit_s: float | None = DECISION_LIMIT_S
    ) -> None:
        """See the class."""
        self.simulator = simulator
        self.agent = agent
        self.revise: Callable[[FleetObservation, FleetAction], FleetAction] | None = None
        self._guard = Guard(agent, decision_limit_s)
        self._last: tuple[FleetObservation, FleetAction] | None = None
        self._reset(None)

    def advance(self) -> None:
        """Go on by one decision interval.

        Raises:
            AgentError: the agent raises, takes too long, or answers anything but one valid decision per vehicle.
            SimulationError: an impossible state, which is a defect of the simulator.
        """
        if not self.agent.drives_as_person:
            observations = self.simulator.observe()
            self._forget_ended(observations)
            decisions = self._guard.act(observations)
            if self.revise is not None:
                decisions = self.revise(observations, decisions)
            self.simulator.act(decisions)
            self._last = observations, decisions
        self.simulator.step()

    def decision(self, trip: int, world: int = 0) -> Action | None:
        """Return the last decision for the vehicle of a trip, None if there was none."""
        if self._last is None:
            return None
        observations, decisions = self._last
        rows = np.flatnonzero((observations.trip == trip) & (observations.world == world))
        return decisions[int(rows[0])] if rows.size else None

    def reasons(self, world: int = 0) -> dict[int, str]:
        """Return the last reason for every vehicle of a world by its trip; empty if the agent gave none."""
        if self._last is None or not self._last[1].reasons:
            return {}
        observations, decisions = self._last
        rows = np.flatnonzero(observations.world == world)
        reasons = decisions.reasons or []
        return {int(observations.trip[row]): reasons[row] for row in rows.tolist()}

    def close(self) -> None:
        """End the agent's thread."""
        self._guard.close()

    def __enter__(self) -> Drive:
        """Return the drive itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the agent's thread."""
        self.close()

    def _forget_ended(self, observations: FleetObservation) -> None:
        """Let the agent forget trips that need no more decisions.

        Worlds of one batch share the numbers of trips, so a trip is forgotten when it is over in all of them.
        """
        if self._last is None:
            return
        ended = np.setdiff1d(self._last[0].trip, observations.trip)
        if ended.size:
            self._reset(ended)

    def _reset(self, trips: npt.NDArray[np.int64] | None) -> None:
        try:
            self.agent.reset(trips)
        except Exception as error:
            raise AgentError(f"agent '{self.agent.name}' failed in reset: {type(error).__name__}: {error}.") from None
