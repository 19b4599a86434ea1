"""Running experiments, one after the other or several at a time; one that fails does not stop the rest."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from longtail_sim.errors import LongtailError
from longtail_sim.validation import catalogue
from longtail_sim.validation.results import Results, Row, failed_rows, in_order, rows_of
from longtail_sim.validation.target import Effort, Experiment, Open, Readings

Tell = Callable[[str, float], None]  # name of an experiment, share of it that is done


def _nothing(_: str, __: float) -> None:
    """Take no notice of progress."""


@dataclass(frozen=True)
class Outcome:
    """What became of one experiment: readings, or the reason why there are none."""

    experiment: Experiment
    readings: Readings | None
    error: str = ""
    seconds: float = 0.0

    def rows(self) -> list[Row]:
        """Return one row per target."""
        if self.readings is None:
            return failed_rows(self.experiment, self.error)
        return rows_of(self.experiment, self.readings)


def perform(experiment: Experiment, effort: Effort) -> Outcome:
    """Measure, and turn an exception into a sentence."""
    begin = time.perf_counter()
    try:
        readings = {key: [float(value) for value in values] for key, values in experiment.measure(effort).items()}
    except Exception as error:
        return Outcome(experiment, None, _sentence(error), time.perf_counter() - begin)
    return Outcome(experiment, readings, "", time.perf_counter() - begin)


def _sentence(error: Exception) -> str:
    if isinstance(error, LongtailError):
        return str(error)
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{place.filename.rsplit('/', 1)[-1]} line {place.lineno}"
    return f"{type(error).__name__}: {' '.join(str(error).split()) or 'no message'} ({where})"


def perform_all(
    experiments: Sequence[Experiment],
    *,
    full: bool = True,
    first_seed: int = 0,
    jobs: int = 1,
    cores: int = 1,
    tell: Tell = _nothing,
    package: str = "",
) -> Iterator[Outcome]:
    """Yield the outcomes of experiments as they end; close the iterator to stop all.

    Args:
        experiments: what to measure.
        full: rather than quick; a quick run leaves out the experiments that are not for it.
        first_seed: seeds begin here.
        jobs: processes; 1 measures in this one.
        cores: threads in all, shared by the processes.
        tell: called with the name of an experiment and how much of it is done.
        package: where other processes find the experiments, by default ``catalogue.BEDS``.
    """
    chosen = [experiment for experiment in experiments if full or experiment.quick]
    chosen.sort(key=lambda experiment: experiment.quick)  # the long ones first, so that no process ends up alone
    jobs = max(1, min(jobs, len(chosen)))
    effort = Effort(full=full, threads=max(1, cores // jobs), first_seed=first_seed)
    if jobs > 1:
        from longtail_sim.validation.workers import perform_in_processes

        yield from perform_in_processes(chosen, effort, jobs, tell, package or catalogue.BEDS)
        return
    for experiment in chosen:
        tell(experiment.name, 0.0)
        told = partial(tell, experiment.name)
        yield perform(experiment, Effort(effort.full, effort.threads, effort.first_seed, told))


def gather(
    outcomes: Sequence[Outcome], open_: Sequence[Open], keys: Sequence[str], *, full: bool, first_seed: int
) -> Results:
    """Return the results of the targets with these keys, in their order."""
    rows = {row.key: row for outcome in outcomes for row in outcome.rows()}
    return Results(in_order(rows, keys), tuple(open_), full, first_seed)
