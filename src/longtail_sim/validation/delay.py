"""Control delay as the HCM means it: everybody who arrives in a quarter of an hour, followed to the end of the trip."""

from __future__ import annotations

import numpy as np

from longtail_sim.scenario import ProfilePoint, Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.measuring import FloatArray, run_until

ARRIVALS_S = 900.0  # the analysis period of the HCM
WATCH_S = 30.0
LONGEST_S = 4 * 3600.0  # nobody is followed for longer


def arriving_for(scenario: Scenario, seconds: float = ARRIVALS_S) -> Scenario:
    """Return the scenario with its demand cut off after ``seconds``; it begins with an empty map."""
    profile = (ProfilePoint(at_s=0, factor=1), ProfilePoint(at_s=seconds, factor=0))
    return scenario.model_copy(update={"demand": scenario.demand.model_copy(update={"profile": profile})})


def delay_per_vehicle(
    scenario: Scenario, seeds: range, *, arrivals_s: float = ARRIVALS_S, threads: int = 1
) -> FloatArray:
    """Return the mean delay [s] of those who arrive within ``arrivals_s``, one number per world.

    Delay is the time from the wish to enter to the end of the trip, less the time in which the driver covers the same
    way at the own desired speed: deceleration, queue, waiting outside the map and acceleration are in it.  Nobody is
    left out, because the worlds run on until they are empty.

    Raises:
        RuntimeError: somebody is still on the way four hours later.
    """
    simulator = Simulator(arriving_for(scenario, arrivals_s), seeds, threads=threads)
    run_until(simulator, arrivals_s)
    tally = simulator.state.tally
    while (tally.finished.sum(axis=1) < tally.arrived.sum(axis=1)).any():
        if simulator.time_s > arrivals_s + LONGEST_S:
            raise RuntimeError("somebody is still on the way four hours after the last arrival")
        run_until(simulator, simulator.time_s + WATCH_S)
    return np.asarray(tally.delay_s.sum(axis=1) / tally.arrived.sum(axis=1))
