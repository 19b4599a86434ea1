"""All targets that there are, found in ``validation/beds``, and the choice among them by id, case or tier."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from longtail_sim.errors import LongtailError
from longtail_sim.validation.target import Experiment, Open, Target

BEDS = "longtail_sim.validation.beds"
FORM = re.compile(r"T(\d)\.(\d+)")
TIER = re.compile(r"T\d+")
PUBLISHED = {1: 14, 2: 14, 3: 12, 4: 7, 5: 8}  # tier -> number of targets that a believable traffic has to meet


@dataclass(frozen=True)
class Catalogue:
    """Experiments in the order of their first target, and the targets that nobody can measure as yet."""

    experiments: tuple[Experiment, ...]
    open: tuple[Open, ...] = ()

    @property
    def targets(self) -> tuple[Target, ...]:
        """All targets by tier and number; cases of the same id as the experiments have them."""
        return tuple(sorted((t for e in self.experiments for t in e.targets), key=lambda target: order(target.id)))

    def named(self, name: str) -> Experiment:
        """Return the experiment of a name."""
        return next(experiment for experiment in self.experiments if experiment.name == name)

    def absent(self) -> list[str]:
        """Return the published ids that are neither measured nor named as open."""
        known = {target.id for target in self.targets} | {target.id for target in self.open}
        published = [f"T{tier}.{number}" for tier, count in PUBLISHED.items() for number in range(1, count + 1)]
        return [id_ for id_ in published if id_ not in known]

    def choose(self, wanted: Sequence[str]) -> Choice:
        """Return what ``wanted`` names: keys ("T2.5 v/c 0.4"), ids ("T2.5") or tiers ("T2"); all, if it is empty.

        Raises:
            LongtailError: one of them is none of these.
        """
        chosen = [_matches(word, self) for word in wanted] if wanted else [lambda key: True]
        keys = tuple(target.key for target in self.targets if any(match(target.key) for match in chosen))
        experiments = tuple(e for e in self.experiments if any(target.key in keys for target in e.targets))
        return Choice(experiments, keys, tuple(o for o in self.open if any(match(o.id) for match in chosen)))


@dataclass(frozen=True)
class Choice:
    """Some targets of a catalogue, by key and in order, the experiments that measure them, and those that are open."""

    experiments: tuple[Experiment, ...]
    keys: tuple[str, ...]
    open: tuple[Open, ...]


class _Names:
    """Whether a key belongs to a word that somebody typed."""

    def __init__(self, word: str) -> None:
        self.word = word.casefold()

    def __call__(self, key: str) -> bool:
        key, id_ = key.casefold(), key.split(" ")[0].casefold()
        return self.word in (key, id_, id_.split(".")[0])


def _matches(word: str, catalogue: Catalogue) -> _Names:
    match = _Names(" ".join(word.split()))
    known = [*(target.key for target in catalogue.targets), *(target.id for target in catalogue.open)]
    if not any(match(key) for key in known):
        raise LongtailError(_unknown(word, known))
    return match


def _unknown(word: str, known: Iterable[str]) -> str:
    tier = TIER.match(word.strip().upper())
    names = list(dict.fromkeys(name for key in known for name in (key.split(" ")[0], key)))
    names = [name for name in names if tier is None or name.startswith(f"{tier[0]}.")]  # another tier is not meant
    near = difflib.get_close_matches(word.strip().upper(), names, n=1, cutoff=0.5)
    advice = f"did you mean '{near[0]}'?" if near else "'longtail validate --list' shows all."
    return f"there is no target '{word[:60]}'; {advice}"


def order(key: str) -> tuple[int, int]:
    """Return tier and number of a key or id, by which targets are sorted: T2.9 comes before T2.10.

    Raises:
        ValueError: it does not begin as one.
    """
    parts = FORM.fullmatch(key.split(" ")[0])
    if parts is None:
        raise ValueError(f"'{key}' does not begin as the key of a target does, such as T2.5")
    return int(parts[1]), int(parts[2])


def discover(package: str = "") -> Catalogue:
    """Return the experiments and open targets of all modules of a package, by default ``BEDS``.

    Raises:
        ValueError: two targets share a key, two experiments a name, or an id does not look like one.
    """
    package = package or BEDS
    home = importlib.import_module(package)
    modules = [importlib.import_module(f"{package}.{found.name}") for found in pkgutil.iter_modules(home.__path__)]
    experiments = [experiment for module in modules for experiment in getattr(module, "EXPERIMENTS", ())]
    open_ = [target for module in modules for target in getattr(module, "OPEN", ())]
    _check_unique("target", [target.key for experiment in experiments for target in experiment.targets])
    _check_unique("experiment", [experiment.name for experiment in experiments])
    _check_unique("open target", [f"{target.id} {target.name}" for target in open_])
    experiments.sort(key=lambda experiment: min(order(target.id) for target in experiment.targets))
    return Catalogue(tuple(experiments), tuple(sorted(open_, key=lambda target: order(target.id))))


def _check_unique(what: str, names: Sequence[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"there are two {what}s '{twice[0]}'; the test beds must name each once")
