"""Beliefs beside the truth: late, hidden, misread, out of place; and nothing at all where all is perceived as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from longtail_sim.core import codes
from longtail_sim.core.limits import NEVER
from longtail_sim.core.misled import is_misled
from longtail_sim.core.params import DT_S
from longtail_sim.core.perception import see
from longtail_sim.core.perception_layout import COLUMN, NUM_FEATURES
from longtail_sim.core.phases import perceive, sense

LEG = codes.LEG_EAST  # drives west
NOW = 50.0


class Watched:
    """One automated vehicle before a signal that shows what the test wants."""

    def __init__(self, stage: Callable[..., Any], to_line: float = 30.0, **perception: Any) -> None:
        """Put it there; its signal has shown red for long."""
        self.it = stage(fleet={"perception": {"signals": {"latency_s": 0.1}, **perception}})
        assert self.it.tables.clock.sensing[0] == 1
        self.lane = self.it.approach(LEG)
        self.length = float(self.it.network.arrays.lane_length[self.lane])
        self.car = self.it.put(0, self.lane, self.length - to_line, speed=8.0)
        self.car.driver, self.car.fleet = codes.DRIVER_AUTOMATED, 1
        self.show(codes.COLOUR_RED, 0.0, codes.COLOUR_GREEN)

    def show(self, colour: int, since_s: float, before: int) -> None:
        row = self.it.tables.junctions[0, 0]
        row.control, row.control_before = codes.CONTROL_SIGNAL, codes.CONTROL_SIGNAL
        row.colour[1], row.colour_since_s[1], row.colour_before[1] = colour, since_s, before

    def believe(self, now: float = NOW) -> Any:
        it = self.it
        perceive.neighbours(0, it.state, it.streets)
        sense.believe(0, now, round(now / DT_S), it.state, it.settings, it.streets)
        return it.tables.beliefs[0, 0]

    def seen(self, now: float = NOW) -> dict[str, float]:
        row = np.zeros(NUM_FEATURES, np.float32)
        see(row, 0, 0, now, self.it.state, self.it.settings, self.it.streets)
        return {name: float(row[column]) for name, column in COLUMN.items()}


def test_where_all_is_perceived_as_it_is_nothing_is_kept(stage: Callable[..., Any]) -> None:
    it = stage()
    it.put(0, it.approach(LEG), 20.0).driver = codes.DRIVER_AUTOMATED
    perceive.neighbours(0, it.state, it.streets)
    sense.believe(0, NOW, 500, it.state, it.settings, it.streets)
    assert it.tables.clock.sensing[0] == 0
    assert it.tables.beliefs.trip[0, 0] == -1


def test_a_light_is_believed_late(stage: Callable[..., Any]) -> None:
    it = Watched(stage, signals={"latency_s": 0.5})
    it.show(codes.COLOUR_RED, NOW, codes.COLOUR_YELLOW)
    belief = it.believe(NOW + 0.4)
    assert (belief.colour, belief.mistakes) == (codes.COLOUR_YELLOW, codes.MISTAKE_SIGNAL)
    assert is_misled(0, 0, it.it.state)
    belief = it.believe(NOW + 0.5)
    assert (belief.colour, belief.mistakes, belief.since_s) == (codes.COLOUR_RED, 0, NOW + 0.5)
    seen = it.seen(NOW + 0.7)
    assert (seen["is_red"], seen["signal_known"], seen["has_signal"]) == (1, 1, 1)
    assert seen["colour_age_s"] == pytest.approx(0.2, abs=1e-5)
    assert seen["signal_age_s"] == pytest.approx(0.7, abs=1e-5)
    assert it.it.tables.tally.misread_signals.sum() == 0  # late is not misread


@pytest.mark.parametrize(("leg", "blind"), [(LEG, True), (codes.LEG_WEST, False)])
def test_a_blind_camera_knows_only_what_the_map_says(stage: Callable[..., Any], leg: int, blind: bool) -> None:
    it = Watched(stage)
    it.it.tables.junctions.blind[0, 0, leg] = 1.0
    belief, seen = it.believe(), it.seen()
    assert belief.mistakes == (codes.MISTAKE_UNSEEN if blind else 0)
    assert it.it.tables.tally.unseen_signals[0].tolist() == [0, 1 if blind else 0]
    assert seen["has_signal"] == 1
    assert (seen["signal_known"], seen["is_red"], seen["signal_confidence"] > 0) == ((0, 0, 0) if blind else (1, 1, 1))


def test_range(stage: Callable[..., Any]) -> None:
    it = Watched(stage, to_line=60.0, signals={"range_m": 50})
    assert it.believe().control == codes.UNKNOWN_CONTROL
    it.car.s += 11
    assert it.believe().control == codes.CONTROL_SIGNAL


@pytest.mark.parametrize(
    ("kind", "hidden"), [(codes.KIND_BUS, True), (codes.KIND_TRUCK, True), (codes.KIND_CAR, False)]
)
def test_a_tall_vehicle_close_ahead_hides_the_signal(stage: Callable[..., Any], kind: int, hidden: bool) -> None:
    it = Watched(stage, to_line=40.0, signals={"hidden_by_tall_vehicles": True})
    it.car.s, place = it.car.s, float(it.car.s)
    it.it.tables.lanes.first[0, it.lane] = it.it.tables.lanes.last[0, it.lane] = -1
    it.it.tables.lanes.count[0, it.lane] = 0
    ahead = it.it.put(1, it.lane, place + 17.0, speed=8.0)
    ahead.kind, ahead.length = kind, 7.0
    it.it.put(0, it.lane, place, speed=8.0)
    assert (it.believe().control == codes.UNKNOWN_CONTROL) == hidden


def test_misreadings_are_counted_once_each(stage: Callable[..., Any]) -> None:
    it = Watched(stage, signals={"misread": 1.0, "misread_noticed": 1.0})
    for step in range(8):
        belief = it.believe(NOW + step * DT_S)
        assert belief.mistakes == codes.MISTAKE_SIGNAL | codes.MISTAKE_MISREAD
        assert belief.confidence < 0.6
    assert it.it.tables.tally.misread_signals[0].tolist() == [0, 1]


def test_signs_stand_in_the_map(stage: Callable[..., Any]) -> None:
    it = Watched(stage, signals={"misread": 1.0})
    it.it.tables.junctions[0, 0].control = codes.CONTROL_ALL_WAY_STOP
    it.it.tables.junctions.blind[0, 0, :] = 1.0
    belief, seen = it.believe(), it.seen()
    assert (belief.mistakes, seen["is_all_way_stop"], seen["signal_known"]) == (0, 1, 1)


def test_buildings_hide_the_crossing_street(stage: Callable[..., Any]) -> None:
    it = Watched(stage, to_line=12.0, crossing_streets_from_m=10)
    it.car.path_clear = 0
    it.believe()
    assert (it.seen()["path_known"], it.seen()["path_clear"]) == (0, 1)  # a light says who goes
    it.it.tables.junctions[0, 0].control = codes.CONTROL_DARK
    it.car.path_clear = 1
    it.believe()
    assert (it.seen()["path_known"], it.seen()["path_clear"]) == (0, 0)  # nothing does: on the safe side
    it.car.s += 3
    it.believe()
    assert (it.seen()["path_known"], it.seen()["path_clear"]) == (1, 1)


def test_the_line_is_believed_elsewhere(stage: Callable[..., Any]) -> None:
    it = Watched(stage)
    it.it.tables.junctions[0, 0].sensor_share = 1.0
    it.it.tables.junctions[0, 0].line_offset_m = 2.5
    it.believe()
    assert it.seen()["line_m"] == pytest.approx(32.5, abs=1e-4)
    it.it.tables.junctions[0, 0].line_offset_m = -9.0
    assert it.believe().line_offset == sense.SHORTEST_STOP_M


def test_who_waits_past_the_line_believes_to_be_before_it(stage: Callable[..., Any]) -> None:
    it = Watched(stage)
    it.it.tables.lanes.first[0, it.lane] = it.it.tables.lanes.last[0, it.lane] = -1
    car = it.it.put(0, it.it.connector(LEG, codes.TURN_STRAIGHT), 1.0)
    car.driver, car.fleet = codes.DRIVER_AUTOMATED, 1
    it.it.tables.junctions[0, 0].sensor_share = 1.0
    it.it.tables.junctions[0, 0].line_offset_m = 2.5
    belief, seen = it.believe(), it.seen()
    assert belief.mistakes == codes.MISTAKE_PLACE
    assert (seen["in_junction"], seen["is_red"]) == (0, 1)
    assert seen["line_m"] == pytest.approx(1.5, abs=1e-4)
    it.show(codes.COLOUR_GREEN, 0.0, codes.COLOUR_RED)
    it.believe()
    assert it.seen()["in_junction"] == 1
    assert it.it.tables.tally.stop_lines_overrun[0].tolist() == [0, 1]


def followed(stage: Callable[..., Any], **obstacles: Any) -> Watched:
    """Return a watched car 40 m before the line with another 20 m ahead, which stands."""
    it = Watched(stage, to_line=40.0, obstacles=obstacles)
    place = float(it.car.s)
    it.it.tables.lanes.first[0, it.lane] = it.it.tables.lanes.last[0, it.lane] = -1
    it.it.put(1, it.lane, place + 24.8)
    it.it.put(0, it.lane, place, speed=8.0)
    return it


def test_a_vehicle_ahead_is_missed(stage: Callable[..., Any]) -> None:
    it = followed(stage, missed_per_h=3600)
    belief = it.believe()
    assert belief.gap == NEVER
    assert belief.mistakes & codes.MISTAKE_MISSED
    assert it.seen()["gap_m"] == 200
    assert it.it.tables.vehicles.gap[0, 0] == pytest.approx(20.0)  # the truth stays


def test_a_phantom_is_seen(stage: Callable[..., Any]) -> None:
    it = Watched(stage, obstacles={"false_per_h": 3600})
    belief = it.believe()
    assert belief.mistakes == codes.MISTAKE_PHANTOM
    assert 8 <= belief.gap <= 25
    assert it.it.tables.vehicles.leader[0, 0] == -1


def test_range_and_lateness_of_the_vehicle_ahead(stage: Callable[..., Any]) -> None:
    it = followed(stage, range_m=15)
    assert it.believe().gap == NEVER
    it = followed(stage, latency_s=0.5)
    it.believe(NOW)
    it.it.tables.vehicles[0, 1].speed = 6.0
    for step in range(1, 6):
        it.believe(NOW + step * DT_S)
        assert it.it.tables.beliefs.leader_speed[0, 0] == 0.0
    assert it.believe(NOW + 0.6).leader_speed == 6.0


def test_another_vehicle_in_the_slot_begins_without_beliefs(stage: Callable[..., Any]) -> None:
    it = Watched(stage)
    it.it.tables.junctions.blind[0, 0, :] = 1.0
    it.believe()
    assert is_misled(0, 0, it.it.state)
    it.car.trip = 77
    assert not is_misled(0, 0, it.it.state)
    it.car.trip, it.car.driver = 0, codes.DRIVER_PERSON
    assert not is_misled(0, 0, it.it.state)
