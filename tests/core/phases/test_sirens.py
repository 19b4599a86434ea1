"""A siren is heard, people make way, and the emergency vehicle goes past them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from longtail_sim.core import codes, lists
from longtail_sim.core.limits import NEVER
from longtail_sim.core.phases import junctions, move, perceive, signals, sirens
from longtail_sim.core.siren import MIRROR_M, gives_room

LATE_S = 40.0  # everybody has reacted by then, and waits


def with_siren(it: Any, slot: int, lane: int, s: float, speed: float = 8.0) -> Any:
    """Put an ambulance with siren at the end of a lane's list."""
    row = it.put(slot, lane, s, speed)
    row.siren, row.kind, row.length = 1, codes.KIND_AMBULANCE, 6.8
    it.state.clock["sirens"][0] += 1
    return row


def listen(it: Any, now: float) -> None:
    """Let everybody look and listen at one moment."""
    perceive.neighbours(0, it.state, it.streets)
    sirens.make_way(0, now, it.state, it.settings, it.streets)


@pytest.fixture
def street(stage: Callable[..., Any]) -> Any:
    """One lane with an ambulance behind two people, the second of whom is far ahead."""
    it = stage(network={"grid": {"columns": 1, "rows": 1, "lanes": 1, "entry_m": 250}}, drivers={"errors": {}})
    lane = it.approach(codes.LEG_WEST)
    it.put(2, lane, 220.0)
    it.put(1, lane, 90.0)
    with_siren(it, 0, lane, 40.0)
    it.settings["siren_unnoticed"] = 0.0
    return it


def test_who_is_near_pulls_over_after_a_reaction(street: Any) -> None:
    """Not at once, and not who is far ahead."""
    aside = street.state.vehicles["aside"][0]
    listen(street, 10.0)
    assert street.state.vehicles["siren_s"][0, 1] == 10.0
    assert aside[1] == codes.ASIDE_NO
    listen(street, LATE_S)
    assert (aside[1], aside[2]) == (codes.ASIDE_KERB, codes.ASIDE_NO)
    assert street.state.vehicles["siren_m"][0, 1] == pytest.approx(90.0 - 4.8 - 40.0)
    assert street.state.vehicles["siren_m"][0, 2] == NEVER


def test_who_does_not_hear_it_sees_it_in_the_mirror(street: Any) -> None:
    """Those are the ones who make way late."""
    street.settings["siren_unnoticed"] = 1.0
    for now in (10.0, LATE_S):
        listen(street, now)
    assert street.state.vehicles["aside"][0, 1] == codes.ASIDE_NO
    street.state.vehicles["s"][0, 0] = 90.0 - 4.8 - MIRROR_M + 1.0
    listen(street, LATE_S + 1)
    assert street.state.vehicles["aside"][0, 1] == codes.ASIDE_KERB


def test_an_ambulance_looks_and_goes_past_who_is_at_the_kerb(street: Any) -> None:
    """The order in the lane is that of places again, and they do not touch."""
    for now in (10.0, LATE_S):
        listen(street, now)
    vehicles, lane = street.state.vehicles, street.approach(codes.LEG_WEST)
    assert vehicles["leader"][0, 0] == 1
    vehicles["lateral"][0, 1] = -0.7
    listen(street, LATE_S + 0.1)
    assert vehicles["leader"][0, 0] == 2
    assert vehicles["gap"][0, 0] == pytest.approx(220.0 - 4.8 - 40.0)
    vehicles["s"][0, 0] = 91.0
    move.go_round(0, street.state)
    order = [int(street.state.lanes["first"][0, lane])]
    while vehicles["behind"][0, order[-1]] >= 0:
        order.append(int(vehicles["behind"][0, order[-1]]))
    assert order == [2, 0, 1]
    assert (np.diff(vehicles["s"][0, order]) < 0).all()
    assert gives_room(0, 0, 1, vehicles)
    assert not gives_room(0, 0, 2, vehicles)


def test_they_come_back_when_it_has_passed(street: Any) -> None:
    """A few seconds after its tail has left them; and then the phase has nothing to do any more."""
    for now in (10.0, LATE_S):
        listen(street, now)
    vehicles, lanes = street.state.vehicles, street.state.lanes
    lists.remove(vehicles, lanes, 0, 0)
    vehicles["lane"][0, 0] = -1
    street.state.clock["sirens"][0] = 0
    listen(street, LATE_S + 1.0)
    assert vehicles["aside"][0, 1] == codes.ASIDE_KERB
    for now in (LATE_S + 5.0, LATE_S + 5.1):
        listen(street, now)
    assert vehicles["aside"][0, 1] == codes.ASIDE_NO
    assert street.state.clock["alerted"][0] == 0
    assert street.state.clock["aside"][0] == 0


def test_nobody_goes_into_the_junction_but_the_ambulance(stage: Callable[..., Any]) -> None:
    """On green from across one waits; on red the ambulance goes, slowly."""
    it = stage(network={"grid": {"columns": 1, "rows": 1, "lanes": 1}}, drivers={"errors": {}})
    it.settings["siren_unnoticed"] = 0.0
    west, south = it.approach(codes.LEG_WEST), it.approach(codes.LEG_SOUTH)
    length = it.network.arrays.lane_length
    it.put(1, south, float(length[south]) - 1.0)
    with_siren(it, 0, west, float(length[west]) - 20.0, 5.0)
    for now in (10.0, 12.0, 16.0):  # green from south
        signals.advance(0, now, it.state, it.streets)
        listen(it, now)
        junctions.arbitrate(0, now, it.state, it.settings, it.streets)
    assert it.state.junctions["siren"][0, 0] == 1
    assert it.state.junctions["colour"][0, 0, 0] == codes.COLOUR_GREEN
    entry = it.state.vehicles["entry"][0]
    assert entry[1] not in (codes.ENTRY_PASS, codes.ENTRY_SLOW)
    assert entry[0] == codes.ENTRY_SLOW
    it.state.clock["sirens"][0] = 0
    junctions.arbitrate(0, 16.0, it.state, it.settings, it.streets)
    assert entry[1] == codes.ENTRY_PASS


def test_nobody_stands_aside_for_ever(street: Any) -> None:
    """An ambulance that does not come on is not waited for; a moment later it is heard anew."""
    seen = []
    for now in (10.0, 40.0, 58.0, 62.0, 75.0):
        listen(street, now)
        seen.append(int(street.state.vehicles["aside"][0, 1]))
    assert seen == [codes.ASIDE_NO, codes.ASIDE_KERB, codes.ASIDE_NO, codes.ASIDE_NO, codes.ASIDE_KERB]


def test_who_is_just_being_passed_stays(street: Any) -> None:
    """However long it has taken."""
    for now in (10.0, 40.0):
        listen(street, now)
    street.state.vehicles["s"][0, 0] = 88.0
    listen(street, 58.0)
    assert street.state.vehicles["aside"][0, 1] == codes.ASIDE_KERB
