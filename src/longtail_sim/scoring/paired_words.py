"""A comparison of two agents in sentences."""

from collections.abc import Sequence

from longtail_sim.scoring.paired import Difference
from longtail_sim.scoring.side import FIRST_SEEDS
from longtail_sim.scoring.significance import p_in_words
from longtail_sim.scoring.statistics import ONE_SEED
from longtail_sim.wording import listed, number


def in_words(difference: Difference, first: str, second: str) -> str:
    """Return one quantity in a sentence: who is better by how much, or that it is not significant.

    Args:
        difference: first - second.
        first: name of the first agent.
        second: that of the second.
    """
    what = difference.quantity.words
    if difference.alike:
        return f"{what}: exactly the same on every seed{_remark(difference)}."
    p, numbers = p_in_words(difference.p_adjusted), _numbers(difference, first, second)
    if difference.favours is None:
        return f"{what}: not significant ({p}); {numbers}.{_advice(difference)}"
    better, other = (first, second) if difference.favours == "first" else (second, first)
    return f"{what}: {better} is better than {other} ({p}); {numbers}."


def all_in_words(found: Sequence[Difference], first: str, second: str) -> list[tuple[str, bool]]:
    """Return a sentence for every quantity in which two agents differ, and one for all in which they do not.

    With each stands whether what it says is significant.
    """
    told = [(in_words(one, first, second), one.significant) for one in found if not one.alike]
    alike = [f"{one.quantity.words}{_remark(one)}" for one in found if one.alike]
    return [*told, *([(f"exactly the same on every seed: {listed(alike)}.", False)] if alike else [])]


def conclusion(found: Sequence[Difference], first: str, second: str) -> str:
    """Return who is better in all, in a sentence or two; safety is named first."""
    won = {
        name: [difference.quantity.words for difference in found if difference.favours == side]
        for name, side in ((first, "first"), (second, "second"))
    }
    open_ones = [one.quantity.words for one in found if one.favours is None and not one.alike]
    alike = [one.quantity.words for one in found if one.alike]
    if all(one.alike for one in found):
        return f"{first} and {second} are exactly the same on every seed, in all that is compared."
    if not any(won.values()):
        told = f"These seeds cannot tell who is better: no difference between {first} and {second} is significant."
        return f"{told}{_first_needed(found)}"
    if all(won.values()):
        return f"Neither is better in everything: {first} in {listed(won[first])}, {second} in {listed(won[second])}."
    better, other = (first, second) if won[first] else (second, first)
    rest = f" In {listed(open_ones)} no difference is significant." if open_ones else ""
    same = f" In {listed(alike)} they are exactly the same on every seed." if alike else ""
    return f"{better} is better than {other} in {listed(won[better])}.{rest}{same}"


def _remark(difference: Difference) -> str:
    """Return why no difference proves nothing, such as that nobody touched anybody."""
    remark = difference.interval.remark
    return f" ({remark})" if remark and remark != ONE_SEED else ""


def _numbers(difference: Difference, first: str, second: str) -> str:
    apart = difference.interval
    values = f"{first} {number(difference.first)}, {second} {number(difference.second)} {difference.quantity.unit}"
    bounds = "" if apart.low is None or apart.high is None else f" [{number(apart.low)}, {number(apart.high)}]"
    return f"{values}, difference {number(apart.mean)}{bounds}"


def _advice(difference: Difference) -> str:
    if difference.interval.seeds == 1:
        return f" One seed tells nothing; run {FIRST_SEEDS} or more."
    if difference.seeds_needed is None:
        return " More seeds than are practical would be needed to tell."
    return f" About {difference.seeds_needed:,} seeds would tell, if the difference is as large as it looks."


def _first_needed(found: Sequence[Difference]) -> str:
    needs = [one.seeds_needed for one in found if one.seeds_needed is not None]
    return f" About {min(needs):,} seeds would tell the first of these quantities." if needs else ""
