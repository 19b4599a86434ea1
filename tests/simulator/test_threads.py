"""Threads stay open from step to step, end when told to, and go neither into copies nor into child processes."""

from __future__ import annotations

import copy
import gc
import pickle
import sys
import threading
from collections.abc import Callable

import pytest

from longtail_sim import Scenario, Simulator
from longtail_sim.simulator.threads import Threads

Make = Callable[..., Scenario]

CHILD = """
import os, sys, warnings
from longtail_sim import Scenario, Simulator
warnings.simplefilter("ignore")  # newer versions of Python warn of every fork of a process with threads
simulators = [Simulator(Scenario(duration_s=60), [1, 2, 3, 4], threads=2) for _ in range(2)]
for simulator in simulators:
    simulator.step()
child = os.fork()
simulators[0].step()
if child == 0:
    simulators[1].step()
    os._exit(simulators[0].digest(3) != simulators[1].digest(3))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.fixture
def simulator(scenario: Make) -> Simulator:
    return Simulator(scenario(), range(6), threads=2)


def helpers(simulator: Simulator) -> set[threading.Thread]:
    """Return the threads that are open after a step, and were not before."""
    before = set(threading.enumerate())
    simulator.step()
    return set(threading.enumerate()) - before


def test_every_piece_is_worked_on_once() -> None:
    done: list[tuple[int, int, int]] = []
    pieces = [(number, number + 1, number**2) for number in range(100)]
    for _ in range(2):
        Threads(4).run(lambda *piece: done.append(piece), pieces)
        assert sorted(done) == pieces
        done.clear()


def test_an_exception_ends_all_and_is_raised() -> None:
    begun: list[int] = []

    def work(first: int, last: int, value: int) -> None:
        begun.append(first)
        raise ValueError(f"piece {first}")

    for number in (1, 2):
        begun.clear()
        with pytest.raises(ValueError, match="piece"):
            Threads(number).run(work, [(n, n + 1, 0) for n in range(100)])
        assert len(begun) <= number


def test_threads_stay_open_and_end_when_closed(simulator: Simulator) -> None:
    opened = helpers(simulator)
    assert opened
    assert not helpers(simulator)
    assert all(thread.is_alive() for thread in opened)
    simulator.close()
    assert not any(thread.is_alive() for thread in opened)
    assert helpers(simulator)
    simulator.close()
    simulator.close()


def test_threads_end_with_their_simulator(scenario: Make) -> None:
    simulator = Simulator(scenario(), range(4), threads=2)
    opened = helpers(simulator)
    assert opened
    del simulator
    gc.collect()
    for thread in opened:
        thread.join(10)
        assert not thread.is_alive()


def test_one_thread_opens_none(scenario: Make) -> None:
    assert not helpers(Simulator(scenario(), range(4)))


def test_copies_go_on_alike(simulator: Simulator) -> None:
    simulator.step()
    copies = [simulator.fork(), copy.deepcopy(simulator), pickle.loads(pickle.dumps(simulator))]
    simulator.step(intervals=20)
    for twin in copies:
        twin.step(intervals=20)
        assert twin.threads == 2
        assert [twin.digest(w) for w in range(6)] == [simulator.digest(w) for w in range(6)]
    simulator.reset([9], [0])
    for twin in copies:
        twin.reset([9], [0])
        assert twin.digest(0) == simulator.digest(0)
        twin.close()
    simulator.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_a_child_process_goes_on_alike(python: Callable[..., str]) -> None:
    python(CHILD)
