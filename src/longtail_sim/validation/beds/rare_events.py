"""T5.1 to T5.4: estimators of rare events are right on average, and their intervals cover what they claim."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from longtail_sim.scoring.importance import cross_entropy, weigh
from longtail_sim.scoring.splitting import split
from longtail_sim.scoring.statistics import student_interval
from longtail_sim.validation.target import Effort, Experiment, Open, Readings, Target
from longtail_sim.validation.walk import BiasedWalk

WALK = BiasedWalk()
PARTICLES, BATCHES = 200, 30
AT_ONCE = 10  # intervals whose batches run side by side
BEYOND, TAIL = 4.0, 3.167124183e-5  # P(N(0, 1) > 4)


def _exactness(effort: Effort) -> Readings:
    found = split(WALK, WALK.top, particles=PARTICLES, batches=400, seed=effort.first_seed)
    return {"T5.1": (found.estimates / WALK.probability).tolist()}


def _coverage(effort: Effort) -> Readings:
    covered: list[float] = []
    repeats = effort.choose(240, 400)
    while len(covered) < repeats:
        seed = 1_000_003 + effort.first_seed + len(covered)
        found = split(WALK, WALK.top, particles=PARTICLES, batches=AT_ONCE * BATCHES, seed=seed)
        for batch in found.estimates.reshape(AT_ONCE, BATCHES):
            covered.append(_covers(batch, WALK.probability))
        effort.tell(len(covered) / repeats)
    return {"T5.3": [100.0 * one for one in covered]}


def _covers(estimates: npt.NDArray[np.float64], truth: float) -> float:
    interval = student_interval(estimates.tolist())
    assert interval.low is not None and interval.high is not None
    return float(interval.low <= truth <= interval.high)


def _importance(effort: Effort) -> Readings:
    found = []
    for seed in effort.seeds(20, 200):
        generator = np.random.Generator(np.random.Philox(key=seed))
        tilt = cross_entropy(lambda draws: draws[:, 0], BEYOND, 1, generator)
        draws, weights = tilt.draw(10_000, generator)
        found.append(weigh(draws[:, 0] > BEYOND, weights))
        effort.tell(len(found) / len(effort.seeds(20, 200)))
    root = np.sqrt(len(found))
    estimate = np.mean([one.estimate for one in found])
    error = np.sqrt(np.mean([one.standard_error**2 for one in found])) / root
    weight = np.mean([one.mean_weight for one in found])
    weight_error = np.sqrt(np.mean([one.mean_weight_error**2 for one in found])) / root
    return {
        "T5.4 deviation": [float((estimate - TAIL) / error)],
        "T5.4 estimate / exact": [one.estimate / TAIL for one in found],
        "T5.4 mean weight": [float((weight - 1.0) / weight_error)],
        "T5.4 effective sample": [100.0 * one.effective_share for one in found],
    }


def _required(id_: str, name: str, unit: str, expected: str, band: tuple[float, float], source: str, case: str = "",
              exact: bool = False) -> Target:  # fmt: skip
    return Target(id_, name, unit, expected, *band, source, case, required=True, exact=exact)


EXPERIMENTS = (
    Experiment(
        "splitting on a walk",
        f"Walk up with probability 0.3, from 1 to 10 before 0; {PARTICLES} particles, all ties killed, 400 runs.",
        (_required("T5.1", "splitting: mean / exact 2.788e-4", "-", "1", (0.96, 1.04), "gambler's ruin"),),
        _exactness,
    ),
    Experiment(
        "interval of splitting",
        f"The same; intervals of {BATCHES} independent batches each, share of them that holds the exact value.",
        (_required("T5.3", "coverage of the 95 % interval", "%", "95", (92.0, 98.0), "gambler's ruin"),),
        _coverage,
        quick=False,
    ),
    Experiment(
        "importance sampling",
        "Standard normal number above 4, density found by cross-entropy, a tenth of 10,000 fresh draws from the usual "
        "one.",
        (
            _required("T5.4", "P(N > 4): deviation / standard error", "-", "0", (-3.0, 3.0), "exact: 3.167e-5",
                      "deviation", True),
            Target("T5.4", "P(N > 4): estimate / exact", "-", "1", None, None, "exact: 3.167e-5",
                   "estimate / exact"),
            _required("T5.4", "mean weight: deviation from 1 / standard error", "-", "0", (-3.0, 3.0), "exact",
                      "mean weight", True),
            _required("T5.4", "effective sample size", "%", ">= 10", (10.0, 100.0), "design", "effective sample"),
        ),
        _importance,
    ),
)  # fmt: skip

OPEN = (
    Open(
        "T5.2",
        "splitting against crude Monte Carlo on the simulator",
        "A world can be saved and continued, but some draws are looked up again by their key for as long as they "
        "matter (a gap misjudged, a stop for cross traffic, the first turn of who waits outside), so another seed "
        "would change decisions already made; it needs a second key for draws to come. And 200,000 plain runs take "
        "the better part of an hour.",
    ),
)
