"""The queue that the remote agents are compared with, and the bed."""

import pytest

from longtail_sim.simulator import Simulator
from longtail_sim.validation.beds.confirmation_backlog import AGENTS, SERVICE_S, bed, mean_wait, queue_lengths


@pytest.mark.parametrize("load", [0.1, 0.5, 0.9])
def test_one_agent_is_m_m_1(load: float) -> None:
    assert mean_wait(1, load) == pytest.approx(load / (1 - load))


def test_two_agents_by_hand() -> None:
    assert mean_wait(2, 0.5) == pytest.approx(1 / 3)  # P(wait) = 1/3, 1 / (2 (1 - 0.5)) = 1


@pytest.mark.parametrize(("load", "wait"), [(0.7, 0.07), (0.9, 0.67), (0.95, 1.65)])
def test_published_waits_of_ten_agents(load: float, wait: float) -> None:
    assert mean_wait(10, load) == pytest.approx(wait, abs=0.005)


def test_requests_come_at_the_stated_load() -> None:
    simulator = Simulator(bed(0.7), range(8))
    queue_lengths(simulator, 7200.0)
    per_s = simulator.state.operators.background_count.mean() / 7200.0
    assert per_s * SERVICE_S / AGENTS == pytest.approx(0.7, rel=0.05)


def test_nobody_waits_while_agents_are_free() -> None:
    simulator = Simulator(bed(0.7), range(4))
    for _ in range(720):
        simulator.step()
        free = simulator.state.operators.busy < AGENTS
        assert (simulator.state.operators.queued[free] == 0).all()
