"""The session plays in its own thread; the drawing thread never waits."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from longtail_sim.errors import AgentError
from longtail_sim.viewer.player import Player
from longtail_sim.viewer.scene import Session

WAIT_S = 5.0


def until(condition, seconds=WAIT_S):
    """Wait for something that the worker does."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "the worker did not come so far"
        time.sleep(0.002)


@pytest.fixture
def session(empty_city) -> Session:
    lane = empty_city.longest_lane()
    empty_city.put(0, lane, 20.0)

    def advance() -> None:
        empty_city.time_s += 0.5
        empty_city.state.vehicles.s[0, 0] = 20.0 + empty_city.time_s

    return Session(empty_city, None, advance, duration_s=60.0, reason=lambda trip: f"because of {trip}")


@pytest.fixture
def player(session):
    made = Player(session)
    yield made
    made.close()


def test_vehicles_move_smoothly_between_decision_intervals(player, session):
    player.start()
    until(lambda: player._latest >= 0.5)
    start = player.shown().frames["run"]
    places = []
    for _ in range(4):
        player.move_on(0.1)
        shot = player.shown()
        places.append(float(np.hypot(shot.frames["run"].x[0] - start.x[0], shot.frames["run"].y[0] - start.y[0])))
        assert shot.time_s == pytest.approx(0.1 * len(places))
    assert places == pytest.approx([0.1, 0.2, 0.3, 0.4], abs=1e-6)


def test_the_worker_stays_one_interval_ahead_and_no_more(player, session):
    player.start()
    until(lambda: player._latest >= 0.5)
    time.sleep(0.05)
    assert session.run.time_s == 0.5
    player.move_on(0.25)
    until(lambda: player._latest >= 1.0)
    time.sleep(0.05)
    assert session.run.time_s == 1.0


def test_pause_stops_and_a_step_is_one_interval(player, session):
    player.paused = True
    player.start()
    player.move_on(3.0)
    time.sleep(0.05)
    assert session.run.time_s == 0.0
    for steps in (1, 2):
        player.step()
        until(lambda steps=steps: player._latest >= 0.5 * steps)
        player.move_on(0.0)
        assert player.shown().time_s == pytest.approx(0.5 * steps)
    time.sleep(0.05)
    assert session.run.time_s == 1.0


def test_speed_is_limited(player):
    for _ in range(20):
        player.change_speed(2.0)
    assert player.speed == 64.0
    for _ in range(20):
        player.change_speed(0.5)
    assert player.speed == 0.25


def test_skip_goes_to_a_later_time_and_ends_with_the_scenario(player, session):
    player.start()
    player.seek(20.0)
    until(lambda: player._latest >= 20.0)
    player.move_on(0.0)
    assert player.shown().time_s == pytest.approx(20.0)
    player.seek(1e9)
    until(lambda: player._latest >= 60.0)
    player.move_on(0.0)
    assert player.shown().done
    assert session.run.time_s == 60.0


def test_a_slow_agent_holds_nobody_up(session):
    release = threading.Event()

    def think() -> None:
        release.wait(WAIT_S)
        session.advance()

    player = Player(replace(session, advance=think))
    player.start()
    until(lambda: player.shown().thinking_s > 0)
    began = time.perf_counter()
    for _ in range(50):
        player.move_on(0.02)
        shown = player.shown()
    assert time.perf_counter() - began < 1.0
    assert shown.time_s == 0.0  # the picture waits, the window does not
    assert shown.thinking_s > 0
    release.set()
    assert player.close()


def test_an_error_is_kept_for_the_one_who_watches(session):
    def fail() -> None:
        raise AgentError("the agent gave up")

    player = Player(replace(session, advance=fail))
    player.start()
    until(lambda: player.error is not None)
    assert isinstance(player.error, AgentError)
    player.move_on(0.1)
    assert player.shown().time_s == 0.0
    assert player.close()


def test_close_leaves_no_thread_whenever_it_comes(session):
    before = threading.active_count()
    for delay in (0.0, 0.001, 0.01):
        player = Player(session)
        player.speed = 64.0
        player.start()
        player.move_on(1.0)
        time.sleep(delay)
        assert player.close()
    never_started = Player(session)
    assert never_started.close()
    assert threading.active_count() == before


def test_frames_hold_together_while_the_worker_runs(player):
    player.speed = 64.0
    player.start()
    last = -1.0
    while not player.shown().done:
        player.move_on(0.05)
        shown = player.shown()
        shot = shown.frames["run"]
        assert shot.time_s == pytest.approx(shown.time_s)
        assert shown.time_s >= last
        last = shown.time_s
        time.sleep(0.001)
    assert len(player.shown().samples) >= 2


def test_the_reason_is_that_of_the_selected_vehicle(player, session):
    player.selected = 100
    player.start()
    until(lambda: player.shown().reason == "because of 100")
