"""Near misses of whole runs: the core beside a second way to count them, slow and in plain Python.

The reference shares no code with the core, and takes only from it who is whose leader: geometry and formulas are those
of the scoring package, lists are built from positions, and post-encroachment times come from whole episodes, after the
end.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from longtail_sim import FleetAction, Scenario, Simulator, load_agent
from longtail_sim.core.codes import CONFLICT_CROSSING, CONFLICT_DIVERGING, LANE_CONNECTOR
from longtail_sim.core.packed import pack
from longtail_sim.core.params import DT_S
from longtail_sim.core.step import step_worlds
from longtail_sim.errors import SimulationError
from longtail_sim.scoring.rss import JRC, following_distance
from longtail_sim.scoring.surrogates import Body, braking_to_avoid, plane_time_to_collision, time_to_collision

ERRORS = {"errors": {"lapses_per_h": 60, "misjudged_gap": 0.2, "red_light_running": 0.1}}


LOOK_S, TTC_S, REACH_S, DRAC, MOST, RSS_FAR_M, STANDING, SINCE_CRASH_S = 0.2, 1.5, 3.0, 3.35, 9.81, 60.0, 0.1, 30.0
COUNTS = ("conflicts_ttc", "conflicts_drac", "conflicts_pet", "rss_violations")


@dataclass
class Episode:
    """Bodies of one connector in one zone, one after the other without a look in between."""

    enter_s: float
    leave_s: float
    seen_s: float
    entered_group: int
    left_group: int


@dataclass
class Reference:
    """Follows one world; ``sums[name]`` is [people, fleet] as in the tally."""

    simulator: Simulator
    sums: dict[str, list[float]] = field(default_factory=lambda: defaultdict(lambda: [0.0, 0.0]))
    least: dict[str, list[float]] = field(default_factory=lambda: {"ttc_min_s": [1.5, 1.5], "pet_min_s": [5.0, 5.0]})
    most: list[float] = field(default_factory=lambda: [0.0, 0.0])
    warned: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    zones: dict[tuple[int, int], list[Episode]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Look up the streets once."""
        self.arrays = self.simulator.network.arrays
        first = self.arrays.conflict_first
        self.rows = {
            c: range(first[c], first[c + 1]) for c in range(len(self.arrays.lane_kind)) if first[c] < first[c + 1]
        }

    def look(self, now: float) -> None:
        """Take one look at world 0 after a step; ``now`` is when the step began."""
        self.vehicles = self.simulator.state.vehicles[0]
        self.here = [int(i) for i in np.flatnonzero(self.vehicles.trip >= 0)]
        self.now = now
        self.ttc: dict[int, tuple[float, int]] = {}
        self.drac: dict[int, tuple[float, int]] = {}
        unsafe = {i for i in self.here if self.counts(i) and self.behind(i)}
        self.across()
        self.in_zones()
        for i in self.here:
            self.account(i, i in unsafe)

    def counts(self, i: int) -> bool:
        """Return whether a vehicle is looked at."""
        return self.vehicles.siren[i] == 0 and self.now - SINCE_CRASH_S >= self.vehicles.crashed_until_s[i]

    def pose(self, lane: int, s: float) -> tuple[float, float, float]:
        """Return (x, y, heading) of a place on a lane; beyond its ends it goes straight on."""
        a, b = int(self.arrays.point_first[lane]), int(self.arrays.point_first[lane + 1])
        x, y, heading = self.arrays.point_x[a:b], self.arrays.point_y[a:b], self.arrays.point_heading[a:b]
        spacing = self.arrays.lane_length[lane] / (b - a - 1)
        k = min(max(int(s // spacing), 0), b - a - 2)
        part = s / spacing - k
        turned = heading[k] + min(max(part, 0.0), 1.0) * (heading[k + 1] - heading[k])
        return x[k] + part * (x[k + 1] - x[k]), y[k] + part * (y[k + 1] - y[k]), float(turned)

    def body(self, i: int) -> Body:
        """Return a vehicle's footprint and motion."""
        v = self.vehicles[i]
        lane, s = int(v.lane), float(v.s) - 0.5 * float(v.length)
        if s < 0.0 and v.came_from >= 0:
            lane, s = int(v.came_from), s + float(self.arrays.lane_length[v.came_from])
        x, y, heading = self.pose(lane, s)
        x, y = x - v.lateral * math.sin(heading), y + v.lateral * math.cos(heading)
        return Body(float(x), float(y), heading, float(v.speed), float(v.length), float(v.width))

    def gap(self, i: int, k: int) -> float:
        """Return the gap along the path from ``i`` to its leader, infinite where there is no such path."""
        v, other, arrays = self.vehicles[i], self.vehicles[k], self.arrays
        rear, lane, its = float(other.s - other.length), int(v.lane), int(other.lane)
        to_end = float(arrays.lane_length[lane] - v.s)
        inside, its_inside = arrays.lane_kind[lane] == LANE_CONNECTOR, arrays.lane_kind[its] == LANE_CONNECTOR
        if its == lane or (inside and its_inside and arrays.connector_from[lane] == arrays.connector_from[its]):
            return rear - float(v.s)
        if (inside and its == arrays.connector_to[lane]) or (its_inside and arrays.connector_from[its] == lane):
            return to_end + rear
        if not inside and v.connector >= 0 and its == arrays.connector_to[v.connector]:
            return to_end + float(arrays.lane_length[v.connector]) + rear
        return math.inf

    def behind(self, i: int) -> bool:
        """Look at a vehicle and its leader; return whether it is too near by RSS."""
        v = self.vehicles[i]
        k = int(v.leader)
        if k < 0 or self.vehicles.lane[k] < 0 or v.gap > RSS_FAR_M or v.speed <= STANDING:
            return False
        other, gap = self.vehicles[k], self.gap(i, k)
        if gap > RSS_FAR_M:
            return False
        one_lane = v.lane == other.lane
        if one_lane and 2 * abs(v.lateral - other.lateral) >= v.width + other.width:
            return False
        speed, ahead = float(v.speed), float(other.speed)
        if speed > ahead:
            self.note(self.drac, i, k, -min(braking_to_avoid(gap, speed, ahead), MOST))
            along = time_to_collision(gap, speed, ahead)
            if along < TTC_S:
                straight = one_lane and self.arrays.lane_kind[v.lane] != LANE_CONNECTOR
                self.note(self.ttc, i, k, along if straight else plane_time_to_collision(self.body(i), self.body(k)))
        return gap < following_distance(speed, ahead, JRC)

    def note(self, found: dict[int, tuple[float, int]], i: int, k: int, value: float) -> None:
        """Keep the smallest value of a vehicle, and whose it is."""
        if value < found.get(i, (math.inf if found is self.ttc else 0.0, 0))[0]:
            found[i] = value, int(self.vehicles.fleet[k])

    def users(self, connector: int) -> list[tuple[int, float]]:
        """Return (vehicle, place of its front) of all on a connector, tails and the first before the line included."""
        arrays, vehicles = self.arrays, self.vehicles
        start, end = int(arrays.connector_from[connector]), int(arrays.connector_to[connector])
        length = float(arrays.lane_length[connector])
        found = [(i, float(vehicles.s[i])) for i in self.here if vehicles.lane[i] == connector]
        on_end = [i for i in self.here if vehicles.lane[i] == end]
        if on_end:
            i = min(on_end, key=lambda k: vehicles.s[k])
            if vehicles.came_from[i] == connector and vehicles.s[i] < vehicles.length[i]:
                found.append((i, length + float(vehicles.s[i])))
        waiting = [i for i in self.here if vehicles.lane[i] == start]
        j = int(arrays.lane_junction[connector])
        bit = 1 << list(arrays.inside_lane[arrays.inside_first[j] : arrays.inside_first[j + 1]]).index(connector)
        if waiting and int(self.simulator.state.junctions.coming[0, j]) & bit:
            i = max(waiting, key=lambda k: vehicles.s[k])
            place = float(vehicles.s[i] - arrays.lane_length[start])
            if vehicles.connector[i] == connector and -place <= REACH_S * vehicles.speed[i]:
                found.append((i, place))
        return found

    def across(self) -> None:
        """Look at all pairs on paths that cross or merge."""
        users = {c: [(i, place) for i, place in self.users(c) if self.counts(i)] for c in self.rows}
        for c, rows in self.rows.items():
            for row in rows:
                other, kind = int(self.arrays.conflict_other[row]), int(self.arrays.conflict_kind[row])
                if other > c and kind != CONFLICT_DIVERGING:
                    for i, place in users[c]:
                        for k, its in users[other]:
                            self.pair(i, k, row, place, its, kind == CONFLICT_CROSSING)

    def pair(self, i: int, k: int, row: int, place: float, its: float, crossing: bool) -> None:
        """Look at two of them."""
        arrays, vehicles = self.arrays, self.vehicles
        ends = (arrays.conflict_enter, arrays.conflict_exit, arrays.conflict_other_enter, arrays.conflict_other_exit)
        enter, leave, its_enter, its_leave = (float(end[row]) for end in ends)
        mine_in = self.reaches(i, place, enter, leave)
        its_in = self.reaches(k, its, its_enter, its_leave)
        later = max(mine_in, its_in)
        if later > REACH_S:
            return
        second, first = (i, k) if mine_in > its_in else (k, i)
        if later < TTC_S and max(vehicles.speed[i], vehicles.speed[k]) > STANDING:
            self.note(self.ttc, second, first, plane_time_to_collision(self.body(second), self.body(first)))
        if crossing and later > 0.0:
            distance = enter - place if second == i else its_enter - its
            rest = (its_leave - its if second == i else leave - place) + float(vehicles.length[first])
            pace, speed = float(vehicles.speed[first]), float(vehicles.speed[second])
            self.note(
                self.drac, second, first, -self.braking(speed, distance, rest / pace if pace > STANDING else 1e18)
            )

    def braking(self, speed: float, distance: float, clears_s: float) -> float:
        """Return what brings ``speed`` to the zone not before the other has cleared it, by trying out how hard."""
        if distance >= speed * clears_s:
            return 0.0
        low, high = 0.0, MOST
        for _ in range(60):
            braking = 0.5 * (low + high)
            until = min(clears_s, speed / braking)
            low, high = (low, braking) if speed * until - 0.5 * braking * until**2 <= distance else (braking, high)
        return high

    def reaches(self, i: int, place: float, enter: float, leave: float) -> float:
        """Return in how many seconds a vehicle is in a zone, infinite if it has left it or does not move."""
        if place - self.vehicles.length[i] > leave:
            return math.inf
        if place >= enter:
            return 0.0
        speed = float(self.vehicles.speed[i])
        return (enter - place) / speed if speed > STANDING else math.inf

    def account(self, i: int, unsafe: bool) -> None:
        """Count what has begun since the last look."""
        trip, group = int(self.vehicles.trip[i]), int(self.vehicles.fleet[i])
        ttc, of_ttc = self.ttc.get(i, (math.inf, 0))
        drac, of_drac = self.drac.get(i, (0.0, 0))
        pairs = {
            "ttc": (ttc < TTC_S, max(group, of_ttc)),
            "drac": (-drac > DRAC, max(group, of_drac)),
            "rss": (unsafe, group),
        }
        names = {"ttc": "conflicts_ttc", "drac": "conflicts_drac", "rss": "rss_violations"}
        for name, (now, whose) in pairs.items():
            self.sums[names[name]][whose] += now and name not in self.warned[trip]
            if name != "drac":
                self.sums[f"{name}_exposure_s"][whose] += LOOK_S * now
        self.warned[trip] = {name for name, (now, _) in pairs.items() if now}
        whose = max(group, of_ttc)
        self.least["ttc_min_s"][whose] = min(self.least["ttc_min_s"][whose], ttc)
        self.most[max(group, of_drac)] = max(self.most[max(group, of_drac)], -drac)

    def in_zones(self) -> None:
        """Follow who is in which zone of a crossing."""
        for c, rows in self.rows.items():
            bodies = []
            for i in self.here:
                lane = int(self.vehicles.lane[i])
                if lane == c:
                    bodies.append((i, float(self.vehicles.s[i])))
                elif self.vehicles.came_from[i] == c and self.vehicles.s[i] < self.vehicles.length[i]:
                    bodies.append((i, float(self.arrays.lane_length[c] + self.vehicles.s[i])))
            for row in rows:
                if self.arrays.conflict_kind[row] == CONFLICT_CROSSING:
                    self.in_zone(c, row, sorted(bodies, key=lambda body: -body[1]))

    def in_zone(self, c: int, row: int, bodies: list[tuple[int, float]]) -> None:
        """Go on with the episode of a zone, or begin one."""
        enter, leave = float(self.arrays.conflict_enter[row]), float(self.arrays.conflict_exit[row])
        episodes = self.zones[c, int(self.arrays.conflict_other[row])]
        for i, place in bodies:
            speed, rear = float(self.vehicles.speed[i]), place - float(self.vehicles.length[i])
            if place < enter or rear > leave:
                continue
            group = -1 if self.vehicles.siren[i] else int(self.vehicles.fleet[i])
            moves = speed > STANDING
            left_s = self.now + (min(LOOK_S, (leave - rear) / speed) if moves else LOOK_S)
            if not episodes or episodes[-1].seen_s < self.now - 1.5 * LOOK_S:
                entered_s = self.now - (min(LOOK_S, (place - enter) / speed) if moves else 0.0)
                episodes.append(Episode(entered_s, left_s, self.now, group, group))
            if left_s >= episodes[-1].leave_s:
                episodes[-1].leave_s, episodes[-1].left_group = left_s, group
            episodes[-1].seen_s = self.now

    def encroachments(self) -> None:
        """Work out the post-encroachment times of all episodes."""
        for (c, other), episodes in self.zones.items():
            for number, episode in enumerate(episodes):
                before = [its for its in self.zones.get((other, c), []) if its.enter_s < episode.enter_s]
                if not before:
                    continue
                last = before[-1]
                pet, groups = max(episode.enter_s - last.leave_s, 0.0), (episode.entered_group, last.left_group)
                between = number > 0 and episodes[number - 1].leave_s >= last.leave_s
                if pet >= 5.0 or between or min(groups) < 0:
                    continue
                whose = max(groups)
                self.least["pet_min_s"][whose] = min(self.least["pet_min_s"][whose], pet)
                self.sums["conflicts_pet"][whose] += pet < 1.5


def step_once(simulator: Simulator, streets: Any) -> float:
    """Advance world 0 by one step of the physics; return when it began."""
    began = float(simulator.state.clock.step[0] * DT_S)
    step_worlds(0, 1, 1, simulator.tables, np.asarray(simulator.settings), streets)
    return began


def compare(scenario: Scenario, seed: int, seconds: float) -> tuple[Simulator, Reference]:
    """Run world and reference side by side, the fleet driven by ``stop_when_confused``."""
    simulator, agent = Simulator(scenario, [seed]), load_agent("stop_when_confused")
    streets, reference = pack(simulator.network.arrays), Reference(simulator)
    while simulator.state.clock.step[0] < seconds * 10:
        seen = simulator.observe()
        simulator.act(agent.act_batch(seen) if len(seen) else FleetAction.proceed(0))
        for _ in range(simulator.substeps):
            number = int(simulator.state.clock.step[0])
            began = step_once(simulator, streets)
            if number % 2 == 0:
                reference.look(began)
    reference.encroachments()
    return simulator, reference


@pytest.mark.parametrize(
    ("name", "seed"),
    [("signal", 1), ("signal", 2), ("all_way_stop", 3), ("two_way_stop", 4), ("dark", 5), ("sirens", 6)],
)
def test_the_core_counts_what_a_slow_reference_counts(scenario: Callable[..., Scenario], name: str, seed: int) -> None:
    events: list[dict[str, Any]] = []
    if name == "dark":
        events = [{"kind": "signal_outage", "at_s": 10, "where": "everywhere"}]
    if name == "sirens":
        events = [{"kind": "emergency_vehicle", "at_s": 20, "enters": "0,0:west", "count": 3, "every_s": 15}]
    network = {"junctions": {"control": name}} if name.endswith("stop") else {}
    parts: dict[str, Any] = {"drivers": ERRORS, "fleet": {"share": 0.3}, "events": events}
    demand = {"demand": 2600.0, "traffic": {"trucks": 0.1, "buses": 0.1, "turns": {"left": 0.3, "right": 0.2}}}
    built = scenario(1, 1, grid={"entry_m": 100}, network=network, **demand, **parts)
    simulator, reference = compare(built, seed, 90.0)
    tally = simulator.state.tally[0]
    for column in COUNTS:
        assert tally[column].tolist() == reference.sums[column], column
    for column in ("ttc_exposure_s", "rss_exposure_s"):
        assert tally[column] == pytest.approx(reference.sums[column]), column
    for column, least in reference.least.items():
        assert tally[column] == pytest.approx(least, abs=1e-6), column
    assert tally["drac_max_mps2"] == pytest.approx(reference.most, abs=1e-6)
    assert tally["rss_violations"].sum() > 0
    if (name, seed) == ("signal", 1):  # here everything happens, so that nothing is compared as 0 with 0 only
        assert all(tally[column].sum() > 0 for column in COUNTS)


def test_a_metric_that_is_not_a_number_is_refused(scenario: Callable[..., Scenario]) -> None:
    """Its name and the world are said."""
    simulator = Simulator(scenario(1, 1), [1, 2])
    simulator.state.tally.rss_exposure_s[1, 0] = np.nan
    assert simulator.metrics(0)["others_rss_exposure_s"] == 0.0
    with pytest.raises(SimulationError, match="world 1: the metric 'others_rss_exposure_s' is not a number"):
        simulator.metrics(1)


def test_where_nothing_is_measured_the_values_are_those_of_the_page(scenario: Callable[..., Scenario]) -> None:
    metrics = Simulator(scenario(1, 1), [1]).metrics(0)
    assert metrics["ttc_min_s"] == metrics["fleet_ttc_min_s"] == 1.5
    assert metrics["pet_min_s"] == metrics["others_pet_min_s"] == 5.0
    for name in ("contacts_per_1000_km", "delta_v_mean_mps", "fleet_jerk_rms_mps3", "drac_max_mps2"):
        assert metrics[name] == 0.0


def test_parts_add_up(scenario: Callable[..., Scenario], run: Callable[..., Simulator]) -> None:
    """Fleet and others make all; the five types of contact make the contacts; closures and stop arms the intrusions."""
    built = scenario(
        2,
        2,
        demand=3000,
        drivers={"errors": {"lapses_per_h": 1000, "misjudged_gap": 1.0}},
        fleet={"share": 0.4},
        events=[{"kind": "signal_outage", "at_s": 0, "where": "everywhere"}],
    )
    simulator = run(Simulator(built, [1, 2]), 200.0)
    for w in range(2):
        metrics = simulator.metrics(w)
        for name in ("conflicts_ttc", "ttc_exposure_s", "conflicts_pet", "conflicts_drac", "hard_brakes"):
            assert metrics[name] == pytest.approx(metrics[f"fleet_{name}"] + metrics[f"others_{name}"])
        types = ("while_standing", "with_standing", "front", "rear", "lateral")
        assert metrics["contacts"] == sum(metrics[f"contacts_{name}"] for name in types)
        assert metrics["others_contacts"] == sum(metrics[f"others_contacts_{name}"] for name in types[1:])
        assert metrics["intrusions"] == metrics["closures_entered"] + metrics["stop_arms_passed"]
        assert metrics["delta_v_max_mps"] >= metrics["delta_v_mean_mps"] >= 0.0
        assert metrics["harm_expected"] >= metrics["harm_expected_low"]
    assert sum(simulator.metrics(w)["contacts"] + simulator.metrics(w)["others_contacts"] for w in range(2)) > 0
