"""The Agent base class: one of act and act_batch is enough."""

import numpy as np
import pytest

from longtail_sim.agent import Agent
from longtail_sim.errors import AgentError
from longtail_sim.observation import Action, FleetAction, FleetObservation, Observation, example_observations


class OnlyAct(Agent):
    def act(self, observation: Observation) -> Action:
        return Action.follow_speed(float(observation.trip))


class OnlyBatch(Agent):
    def act_batch(self, observations: FleetObservation) -> FleetAction:
        return FleetAction.of([Action.follow_speed(float(trip)) for trip in observations.trip])


class NeitherNor(Agent):
    pass


@pytest.mark.parametrize("kind", [OnlyAct, OnlyBatch])
def test_each_form_gives_the_other(kind: type[Agent]) -> None:
    fleet = example_observations(5, 0)
    assert kind().act_batch(fleet).speed.tolist() == [0, 1, 2, 3, 4]
    assert kind().act(fleet[3]).speed_mps == 3.0
    assert kind.is_complete()


def test_neither_form_is_an_error_and_no_endless_loop() -> None:
    assert not NeitherNor.is_complete()
    with pytest.raises(AgentError, match="'neither_nor' defines neither act nor act_batch"):
        NeitherNor().act(example_observations(1, 0)[0])
    with pytest.raises(AgentError, match="neither act nor act_batch"):
        NeitherNor().act_batch(example_observations(1, 0))


def test_defaults() -> None:
    agent = OnlyAct()
    assert agent.name == "only_act"
    assert (agent.latency_s, agent.drives_as_person) == (0.0, False)
    agent.reset(np.array([1]))
    agent.reset()
