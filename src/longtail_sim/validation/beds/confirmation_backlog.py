"""T3.11: the pool of remote agents, isolated from traffic, behaves as the queue M/M/c.

Requests come from the rest of the fleet (a Poisson process); there is no traffic.  Service times are lognormal with a
coefficient of variation of 1, because the scenario language has no exponential distribution: first two moments agree
with M/M/c, higher ones do not.  The mean wait follows from the mean queue by Little's law.
"""

from __future__ import annotations

import math

import numpy as np

from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.measuring import FloatArray
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

AGENTS = 10
SERVICE_S = 40.0
LOOK_EVERY_S = 5.0
OVERLOAD = 1.2
SOURCE = "queueing theory, M/M/c"


def mean_wait(agents: int, load: float) -> float:
    """Return the mean wait of M/M/c in units of the mean service time.

    Erlang C: P(wait) = A / ((1 - load) sum_k<c (c load)^k / k! + A) with A = (c load)^c / c!; mean wait
    = P(wait) / (c (1 - load)).
    """
    offered = agents * load
    waits = offered**agents / math.factorial(agents)
    serves = (1 - load) * sum(offered**k / math.factorial(k) for k in range(agents))
    return waits / (serves + waits) / (agents * (1 - load))


def _wait_target(load: float) -> Target:
    expected = mean_wait(AGENTS, load)
    return Target(
        "T3.11",
        "mean wait for a remote agent / service time",
        "-",
        f"{expected:.3f}",
        round(0.9 * expected, 4),
        round(1.1 * expected, 4),
        SOURCE,
        f"load {load:g}",
    )


WAITS = {load: _wait_target(load) for load in (0.7, 0.9)}
GROWTH = Target(
    "T3.11", "growth of the queue in c / S", "-", "0.2", 0.18, 0.22, SOURCE + ": load - 1", f"load {OVERLOAD:g}"
)


def bed(load: float = OVERLOAD) -> Scenario:
    """Return a map without traffic whose remote agents are asked by others, ``load`` times what they can answer."""
    return Scenario.model_validate(
        {
            "duration_s": 86400,
            "decision_interval_s": LOOK_EVERY_S,
            "network": {"grid": {"columns": 1, "rows": 1, "lanes": 1}},
            "demand": {"vehicles_per_hour": 0},
            "fleet": {
                "remote_assistance": {
                    "agents": AGENTS,
                    "service_s": {"lognormal": {"mean": SERVICE_S, "cv": 1.0}},
                    "patience_s": 86400,
                    "background_requests_per_h": load * AGENTS / SERVICE_S * 3600,
                }
            },
        }
    )


def queue_lengths(simulator: Simulator, until_s: float) -> FloatArray:
    """Return how many requests wait, shape (samples, world), until ``until_s``."""
    found = []
    while simulator.time_s < until_s - 1e-9:
        simulator.step()
        found.append(simulator.state.operators.queued.astype(np.float64))
    return np.array(found)


def measure_waits(effort: Effort) -> Readings:
    """Return mean waits in units of the service time, one value per seed."""
    readings = {}
    for load, target in WAITS.items():
        simulator = Simulator(bed(load), effort.seeds(10, 40), threads=effort.threads)
        warm_up_s, until_s = 3600.0, effort.choose(4 * 3600.0, 20 * 3600.0)
        queue_lengths(simulator, warm_up_s)
        before = simulator.state.operators.background_count.copy()
        queued = queue_lengths(simulator, until_s).mean(axis=0)
        rate = (simulator.state.operators.background_count - before) / (until_s - warm_up_s)
        readings[target.key] = (queued / rate / SERVICE_S).tolist()
        effort.tell(len(readings) / len(WAITS))
    return readings


def measure_growth(effort: Effort) -> Readings:
    """Return the slope of the queue under overload, in units of c / S, one value per seed."""
    simulator = Simulator(bed(OVERLOAD), effort.seeds(30, 100), threads=effort.threads)
    start_s, end_s = 1800.0, 3 * 3600.0
    first = queue_lengths(simulator, start_s)[-1]
    last = queue_lengths(simulator, end_s)[-1]
    slope = (last - first) / (end_s - start_s)
    return {GROWTH.key: (slope * SERVICE_S / AGENTS).tolist()}


EXPERIMENTS = (
    Experiment(
        name="remote agents below capacity",
        setup=f"A pool of {AGENTS} agents, no traffic, Poisson requests from elsewhere, lognormal service of mean "
        f"{SERVICE_S:g} s and coefficient of variation 1 (the scenario language has no exponential), nobody "
        "gives up. Wait = mean queue / rate of requests, an hour of warm-up left out.",
        targets=tuple(WAITS.values()),
        measure=measure_waits,
    ),
    Experiment(
        name="remote agents overloaded",
        setup=f"The same pool with {OVERLOAD:g} times the requests that it can answer; growth of the queue from 30 "
        "min to 3 h.",
        targets=(GROWTH,),
        measure=measure_growth,
    ),
)
