"""An agent at the wheel: what it is asked, what it is told to forget, what becomes of its failures."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from longtail_sim import Action, Agent, FleetAction, FleetObservation, Observation, Scenario, Simulator
from longtail_sim.episode import Drive, Pair
from longtail_sim.errors import AgentError


class Notes(Agent):
    """Proceeds, and writes down what it was told."""

    def __init__(self) -> None:  # noqa: D107
        self.seen: set[int] = set()
        self.forgotten: list[int] = []
        self.fresh = 0

    def act_batch(self, observations: FleetObservation) -> FleetAction:
        assert not set(observations.trip.tolist()) & set(self.forgotten)
        self.seen |= set(observations.trip.tolist())
        return FleetAction.of([Action.proceed(f"trip {trip}") for trip in observations.trip.tolist()])

    def reset(self, trips: npt.NDArray[np.int64] | None = None) -> None:
        self.fresh += trips is None
        self.forgotten += [] if trips is None else trips.tolist()


class Forgetless(Agent):
    """Cannot be reset."""

    def act(self, observation: Observation) -> Action:
        return Action.proceed()

    def reset(self, trips: npt.NDArray[np.int64] | None = None) -> None:
        raise KeyError("memory")


def test_trips_are_forgotten_once_and_never_asked_for_again(tiny: Scenario) -> None:
    """In both worlds: their trips have the same numbers, and do not end at the same time."""
    agent, simulator = Notes(), Simulator(tiny, [0, 1])
    with Drive(simulator, agent) as drive:
        while not simulator.done:
            drive.advance()
    driving = set(simulator.observe().trip.tolist())
    assert agent.fresh == 1
    assert agent.forgotten
    assert set(agent.forgotten) <= agent.seen - driving


def test_the_last_decision_of_a_trip_is_known(tiny: Scenario) -> None:
    simulator = Simulator(tiny, [0])
    with Drive(simulator, Notes()) as drive:
        assert drive.decision(0) is None
        while not len(simulator.observe()):
            drive.advance()
        trip = int(simulator.observe().trip[0])
        drive.advance()
        decision = drive.decision(trip)
        assert decision is not None
        assert decision.reason == f"trip {trip}"
        assert drive.decision(10**9) is None


def test_an_agent_that_cannot_be_reset_is_an_agent_error(tiny: Scenario) -> None:
    with pytest.raises(AgentError, match="agent 'forgetless' failed in reset: KeyError: 'memory'"):
        Drive(Simulator(tiny, [0]), Forgetless())


def test_a_pair_is_in_step_and_differs_only_by_who_drives(tiny: Scenario) -> None:
    with Pair(tiny, Notes(), seed=3) as pair:
        for _ in range(40):
            pair.advance()
        assert pair.run.time_s == pair.twin.time_s == pytest.approx(20.0)
        assert pair.run.state.entries["arrived"].tolist() == pair.twin.state.entries["arrived"].tolist()
        assert not len(pair.twin.observe())
        trips = pair.run.observe().trip.tolist()
        assert trips
        pair.advance()
        assert pair.reason(trips[0]) == f"trip {trips[0]}"
        assert pair.reason(-5) == ""
