"""Whatever an agent does, the guard answers with decisions or with one clear sentence."""

import gc
import sys
import threading
import time
from typing import Any

import pytest

from longtail_sim.agent import Agent, Guard
from longtail_sim.errors import AgentError
from longtail_sim.observation import Action, FleetAction, FleetObservation, Observation, example_observations

OBSERVATIONS = example_observations(4, 0, time_s=12.5)


class Scripted(Agent):
    """Does what the test says."""

    def __init__(self, work: Any) -> None:
        """Take what to do."""
        self.work = work

    def act_batch(self, observations: FleetObservation) -> FleetAction:
        return self.work(observations)


class Single(Agent):
    def __init__(self, answer: Any) -> None:
        """Take what to answer."""
        self.answer = answer

    def act(self, observation: Observation) -> Action:
        return self.answer


def raises(_: FleetObservation) -> FleetAction:
    return [][3]  # the line that is to blame


@pytest.mark.parametrize("limit_s", [30.0, None])
def test_decisions_pass_through(limit_s: float | None) -> None:
    with Guard(Scripted(lambda fleet: FleetAction.proceed(len(fleet))), limit_s) as guard:
        assert all(len(guard.act(OBSERVATIONS)) == 4 for _ in range(3))


@pytest.mark.parametrize("limit_s", [30.0, None])
def test_an_exception_names_agent_time_and_line(limit_s: float | None) -> None:
    guard = Guard(Scripted(raises), limit_s)
    with pytest.raises(AgentError) as caught:
        guard.act(OBSERVATIONS)
    message = str(caught.value)
    assert message.startswith("agent 'scripted' at 12.5 s of simulated time failed: IndexError: list index")
    assert "the line that is to blame" in message
    assert "\n" not in message


def test_the_line_shown_is_the_agents_own() -> None:
    import json

    with pytest.raises(AgentError, match=r"test_guard.py line \d+: \".*json.loads"):
        Guard(Scripted(lambda _: json.loads("{"))).act(OBSERVATIONS)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (None, "answered a NoneType, not a FleetAction"),
        (Action.stop(), "answered a Action, not a FleetAction"),
        (FleetAction.proceed(3), "answered 3 decisions for 4 vehicles"),
    ],
)
def test_wrong_answers(answer: object, message: str) -> None:
    with pytest.raises(AgentError, match=message):
        Guard(Scripted(lambda _: answer)).act(OBSERVATIONS)


@pytest.mark.parametrize(("answer", "kind"), [("go", "str"), (None, "NoneType"), (Action.stop, "method")])
def test_a_wrong_single_answer_points_to_file_and_class_of_the_agent(answer: object, kind: str) -> None:
    with (
        pytest.raises(AgentError, match=f"the answer for vehicle 0 is a {kind}") as caught,
        Guard(Single(answer)) as guard,
    ):
        guard.act(OBSERVATIONS)
    assert str(caught.value).endswith(f"({__file__}, class Single)")
    assert "longtail_sim" not in str(caught.value).replace(__file__, "")


def test_nan_says_where() -> None:
    with pytest.raises(AgentError, match=r"speed_mps is nan, and must be a finite number\. \(.*line \d+"):
        Guard(Scripted(lambda _: Action.follow_speed(float("nan")))).act(OBSERVATIONS)


def test_leaving_the_program_is_a_failure_of_the_agent() -> None:
    with pytest.raises(AgentError, match="failed: SystemExit"):
        Guard(Scripted(lambda _: sys.exit())).act(OBSERVATIONS)


def test_a_keyboard_interrupt_in_the_calling_thread_is_the_users() -> None:
    def interrupt(_: FleetObservation) -> FleetAction:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Guard(Scripted(interrupt), limit_s=None).act(OBSERVATIONS)


def spin(_: FleetObservation) -> FleetAction:
    while True:
        try:
            sum(range(100))
        except Exception:
            continue


def agent_threads() -> int:
    return sum(thread.name == "agent" for thread in threading.enumerate())


def wait_until_no_agent_runs() -> bool:
    gc.collect()  # guards that errors of earlier tests still refer to
    deadline = time.monotonic() + 5
    while agent_threads() and time.monotonic() < deadline:
        time.sleep(0.01)
    return agent_threads() == 0


def test_an_endless_loop_is_given_up_and_ends() -> None:
    guard = Guard(Scripted(spin), limit_s=0.1)
    with pytest.raises(AgentError, match=r"at 12\.5 s of simulated time has not decided within 0\.1 s of real"):
        guard.act(OBSERVATIONS)
    assert wait_until_no_agent_runs()


def test_a_blocking_call_is_given_up_at_once() -> None:
    begin = time.monotonic()
    with pytest.raises(AgentError, match="has not decided"):
        Guard(Scripted(lambda _: time.sleep(1.0)), limit_s=0.1).act(OBSERVATIONS)
    assert time.monotonic() - begin < 0.8
    assert wait_until_no_agent_runs()


def test_it_works_off_the_main_thread() -> None:
    messages: list[str] = []

    def ask() -> None:
        try:
            Guard(Scripted(spin), limit_s=0.1).act(OBSERVATIONS)
        except AgentError as error:
            messages.append(str(error))

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join(5)
    assert len(messages) == 1
    assert wait_until_no_agent_runs()


def test_a_forgotten_guard_leaves_no_thread() -> None:
    guard = Guard(Scripted(lambda fleet: FleetAction.proceed(len(fleet))))
    guard.act(OBSERVATIONS)
    assert agent_threads() == 1
    del guard
    gc.collect()
    assert wait_until_no_agent_runs()


def test_a_guard_can_go_on_after_a_failure() -> None:
    answers = iter([None, FleetAction.proceed(4)])
    guard = Guard(Scripted(lambda _: next(answers)))
    with pytest.raises(AgentError):
        guard.act(OBSERVATIONS)
    assert len(guard.act(OBSERVATIONS)) == 4
