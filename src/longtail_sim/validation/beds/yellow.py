"""The light turns yellow: who stops, how soon, and how hard."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from longtail_sim.core.codes import LANE_STREET
from longtail_sim.core.params import DT_S
from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.measuring import FloatArray, junction, run_until
from longtail_sim.validation.reference_signal import CITY_SPEED, GREEN_S
from longtail_sim.validation.stop_choice import fit
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

CYCLE_S = 64.0
WARM_UP_S = 5 * CYCLE_S
# Nobody plans to pass after the end of yellow, so that a shorter one would cut the curve off.
TIMING = {"cycle_s": CYCLE_S, "yellow_s": 5.0, "all_red_s": 1.0}
FARTHEST_S = 7.0  # time to the line at the onset of yellow
WATCHED_S = 18.0  # after the onset: everybody has passed or stands by then
FREE_SPEED = 0.8 * CITY_SPEED  # who is slower is still starting from a queue
BRAKES = 0.5  # m/s^2: more than lifting the foot
STANDS = 0.1  # m/s
NAME = "decision at yellow"
CHOICE = "van der Horst, type II dilemma zone"
FIELD = "NCHRP 03-95, 2458 vehicles first to stop"


def bed() -> Scenario:
    """Return a signal with four approaches of light traffic, straight on."""
    return junction(demand=450, signals=TIMING, decision_interval_s=DT_S)


@dataclass(frozen=True)
class Approaches:
    """Drivers who were the nearest to a stop line, at free speed, when the light turned yellow; one row each."""

    world: npt.NDArray[np.int64]
    time_to_line_s: FloatArray
    stopped: npt.NDArray[np.bool_]
    reaction_s: FloatArray  # from yellow to braking, NaN for those who went
    deceleration: FloatArray  # mean from then to standstill (m/s^2), NaN for those who went


def measure(effort: Effort) -> Readings:
    """Watch all approaches after every onset of yellow."""
    seeds, until_s = effort.seeds(8, 10), effort.choose(1200.0, 7200.0)
    simulator = Simulator(bed(), seeds, threads=effort.threads)
    run_until(simulator, WARM_UP_S)
    parts = []
    for onset in np.arange(WARM_UP_S + GREEN_S, until_s - CYCLE_S / 2, CYCLE_S / 2).tolist():
        run_until(simulator, onset)
        parts.append(_watch(simulator, onset))
        effort.tell(onset / until_s)
    return _readings(Approaches(*map(np.concatenate, zip(*parts, strict=True))), len(seeds))


def _readings(seen: Approaches, worlds: int) -> dict[str, list[float]]:
    curves = [fit(seen.time_to_line_s[rows], seen.stopped[rows]) for rows in (seen.world == w for w in range(worlds))]
    stops = [seen.stopped & (seen.world == world) for world in range(worlds)]
    return {
        "T2.7 10 % stop": [curve.time_at(0.1) for curve in curves],
        "T2.7 90 % stop": [curve.time_at(0.9) for curve in curves],
        "T2.7 deceleration": [float(seen.deceleration[rows].mean()) for rows in stops],
        "T2.7 reaction": [float(seen.reaction_s[rows].mean()) for rows in stops],
    }


def _watch(simulator: Simulator, onset_s: float) -> tuple[npt.NDArray[np.generic], ...]:
    """Follow those who approach at the onset of yellow until all have passed or stand; return columns of Approaches."""
    vehicles = simulator.state.vehicles
    at = _approaching(simulator, onset_s)
    trip, passed = vehicles.trip[at].copy(), vehicles.junctions_passed[at].copy()
    time_to_line = _to_line(simulator, at) / vehicles.speed[at]
    speeds = [vehicles.speed[at].copy()]
    went = np.zeros(len(trip), bool)
    while simulator.time_s < onset_s + WATCHED_S - 1e-9:
        simulator.step()
        went |= (vehicles.trip[at] != trip) | (vehicles.junctions_passed[at] > passed)
        speeds.append(vehicles.speed[at].copy())
    reaction, deceleration = _braking(np.array(speeds))
    stopped = ~went & np.isfinite(deceleration)
    decided = went | stopped
    columns = (
        at[0],
        time_to_line,
        stopped,
        np.where(stopped, reaction, np.nan),
        np.where(stopped, deceleration, np.nan),
    )
    return tuple(column[decided] for column in columns)


def _approaching(simulator: Simulator, onset_s: float) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return (worlds, slots) of the first of each lane whose green ends now, if at free speed and near enough."""
    arrays, vehicles = simulator.network.arrays, simulator.state.vehicles
    axis = 0 if abs(onset_s % CYCLE_S - GREEN_S) < DT_S else 1
    lanes = np.flatnonzero((arrays.lane_kind == LANE_STREET) & (arrays.lane_junction >= 0))
    lanes = lanes[arrays.lane_leg[lanes] % 2 == axis]
    first = simulator.state.lanes.first[:, lanes]
    world, column = np.nonzero(first >= 0)
    at = (world, first[world, column])
    speed = vehicles.speed[at]
    free = (speed > FREE_SPEED) & (vehicles.accel[at] > -BRAKES)
    near = free & (_to_line(simulator, at) <= FARTHEST_S * speed)
    return world[near], at[1][near]


def _to_line(simulator: Simulator, at: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]) -> FloatArray:
    vehicles = simulator.state.vehicles
    return np.asarray(simulator.network.arrays.lane_length[vehicles.lane[at]] - vehicles.s[at])


def _braking(speed: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return when each driver began to brake, and how hard until standstill, from speeds (step, driver) since yellow.

    Both are NaN for a driver who did not brake or does not stand in the end.
    """
    brakes, stands = -np.diff(speed, axis=0) / DT_S > BRAKES, speed[1:] < STANDS
    begin, end = brakes.argmax(axis=0), stands.argmax(axis=0) + 1
    known = brakes.any(axis=0) & stands.any(axis=0) & (end > begin)
    lasted = np.where(known, end - begin, 1) * DT_S
    from_speed = speed[begin, np.arange(speed.shape[1])]
    return np.where(known, begin * DT_S, np.nan), np.where(known, from_speed / lasted, np.nan)


EXPERIMENTS = (
    Experiment(
        name="onset of yellow",
        setup="Cycle 64 s, yellow 5 s (a shorter one would cut the curve off), one lane each way, straight on, "
        "450 veh/h on each approach, 50 km/h; the vehicle nearest to each line at the onset of yellow, at free speed "
        "and up to 7 s away. Logistic curve of the share that stops; reaction from yellow to braking harder than "
        "0.5 m/s2; mean deceleration from then to standstill.",
        targets=(
            Target("T2.7", NAME, "s", "2.5", 2.0, 3.0, CHOICE, case="10 % stop", calibrated=True),
            Target("T2.7", NAME, "s", "5.0", 4.5, 5.5, CHOICE, case="90 % stop", calibrated=True),
            Target("T2.7", NAME, "m/s2", "3.07", 2.67, 3.47, FIELD, case="deceleration"),
            Target("T2.7", NAME, "s", "1.0", 0.9, 1.1, FIELD, case="reaction", calibrated=True),
        ),
        measure=measure,
        bed=bed,
    ),
)
