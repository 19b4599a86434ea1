"""What may be said of an order of agents, in sentences: the same for a leaderboard and for a report."""

from collections.abc import Callable, Sequence

from longtail_sim.scoring.exchange import FACTORS
from longtail_sim.scoring.ranking import ByScenario, Lead, halves, leads, order, ranks
from longtail_sim.scoring.significance import p_in_words, too_few

STEPS = 41  # exchange rates from the lowest to the highest factor, at which the order is looked at
CHANCE = "By score these seeds cannot tell who is better: no difference between any two agents is significant."
CostsAt = Callable[[float], Sequence[ByScenario]]


def by_score(scores: Sequence[ByScenario]) -> str:
    """Say what places by score mean, or that nobody can be told from anybody."""
    if len(scores) == 1:
        return "One agent alone has no rank."
    if any(rank != (1, len(scores)) for rank in ranks(scores, highest_first=True)):
        return "By score, places that overlap are not significantly different (turned signs, Holm over all pairs)."
    pairs = len(scores) * (len(scores) - 1) // 2
    return f"{CHANCE} {too_few(sum(map(len, scores[0])), pairs)}".rstrip()


def of_leads(scores: Sequence[ByScenario], names: Sequence[str]) -> str:
    """Say by how much each agent is ahead of the next one, and whether that is significant."""
    told = "; ".join(_lead(lead, names) for lead in leads(scores))
    return told and f"{told}."


def of_halves(scores: Sequence[ByScenario], names: Sequence[str]) -> str:
    """Say whether two disjoint halves of the seeds put the agents into the same order."""
    if len(scores) == 1:
        return ""
    parts = halves(scores)
    if not all(by_seed for part in parts for scenarios in part for by_seed in scenarios):
        return "There are too few seeds to look at two halves of them."
    orders = [[names[number] for number in order(part, highest_first=True)] for part in parts]
    if orders[0] == orders[1]:
        return "The order is the same on two disjoint halves of the seeds."
    return (
        f"The order differs between two disjoint halves of the seeds ({in_order(orders[0])}; {in_order(orders[1])}): "
        "where they differ, these seeds cannot tell."
    )


def by_cost(costs_at: CostsAt, names: Sequence[str]) -> str:
    """Say whether the order by social cost depends on the exchange rate between harm and time.

    Args:
        costs_at: returns the costs of all agents at a factor of the exchange rate.
        names: of agents that got to the end of every run; without costs nobody can be placed.
    """
    if len(names) < 2:
        return "By cost there are not two agents that got to the end of every run."
    everywhere = (1, len(names))
    if all(rank == everywhere for factor in FACTORS for rank in ranks(costs_at(factor), highest_first=False)):
        rates = ", ".join(f"× {factor:g}" for factor in FACTORS)
        return f"By cost these seeds cannot tell who is better: no difference is significant at any rate of {rates}."
    low, high = FACTORS[0], FACTORS[-1]
    span = f"× {low:g} to × {high:g}"
    factors = [low * (high / low) ** (step / (STEPS - 1)) for step in range(STEPS)]
    orders = [[names[number] for number in order(costs_at(factor), highest_first=False)] for factor in factors]
    if all(one == orders[0] for one in orders):
        return f"By cost the order is the same for every exchange rate from {span}: {in_order(orders[0])}."
    changes = [0] + [step for step in range(1, STEPS) if orders[step] != orders[step - 1]]
    told = "; ".join(f"from × {factors[step]:.2g} {in_order(orders[step])}" for step in changes)
    return f"By cost the order depends on the exchange rate ({span}): {told}."


def in_order(names: Sequence[str]) -> str:
    """Return ``a > b > c``."""
    return " > ".join(names)


def _lead(lead: Lead, names: Sequence[str]) -> str:
    above, below, gap = names[lead.above], names[lead.below], lead.interval
    if lead.alike:
        return f"{above} and {below} score exactly the same on every seed"
    word = "significant" if lead.significant else "not significant"
    bounds = "" if gap.low is None or gap.high is None else f" [{_points(gap.low)}, {_points(gap.high)}]"
    return f"{above} scores {_points(gap.mean)}{bounds} more than {below}: {word} ({p_in_words(lead.p)})"


def _points(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")
