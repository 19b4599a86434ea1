"""T3.9: who does not stop at a dark signal causes harm, and most of the crashes there are at right angles.

Two mixtures of drivers at one dark junction.  In the sweep a growing share drives on as at a green light and all others
keep to the rule; the second is the default mixture of a scenario.  Errors are on, at their default rates.  Crashes are
rare, so it takes hundreds of simulated hours; seeds are pooled in groups, or most values would be 0 / 0.

The published share comes from New York's collision reports, whose form keeps collisions with somebody who turns apart
from right-angle ones; so does the judged share.  All contacts at an angle are reported beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.jackknife import pooled, ratio_by_group
from longtail_sim.validation.measuring import BALANCED, FloatArray
from longtail_sim.validation.outage import ALL_COMPLY, SIGNAL_60, dark
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

SHARES = (0.0, 0.1, 0.2, 0.3)  # of drivers who do not stop
DEMAND = 1600.0  # veh/h in total, two thirds of what the junction can serve
HOURS = 10
MILLION = 1e6
RISES = {
    after: Target(
        "T3.9",
        "harm at a dark junction rises with those who do not stop",
        "1/million",
        "> 0",
        0.0,
        None,
        "RPI for NYSDOT, trend",
        f"{before:g} to {after:g}",
        required=True,
        strict=True,
    )
    for before, after in pairwise(SHARES)
}
HARM = {
    share: Target(
        "T3.9", "harm per million crossings", "1/million", "no published value", None, None, "-", f"share {share:g}"
    )
    for share in SHARES
}
ANGLE = Target(
    "T3.9",
    "right-angle share of the crashes, default mixture",
    "-",
    "0.77",
    0.60,
    0.90,
    "NYSDOT/RPI 2009",
    "right-angle crashes",
    required=True,
)
ANY_ANGLE = Target(
    "T3.9",
    "share of the crashes at 45 degrees or more, turning vehicles included",
    "-",
    "no published value",
    None,
    None,
    "-",
    "any angle",
)
CRASHES = Target(
    "T3.9", "crashes per million crossings", "1/million", "no published value", None, None, "-", "default mixture"
)


def bed(drivers: Mapping[str, float] | None = None) -> Scenario:
    """Return a dark junction, two lanes each way; ``drivers`` is the mixture, by default the shipped one."""
    grid = {"columns": 1, "rows": 1, "lanes": 2, "speed_limit_mps": 13.9, "entry_m": 100}
    main = {"axis": "row", "index": 0, "name": "Main", "major": True}
    return Scenario.model_validate(
        {
            "duration_s": HOURS * 3600,
            "decision_interval_s": 10,
            "network": {"grid": grid, "streets": [main], "signals": SIGNAL_60},
            "demand": {"vehicles_per_hour": DEMAND, "turns": BALANCED},
            "drivers": {"dark_signal": dict(drivers or {})},
            "events": dark(),
            "fleet": {"share": 0},
        }
    )


class Account:
    """Crossings, crashes and harm of groups of worlds; each attribute has shape (group,)."""

    def __init__(self, simulator: Simulator, groups: int) -> None:
        """Add up what the worlds have counted so far."""
        tally = simulator.state.tally
        self.crossings = _pooled(tally.dark_traversals, groups)
        self.crashes = _pooled(tally.contacts, groups)
        self.right_angle_crashes = _pooled(tally.right_angle_contacts, groups)
        self.angle_crashes = _pooled(tally.angle_contacts, groups)
        self.harm = _pooled(tally.harm, groups)


def _pooled(counts: FloatArray, groups: int) -> FloatArray:
    """Return sums over equally large groups of worlds, from counts of shape (world, people or fleet)."""
    return pooled(counts.sum(axis=1), groups)


def _run(scenario: Scenario, worlds: range, groups: int, effort: Effort, done: float, share: float) -> Account:
    """Run all worlds to the end and tell of progress, of which ``share`` is this run's."""
    simulator = Simulator(scenario, worlds, threads=effort.threads)
    while not simulator.done:
        for _ in range(360):
            simulator.step()
        effort.tell(done + share * simulator.time_s / scenario.duration_s)
    return Account(simulator, groups)


def measure_sweep(effort: Effort) -> Readings:
    """Return harm per million crossings at every share, and its rises, one value per group of seeds."""
    groups = effort.choose(2, 12)
    harm: dict[float, FloatArray] = {}
    for share in SHARES:
        scenario = bed({**ALL_COMPLY, "unaware": share})
        part = 1 / len(SHARES)
        account = _run(scenario, effort.seeds(2, 24), groups, effort, len(harm) * part, part)
        harm[share] = MILLION * account.harm / account.crossings
    readings = {HARM[share].key: values.tolist() for share, values in harm.items()}
    for before, after in pairwise(SHARES):
        readings[RISES[after].key] = (harm[after] - harm[before]).tolist()
    return readings


def measure_mixture(effort: Effort) -> Readings:
    """Return the share of angle crashes and the rate of crashes at the default mixture, one value per group."""
    account = _run(bed(), effort.seeds(8, 96), effort.choose(4, 16), effort, 0.0, 1.0)
    return {
        ANGLE.key: ratio_by_group(account.right_angle_crashes, account.crashes).tolist(),
        ANY_ANGLE.key: ratio_by_group(account.angle_crashes, account.crashes).tolist(),
        CRASHES.key: (MILLION * account.crashes / account.crossings).tolist(),
    }


_PLACE = f"One dark junction, two lanes each way, 50 km/h, {DEMAND:,.0f} veh/h, 10 % left, 10 % right, errors on. "
EXPERIMENTS = (
    Experiment(
        name="dark junction, share that does not stop",
        setup=_PLACE
        + "A share of 0 to 0.3 drives on as at a green light, all others keep to the rule; 380,000 crossings "
        "for each share. Harm is the sum of injury probabilities.",
        targets=(*RISES.values(), *HARM.values()),
        measure=measure_sweep,
        bed=lambda: bed({**ALL_COMPLY, "unaware": SHARES[-1]}),
        quick=False,
    ),
    Experiment(
        name="dark junction, default mixture",
        setup=_PLACE
        + "Drivers as shipped; a million and a half crossings. Right-angle: both straight on, from streets that "
        "cross, because the published share comes from New York's collision form, "
        "which keeps collisions with somebody who turns apart; contacts at any angle beside it.",
        targets=(ANGLE, ANY_ANGLE, CRASHES),
        measure=measure_mixture,
        bed=bed,
        quick=False,
    ),
)
