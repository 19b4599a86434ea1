"""A run and its twin in step, for the window."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from types import TracebackType

from longtail_sim.agent import Agent
from longtail_sim.agent.guard import DECISION_LIMIT_S
from longtail_sim.episode.drive import Drive
from longtail_sim.observation import Trace
from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator


class Pair:
    """One world twice: once driven by an agent, once with people in the fleet's place.

    Use it as a context manager, or ``close()`` it.

    Args:
        scenario: what happens.
        agent: who drives the fleet.
        seed: the world.
        decision_limit_s: wall time for one decision of the whole fleet (s); None for no limit.

    Raises:
        AgentError: the agent cannot be reset.
        NetworkError: the streets cannot be built.
        ScenarioError: an event names a place that the streets do not have.
    """

    def __init__(
        self, scenario: Scenario, agent: Agent, seed: int, *, decision_limit_s: float | None = DECISION_LIMIT_S
    ) -> None:
        """Build both worlds."""
        self.agent = agent
        self.run = Simulator(scenario, [seed], people_in_fleet=agent.drives_as_person, latency_s=agent.latency_s)
        self.twin = Simulator(scenario, [seed], people_in_fleet=True, network=self.run.network)
        self._drive = Drive(self.run, agent, decision_limit_s=decision_limit_s)
        self._beside = ThreadPoolExecutor(1, "twin")

    def advance(self) -> None:
        """Go on by one decision interval, both at the same time; see :meth:`Drive.advance` for errors."""
        twin = self._beside.submit(self.twin.step)
        try:
            self._drive.advance()
        finally:
            twin.result()

    def reason(self, trip: int) -> str:
        """Return the agent's last reason for what the vehicle of a trip does, "" if it gave none."""
        decision = self._drive.decision(trip)
        return decision.reason if decision is not None else ""

    def trace(self, trip: int) -> Trace | None:
        """Return the reasoning behind the last decision for a trip's vehicle, None if the agent gave none."""
        decision = self._drive.decision(trip)
        return decision.trace if decision is not None else None

    def reasons(self) -> dict[int, str]:
        """Return the agent's last reasons by trip; empty if it gives none."""
        return self._drive.reasons()

    def close(self) -> None:
        """End the threads."""
        self._drive.close()
        self._beside.shutdown(cancel_futures=True)

    def __enter__(self) -> Pair:
        """Return the pair itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the threads."""
        self.close()
