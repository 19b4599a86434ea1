"""Which run to look at: the agent that delayed others most, on the seed on which it did so most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from longtail_sim.bench import Line
from longtail_sim.scoring import harm_of

DELAY = "others_delay_s"


@dataclass(frozen=True)
class Worst:
    """One run.

    Attributes:
        extra_delay_s: other people's delay beyond the twin's on this seed (s per trip).
        extra_harm: harm to all road users beyond the twin's on this seed.
        metrics: what the run measured, to compare a repetition with.
    """

    agent: str
    seed: int
    extra_delay_s: float
    extra_harm: float
    metrics: dict[str, float]


def worst_of(lines: Sequence[Line]) -> Worst | None:
    """Return the worst run; of equals the one with more harm, then the first."""
    judged = [line for line in lines if line.runs]
    if not judged:
        return None
    line = max(
        judged, key=lambda line: tuple(sum(extra) / len(line.runs) for extra in zip(*_extras(line), strict=True))
    )
    extras = _extras(line)
    number = max(range(len(extras)), key=extras.__getitem__)
    return Worst(line.agent, line.seeds[number], *extras[number], dict(line.runs[number]))


def _extras(line: Line) -> list[tuple[float, float]]:
    """Return delay of others and harm beyond the twin's, seed by seed."""
    pairs = zip(line.runs, line.twins, strict=True)
    return [(run[DELAY] - twin[DELAY], harm_of(run) - harm_of(twin)) for run, twin in pairs]
