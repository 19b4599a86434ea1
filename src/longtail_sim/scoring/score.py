"""One number for leaderboards.  It hides what the vector of metrics shows: print its formula beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from longtail_sim.errors import ResultsError
from longtail_sim.scoring.side import Metrics, get
from longtail_sim.scoring.sides import RULE_ALLOWANCE, violation_rate
from longtail_sim.scoring.statistics import Interval, mean_interval

WEIGHTS = {"progress": 5.0, "safety": 5.0, "rules": 4.0, "comfort": 2.0, "flow": 4.0}
FREE_DELAY_S = 10.0  # delays below this do not matter, so that 2 s against 1 s is not twice as bad
FREE_EVENTS = 5.0  # the same for conflicts and hard brakes
STANDING_LIMIT_S = 30.0  # standing inside junctions beyond the twin's: about half a signal cycle (assumption)
CHANCE = 0.1  # ... and beyond what chance does to the twin's
LEAST_PROGRESS = 0.2  # of the twin's, as nuPlan's gate of that name: who parks, or asks for ever, has not driven

FORMULA = (
    "score = 100 × mean over seeds of G × (5 progress + 5 safety + 4 rules + 2 comfort + 4 flow) / 20; "
    "G = 0 if the fleet is at fault in more contacts than its twin, drives into more closed places, stands inside "
    "junctions for more than 1.1 × the twin's time + 30 s, or has a progress below 0.2, else 1; "
    "progress = (twin + 10 s) / (run + 10 s) of the fleet's delay, flow = the same of other people's delay; "
    "safety = (twin + 5) / (run + 5) of conflicts with TTC < 1.5 s, comfort = the same of hard brakes; "
    "rules = (twin + 0.01) / (run + 0.01) of the fleet's violations per junction entered; each at most 1"
)


@dataclass(frozen=True, slots=True)
class Score:
    """A score from 0 to 100, the mean of each part before the gates (0 to 1), and the share of seeds past the gates.

    ``interval`` is that of the score over the seeds.
    """

    value: float
    parts: dict[str, float]
    gate: float
    interval: Interval
    formula: str = FORMULA


def score(runs: Sequence[Metrics], twins: Sequence[Metrics]) -> Score:
    """Return the score of one agent in one scenario.

    ``score = 100 x mean over seeds of G x (5 progress + 5 safety + 4 rules + 2 comfort + 4 flow) / 20``.  The gate G is
    1 if the fleet is at fault in no more contacts than its twin, drives into no more closed places or past stop arms,
    does not stand inside junctions for more than 1.1 x the twin's time + 30 s, and makes at least 0.2 of the twin's
    progress, else 0: where people fail a gate themselves, it does not tell agents apart.  All parts are relative to the
    twin, so that an agent as good as people gets 100; none rewards being better than that.

    Args:
        runs: metrics by name, one mapping per seed.
        twins: those of the twins, same seeds in the same order.

    Raises:
        ResultsError: no runs, runs and twins that do not pair, or a missing metric.
    """
    if not runs or len(runs) != len(twins):
        raise ResultsError(f"{len(runs)} runs cannot be scored against {len(twins)} twins.")
    parts = [_parts(run, twin) for run, twin in zip(runs, twins, strict=True)]
    gates = [
        _gate(run, twin) * int(part["progress"] >= LEAST_PROGRESS)
        for run, twin, part in zip(runs, twins, parts, strict=True)
    ]
    total = sum(WEIGHTS.values())
    values = [
        100 * gate * sum(WEIGHTS[name] * part[name] for name in WEIGHTS) / total
        for gate, part in zip(gates, parts, strict=True)
    ]
    means = {name: sum(part[name] for part in parts) / len(parts) for name in WEIGHTS}
    return Score(
        sum(values) / len(values), means, sum(gates) / len(gates), mean_interval(values, least=0.0, most=100.0)
    )


def _gate(run: Metrics, twin: Metrics) -> int:
    worse = any(get(run, name) > get(twin, name) for name in ("contacts_at_fault", "intrusions"))
    allowed = (1 + CHANCE) * get(twin, "standing_in_junction_s") + STANDING_LIMIT_S
    return int(not worse and get(run, "standing_in_junction_s") <= allowed)


def _parts(run: Metrics, twin: Metrics) -> dict[str, float]:
    return {
        "progress": _no_worse(run, twin, "fleet_delay_s", FREE_DELAY_S),
        "safety": _no_worse(run, twin, "conflicts_ttc", FREE_EVENTS),
        "rules": min(1.0, (violation_rate(twin) + RULE_ALLOWANCE) / (violation_rate(run) + RULE_ALLOWANCE)),
        "comfort": _no_worse(run, twin, "hard_brakes", FREE_EVENTS),
        "flow": _no_worse(run, twin, "others_delay_s", FREE_DELAY_S),
    }


def _no_worse(run: Metrics, twin: Metrics, name: str, free: float) -> float:
    return min(1.0, (get(twin, name) + free) / (get(run, name) + free))
