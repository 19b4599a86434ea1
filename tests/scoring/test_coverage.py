"""How often an interval over few seeds holds the true value: simulated, and as the page about verdicts says."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from longtail_sim.scoring import Interval, mean_interval, mean_ratio_interval, ratio_interval
from longtail_sim.scoring import statistics as of_seeds
from longtail_sim.scoring.student import FEW

PAGE = Path(__file__).parents[2] / "docs" / "verdict.md"
RATIO = 1.5


class Measure(NamedTuple):
    """Something with a known true value, measured on some seeds."""

    truth: float
    draw: Callable[[Any, int], Interval]


def mean_of(truth: float, draw: Callable[[Any, int], Any]) -> Measure:
    return Measure(truth, lambda generator, seeds: mean_interval(draw(generator, seeds).tolist()))


def even(generator: Any, shape: Any, spread: float) -> Any:
    """Return lognormal numbers with mean 1."""
    return generator.lognormal(-(spread**2) / 2, spread, shape)


def pairs(generator: Any, seeds: int, spread: float) -> tuple[list[float], list[float]]:
    twin = even(generator, seeds, 0.5)
    return (RATIO * twin * even(generator, seeds, spread)).tolist(), twin.tolist()


def ratio_of(spread: float) -> Measure:
    return Measure(RATIO, lambda generator, seeds: ratio_interval(*pairs(generator, seeds, spread)))


def ratio_over_three(generator: Any, seeds: int) -> Interval:
    runs, twins = zip(*(pairs(generator, seeds, 0.5) for _ in range(3)), strict=True)
    return mean_ratio_interval(runs, twins)


MEASURES = {
    "mean, normal": mean_of(10.0, lambda generator, seeds: generator.normal(10, 3, seeds)),
    "mean, lognormal σ 0.5": mean_of(1.0, lambda generator, seeds: even(generator, seeds, 0.5)),
    "mean, exponential": mean_of(1.0, lambda generator, seeds: generator.exponential(1, seeds)),
    "mean, lognormal σ 1": mean_of(1.0, lambda generator, seeds: even(generator, seeds, 1.0)),
    "ratio to the twin, lognormal σ 0.2": ratio_of(0.2),
    "ratio to the twin, lognormal σ 0.5": ratio_of(0.5),
    "ratio to the twin, lognormal σ 1": ratio_of(1.0),
    "ratio over three scenarios, lognormal σ 0.5": Measure(RATIO, ratio_over_three),
}


def coverage(name: str, seeds: int, sets: int, key: int = 1) -> float:
    """Return the share of simulated data sets whose interval holds the true value, in per cent."""
    generator, measure = np.random.default_rng([key, seeds]), MEASURES[name]
    found = [measure.draw(generator, seeds) for _ in range(sets)]
    return 100 * float(np.mean([one.low <= measure.truth <= one.high for one in found]))


@pytest.mark.parametrize("seeds", [2, 3, 4])
@pytest.mark.parametrize("name", ["mean, normal", "ratio to the twin, lognormal σ 0.2"])
def test_few_seeds_are_covered_and_without_student_are_not(
    name: str, seeds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 91 <= coverage(name, seeds, 400) <= 98
    monkeypatch.setattr(of_seeds, "FEW", 1)
    assert coverage(name, seeds, 400) < 91


def table() -> list[tuple[str, int, int, int]]:
    """Return the rows of the page: what, seeds, per cent without Student's interval and with it."""
    text = PAGE.read_text(encoding="utf-8")
    head = re.search(r"^\| interval of \|(.*)\|$", text, flags=re.MULTILINE)
    assert head is not None
    seeds, found = [int(number) for number in re.findall(r"\d+", head[1])], []
    for name in MEASURES:
        row = re.search(rf"^\| {re.escape(name)} \|(.*)\|$", text, flags=re.MULTILINE)
        assert row is not None, name
        for number, cell in zip(seeds, row[1].split("|"), strict=True):
            before, _, now = cell.partition("→")
            found.append((name, number, int(before), int(now or before)))
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("name", "seeds", "before", "now"), table())
def test_the_page_says_what_is_covered(
    name: str, seeds: int, before: int, now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of other data sets than the page's; four standard errors, and a point for those of the page and for rounding."""
    sets = 250 if "scenarios" in name else 1000
    assert coverage(name, seeds, sets) == pytest.approx(now, abs=1 + four_errors(now, sets))
    if seeds <= FEW:
        monkeypatch.setattr(of_seeds, "FEW", 1)
        assert coverage(name, seeds, sets) == pytest.approx(before, abs=1 + four_errors(before, sets))


def four_errors(percent: float, sets: int) -> float:
    return 4 * (percent * (100 - percent) / sets) ** 0.5
