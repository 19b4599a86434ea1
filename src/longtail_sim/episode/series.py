"""How a run went over time: a few numbers, once per ten simulated seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from longtail_sim.simulator import Simulator

EVERY_S = 10.0
PEOPLE, FLEET = 0, 1
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Samples of all seeds; arrays of shape (samples, seeds), ``time_s`` of shape (samples,).

    Attributes:
        time_s: simulated time of the samples (s).
        others_delay_s: other people's delay so far (s per trip).
        requests_queued: requests for remote assistance that wait for an agent, those from outside the map included.
        agents_busy: remote agents at work.
        vehicles: vehicles in the map.
        fleet_stops_over_2min: standstills of the fleet of 120 s and more so far.
        contacts: contacts so far, between anybody.
    """

    time_s: FloatArray
    others_delay_s: FloatArray
    requests_queued: FloatArray
    agents_busy: FloatArray
    vehicles: FloatArray
    fleet_stops_over_2min: FloatArray
    contacts: FloatArray


class Recorder:
    """Takes the samples of one simulator."""

    def __init__(self) -> None:
        """Begin without samples."""
        self._samples: list[Mapping[str, FloatArray]] = []
        self._due_s = 0.0

    def look(self, simulator: Simulator) -> None:
        """Take a sample if one is due."""
        if simulator.time_s >= self._due_s - 1e-9:
            self._samples.append(sample(simulator))
            self._due_s += EVERY_S

    def series(self) -> Series:
        """Return all samples so far."""
        columns = {field.name: [row[field.name] for row in self._samples] for field in fields(Series)}
        return Series(**{name: np.array(rows, np.float64) for name, rows in columns.items()})


def sample(simulator: Simulator) -> dict[str, FloatArray]:
    """Return the numbers of this moment by the names of :class:`Series`, one per world."""
    tally, operators = simulator.state.tally, simulator.state.operators
    delay, arrived = tally["delay_s"][:, PEOPLE], tally["arrived"][:, PEOPLE]
    return {
        "time_s": np.array(simulator.time_s),
        "others_delay_s": delay / np.maximum(arrived, 1),
        "requests_queued": operators["queued"].astype(np.float64),
        "agents_busy": operators["busy"].astype(np.float64),
        "vehicles": (simulator.state.vehicles["trip"] >= 0).sum(axis=1).astype(np.float64),
        "fleet_stops_over_2min": tally["stops_over_2min"][:, FLEET].astype(np.float64),
        "contacts": tally["contacts"].sum(axis=1).astype(np.float64),
    }
