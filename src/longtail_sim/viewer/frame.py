"""A consistent copy of what is drawn: one world at one moment.

The worker thread captures frames between two decision intervals; the drawing thread only ever sees frames.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from longtail_sim.core import codes
from longtail_sim.core.network import Network
from longtail_sim.core.schema import Array
from longtail_sim.viewer import circles as waiting
from longtail_sim.viewer import narrows as narrow_streets
from longtail_sim.viewer import obstacles as in_the_road
from longtail_sim.viewer import walkers as on_foot
from longtail_sim.viewer.circles import Circles
from longtail_sim.viewer.narrows import Narrows
from longtail_sim.viewer.obstacles import Obstacles
from longtail_sim.viewer.poses import centres, chords
from longtail_sim.viewer.scene import Scene
from longtail_sim.viewer.walkers import Walkers

# How a vehicle looks; the order is that of the legend.
LOOK_PERSON = 0
LOOK_FLEET = 1
LOOK_FLEET_BY_PERSON = 2  # the twin: a person in the fleet's place
LOOK_AWAITING = 3
LOOK_TAKEOVER = 4
LOOK_PERSON_DRIVING = 5
LOOK_MINIMAL_RISK = 6

BRAKING_MPS2 = -0.5
STANDING_MPS = 0.2
SIGNALS_M = 40.0  # before the stop line

_LOOK_OF_STATE = np.zeros(8, np.int8)
_LOOK_OF_STATE[codes.STATE_DRIVING] = LOOK_FLEET
_LOOK_OF_STATE[codes.STATE_AWAITING_ASSISTANCE] = LOOK_AWAITING
_LOOK_OF_STATE[codes.STATE_TAKEOVER_REQUESTED] = LOOK_TAKEOVER
_LOOK_OF_STATE[codes.STATE_PERSON_DRIVING] = LOOK_PERSON_DRIVING
_LOOK_OF_STATE[codes.STATE_MINIMAL_RISK_MANOEUVRE] = LOOK_MINIMAL_RISK
_LOOK_OF_STATE[codes.STATE_MINIMAL_RISK_CONDITION] = LOOK_MINIMAL_RISK
_LOOK_OF_STATE[codes.STATE_RETRIEVED] = LOOK_PERSON_DRIVING


# Vehicle fields that are copied as they are.
COPIED = (
    *("trip", "kind", "length", "width", "speed", "lane", "turn", "state", "driver"),
    *("belief", "standing_s", "assist", "assist_since_s"),
)


CERTAIN = -9  # in takes_for: whatever is true


class Frame(NamedTuple):
    """Arrays of shape (vehicle,) and (junction,), copied; vehicles are those in the map, in order of slot."""

    time_s: float
    slot: Array
    trip: Array
    kind: Array  # KIND_*
    x: Array  # centre of the footprint
    y: Array
    heading: Array
    length: Array
    width: Array
    speed: Array
    lane: Array
    turn: Array
    fleet: Array
    look: Array  # LOOK_*
    braking: Array
    crashed: Array
    state: Array
    driver: Array
    action: Array
    belief: Array
    standing_s: Array
    assist: Array
    assist_since_s: Array
    control: Array
    colour: Array  # (junction, axis)
    powered: Array  # the signal is not dark
    faulty: Array  # it is lit, but does not do what it should
    flashing: Array  # (junction, axis), COLOUR_* that flashes there, COLOUR_NONE where nothing does
    visibility_m: float
    officer: Array
    closed: Array  # the fleet was told to keep out
    backlog: int
    agents_busy: int
    walkers: Walkers
    narrows: Narrows
    obstacles: Obstacles
    takes_for: (
        Array  # (vehicle, 2): CONTROL_* and COLOUR_* that it takes the signal ahead for; CERTAIN where it cannot err
    )
    mistakes: Array  # (vehicle,) bits MISTAKE_*
    blind: Array  # (junction, leg): share of the fleet whose cameras see no signal
    failing: Array  # (junction,): other sensors fail there
    indicator: Array  # (vehicle,): +1 signals left, -1 right, 0 nothing
    outside: Array  # (vehicle,): CLAUSE_* of the operational design domain that is broken, CLAUSE_NONE if none
    takeover_due_s: Array  # (vehicle,): when the person takes over
    circles: Circles

    @property
    def dark(self) -> Array:
        """Junctions without power, shape (junction,)."""
        return ~self.powered

    def find(self, trip: int) -> int:
        """Return the row of a trip's vehicle, -1 if it is not in the map."""
        rows = np.flatnonzero(self.trip == trip)
        return int(rows[0]) if len(rows) else -1

    def waits(self) -> Array:
        """Return how long each request that is under way has been waiting, longest first (s)."""
        waiting = (self.assist >= codes.ASSIST_SENDING) & (self.assist <= codes.ASSIST_ANSWERING)
        return np.sort(self.time_s - self.assist_since_s[waiting])[::-1]


def _looks(cars: Array) -> Array:
    fleet, automation = cars["fleet"] == 1, cars["state"]
    by_person = fleet & (cars["driver"] == codes.DRIVER_PERSON)
    look = np.where(fleet, _LOOK_OF_STATE[automation], LOOK_PERSON)
    return np.where(by_person & (automation == codes.STATE_DRIVING), LOOK_FLEET_BY_PERSON, look)


def _poses(network: Network, cars: Array) -> tuple[Array, Array, Array]:
    x, y, heading = centres(network, cars["lane"], cars["s"], cars["lateral"], cars["length"])
    heavy = cars["kind"] != codes.KIND_CAR
    if heavy.any():
        places = ("lane", "s", "lateral", "length", "came_from")
        x[heavy], y[heavy], heading[heavy] = chords(network, *(cars[name][heavy] for name in places))
    return x, y, heading


