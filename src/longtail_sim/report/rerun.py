"""The worst run of a case once more, beside its twin: how the jam grew, and what to replay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from longtail_sim.agent import load_agent
from longtail_sim.episode import Pair, Series
from longtail_sim.episode.series import Recorder
from longtail_sim.errors import LongtailError
from longtail_sim.events.event import Span
from longtail_sim.report.cases import Case
from longtail_sim.report.film import Film
from longtail_sim.report.replay import Replay, cut
from longtail_sim.report.worst import Worst
from longtail_sim.viewer.sessions import spans

MOST_REPLAYS = 12
REPLAYS_BYTES = 5_000_000  # of all replays together
REPLAY_BYTES = 1_300_000  # of one
GROWTH_S = 240.0  # the window in which the jam grows most is as long as this
LEAD_S = 60.0  # before the first event, where no jam grows

Tell = Callable[[float], None]  # share done


@dataclass(frozen=True)
class Rerun:
    """A run repeated, or why it could not be.

    Attributes:
        run: samples over time of the agent's world.
        twin: those of its twin.
        spans: the events of this draw.
        replay: None if not even a small one fits.
        same: whether the metrics are those of the suite, bit for bit.
        message: why there is nothing; "" if there is.
    """

    worst: Worst
    run: Series | None = None
    twin: Series | None = None
    spans: tuple[Span, ...] = ()
    replay: Replay | None = None
    same: bool = False
    message: str = ""


def reruns_of(cases: Sequence[Case], most: int = MOST_REPLAYS) -> list[int]:
    """Return the numbers of the cases whose worst run is repeated: where others lost most, if there are many."""
    known = [number for number, case in enumerate(cases) if case.worst is not None and case.scenario is not None]
    by_harm = sorted(known, key=lambda number: -_extra(cases[number]))
    return sorted(by_harm[:most])


def bytes_each(replays: int) -> int:
    """Return how large the text of a replay may be if there are so many."""
    return min(REPLAY_BYTES, REPLAYS_BYTES // max(replays, 1))


def rerun(case: Case, most_bytes: int, tell: Tell | None = None) -> Rerun:
    """Repeat the worst run of a case; an agent that fails this time is told, not raised."""
    assert case.worst is not None and case.scenario is not None
    try:
        return _repeat(case, case.worst, most_bytes, tell)
    except LongtailError as error:
        return Rerun(case.worst, message=str(error).splitlines()[0])


def _repeat(case: Case, worst: Worst, most_bytes: int, tell: Tell | None) -> Rerun:
    assert case.scenario is not None
    of_run, of_twin, film = Recorder(), Recorder(), Film()
    with Pair(case.scenario, load_agent(worst.agent), worst.seed) as pair:
        while True:
            of_run.look(pair.run)
            of_twin.look(pair.twin)
            film.look(pair.run, pair.reasons())
            if pair.run.done:
                break
            pair.advance()
            if tell is not None:
                tell(min(pair.run.time_s / case.scenario.duration_s, 1.0))
        events = spans(pair.run.drawn[0])
        run, twin = of_run.series(), of_twin.series()
        replay = cut(film, pair.run.network, events, moment(run, twin, events), most_bytes)
        same = _same(pair.run.metrics(0), worst.metrics)
    return Rerun(worst, run, twin, tuple(events), replay, same)


def moment(run: Series, twin: Series, events: Sequence[Span]) -> float:
    """Return the middle of the minutes in which others lost most to the agent (s); else the first event."""
    gap = (run.others_delay_s - twin.others_delay_s)[:, 0]
    steps = min(round(GROWTH_S / max(run.time_s[1] - run.time_s[0], 1e-9)), len(gap) - 1) if len(gap) > 1 else 0
    growth = gap[steps:] - gap[: len(gap) - steps]
    if steps and growth.max() > 1.0:  # a second per trip: less is no jam
        return float(run.time_s[int(np.argmax(growth))]) + GROWTH_S / 2
    first = min((span.start_s for span in events), default=0.0)
    return first - LEAD_S + GROWTH_S / 2


def _same(now: dict[str, float], before: dict[str, float]) -> bool:
    return all(now.get(name) == value for name, value in before.items() if name not in ("score",))


def _extra(case: Case) -> float:
    return case.worst.extra_delay_s if case.worst is not None else 0.0
