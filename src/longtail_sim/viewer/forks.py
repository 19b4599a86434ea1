"""Another agent takes over at some moment: the world is forked, and goes on beside the run."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from longtail_sim.agent import Agent, list_agents, load_agent
from longtail_sim.agent.guard import DECISION_LIMIT_S
from longtail_sim.episode.drive import Drive
from longtail_sim.errors import LongtailError
from longtail_sim.observation.trace import Trace
from longtail_sim.simulator import Simulator
from longtail_sim.viewer.recorder import Recorder, about
from longtail_sim.viewer.scene import MeasuredScene
from longtail_sim.viewer.sessions import spans
from longtail_sim.viewer.wheel import Wheel


@dataclass(frozen=True)
class Branch:
    """A world that goes its own way since it was forked.

    Attributes:
        scene: the world.
        advance: performs one decision interval.
        agent: who drives.
        begins_s: when it was forked.
        reasons: the agent's last reasons by trip.
        trace: the reasoning behind the last decision for a trip.
        close: ends its threads.
        wheel: lets the person at the window drive one vehicle.
        recorder: opens a file for a recording of it, None if it cannot be recorded.
    """

    scene: MeasuredScene
    advance: Callable[[], None]
    agent: str
    begins_s: float
    reasons: Callable[[], dict[int, str]] = field(default=dict)
    trace: Callable[[int], Trace | None] = field(default=lambda trip: None)
    close: Callable[[], None] = field(default=lambda: None)
    wheel: Wheel = field(default_factory=Wheel)
    recorder: Callable[[Path], Recorder] | None = None


class Forks(Protocol):
    """Saves the run, and forks what was saved."""

    @property
    def agents(self) -> Sequence[str]:
        """Names of the agents that can take over; the run's own is the first."""

    def save(self) -> bytes:
        """Return the present state of the run."""

    def fork(self, saved: bytes, agent: str) -> Branch:
        """Return what was saved as a world of its own, driven by an agent; LongtailError if that cannot be."""


class SimulatorForks:
    """Forks one world of a simulator.

    Args:
        run: whose worlds are forked; nobody else may advance it during a call.
        spec: name or file of the agent that drives it.
        world: index of the world.
        decision_limit_s: wall time for one decision of the whole fleet (s); None for no limit.
    """

    def __init__(
        self, run: Simulator, spec: str, world: int = 0, *, decision_limit_s: float | None = DECISION_LIMIT_S
    ) -> None:
        """See the class."""
        self._run, self._world, self._limit_s = run, world, decision_limit_s
        self.agents = (spec, *(entry.name for entry in list_agents() if entry.name != spec))

    def save(self) -> bytes:
        """Return the present state, packed: it is mostly zeros."""
        return zlib.compress(pickle.dumps(self._run.snapshot([self._world]), pickle.HIGHEST_PROTOCOL), 1)

    def fork(self, saved: bytes, agent: str) -> Branch:
        """Return what was saved as a world of its own.

        Raises:
            LongtailError: the agent cannot be loaded, or lets people drive.
        """
        driver = load_agent(agent)
        if driver.drives_as_person:
            raise LongtailError(f"{driver.name} lets people drive from the beginning on; look at the twin instead")
        simulator = self._run.fork([self._world])
        simulator.restore(pickle.loads(zlib.decompress(saved)))
        simulator.settings["agent_latency_s"][:] = driver.latency_s
        return self._branch(simulator, driver, agent)

    def _branch(self, simulator: Simulator, driver: Agent, spec: str) -> Branch:
        drive, wheel = Drive(simulator, driver, decision_limit_s=self._limit_s), Wheel()
        drive.revise = wheel.revise
        of = about(simulator, driver.name, spec, fork_s=simulator.time_s)

        def trace(trip: int) -> Trace | None:
            decision = drive.decision(trip)
            return decision.trace if decision is not None else None

        return Branch(
            scene=simulator,
            advance=drive.advance,
            agent=driver.name,
            begins_s=simulator.time_s,
            reasons=drive.reasons,
            trace=trace,
            close=drive.close,
            wheel=wheel,
            recorder=lambda path: Recorder(of, path, timeline=lambda: spans(simulator.drawn[0])),
        )
