"""Sessions from simulators."""

from __future__ import annotations

from collections.abc import Callable

from longtail_sim.events.event import Span
from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.viewer.scene import Session, no_reason


def spans(drawn: Scenario) -> list[Span]:
    """Return the time line of a drawn scenario's events."""
    return [span for event in drawn.events for span in event.timeline()]


def session(
    run: Simulator,
    twin: Simulator | None,
    advance: Callable[[], None],
    *,
    agent: str = "",
    reason: Callable[[int], str] = no_reason,
    world: int = 0,
) -> Session:
    """Return a session that shows one world of a simulator and its twin.

    Args:
        run: driven by the agent.
        twin: the same seeds with people in the fleet's place, or None.
        advance: performs one decision interval on both: observe, act and step the run, step the twin.
        agent: its name.
        reason: returns the agent's last reason for what the vehicle of a trip does.
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
        timeline=spans(drawn),
        reason=reason,
        remote_agents=drawn.fleet.remote_assistance.agents_on_duty(),
        world=world,
    )
