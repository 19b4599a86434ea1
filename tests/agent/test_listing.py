"""The list of agents, made without running any of them."""

from typing import Any

from longtail_sim.agent import list_agents, listing
from longtail_sim.agent.listing import summary_of_file


def test_shipped_and_own_agents_are_listed(write: Any) -> None:
    write()
    write("agents/_private.py")
    write("agents/dangerous.py", 'raise SystemExit\nclass A(Agent):\n    """Not run."""\n')
    entries = {entry.name: entry for entry in list_agents()}
    assert [*entries] == sorted(entries)
    assert entries["brisk"].origin == "own"
    assert entries["brisk"].summary == "Drives on."
    assert entries["dangerous"].summary == "Not run."
    assert entries["rule_based"].origin == "shipped"
    assert entries["rule_based"].place.endswith("rule_based.py")
    assert "_private" not in entries
    assert all(entry.summary for entry in entries.values())


def test_an_installed_agent_is_listed(monkeypatch: Any) -> None:
    class Point:
        value = "some.module:Class"
        dist = None

    monkeypatch.setattr(listing, "agent_entry_points", lambda: {"zeta": Point()})
    last = list_agents()[-1]
    assert (last.name, last.origin, last.place) == ("zeta", "installed", "some.module:Class")


def test_a_file_that_cannot_be_read_says_so(write: Any) -> None:
    assert summary_of_file(write("agents/wrong.py", "class (:\n")).startswith("cannot be read: line 1")
    assert summary_of_file(write("agents/bare.py", "x = 1\n")) == ""
    assert summary_of_file(write("agents/only.py", '"""File."""\n')) == "File."
    assert summary_of_file(write().parent).startswith("cannot be read")
