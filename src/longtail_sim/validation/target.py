"""What is to be reproduced: targets with their bands, and the experiments that measure them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from longtail_sim.scenario import Scenario

Thing = TypeVar("Thing")


def _nothing(_: float) -> None:
    """Take no notice of progress."""


@dataclass(frozen=True)
class Effort:
    """How thoroughly to measure, and whom to tell how far it is.

    ``full`` runs use more seeds and longer times than quick ones; an experiment takes its number of seeds from
    ``seeds`` and everything else that is to differ from ``choose``.
    """

    full: bool = True
    threads: int = 1
    first_seed: int = 0
    tell: Callable[[float], None] = field(default=_nothing, compare=False)  # share of the experiment that is done

    def choose(self, quick: Thing, full: Thing) -> Thing:
        """Return the one of two values that belongs to this effort."""
        return full if self.full else quick

    def seeds(self, quick: int, full: int) -> range:
        """Return the seeds of a quick or a full run."""
        return range(self.first_seed, self.first_seed + self.choose(quick, full))


@dataclass(frozen=True)
class Target:
    """One number that the traffic is to reproduce.

    ``id`` and ``case`` together are unique; all cases of an id form one target.  Exactly one of these holds: ``low``
    and ``high`` bound the mean over seeds, or both are None and the value is reported without a verdict.
    """

    id: str  # "T2.5"
    name: str  # "control delay at a signal"
    unit: str  # "s", "veh/h", "-" for ratios and counts
    expected: str  # as people write it: "1.89", "<= 11 s", "smooth, one peak"
    low: float | None
    high: float | None
    source: str  # "HCM 7 chapter 19"
    case: str = ""  # "v/c 0.4" where one target has several values
    required: bool = False  # belongs to the minimum set; a miss makes the command fail
    exact: bool = False  # no randomness: one value, no interval
    strict: bool = False  # "> low": the bound itself does not count, and the whole interval must lie above it
    calibrated: bool = False  # a parameter of the drivers was fitted to this value, or is this value

    @property
    def key(self) -> str:
        """Id and case in one word, ``T2.5 v/c 0.4``."""
        return f"{self.id} {self.case}".strip()


Readings = Mapping[str, Sequence[float]]  # key of the target -> one value per seed (or one value, if exact)


@dataclass(frozen=True)
class Experiment:
    """One test bed and the targets that are measured on it.

    ``measure`` returns one row of values for every target's key.  ``bed`` returns the scenario to watch, if there is
    something to see.
    """

    name: str  # "standing queue at a signal"
    setup: str  # one or two sentences: streets, demand, what is watched
    targets: tuple[Target, ...]
    measure: Callable[[Effort], Readings]
    bed: Callable[[], Scenario] | None = None
    quick: bool = True  # False: takes part in full runs only


@dataclass(frozen=True)
class Open:
    """A target that cannot be measured as yet, named so that it is not silently absent."""

    id: str
    name: str
    why: str
