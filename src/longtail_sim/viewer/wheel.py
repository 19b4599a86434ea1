"""One vehicle of the fleet in the hands of the person at the window."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from longtail_sim.observation import FleetAction, FleetObservation, Lateral, Longitudinal, Request

ACCELERATION_MPS2 = 2.0
BRAKING_MPS2 = -4.5
COASTING_MPS2 = -0.4


@dataclass
class Wheel:
    """Pedals and indicator of one vehicle; the agent drives all others, and this one again when it is let go.

    Attributes:
        trip: whose, -1 for nobody's.
        pedal: +1 accelerates, -1 brakes, 0 lets it roll.
        side: +1 changes to the left, -1 to the right.
    """

    trip: int = -1
    pedal: int = 0
    side: int = 0

    def take(self, trip: int) -> None:
        """Drive the vehicle of a trip, or none (-1)."""
        self.trip, self.pedal, self.side = trip, 0, 0

    def revise(self, observations: FleetObservation, decisions: FleetAction) -> FleetAction:
        """Put the person's decision in the place of the agent's."""
        rows = np.flatnonzero(observations.trip == self.trip)
        if self.trip < 0 or not len(rows):
            return decisions
        row = int(rows[0])
        parts = {name: getattr(decisions, name).copy() for name in ("longitudinal", "speed", "lateral", "request")}
        parts["longitudinal"][row] = Longitudinal.ACCELERATE
        parts["speed"][row] = (COASTING_MPS2, ACCELERATION_MPS2, BRAKING_MPS2)[self.pedal]
        parts["lateral"][row] = (Lateral.KEEP, Lateral.CHANGE_LEFT, Lateral.CHANGE_RIGHT)[self.side]
        parts["request"][row] = Request.NONE
        reasons = list(decisions.reasons or [""] * len(decisions))
        reasons[row] = "you drive"
        return replace(decisions, **parts, reasons=reasons)
