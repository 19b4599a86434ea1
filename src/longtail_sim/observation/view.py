"""Observations: the numbers of the compiled core under readable names.

``observation.speed_mps``, ``observation.signal.is_dark``, ``observation.assistance.granted`` read one vehicle;
``fleet.speed_mps`` and so on read the same columns of all vehicles as arrays, so that one rule can be written once
for both.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from longtail_sim.core.failed_light import ENDLESS_S
from longtail_sim.core.perception_layout import COLUMN, FAR_M, NUM_FEATURES
from longtail_sim.errors import SimulationError
from longtail_sim.observation.named import AssistanceNames, SignalNames, VehicleNames, with_columns
from longtail_sim.observation.place import NOWHERE, UNKNOWN, FleetPlace, Place

SIGHT_REACTION_S = 1.0

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]


def _number(values: FloatArray, column: int) -> float:
    return float(values[column])


def _flag(values: FloatArray, column: int) -> bool:
    return bool(values[column] > 0.5)


def _numbers(values: FloatArray, column: int) -> FloatArray:
    return values[:, column]


def _flags(values: FloatArray, column: int) -> BoolArray:
    return values[:, column] > 0.5


@with_columns(SignalNames, _number, _flag)
@dataclass(frozen=True, eq=False)
class Signal(SignalNames[float, bool]):
    """The signal ahead of one vehicle."""

    values: FloatArray

    @property
    def is_stuck_red(self) -> bool:
        """Whether the light has been red for longer than any program would show it: the signal has failed."""
        return self.is_red and not self.is_officer and self.colour_age_s > ENDLESS_S

    @property
    def has_failed(self) -> bool:
        """Whether the signal is seen not to work: dark, flashing or stuck, and no officer in its place."""
        flashes = self.is_flashing_red or self.is_flashing_yellow
        return not self.is_officer and (self.is_dark or flashes or self.is_stuck_red)


@with_columns(AssistanceNames, _number, _flag)
@dataclass(frozen=True, eq=False)
class Assistance(AssistanceNames[float, bool]):
    """The remote-assistance request of one vehicle."""

    values: FloatArray


@with_columns(SignalNames, _numbers, _flags)
@dataclass(frozen=True, eq=False)
class FleetSignal(SignalNames[FloatArray, BoolArray]):
    """The signals ahead of all vehicles, arrays of shape (vehicles,)."""

    values: FloatArray

    @property
    def is_stuck_red(self) -> BoolArray:
        """Where the light has been red for longer than any program would show it: the signal has failed."""
        return self.is_red & ~self.is_officer & (self.colour_age_s > ENDLESS_S)

    @property
    def has_failed(self) -> BoolArray:
        """Where the signal is seen not to work: dark, flashing or stuck, and no officer in its place."""
        flashes = self.is_flashing_red | self.is_flashing_yellow
        return ~self.is_officer & (self.is_dark | flashes | self.is_stuck_red)


@with_columns(AssistanceNames, _numbers, _flags)
@dataclass(frozen=True, eq=False)
class FleetAssistance(AssistanceNames[FloatArray, BoolArray]):
    """The remote-assistance requests of all vehicles, arrays of shape (vehicles,)."""

    values: FloatArray


@with_columns(VehicleNames, _number, _flag)
@dataclass(frozen=True, eq=False)
class Observation(VehicleNames[float, bool]):
    """What one automated vehicle perceives now.

    ``values`` is the same as one float32 vector of shape (NUM_FEATURES,), for learning.  ``trip`` stays with the
    vehicle for its whole way through the map; ``world`` and ``slot`` say where the simulator keeps it; ``place`` is
    where it is on its own map.
    """

    values: FloatArray
    world: int = 0
    slot: int = 0
    trip: int = 0
    time_s: float = 0.0
    place: Place = NOWHERE

    @property
    def signal(self) -> Signal:
        """The signal ahead: is_dark, is_green, is_yellow, is_red, has_signal, is_officer, colour_age_s, known, ..."""
        return Signal(self.values)

    @property
    def assistance(self) -> Assistance:
        """Remote assistance: awaiting, granted, wait_s."""
        return Assistance(self.values)

    def feature(self, name: str) -> float:
        """Return the value of a feature by its name in ``FEATURES``."""
        return _number(self.values, COLUMN[name])

    def as_fleet(self) -> "FleetObservation":
        """Return a fleet of this one vehicle."""
        return FleetObservation(
            self.values[np.newaxis, :],
            np.array([self.world]),
            np.array([self.slot]),
            np.array([self.trip], np.int64),
            self.time_s,
            place=FleetPlace(*(np.array([number], np.int64) for number in self.place)),
        )


@with_columns(VehicleNames, _numbers, _flags)
@dataclass(frozen=True, eq=False)
class FleetObservation(VehicleNames[FloatArray, BoolArray]):
    """What all automated vehicles perceive now, one row each; rows come from all worlds.

    ``values`` is float32 of shape (vehicles, NUM_FEATURES), read-only; ``world``, ``slot`` and ``trip`` have shape
    (vehicles,).  ``fleet[i]`` is the Observation of row i; a fleet can be iterated.  ``time_s`` is the simulated time.
    Where worlds are at different times it is the earliest, and ``times_s`` (vehicles,) holds that of every row.
    ``place`` says where they are on the map.

    Raises:
        SimulationError: the arrays do not fit together.
    """

    values: FloatArray
    world: npt.NDArray[np.integer[Any]]
    slot: npt.NDArray[np.integer[Any]]
    trip: IntArray
    time_s: float = 0.0
    times_s: npt.NDArray[np.float64] | None = None
    place: FleetPlace = UNKNOWN

    def __post_init__(self) -> None:
        """Check the shapes, and keep agents from writing into what others read."""
        rows = len(self.values)
        if self.values.shape != (rows, NUM_FEATURES):
            raise SimulationError(f"observations have shape {self.values.shape}, expected ({rows}, {NUM_FEATURES}).")
        for name in ("world", "slot", "trip"):
            shape = getattr(self, name).shape
            if shape != (rows,):
                raise SimulationError(f"'{name}' of the observations has shape {shape}, expected ({rows},).")
        if not len(self.place.street):
            object.__setattr__(self, "place", FleetPlace.unknown(rows))
        if self.values.flags.writeable:
            read_only = self.values.view()
            read_only.flags.writeable = False
            object.__setattr__(self, "values", read_only)

    @classmethod
    def of(cls, observations: "list[Observation]") -> "FleetObservation":
        """Put single observations together; the time is that of the first."""
        return cls(
            np.array([row.values for row in observations], np.float32).reshape(-1, NUM_FEATURES),
            np.array([row.world for row in observations], np.int64),
            np.array([row.slot for row in observations], np.int64),
            np.array([row.trip for row in observations], np.int64),
            observations[0].time_s if observations else 0.0,
            place=FleetPlace(*np.array([row.place for row in observations], np.int64).reshape(-1, 3).T),
        )

    def __len__(self) -> int:
        """Return the number of vehicles."""
        return len(self.values)

    def __getitem__(self, row: int) -> Observation:
        """Return the observation of one row."""
        time_s = self.time_s if self.times_s is None else float(self.times_s[row])
        place = Place(*(int(array[row]) for array in (self.place.street, self.place.next_street, self.place.junction)))
        numbers = int(self.world[row]), int(self.slot[row]), int(self.trip[row])
        return Observation(self.values[row], *numbers, time_s, place)

    def __iter__(self) -> Iterator[Observation]:
        """Go through the vehicles one by one."""
        return (self[row] for row in range(len(self)))

    def sight_speed_mps(self, braking_mps2: float = 3.0) -> FloatArray:
        """Return the speed from which each can stop within what it sees, infinity where the sight is clear.

        v t + v^2 / (2 b) = d, with a reaction of t = 1 s and b = ``braking_mps2`` times the grip of the road.
        """
        braking = braking_mps2 * self.friction
        react = braking * SIGHT_REACTION_S
        speed = np.sqrt(react**2 + 2 * braking * self.visibility_m) - react
        return np.where(self.visibility_m < FAR_M, speed, np.float32(np.inf))

    @property
    def signal(self) -> FleetSignal:
        """The signals ahead: is_dark, is_green, is_yellow, is_red, has_signal, is_officer, colour_age_s, known, ..."""
        return FleetSignal(self.values)

    @property
    def assistance(self) -> FleetAssistance:
        """Remote assistance: awaiting, granted, wait_s."""
        return FleetAssistance(self.values)