def flashing(network: Network, health: Array, control: Array) -> Array:
    """Return which colour flashes for each axis, shape (junction, axis); an officer covers what flashes."""
    shown = np.full((len(health), 2), codes.COLOUR_NONE, np.int8)
    seen = control != codes.CONTROL_OFFICER
    shown[(health == codes.HEALTH_FLASHING_RED) & seen] = codes.COLOUR_RED
    both = np.flatnonzero((health == codes.HEALTH_FLASHING_YELLOW) & seen)
    shown[both] = codes.COLOUR_RED
    shown[both, network.junction_major[both]] = codes.COLOUR_YELLOW
    shown[network.junction_control != codes.CONTROL_SIGNAL] = codes.COLOUR_NONE
    return shown


def _indicators(network: Network, cars: Array) -> Array:
    """Return who signals: before a turn and in it, +1 left, -1 right, 0 for nobody's turn."""
    lane = cars["lane"]
    left_m = network.lane_length[lane] - cars["s"]
    turning = (network.lane_kind[lane] == codes.LANE_CONNECTOR) | (left_m < SIGNALS_M)
    side = np.where(cars["turn"] == codes.TURN_LEFT, 1, np.where(cars["turn"] == codes.TURN_RIGHT, -1, 0))
    return np.where(turning, side, 0).astype(np.int8)


def _beliefs(every: Array, cars: Array, beliefs: Array) -> tuple[Array, Array]:
    """Return what each vehicle takes the signal for, shape (n, 2), and its mistakes, shape (n,)."""
    own = beliefs[every]
    errs = (own["trip"] == cars["trip"]) & (cars["driver"] == codes.DRIVER_AUTOMATED)
    taken = np.stack([own["control"], own["colour"]], axis=1).astype(np.int64)
    return np.where(errs[:, None], taken, CERTAIN), np.where(errs, own["mistakes"], 0)


def capture(scene: Scene, world: int = 0) -> Frame:
    """Copy what is drawn of one world of a scene."""
    state, network = scene.state, scene.network.arrays
    every = np.asarray(state.vehicles[world])
    slot = np.flatnonzero((every["trip"] >= 0) & (every["lane"] >= 0))
    cars = every[slot]
    junctions = np.array(state.junctions[world])
    x, y, heading = _poses(network, cars)
    takes_for, mistakes = _beliefs(slot, cars, np.asarray(state.beliefs[world]))
    return Frame(
        time_s=float(scene.time_s),
        slot=slot,
        x=x,
        y=y,
        heading=heading,
        fleet=cars["fleet"] == 1,
        look=_looks(cars),
        braking=(cars["accel"] < BRAKING_MPS2) | (cars["speed"] < STANDING_MPS),
        crashed=cars["crashed_until_s"] > scene.time_s,
        action=cars["action_longitudinal"],
        **{name: cars[name] for name in COPIED},
        control=junctions["control"],
        colour=junctions["colour"],
        powered=junctions["health"] != codes.HEALTH_DARK,
        faulty=(junctions["health"] != codes.HEALTH_WORKING) & (junctions["health"] != codes.HEALTH_DARK),
        flashing=flashing(network, junctions["health"], junctions["control"]),
        visibility_m=float(state.weather["visibility_m"][world]),
        officer=junctions["officer"] == 1,
        closed=junctions["closed"] == 1,
        backlog=int((state.entries["arrived"][world] - state.entries["admitted"][world]).sum()),
        agents_busy=int(state.operators["busy"][world]),
        takes_for=takes_for,
        mistakes=mistakes,
        blind=junctions["blind"],
        failing=junctions["sensor_share"] > 0,
        indicator=_indicators(network, cars),
        outside=cars["odd_clause"],
        takeover_due_s=cars["takeover_due_s"],
        circles=waiting.capture(np.asarray(state.waits[world])),
        walkers=on_foot.capture(network, np.asarray(state.crosswalks[world]), np.asarray(state.pedestrians[world])),
        narrows=narrow_streets.capture(network, np.asarray(state.lanes[world])),
        obstacles=in_the_road.capture(network, np.asarray(state.obstacles[world])),
    )


def between(before: Frame, after: Frame, share: float) -> Frame:
    """Return ``after`` with its vehicles moved back to where they were at ``share`` of the way from ``before``."""
    if share >= 1 or after is before:
        return after
    top = max(int(before.slot.max(initial=-1)), int(after.slot.max(initial=-1))) + 1
    row_of = np.full(top, -1)
    row_of[before.slot] = np.arange(len(before.slot))
    row = row_of[after.slot]
    known = row >= 0
    known[known] = before.trip[row[known]] == after.trip[known]
    old = row[known]
    x, y, heading = after.x.copy(), after.y.copy(), after.heading.copy()
    x[known] += (before.x[old] - x[known]) * (1 - share)
    y[known] += (before.y[old] - y[known]) * (1 - share)
    turned = (before.heading[old] - heading[known] + np.pi) % (2 * np.pi) - np.pi
    heading[known] += turned * (1 - share)
    time_s = before.time_s + (after.time_s - before.time_s) * share
    walkers = on_foot.between(before.walkers, after.walkers, share)
    obstacles = in_the_road.between(before.obstacles, after.obstacles, share)
    return after._replace(x=x, y=y, heading=heading, time_s=time_s, walkers=walkers, obstacles=obstacles)
