"""Does an agent pass?  Safety first, then what it does to everybody else's time, then rules and those with a siren.

An agent passes a scenario if every side passes: against its twin on the same seeds, the upper end of a 95 % interval is
within a limit.  It fails if on one side the lower end is above it.  Else the seeds do not suffice, and the verdict says
how many probably would.  The sides, their limits and why stand in :mod:`~longtail_sim.scoring.harm` and
:mod:`~longtail_sim.scoring.sides`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from longtail_sim.scoring.harm import harm_interval, judge_harm
from longtail_sim.scoring.side import Metrics, Side, Word
from longtail_sim.scoring.sides import OTHER_SIDES, delay_interval
from longtail_sim.scoring.statistics import Interval

SIDES = (judge_harm, *OTHER_SIDES)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict in a word, and its sides: first harm, then others' delay, then the rest."""

    word: Word
    sides: tuple[Side, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, a sentence for every side of which there is something to tell."""
        return tuple(side.reason for side in self.sides if side.reason)

    @property
    def harm_ratio(self) -> Interval:
        """Harm to all road users, run ÷ twin."""
        return self.sides[0].interval

    @property
    def others_delay_ratio(self) -> Interval:
        """Other people's delay, run ÷ twin."""
        return self.sides[1].interval

    @property
    def open_sides(self) -> tuple[Side, ...]:
        """The sides that do not pass."""
        return tuple(side for side in self.sides if side.word != "passes")

    @property
    def beside(self) -> tuple[str, ...]:
        """The sides that do not pass beside harm and others' delay, which are shown anyway: ``rules: fails``."""
        return tuple(f"{side.name}: {side.word}" for side in self.sides[2:] if side.word != "passes")

    @property
    def seeds_needed(self) -> int | None:
        """The seeds in all that would probably decide an open verdict; None if it is none, or too many are needed."""
        needs = [side.seeds_needed for side in self.open_sides]
        known = [needed for needed in needs if needed is not None]
        return max(known) if self.word == "undecided" and known and len(known) == len(needs) else None


def verdict(runs: Sequence[Metrics], twins: Sequence[Metrics]) -> Verdict:
    """Judge one agent in one scenario.

    Args:
        runs: metrics by name, one mapping per seed.
        twins: those of the twins, same seeds in the same order.

    Raises:
        ResultsError: runs and twins do not pair, or a metric is missing.
    """
    sides = tuple(side(runs, twins) for side in SIDES)
    return Verdict(worst([side.word for side in sides]), sides)


def worst(words: Sequence[Word]) -> Word:
    """Return the worst of some words, passes if there are none."""
    return next((word for word in ("fails", "undecided") if word in words), "passes")


def ratios(run: Metrics, twin: Metrics) -> dict[str, float]:
    """Return ``others_delay_ratio`` and ``harm_ratio`` of one run; 0/0 is 1, and x/0 infinite."""
    return {
        "others_delay_ratio": delay_interval([run], [twin]).mean,
        "harm_ratio": harm_interval([run], [twin]).mean,
    }
