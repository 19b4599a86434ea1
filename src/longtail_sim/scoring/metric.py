"""What a metric is: one row of the registry."""

from typing import Literal, NamedTuple

Direction = Literal["lower", "higher", "neither"]


class Metric(NamedTuple):
    """One metric of a run."""

    name: str
    unit: str
    meaning: str
    better: Direction = "lower"
    is_count: bool = False  # events that may be rare: where none happened, 3/n bounds their mean
    how: str = ""  # formula, threshold, source; what the value is where nothing was measured


def parted(
    name: str, unit: str, meaning: str, better: Direction = "lower", *, is_count: bool = False, how: str = ""
) -> tuple[Metric, Metric, Metric]:
    """Return a measure of encounters of all, of those with the fleet involved, and of those between people only."""
    return (
        Metric(name, unit, meaning, better, is_count, how),
        Metric(f"fleet_{name}", unit, f"of {name}, with the fleet involved", better, is_count),
        Metric(f"others_{name}", unit, f"of {name}, between people only", better, is_count),
    )


def by_group(
    name: str, unit: str, meaning: str, better: Direction = "lower", *, is_count: bool = False, how: str = ""
) -> tuple[Metric, Metric]:
    """Return a measure of the fleet's vehicles and the same of people's."""
    return (
        Metric(f"fleet_{name}", unit, f"{meaning}, vehicles of the fleet", better, is_count, how),
        Metric(f"others_{name}", unit, f"{meaning}, vehicles of people", better, is_count),
    )
