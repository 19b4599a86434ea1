"""Sessions from simulators."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, overload

from longtail_sim.events.event import Span
from longtail_sim.observation.trace import Trace
from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.viewer.scene import Session, no_reason

if TYPE_CHECKING:
    from longtail_sim.viewer.forks import Forks
    from longtail_sim.viewer.recorder import Recorder


def spans(drawn: Scenario) -> list[Span]:
    """Return the time line of a drawn scenario's events; what waits for something is not on it."""
    return [span for event in drawn.events if event.when is None for span in event.timeline()]


class SpansSoFar(Sequence[Span]):
    """The time line of a running world: events that waited for something appear on it once they have begun."""

    def __init__(self, run: Simulator, world: int) -> None:
        """See the class."""
        self._run, self._world = run, world

    @overload
    def __getitem__(self, index: int) -> Span: ...
    @overload
    def __getitem__(self, index: slice) -> list[Span]: ...
    def __getitem__(self, index: int | slice) -> Span | list[Span]:
        """Return a span, or some."""
        return spans(self._run.drawn[self._world])[index]

    def __len__(self) -> int:
        """Return how many there are now."""
        return len(spans(self._run.drawn[self._world]))

    def __iter__(self) -> Iterator[Span]:
        """Yield those that there are now."""
        return iter(spans(self._run.drawn[self._world]))


def session(
    run: Simulator,
    twin: Simulator | None,
    advance: Callable[[], None],
    *,
    agent: str = "",
    reason: Callable[[int], str] = no_reason,
    reasons: Callable[[], dict[int, str]] = dict,
    trace: Callable[[int], Trace | None] = lambda trip: None,
    forks: Forks | None = None,
    recorder: Callable[[Path], Recorder] | None = None,
    world: int = 0,
) -> Session:
    """Return a session that shows one world of a simulator and its twin.

    Args:
        run: driven by the agent.
        twin: the same seeds with people in the fleet's place, or None.
        advance: performs one decision interval on both: observe, act and step the run, step the twin.
        agent: its name.
        reason: returns the agent's last reason for what the vehicle of a trip does.
        reasons: returns the agent's last reasons by trip.
        trace: returns the reasoning behind the last decision for a trip.
        forks: lets another agent take over.
        recorder: opens a file for a recording of this run.
        world: index of the world that is shown.
    """
    drawn = run.drawn[world]
    return Session(
        run=run,
        twin=twin,
        advance=advance,
        title=drawn.title or drawn.name,
        agent=agent,
        seed=run.seeds[world],
        duration_s=drawn.duration_s,
        interval_s=run.decision_interval_s,
        timeline=SpansSoFar(run, world) if drawn.waiting() else spans(drawn),
        reason=reason,
        reasons=reasons,
        trace=trace,
        forks=forks,
        recorder=recorder,
        level=drawn.fleet.sae_level,
        remote_agents=drawn.fleet.remote_assistance.agents_on_duty(),
        world=world,
    )
