"""A made-up city for the viewer's tests: streets from the builder, vehicles placed by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pytest

from longtail_sim.core import codes
from longtail_sim.core.schema import allocate
from longtail_sim.core.state import TABLES, State
from longtail_sim.network import NetworkSpec, StreetNetwork, build_network

COLUMNS = ["3rd", "4th", "5th", "6th", "7th", "8th", "9th", "10th"]
ROWS = ["Brannan", "Bryant", "Harrison", "Folsom", "Howard", "Mission"]
FLEET_STATES = (
    [codes.STATE_DRIVING] * 6
    + [codes.STATE_AWAITING_ASSISTANCE] * 4
    + [codes.STATE_TAKEOVER_REQUESTED, codes.STATE_PERSON_DRIVING]
    + [codes.STATE_MINIMAL_RISK_CONDITION, codes.STATE_RETRIEVED]
)


@dataclass
class City:
    """A scene that stands still until somebody changes its arrays."""

    network: StreetNetwork
    state: State
    time_s: float = 0.0
    numbers: dict[str, float] = field(default_factory=dict)

    def metrics(self, world: int) -> Mapping[str, float]:
        """Return whatever the test wants."""
        return self.numbers

    def put(self, slot: int, lane: int, s: float, speed: float = 5.0, world: int = 0, **columns: float) -> None:
        """Place one vehicle; ``columns`` are further vehicle fields, for example ``fleet=1``."""
        given = {"trip": 100 + slot, "lane": lane, "s": s, "speed": speed, "length": 4.6, "width": 1.85, **columns}
        for name, value in given.items():
            getattr(self.state.vehicles, name)[world, slot] = value

    def automate(self, slot: int, state: int = codes.STATE_DRIVING) -> None:
        """Make a vehicle one of the fleet, in the given STATE_*."""
        table = self.state.vehicles
        table.fleet[0, slot], table.state[0, slot] = 1, state
        by_person = state in (codes.STATE_PERSON_DRIVING, codes.STATE_RETRIEVED)
        table.driver[0, slot] = codes.DRIVER_PERSON if by_person else codes.DRIVER_AUTOMATED

    def darken(self, junction: int) -> None:
        """Cut the power of a signal."""
        self.state.junctions.health[0, junction] = codes.HEALTH_DARK
        self.state.junctions.control[0, junction] = codes.CONTROL_DARK
        self.state.junctions.colour[0, junction] = codes.COLOUR_NONE

    def call_officer(self, junction: int) -> None:
        """Send an officer to a junction."""
        self.state.junctions.officer[0, junction] = 1
        self.state.junctions.control[0, junction] = codes.CONTROL_OFFICER

    def longest_lane(self) -> int:
        """Return a street lane with room for everything, ending at a junction."""
        arrays = self.network.arrays
        possible = (arrays.lane_kind == codes.LANE_STREET) & (arrays.lane_junction >= 0)
        return int(np.argmax(np.where(possible, arrays.lane_length, 0)))

    def queue_up(self, vehicles: int, seed: int = 0) -> None:
        """Queue vehicles before the stop lines of random lanes."""
        arrays, draw = self.network.arrays, np.random.default_rng(seed)
        lanes = np.flatnonzero((arrays.lane_kind == codes.LANE_STREET) & (arrays.lane_length > 40))
        filled = dict.fromkeys(lanes.tolist(), 0.0)
        for slot in range(vehicles):
            lane = int(draw.choice(lanes))
            filled[lane] += float(draw.choice([7.0, 7.6, 9.0, 14.0]))
            place = float(arrays.lane_length[lane]) - filled[lane] + 6.0
            if place > 6:
                self.put(slot, lane, place, speed=float(draw.choice([0.0, 0.0, 8.0])))

    def black_out(self, seed: int = 1) -> None:
        """Darken a district around the middle, give the fleet all its states, crash two cars, call an officer."""
        arrays, table, draw = self.network.arrays, self.state.vehicles, np.random.default_rng(seed)
        east, north = arrays.junction_x - np.median(arrays.junction_x), arrays.junction_y - np.median(arrays.junction_y)
        district = np.argsort(np.hypot(east + 150, north))[: max(len(east) // 3, 1)]
        for junction in district:
            self.darken(int(junction))
        present = np.flatnonzero(table.trip[0] >= 0)
        for slot in present[draw.random(len(present)) < 0.16]:
            self.automate(int(slot), int(draw.choice(FLEET_STATES)))
            waiting = table.state[0, slot] == codes.STATE_AWAITING_ASSISTANCE
            table.assist[0, slot] = codes.ASSIST_QUEUED if waiting else codes.ASSIST_NONE
            table.assist_since_s[0, slot] = self.time_s - draw.uniform(5, 300)
        table.crashed_until_s[0, present[:2]] = self.time_s + 100
        self.call_officer(int(district[-1]))


def streets(columns: int, rows: int, block_m: tuple[float, float] = (170.0, 130.0)) -> StreetNetwork:
    """Build a grid with one-way pairs, two-way streets and names; every third street has three lanes."""
    named: list[dict[str, object]] = []
    for axis, names, ways in (
        ("column", COLUMNS[:columns], ("north", "south")),
        ("row", ROWS[:rows], ("east", "west")),
    ):
        for index, name in enumerate(names):
            street: dict[str, object] = {"axis": axis, "index": index, "name": name}
            if index % 3 == 1:
                street["lanes"] = 3
            if index % 2 == 0:
                street["one_way"] = ways[index // 2 % 2]
            named.append(street)
    grid = {"columns": columns, "rows": rows, "block_m": block_m, "lanes": 2, "entry_m": 90.0}
    return build_network(NetworkSpec.model_validate({"grid": grid, "streets": named}))


def city(network: StreetNetwork, vehicles: int = 16, worlds: int = 1) -> City:
    """Return a scene without vehicles (room for ``vehicles``), north-south green everywhere."""
    arrays = network.arrays
    sizes: defaultdict[str, int] = defaultdict(lambda: 8)
    sizes |= {"world": worlds, "vehicle": vehicles, "axis": 2, "group": 2}
    sizes |= {"lane": len(arrays.lane_kind), "junction": len(arrays.junction_x), "entry": len(arrays.entry_street)}
    backlog = np.zeros((worlds, sizes["entry"], 4))
    state = State(backlog=backlog, **{name: allocate(table, sizes) for name, table in TABLES.items()})
    state.junctions.control[:] = arrays.junction_control
    state.junctions.colour[:, :, 0] = codes.COLOUR_GREEN
    state.junctions.colour[:, :, 1] = codes.COLOUR_RED
    return City(network, state)


@pytest.fixture(scope="session")
def network() -> StreetNetwork:
    """Return three by two junctions."""
    return streets(3, 2)


@pytest.fixture
def empty_city(network: StreetNetwork) -> City:
    """Return a small city without vehicles."""
    return city(network)


@pytest.fixture(scope="session")
def downtown() -> StreetNetwork:
    """Return eight by six junctions."""
    return streets(8, 6)


@pytest.fixture
def jammed(downtown: StreetNetwork) -> City:
    """Return a big city in the middle of an outage, 400 vehicles queued."""
    scene = city(downtown, 400)
    scene.time_s = 1500.0
    scene.queue_up(400)
    scene.black_out()
    return scene


@pytest.fixture(scope="session")
def new_city() -> Callable[..., City]:
    """Return the function that makes a city of a network."""
    return city
