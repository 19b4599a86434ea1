"""The table of transitions: every row, nothing else, and nobody goes round it."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import longtail_sim.core
from longtail_sim.core import codes
from longtail_sim.core.automation_states import NEXT, REFUSED, ROWS, STATES, TRIGGERS, change
from longtail_sim.core.codes import names

CORE = Path(longtail_sim.core.__file__).parent
ALLOWED = {(state, trigger): after for state, trigger, after in ROWS}


def one_vehicle(state: int) -> np.ndarray:
    """Return a table with one vehicle in it."""
    table = np.zeros((1, 1), np.dtype([("state", "i1")]))
    table["state"] = state
    return table.view(np.recarray)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{names('STATE')[row[0]]}-{names('TRIGGER')[row[1]]}")
def test_every_row_is_walked(row: tuple[int, int, int]) -> None:
    state, trigger, after = row
    vehicles = one_vehicle(state)
    assert change.py_func(0, 0, trigger, vehicles) if hasattr(change, "py_func") else change(0, 0, trigger, vehicles)
    assert vehicles.state[0, 0] == after


def test_what_is_no_row_changes_nothing() -> None:
    """Every other pair of state and trigger is refused."""
    for state in range(STATES):
        for trigger in range(TRIGGERS):
            assert NEXT[state * TRIGGERS + trigger] == ALLOWED.get((state, trigger), REFUSED)


def test_the_table_knows_every_state_and_trigger() -> None:
    """And uses all of them."""
    assert set(names("STATE")) == set(range(STATES))
    assert set(names("TRIGGER")) == set(range(TRIGGERS)) == {trigger for _, trigger, _ in ROWS}
    assert {after for _, _, after in ROWS} == set(range(STATES))
    assert len(ALLOWED) == len(ROWS)


def test_only_a_person_restarts_what_has_stopped_for_good() -> None:
    """UN R157: from a minimal risk condition no row leads back to the automation, but after a stall of the software."""
    stopped = (codes.STATE_MINIMAL_RISK_MANOEUVRE, codes.STATE_MINIMAL_RISK_CONDITION, codes.STATE_RETRIEVED)
    back = [row[1] for row in ROWS if row[0] in stopped and row[2] == codes.STATE_DRIVING]
    assert back == [codes.TRIGGER_STARTS_ANEW]


def test_nobody_goes_round_the_table() -> None:
    """No file of the core but the table's, and the one that clears slots, writes the state of a vehicle."""
    writes = re.compile(r"vehicles?\[w, \w+\]\.state = ")
    found = {path.name for path in CORE.rglob("*.py") if writes.search(path.read_text(encoding="utf-8"))}
    assert found == {"automation_states.py", "slots.py"}
