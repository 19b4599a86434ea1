"""The phases, one by one, are the step."""

from __future__ import annotations

import time
from collections.abc import Callable

import phases
import pytest
from phases import PHASES, WHOLE, shares, show
from worlds import grid, settled


def test_every_phase_is_accounted_and_the_call_is_taken_off(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By a clock that gives three seconds to every call, one of them to the calling; digests are compared inside."""

    def timed(clock: object, function: Callable[..., None], *given: object) -> float:
        function(*given)
        return 1.0 if function is phases.nothing else 3.0

    monkeypatch.setattr(phases, "timed", timed)
    simulator = settled(grid(1), 60.0)
    vehicles = int((simulator.state.vehicles.trip >= 0).sum())
    spent = shares(simulator, steps=20, rounds=1, clock=time.perf_counter)
    assert spent == dict.fromkeys((*PHASES, WHOLE), pytest.approx(2e9 / vehicles))
    show("one crossing", spent)
    printed = capsys.readouterr().out
    assert all(f"\n{name} " in printed for name in PHASES)
    assert len(PHASES) == 22
    assert printed.count(f"{1 / len(PHASES):.1%}") == len(PHASES)


def test_a_phase_that_is_left_out_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody moves, and the digests differ."""
    monkeypatch.setattr(phases, "PHASES", {name: PHASES[name] for name in PHASES if name != "move"})
    with pytest.raises(RuntimeError, match=r"not those of core/step\.py"):
        shares(settled(grid(1), 60.0), steps=5, rounds=1, clock=time.perf_counter)
