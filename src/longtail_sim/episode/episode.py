"""One agent, one scenario, some seeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import longtail_sim
from longtail_sim.agent import Agent
from longtail_sim.agent.guard import DECISION_LIMIT_S
from longtail_sim.episode.drive import Drive
from longtail_sim.episode.series import Recorder, Series
from longtail_sim.errors import AgentError, SimulationError
from longtail_sim.network import StreetNetwork
from longtail_sim.observation import Action, Observation
from longtail_sim.scenario import Scenario, identity
from longtail_sim.simulator import Simulator

TWIN = "twin"
Progress = Callable[[str, float], None]  # name of the agent, simulated time so far [s]
Status = Literal["finished", "agent_failed", "simulation_failed"]


@dataclass(frozen=True, slots=True, eq=False)
class EpisodeResult:
    """What one agent did in one scenario.

    Attributes:
        agent: its name.
        seeds: one world each.
        status: "finished", "agent_failed" or "simulation_failed".
        message: what went wrong, in one sentence; "" if nothing did.
        metrics: one mapping of metrics per seed, in the order of the seeds; empty unless finished.
        identities: a hash per seed over scenario, agent, seed and version, to cite the run by.
        series: how it went over time; up to the failure, if there was one.
    """

    agent: str
    seeds: tuple[int, ...]
    status: Status
    message: str
    metrics: tuple[dict[str, float], ...]
    identities: tuple[str, ...]
    series: Series


class _People(Agent):
    """Lets the simulated people drive the fleet."""

    name = TWIN
    drives_as_person = True

    def act(self, observation: Observation) -> Action:
        """Never called."""
        raise NotImplementedError


def run_episode(
    scenario: Scenario,
    agent: Agent,
    seeds: Sequence[int],
    *,
    progress: Progress | None = None,
    threads: int = 1,
    network: StreetNetwork | None = None,
    decision_limit_s: float | None = DECISION_LIMIT_S,
    look: Callable[[Simulator], None] | None = None,
) -> EpisodeResult:
    """Run one agent through one scenario on some seeds, all worlds together.

    >>> scenario = load_scenario("one_dark_junction")                            # doctest: +SKIP
    >>> result = run_episode(scenario, load_agent("rule_based"), seeds=[0, 1])   # doctest: +SKIP
    >>> result.metrics[0]["others_delay_s"]                                      # doctest: +SKIP

    An agent that raises, hangs or answers nonsense does not raise here: the status of the result says so.

    Args:
        scenario: what happens.
        agent: who drives the fleet.
        seeds: one world each.
        progress: called with the agent's name and the simulated time after every decision interval; what it raises
            ends the episode.
        threads: worlds are spread over this many; the result does not depend on it.
        network: streets already built for this scenario.
        decision_limit_s: wall time for one decision of the whole fleet (s); None for no limit.
        look: called with the simulator at the beginning and after every decision interval; it must not change it.

    Raises:
        NetworkError: the streets cannot be built.
        ScenarioError: an event names a place that the streets do not have.
    """
    simulator = Simulator(
        scenario,
        seeds,
        people_in_fleet=agent.drives_as_person,
        threads=threads,
        latency_s=agent.latency_s,
        network=network,
    )
    recorder = Recorder()
    looks = [recorder.look] if look is None else [recorder.look, look]
    status, message = _finish(simulator, agent, looks, progress, decision_limit_s)
    worlds = range(simulator.num_worlds) if status == "finished" else ()
    return EpisodeResult(
        agent=agent.name,
        seeds=simulator.seeds,
        status=status,
        message=message,
        metrics=tuple(simulator.metrics(world) for world in worlds),
        identities=tuple(
            identity(scenario, agent=agent.name, seed=seed, version=longtail_sim.__version__) for seed in seeds
        ),
        series=recorder.series(),
    )


def run_twin(
    scenario: Scenario,
    seeds: Sequence[int],
    *,
    progress: Progress | None = None,
    threads: int = 1,
    network: StreetNetwork | None = None,
    look: Callable[[Simulator], None] | None = None,
) -> EpisodeResult:
    """Run the twin: same scenario, same seeds, same events, people in the fleet's place; see :func:`run_episode`."""
    return run_episode(scenario, _People(), seeds, progress=progress, threads=threads, network=network, look=look)


def _finish(
    simulator: Simulator,
    agent: Agent,
    looks: Sequence[Callable[[Simulator], None]],
    progress: Progress | None,
    limit_s: float | None,
) -> tuple[Status, str]:
    """Run to the end; return the status and what went wrong."""
    try:
        with Drive(simulator, agent, decision_limit_s=limit_s) as drive:
            for look in looks:
                look(simulator)
            while not simulator.done:
                drive.advance()
                for look in looks:
                    look(simulator)
                if progress is not None:
                    progress(agent.name, simulator.time_s)
    except AgentError as error:
        return "agent_failed", str(error)
    except SimulationError as error:
        return "simulation_failed", str(error)
    return "finished", ""
