"""The notice board of a fleet: who may read what, when, and where something is by now."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtail_sim.agent import FleetNotices, Told
from longtail_sim.agent.notices import FAR_M
from longtail_sim.observation import FleetObservation, Observation, Place, make_observation

STREET, NEXT = 5, 6
HERE = Place(STREET, NEXT, 1)
TAPE = {"obstacle_m": 30, "line_m": 80, "obstacle_fills_street": 1}


def one(time_s: float, *, world: int = 0, trip: int = 0, place: Place = HERE, **facts: Any) -> Observation:
    return Observation(make_observation(**facts).values, world=world, trip=trip, time_s=time_s, place=place)


def report(notices: FleetNotices, *rows: Observation, held_up: bool = False) -> None:
    notices.report(FleetObservation.of(list(rows)), np.full(len(rows), held_up))


def told(notices: FleetNotices, *rows: Observation) -> Told:
    return notices.told(FleetObservation.of(list(rows)))


def test_a_report_is_read_from_the_next_moment_on_until_it_is_old() -> None:
    notices = FleetNotices(lasts_s=100)
    report(notices, one(10.0, **TAPE))
    distances = [float(told(notices, one(t, line_m=120)).distance_m[0]) for t in (10.0, 10.5, 110.0, 110.5)]
    assert distances == [FAR_M, 70.0, 70.0, FAR_M]


def test_a_closed_street_is_known_before_the_junction() -> None:
    notices = FleetNotices()
    report(notices, one(10.0, **TAPE))
    before, elsewhere = one(11.0, place=Place(3, STREET, 0)), one(11.0, place=Place(3, 4, 0))
    assert told(notices, before, elsewhere).next_closed.tolist() == [True, False]
    seen_from_afar = FleetNotices()
    report(seen_from_afar, one(10.0, line_m=20, obstacle_m=70, obstacle_fills_street=1))
    assert told(seen_from_afar, one(11.0, place=Place(3, NEXT, 0))).next_closed[0]


def test_worlds_lanes_and_broken_radio_are_kept_apart() -> None:
    notices = FleetNotices()
    report(notices, one(10.0, **TAPE, lane_index=1, lane_count=2))
    rows = [one(11.0, line_m=120, lane_index=lane, lane_count=2, world=world) for world in (0, 1) for lane in (0, 1)]
    rows.append(one(11.0, line_m=120, lane_index=1, lane_count=2, link_loss=0.9))
    assert (told(notices, *rows).distance_m < FAR_M).tolist() == [False, True, False, False, False]
    deaf = FleetNotices()
    report(deaf, one(10.0, **TAPE, link_loss=0.9))
    assert told(deaf, one(11.0, line_m=120)).distance_m[0] == FAR_M


def test_what_moves_has_gone_on() -> None:
    notices = FleetNotices()
    report(notices, one(10.0, line_m=100, obstacle_m=20, obstacle_speed_mps=3, obstacle_is_body=1))
    found = told(notices, one(20.0, line_m=100))
    assert found.distance_m[0] == pytest.approx(50.0)
    assert found.allows_mps(2.0, 50.0)[0] == pytest.approx(3.0)


def test_who_is_held_up_in_a_street_with_one_lane_closes_it_for_the_others() -> None:
    notices = FleetNotices()
    report(notices, one(10.0, line_m=60, lane_count=1), held_up=True)
    assert told(notices, one(11.0, place=Place(3, STREET, 0))).next_closed[0]
    report(notices, one(10.0, line_m=60, lane_count=2, place=Place(8, 9, 1)), held_up=True)
    assert not told(notices, one(11.0, place=Place(3, 8, 0))).next_closed[0]


def test_a_board_that_is_cleared_is_empty() -> None:
    notices = FleetNotices()
    report(notices, one(10.0, **TAPE))
    notices.clear()
    assert told(notices, one(11.0, line_m=120)).distance_m[0] == FAR_M


@given(st.lists(st.floats(1, 79), min_size=2, max_size=6), st.randoms())
def test_the_order_of_reporters_does_not_matter(distances: list[float], chance: Any) -> None:
    rows = [one(10.0, line_m=80, obstacle_m=distance) for distance in distances]
    mixed = chance.sample(rows, len(rows))
    boards = FleetNotices(), FleetNotices()
    report(boards[0], *rows)
    for row in mixed:
        report(boards[1], row)
    answers = [told(board, one(11.0, line_m=150)).distance_m[0] for board in boards]
    assert answers[0] == answers[1]
