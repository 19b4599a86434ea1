"""The agents in order over all situations, and what that order would survive: other seeds, another exchange rate."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from longtail_sim.bench import Line
from longtail_sim.report.cases import Case, Material
from longtail_sim.report.differences import p_in_words
from longtail_sim.report.naming import listed, short
from longtail_sim.report.standings import (
    ALIKE,
    RATES,
    Profile,
    disagreements,
    halves,
    interquartile_means,
    lead,
    lead_p,
    means,
    profiles,
    ranks,
    score_at,
)
from longtail_sim.scoring import Interval, holm, score
from longtail_sim.scoring.score import WEIGHTS
from longtail_sim.scoring.significance import LEVEL
from longtail_sim.scoring.statistics import FloatArray


class Standing(NamedTuple):
    """One agent.

    Attributes:
        place: 1 for the highest mean score.
        halves: places on the two halves of the seeds, None if there is one seed.
        at_rates: score and place at each of RATES.
        stopped: runs whose score a gate has put to 0, of ``runs``.
    """

    agent: str
    number: int
    place: int
    mean: float
    middle: Interval
    profile: Profile
    halves: tuple[int, int] | None
    at_rates: tuple[tuple[float, int], ...]
    stopped: int
    runs: int


class Ranking(NamedTuple):
    """All agents, best first, and in words what can be said about their order."""

    standings: tuple[Standing, ...]
    situations: int
    of_leads: str
    of_halves: str
    of_rates: str
    left_out: str
    rates: tuple[float, ...] = RATES


class _Parts(NamedTuple):
    """Of one case, by the parts of the score: arrays of shape (agent, seed)."""

    parts: dict[str, FloatArray]
    gates: FloatArray


def ranking(material: Material) -> Ranking | None:
    """Return the order of the agents, None if fewer than two can be compared."""
    ran = [agent for agent in material.agents if any(_has(case, agent) for case in material.cases)]
    shared = [case for case in material.cases if _common(case, ran)]
    if len(ran) < 2 or not shared:
        return None
    found = [_parts(case, ran) for case in shared]
    at_rates = [[score_at(rate, of.parts, of.gates) for of in found] for rate in RATES]
    scores, at = at_rates[RATES.index(1.0)], [means(of) for of in at_rates]
    split = halves(scores)
    standings = _standings(material.agents, ran, found, scores, at, split)
    return Ranking(
        tuple(sorted(standings, key=lambda standing: standing.place)),
        len(shared),
        _words_of_leads(scores, means(scores), ran),
        _words_of_halves(split, ran),
        _words_of_rates(at, ran),
        _words_of_left_out(material, ran, len(shared)),
    )


def _standings(
    everybody: Sequence[str],
    ran: Sequence[str],
    found: Sequence[_Parts],
    scores: Sequence[FloatArray],
    at: Sequence[FloatArray],
    split: tuple[FloatArray, FloatArray] | None,
) -> list[Standing]:
    mean, middles, curves = means(scores), interquartile_means(scores), profiles(scores)
    places, of_rates = ranks(mean), [ranks(of) for of in at]
    of_halves = None if split is None else (ranks(split[0]), ranks(split[1]))
    return [
        Standing(
            agent,
            everybody.index(agent),
            places[row],
            float(mean[row]),
            middles[row],
            curves[row],
            None if of_halves is None else (of_halves[0][row], of_halves[1][row]),
            tuple((float(of[row]), place[row]) for of, place in zip(at, of_rates, strict=True)),
            int(sum((of.gates[row] == 0).sum() for of in found)),
            sum(of.gates.shape[1] for of in found),
        )
        for row, agent in enumerate(ran)
    ]


def _words_of_halves(split: tuple[FloatArray, FloatArray] | None, agents: Sequence[str]) -> str:
    if split is None:
        return "Cannot tell: one seed cannot be halved."
    apart = disagreements(*split)
    if not apart:
        return "Same: both halves of the seeds put the agents into the same order."
    return f"Cannot tell: the halves of the seeds disagree about {_pairs(apart, agents)}."


def _words_of_rates(at: Sequence[FloatArray], agents: Sequence[str]) -> str:
    usual = RATES.index(1.0)
    changed: dict[tuple[int, int], list[str]] = {}
    for rate, of in zip(RATES, at, strict=True):
        for pair in disagreements(at[usual], of):
            changed.setdefault(pair, []).append(f"× {rate:g}")
    if not changed:
        return f"Same: from × {RATES[0]:g} to × {RATES[-1]:g} the order does not change."
    found = [f"that of {_pairs([pair], agents)} at {listed(rates)}" for pair, rates in changed.items()]
    return f"The order depends on it: another than at × 1 is {listed(found, '; ')}."


def _words_of_leads(scores: Sequence[FloatArray], mean: FloatArray, agents: Sequence[str]) -> str:
    """Say by how much each agent is ahead of the next one, and whether that may be chance."""
    pairs = list(pairwise(np.argsort(-mean, kind="stable").tolist()))
    adjusted = holm([lead_p(scores, *pair) for pair in pairs])
    said = [
        _lead(lead(scores, *pair), p, *(short(agents[row]) for row in pair))
        for pair, p in zip(pairs, adjusted, strict=True)
    ]
    return "; ".join(said) + "."


def _lead(gap: Interval, p: float, ahead: str, behind: str) -> str:
    if p == 1.0 and abs(gap.mean) <= ALIKE:
        return f"{ahead} and {behind} score the same"
    word = "significant" if p < LEVEL else "not significant"
    bounds = "" if gap.low is None or gap.high is None else f" [{gap.low:.1f}, {gap.high:.1f}]"
    return f"{ahead} scores {gap.mean:.1f}{bounds} more than {behind}: {word} ({p_in_words(p)})"


def _words_of_left_out(material: Material, agents: Sequence[str], shared: int) -> str:
    missing = [short(agent) for agent in material.agents if agent not in agents]
    said = [f"{listed(missing)} got to no end and {'is' if len(missing) == 1 else 'are'} not ranked"] if missing else []
    if shared < len(material.cases):
        said.append(f"only situations and seeds in which all of them got to the end count: {shared}")
    return "; ".join(said)


def _pairs(pairs: Sequence[tuple[int, int]], agents: Sequence[str]) -> str:
    return listed([f"{short(agents[a])} and {short(agents[b])}" for a, b in pairs], "; ")


def _has(case: Case, agent: str) -> bool:
    return any(line.agent == agent and line.runs for line in case.lines)


def _common(case: Case, agents: Sequence[str]) -> list[int]:
    """Return the seeds on which all agents got to the end."""
    seeds = [set(line.seeds) for line in case.lines if line.agent in agents]
    return sorted(set.intersection(*seeds)) if seeds else []


def _parts(case: Case, agents: Sequence[str]) -> _Parts:
    seeds, line_of = _common(case, agents), {line.agent: line for line in case.lines}
    each = [[_score(line_of[agent], seed) for seed in seeds] for agent in agents]
    parts = {name: np.array([[one[0][name] for one in row] for row in each]) for name in WEIGHTS}
    return _Parts(parts, np.array([[one[1] for one in row] for row in each]))


def _score(line: Line, seed: int) -> tuple[dict[str, float], float]:
    place = line.seeds.index(seed)
    found = score([line.runs[place]], [line.twins[place]])
    return found.parts, found.gate
