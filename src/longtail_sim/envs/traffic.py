"""One world with an ego in it: the simulator, and whoever drives the rest of the fleet."""

from __future__ import annotations

import numpy as np

from longtail_sim.agent import Guard
from longtail_sim.core.codes import STATE_MINIMAL_RISK_CONDITION, STATE_MINIMAL_RISK_MANOEUVRE
from longtail_sim.errors import ScenarioError
from longtail_sim.observation import Action, FleetAction, FleetObservation, Observation
from longtail_sim.observation.view import BoolArray
from longtail_sim.simulator import Simulator


class Traffic:
    """Advances one world by decision intervals.

    Args:
        simulator: one world; nobody has perceived or decided yet.
        rest: the agent of the rest of the fleet, None if people drive there.
    """

    def __init__(self, simulator: Simulator, rest: Guard | None) -> None:
        """Look round once."""
        self.simulator = simulator
        self.trip = -1
        self._rest = rest
        self._seen = simulator.observe()

    @property
    def slot(self) -> int:
        """Where the simulator keeps the ego, -1 if it is not in the map."""
        return _first(self.simulator.state.vehicles["trip"][0] == self.trip) if self.trip >= 0 else -1

    @property
    def observation(self) -> Observation | None:
        """What the ego perceives now, None if it is not in the map or its automation has given up."""
        row = self._row
        return self._seen[row] if row >= 0 else None

    @property
    def is_giving_up(self) -> bool:
        """Whether the ego is in a minimal risk manoeuvre, still moving."""
        return self._automation() == STATE_MINIMAL_RISK_MANOEUVRE

    @property
    def has_given_up(self) -> bool:
        """Whether the ego stands in the minimal risk condition."""
        return self._automation() == STATE_MINIMAL_RISK_CONDITION

    def advance(self, action: Action | None = None) -> None:
        """Perform one decision interval; without an action the ego proceeds."""
        self.simulator.act(self._decisions(action))
        self.simulator.step()
        self._seen = self.simulator.observe()

    def warm_up(self, until_s: float) -> None:
        """Let traffic run without an ego.

        Raises:
            ScenarioError: the scenario ends before that.
        """
        scenario = self.simulator.scenario
        if until_s >= scenario.duration_s:
            raise ScenarioError(
                f"scenario '{scenario.name}' ends at {scenario.duration_s:g} s, before the warm-up of {until_s:g} s "
                "is over; choose a shorter warm_up_s."
            )
        while self.simulator.time_s < until_s - 1e-9:
            if self._rest is not None:
                self.advance()
            else:  # nobody to ask
                self.simulator.step()
        self._seen = self.simulator.observe()

    def admit(self, trip: int) -> Observation:
        """Make a trip that has not arrived yet the ego, wait until it is in the map, and return what it perceives.

        Raises:
            ScenarioError: the scenario ends before that.
        """
        self.trip = trip
        self.simulator.settings["ego_trip"][0] = trip  # read when it arrives, so as if known from the start
        while not self.simulator.done:
            self.advance()
            if (seen := self.observation) is not None:
                return seen
        raise ScenarioError(
            f"scenario '{self.simulator.scenario.name}' ends before the vehicle to drive could enter; "
            "choose a shorter warm_up_s, less demand or another seed."
        )

    @property
    def _row(self) -> int:
        return _first(self._seen.trip == self.trip)

    def _automation(self) -> int:
        slot = self.slot
        return int(self.simulator.state.vehicles["state"][0, slot]) if slot >= 0 else -1

    def _decisions(self, action: Action | None) -> FleetAction:
        """Return one decision per row of the last observation: the ego's own, the agent's for the others."""
        seen, row = self._seen, self._row
        others = np.arange(len(seen)) != row
        codes, speed = np.zeros((3, len(seen)), np.int8), np.zeros(len(seen))
        if self._rest is not None and others.any():
            answer = self._rest.act(_rows(seen, others))
            codes[:, others] = answer.longitudinal, answer.lateral, answer.request
            speed[others] = answer.speed
        if action is not None and row >= 0:
            codes[:, row] = action.longitudinal, action.lateral, action.request
            speed[row] = action.speed_mps
        return FleetAction(codes[0], speed, codes[1], codes[2])


def _first(which: BoolArray) -> int:
    found = np.flatnonzero(which)
    return int(found[0]) if len(found) else -1


def _rows(seen: FleetObservation, which: BoolArray) -> FleetObservation:
    return FleetObservation(seen.values[which], seen.world[which], seen.slot[which], seen.trip[which], seen.time_s)
