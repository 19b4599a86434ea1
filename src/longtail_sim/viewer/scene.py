"""What the viewer is given: a scene to draw, and a session to play."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from longtail_sim.core.state import State
from longtail_sim.events.event import Span
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.observation.trace import Trace

if TYPE_CHECKING:
    from longtail_sim.viewer.forks import Forks
    from longtail_sim.viewer.recorder import Recorder


class Scene(Protocol):
    """Anything that stands at one moment: a simulator, or a recording at some time."""

    @property
    def network(self) -> StreetNetwork:
        """Streets, shared by all worlds."""

    @property
    def state(self) -> State:
        """Tables of all worlds; the viewer only reads them."""

    @property
    def time_s(self) -> float:
        """Simulated time."""


class MeasuredScene(Scene, Protocol):
    """A scene that can say how it is going."""

    def metrics(self, world: int) -> Mapping[str, float]:
        """Return the running metrics of one world under the names of the scoring page."""


def no_reason(trip: int) -> str:
    """Answer for agents that do not explain themselves."""
    return ""


@dataclass(frozen=True)
class Session:
    """A run and its twin in step, as the window plays them.

    Args:
        run: the simulator that the agent drives.
        twin: the same world with people in the fleet's place, or None.
        advance: performs one decision interval on both; called from the viewer's worker thread only.
        title: the scenario's title.
        agent: name of the agent.
        seed: seed of the world that is shown.
        duration_s: when the scenario ends.
        interval_s: length of one decision interval.
        timeline: the scenario's events.
        reason: the agent's last reason for what this trip's vehicle does, "" if it gave none.
        remote_agents: size of the remote-assistance pool, 0 if unknown.
        world: index of the world that is shown.
        reasons: the agent's last reasons by trip; empty if it gives none.
        trace: the reasoning behind the last decision for a trip, None if the agent gave none.
        forks: lets another agent take over at some moment, None if nobody can.
        level: SAE level of the fleet, -1 if unknown.
        recorder: opens a file for a recording of this run, None if it cannot be recorded.
    """

    run: MeasuredScene
    twin: MeasuredScene | None
    advance: Callable[[], None]
    title: str = ""
    agent: str = ""
    seed: int = 0
    duration_s: float = 3600.0
    interval_s: float = 0.5
    timeline: Sequence[Span] = ()
    reason: Callable[[int], str] = field(default=no_reason)
    remote_agents: int = 0
    world: int = 0
    reasons: Callable[[], dict[int, str]] = field(default=dict)
    trace: Callable[[int], Trace | None] = field(default=lambda trip: None)
    forks: Forks | None = None
    level: int = -1
    recorder: Callable[[Path], Recorder] | None = None

    @property
    def done(self) -> bool:
        """Whether the scenario has ended."""
        return self.run.time_s >= self.duration_s - 1e-6
