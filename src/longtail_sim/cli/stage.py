"""A run with its twin beside it, or alone, ready to be played."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from longtail_sim.agent import Agent
    from longtail_sim.scenario import Scenario
    from longtail_sim.simulator import Simulator
    from longtail_sim.viewer import Session


class Stage(NamedTuple):
    """What is played: the session, the simulator of the run, and the agent's last reasons by trip."""

    session: Session
    run: Simulator
    reasons: Callable[[], Mapping[int, str]]


@contextmanager
def stage(
    scenario: Scenario, agent: Agent, seed: int, decision_limit_s: float, *, twin: bool = True
) -> Iterator[Stage]:
    """Build both worlds, or one."""
    from longtail_sim.cli.window import session_of
    from longtail_sim.episode import Drive, Pair
    from longtail_sim.simulator import Simulator
    from longtail_sim.viewer import session

    if twin:
        with Pair(scenario, agent, seed, decision_limit_s=decision_limit_s) as pair:
            yield Stage(session_of(pair), pair.run, pair.reasons)
        return
    alone = Simulator(scenario, [seed], people_in_fleet=agent.drives_as_person, latency_s=agent.latency_s)
    with Drive(alone, agent, decision_limit_s=decision_limit_s) as drive:
        yield Stage(session(alone, None, drive.advance, agent=agent.name), alone, drive.reasons)
