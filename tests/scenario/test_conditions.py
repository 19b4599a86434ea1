"""``when:`` in a file: what it says, what is drawn, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from longtail_sim.scenario import load_scenario

Complain = Callable[..., list[str]]
Write = Callable[..., Path]
FILE = """\
duration_s: 900
network: {grid: {columns: 2, rows: 2}}
events:
  - {kind: officer, when: {after: outage, delay_s: 60}, response_s: 30}
  - {kind: signal_outage, at_s: {uniform: [100, 200]}, id: outage}
  - {kind: link_loss, when: {after: 0, delay_s: {uniform: [1, 2]}}}
  - {kind: link_loss, when: gridlock}
  - {kind: link_loss, when: {metric: backlog, below: {choice: [1, 2]}, not_before_s: 30, delay_s: 5}}
"""


def test_after_is_known_as_soon_as_it_is_drawn(write: Write) -> None:
    scenario = load_scenario(write(FILE))
    drawn = scenario.draw(7)
    officer, outage, link, *waiting = drawn.events
    assert officer.at_s == float(outage.at_s) + 60
    assert 1 <= float(link.at_s) - float(officer.at_s) <= 2
    assert drawn.waiting() == [3, 4]
    assert all(event.when is not None for event in waiting)
    assert scenario.draw(7) == drawn != scenario.draw(8)


def test_a_plain_event_is_drawn_as_without_conditions(write: Write) -> None:
    alone = FILE.replace(", id: outage", "").splitlines()
    plain = load_scenario(write("\n".join([*alone[:3], alone[4]]), "plain.yaml"))
    assert plain.draw(3).events[0].at_s == load_scenario(write(FILE)).draw(3).events[1].at_s


def test_words(write: Write) -> None:
    officer, _, link, gridlock, backlog = load_scenario(write(FILE)).events
    assert "called at 60 s after the beginning of event outage" in officer.describe()
    assert "from 1 to 2 s after the beginning of event 0 on" in link.describe()
    assert "from the first gridlock on" in gridlock.describe()
    assert "5 s after the moment when backlog is below one of 1, 2 (not before 30 s)" in backlog.describe()


def test_a_drawn_scenario_may_be_read_again(write: Write) -> None:
    scenario = load_scenario(write(FILE))
    assert type(scenario).model_validate_json(scenario.model_dump_json()) == scenario


REFUSED = {
    "no such event": ("when: {after: 9}", "events[0].when.after: there is no event 9; the 2 events are counted from 0"),
    "no such id": ("when: {after: x}", "events[0].when.after: no event has the id 'x'; there are b"),
    "itself": ("when: {after: 0}", "events[0].when.after: waits for event 0, which waits for this one"),
    "a circle": ("when: {after: b}", "events[0].when.after: waits for event 0, which waits for this one"),
    "both": ("at_s: 5, when: gridlock", "events[0]: give at_s or when, not both"),
    "same id": ("id: b}\n  - {kind: link_loss, id: b", "events[1].id: another event has the id 'b' already"),
    "word": ("when: gridlok", "events[0].when: must be 'gridlock'; got 'gridlok'; did you mean 'gridlock'?"),
    "no condition": ("when: {x: 1}", "events[0].when: not a condition; write gridlock, {after: 0, delay_s: 60}"),
    "metric": ("when: {metric: fleet_wating, above: 1}", "did you mean 'fleet_waiting'?"),
    "no bound": ("when: {metric: vehicles}", "events[0].when: give either above or below"),
    "late": ("when: {metric: vehicles, above: 1, delay_s: -4}", "must be between 0 and 86400; got -4"),
}


@pytest.mark.parametrize(("keys", "words"), REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_be_is_refused_with_its_line(keys: str, words: str, complain: Complain) -> None:
    lines = complain(f"events:\n  - {{kind: officer, {keys}}}\n  - {{kind: link_loss, id: b, when: {{after: 0}}}}\n")
    assert lines[0].startswith(("s.yaml:2:", "s.yaml:3:"))
    assert words in lines[0]
