"""The check of an agent finds what is wrong, and only that."""

from typing import Any

import pytest

from longtail_sim.agent import check, check_agent

HEAD = "import random\nimport time\nfrom longtail_sim import Action, Agent, FleetAction\nclass A(Agent):\n"
ITEMS = ["load", "act_batch", "act", "same answers", "determinism", "empty fleet", "reset", "pickling", "time"]


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "VEHICLES", 40)
    monkeypatch.setattr(check, "ROUNDS", 4)


def test_a_mistake_in_act_is_found_in_the_agents_own_file(write: Any) -> None:
    batch = "    def act_batch(self, f):\n        return FleetAction.proceed(len(f))\n"
    path = write("mine.py", f"{HEAD}{batch}    def act(self, o):\n        1 / 0\n")
    (row,) = [row for row in check_agent(str(path)) if not row.passed]
    assert (row.name, "mine.py line 8" in row.sentence, "check.py" in row.sentence) == ("act", True, False)


@pytest.mark.parametrize("name", ["rule_based", "stop_when_confused", "reasoning", "human_twin", "template"])
def test_shipped_agents_pass(name: str) -> None:
    rows = check_agent(name)
    assert [row.name for row in rows] == ITEMS
    assert [row.sentence for row in rows if not row.passed] == []
    assert all(row.sentence.endswith(".") for row in rows)


@pytest.mark.parametrize(
    ("body", "item", "sentence"),
    [
        ("    def act(self, o):\n        return 'go'\n", "act_batch", "the answer for vehicle 0 is a str"),
        ("    def act(self, o):\n        return 1 / 0\n", "act_batch", "ZeroDivisionError"),
        (
            "    def act(self, o):\n        return Action.stop()\n"
            "    def act_batch(self, f):\n        return FleetAction.proceed(len(f))\n",
            "same answers",
            "act_batch answers proceed, act answers stop to the same observations",
        ),
        (
            "    def act_batch(self, f):\n        return FleetAction.proceed(len(f))\n"
            "    def act(self, o):\n        return 3\n",
            "act",
            "the answer for vehicle 0 is a int",
        ),
        (
            "    def act(self, o):\n        return Action.follow_speed(random.random())\n",
            "determinism",
            "one fresh agent",
        ),
        (
            "    def act_batch(self, f):\n        return FleetAction.of([Action.stop()] * max(1, len(f)))\n",
            "empty fleet",
            "answered 1 decisions for 0 vehicles",
        ),
        (
            "    n = 0\n    def act(self, o):\n        self.n += 1\n        return Action.follow_speed(self.n)\n",
            "reset",
            "a fresh agent answers follow_speed 1, the agent after reset answers",
        ),
        (
            "    def reset(self, trips=None):\n        raise KeyError(3)\n"
            "    def act(self, o):\n        return Action.stop()\n",
            "reset",
            "reset raises KeyError",
        ),
        (
            "    def __init__(self):\n        self.f = lambda: 1\n"
            "    def act(self, o):\n        return Action.stop()\n",
            "pickling",
            "it cannot be pickled",
        ),
    ],
)
def test_a_fault_is_found(write: Any, body: str, item: str, sentence: str) -> None:
    write("agents/a.py", HEAD + body)
    rows = {row.name: row for row in check_agent("a")}
    assert not rows[item].passed
    assert sentence in rows[item].sentence


def test_a_slow_agent_is_found(write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "FLEET_LIMIT_S", 1e-9)
    write()
    row = check_agent("brisk")[-1]
    assert (row.name, row.passed) == ("time", False)
    assert "slower than real time" in row.sentence


def test_a_hanging_agent_is_found(write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "HANG_LIMIT_S", 0.05)
    write("agents/a.py", HEAD + "    def act(self, o):\n        while True: pass\n")
    rows = check_agent("a")
    assert [row.name for row in rows] == ["load", "act_batch", "act"]
    assert all("has not decided" in row.sentence for row in rows[1:])


def test_an_agent_that_cannot_be_loaded_ends_the_check() -> None:
    rows = check_agent("nobody_knows")
    assert [(row.name, row.passed) for row in rows] == [("load", False)]
