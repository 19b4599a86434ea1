"""Another agent takes over in a fork of a real world; a person takes the wheel there."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from longtail_sim import Scenario
from longtail_sim.agent import load_agent
from longtail_sim.cli.window import session_of
from longtail_sim.core import codes
from longtail_sim.episode import Pair
from longtail_sim.errors import LongtailError
from longtail_sim.observation import FleetAction, Longitudinal, make_observation
from longtail_sim.viewer.forks import Branch, SimulatorForks
from longtail_sim.viewer.player import Player
from longtail_sim.viewer.saves import MOST, Saves
from longtail_sim.viewer.wheel import BRAKING_MPS2, Wheel


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    """Return a run and its twin after a minute: many fleet cars, few streets."""
    parts = {
        "duration_s": 600,
        "network": {"grid": {"rows": 1, "columns": 2, "entry_m": 80}},
        "demand": {"vehicles_per_hour": 900},
        "fleet": {"share": 0.6, "agent": "rule_based"},
    }
    with Pair(Scenario.model_validate(parts), load_agent("rule_based"), 3) as made:
        while made.run.time_s < 60:
            made.advance()
        yield made


def test_a_fork_by_the_same_agent_is_the_run_itself(pair):
    """As long as the agent remembers nothing: same bits after ten seconds."""
    forks = SimulatorForks(pair.run, "rule_based")
    branch = forks.fork(forks.save(), "rule_based")
    saved = pair.run.snapshot()
    for _ in range(20):
        pair.advance()
        branch.advance()
    assert branch.begins_s == branch.scene.time_s - 10
    assert branch.scene.digest(0) == pair.run.digest(0)
    assert branch.reasons()
    pair.run.restore(saved)
    branch.close()


def test_another_agent_goes_its_own_way_and_the_run_is_not_touched(pair):
    forks = SimulatorForks(pair.run, "rule_based")
    before = pair.run.digest(0)
    branch = forks.fork(forks.save(), "timid")
    for _ in range(40):
        branch.advance()
    assert pair.run.digest(0) == before
    assert branch.agent == "timid"
    branch.close()


def test_people_cannot_take_over_in_the_middle(pair):
    forks = SimulatorForks(pair.run, "rule_based")
    assert forks.agents[0] == "rule_based"
    assert {"reasoning", "stop_when_confused"} <= set(forks.agents)
    with pytest.raises(LongtailError, match="look at the twin"):
        forks.fork(forks.save(), "human_twin")


def test_the_wheel_changes_one_row_only():
    wheel = Wheel()
    fleet = make_observation(trip=7).as_fleet()
    decisions = FleetAction.proceed(1)
    assert wheel.revise(fleet, decisions) is decisions
    wheel.take(8)
    assert wheel.revise(fleet, decisions) is decisions
    wheel.take(7)
    wheel.pedal = -1
    revised = wheel.revise(fleet, decisions)
    assert (int(revised.longitudinal[0]), float(revised.speed[0])) == (Longitudinal.ACCELERATE, BRAKING_MPS2)
    assert int(decisions.longitudinal[0]) == Longitudinal.PROCEED


def test_who_brakes_in_a_fork_stands(pair):
    forks = SimulatorForks(pair.run, "rule_based")
    branch = forks.fork(forks.save(), "rule_based")
    vehicles = branch.scene.state.vehicles[0]
    automated = (vehicles.fleet == 1) & (vehicles.driver == codes.DRIVER_AUTOMATED) & (vehicles.speed > 3)
    slot = int(np.flatnonzero(automated & (vehicles.trip >= 0))[0])
    branch.wheel.take(int(vehicles.trip[slot]))
    branch.wheel.pedal = -1
    for _ in range(10):
        branch.advance()
    assert branch.scene.state.vehicles.speed[0, slot] == 0
    assert branch.reasons()[branch.wheel.trip] == "you drive"
    branch.close()


def test_a_session_forks_in_the_past_and_both_go_on_in_step(pair):
    player = Player(session_of(pair, SimulatorForks(pair.run, "rule_based")))
    for _ in range(80):
        player._advance()
    began = player._reels["run"].first_s
    player.seek(began + 35)
    player.switch("timid")
    player._fork(player._wish)
    assert player.branch is not None
    assert player.branch.begins_s == began + 30  # saved every 30 s
    shown = player.shown()
    assert (shown.time_s, shown.newest_s, shown.fork) == (began + 30, began + 30, "timid")
    for _ in range(20):
        player._advance()
    player.seek(began + 38)
    shown = player.shown()
    assert {name: frame.time_s for name, frame in shown.frames.items()} == dict.fromkeys(shown.frames, began + 38)
    assert set(shown.frames) == {"run", "twin", "fork"}
    player.seek(began + 10)
    shown = player.shown()
    assert np.array_equal(shown.frames["fork"].x, shown.frames["run"].x)  # before the fork they are the same
    player.close()


def test_closing_with_a_fork_leaves_no_thread(pair):
    pair.advance()
    before = threading.active_count()
    player = Player(session_of(pair, SimulatorForks(pair.run, "rule_based")))
    player.paused = True
    player.start()
    player.switch("timid")
    end = time.monotonic() + 120
    while player.branch is None and time.monotonic() < end:
        time.sleep(0.01)
    player.seek(player.shown().time_s + 2)
    while player.shown().time_s < player._skip_to and time.monotonic() < end:
        player.move_on(0.0)
        time.sleep(0.01)
    assert player.close()
    while threading.active_count() > before and time.monotonic() < end:
        time.sleep(0.01)  # an agent's thread ends by itself
    assert threading.active_count() == before


class Counted:
    """Saves numbers, and forks nothing but tells what it was asked."""

    agents = ("nobody",)

    def __init__(self) -> None:
        """Nothing was saved yet."""
        self.now, self.saved, self.asked = 0.0, 0, b""

    def save(self) -> bytes:
        self.saved += 1
        return repr(self.now).encode()

    def fork(self, saved: bytes, agent: str) -> Branch:
        self.asked = saved
        return Branch(None, lambda: None, agent, float(saved))


@pytest.mark.parametrize(
    ("wanted_s", "found"), [(1000.0, b"1000.0"), (999.0, b"1000.0"), (100.0, b"90.0"), (30.0, b"30.0"), (3.0, b"0.0")]
)
def test_a_fork_begins_at_the_last_save_before(wanted_s, found):
    forks = Counted()
    saves = Saves(forks)
    while forks.now < 1000:
        saves.look(forks.now)
        forks.now += 0.5
    assert forks.saved == 34
    saves.fork("nobody", wanted_s, 1000.0, 1.0)
    assert forks.asked == found


def test_a_long_run_keeps_few_saves_and_its_beginning():
    forks = Counted()
    saves = Saves(forks)
    for step in range(0, 200_000, 10):
        forks.now = float(step)
        saves.look(forks.now)
    assert len(saves._kept) <= MOST
    saves.fork("nobody", 0.0, forks.now, 1.0)
    assert forks.asked == b"0.0"


def test_without_forks_nobody_takes_over():
    with pytest.raises(LongtailError, match="nobody else can take over here"):
        Saves(None).fork("nobody", 0.0, 0.0, 1.0)
