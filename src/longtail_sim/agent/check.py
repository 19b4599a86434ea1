"""Check that an agent keeps the contract: every item is a row, passed or failed, with a sentence."""

import pickle
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from longtail_sim.agent.guard import Guard
from longtail_sim.agent.load import load_agent
from longtail_sim.agent.protocol import Agent
from longtail_sim.errors import AgentError
from longtail_sim.observation import Action, FleetAction, FleetObservation, Longitudinal, example_observations
from longtail_sim.observation.action import Lateral, Request

VEHICLES = 200  # a fleet as large as that of the shipped outage scenario at its peak
ROUNDS = 12
STEP_S = 0.5
FLEET_LIMIT_S = 0.5  # a slower agent would make the simulation run behind real time
HANG_LIMIT_S = 10.0


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One item of the check: its name, whether it passed, and a sentence that says what was found."""

    name: str
    passed: bool
    sentence: str


def check_agent(spec: str) -> list[CheckRow]:
    """Check the agent that ``spec`` names (as in :func:`load_agent`), row by row.

    No simulation is run: the agent answers observations in which every feature takes values over its whole range.
    Where the agent cannot be loaded, or does not answer at all, the rows that need an answer are left out.
    """
    rows = [_row("load", lambda: _loads(spec))]
    if rows[-1].passed:
        rows.append(_row("act_batch", lambda: _answers_batch(spec)))
        rows.append(_row("act", lambda: _answers_single(spec)))
    if all(row.passed for row in rows):
        rows += [
            _row("same answers", lambda: _agrees(spec)),
            _row("determinism", lambda: _is_deterministic(spec)),
            _row("empty fleet", lambda: _answers_nobody(spec)),
            _row("reset", lambda: _resets(spec)),
            _row("pickling", lambda: _pickles(spec)),
            _row("time", lambda: _is_quick(spec)),
        ]
    return rows


class _FindingError(Exception):
    """A sentence that says why a check failed."""


def _row(name: str, check: Callable[[], str]) -> CheckRow:
    try:
        return CheckRow(name, True, check())
    except (_FindingError, AgentError) as finding:
        return CheckRow(name, False, str(finding))


def _rounds() -> list[FleetObservation]:
    """Return a short history: the same vehicles, half a second later each time."""
    return [example_observations(VEHICLES, seed, time_s=STEP_S * seed) for seed in range(ROUNDS)]


def _batches(agent: Agent) -> list[FleetAction]:
    with Guard(agent, HANG_LIMIT_S) as guard:
        return [guard.act(observations) for observations in _rounds()]


def _singles(agent: Agent) -> list[FleetAction]:
    with Guard(_RowByRow(agent), HANG_LIMIT_S, blamed=type(agent)) as guard:
        return [guard.act(observations) for observations in _rounds()]


class _RowByRow(Agent):
    """Asks another agent's ``act``, whatever its ``act_batch`` does."""

    def __init__(self, agent: Agent) -> None:
        self.agent = agent
        self.name = agent.name

    def act_batch(self, observations: FleetObservation) -> FleetAction:
        return FleetAction.of([self.agent.act(observation) for observation in observations])


def _loads(spec: str) -> str:
    agent = load_agent(spec)
    return f"{type(agent).__name__} was found and made."


def _answers_batch(spec: str) -> str:
    answers = _batches(load_agent(spec))
    used = {Longitudinal(int(code)).name.lower() for answer in answers for code in np.unique(answer.longitudinal)}
    decisions = sum(len(answer) for answer in answers)
    return f"{decisions:,} decisions are valid; used: {', '.join(sorted(used))}."


def _answers_single(spec: str) -> str:
    decisions = sum(len(answer) for answer in _singles(load_agent(spec)))
    return f"{decisions:,} decisions, one vehicle at a time, are valid."


def _agrees(spec: str) -> str:
    first, second = _batches(load_agent(spec)), _singles(load_agent(spec))
    _require_equal(first, second, "act_batch", "act")
    return "act_batch decides as act does, row by row."


def _is_deterministic(spec: str) -> str:
    first, second = _batches(load_agent(spec)), _batches(load_agent(spec))
    _require_equal(first, second, "one fresh agent", "another")
    return "two fresh agents give the same answers."


def _require_equal(first: list[FleetAction], second: list[FleetAction], one: str, other: str) -> None:
    for number, (a, b) in enumerate(zip(first, second, strict=True)):
        differs = (a.longitudinal != b.longitudinal) | (a.lateral != b.lateral) | (a.request != b.request)
        rows = np.flatnonzero(differs | (a.speed != b.speed))
        if rows.size:
            row = int(rows[0])
            raise _FindingError(
                f"{one} answers {_words(a[row])}, {other} answers {_words(b[row])} to the same observations "
                f"(round {number}, row {row}; {rows.size} of {len(a)} rows differ)."
            )


def _words(action: Action) -> str:
    words = [action.longitudinal.name.lower()]
    if action.longitudinal in (Longitudinal.FOLLOW_SPEED, Longitudinal.ACCELERATE):
        words.append(f"{action.speed_mps:g}")
    words += [action.lateral.name.lower()] if action.lateral is not Lateral.KEEP else []
    words += [action.request.name.lower()] if action.request is not Request.NONE else []
    return " ".join(words)


def _answers_nobody(spec: str) -> str:
    with Guard(load_agent(spec), HANG_LIMIT_S) as guard:
        guard.act(example_observations(0, 0))
    return "a fleet without vehicles is answered."


def _resets(spec: str) -> str:
    agent = load_agent(spec)
    before = _batches(agent)
    try:
        agent.reset(np.arange(VEHICLES, dtype=np.int64))
        agent.reset()
    except Exception as error:
        raise _FindingError(f"reset raises {type(error).__name__}: {error}.") from None
    _require_equal(before, _batches(agent), "a fresh agent", "the agent after reset")
    return "after reset the agent decides like a fresh one."


def _pickles(spec: str) -> str:
    agent = load_agent(spec)
    try:
        copy = pickle.loads(pickle.dumps(agent))
    except Exception as error:
        raise _FindingError(f"it cannot be pickled, which runs on several processes need: {error}.") from None
    _require_equal(_batches(agent), _batches(copy), "the agent", "its pickled copy")
    return "a pickled copy decides as the original does."


def _is_quick(spec: str) -> str:
    agent, rounds = load_agent(spec), _rounds()
    seconds = []
    with Guard(agent, HANG_LIMIT_S) as guard:
        for observations in rounds:
            begin = time.perf_counter()
            guard.act(observations)
            seconds.append(time.perf_counter() - begin)
    median = float(np.median(seconds))
    sentence = f"{median * 1e3:.2g} ms for {VEHICLES} vehicles, {median / VEHICLES * 1e6:.2g} µs each"
    if median > FLEET_LIMIT_S:
        raise _FindingError(f"{sentence}; more than {FLEET_LIMIT_S:g} s makes a run slower than real time.")
    return f"{sentence}."
