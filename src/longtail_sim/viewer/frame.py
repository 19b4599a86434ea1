"""A consistent copy of what is drawn: one world at one moment.

The worker thread captures frames between two decision intervals; the drawing thread only ever sees frames.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from longtail_sim.core import codes
from longtail_sim.core.schema import Array
from longtail_sim.core.state import State
from longtail_sim.viewer.poses import centres
from longtail_sim.viewer.scene import Scene

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

_LOOK_OF_STATE = np.zeros(8, np.int8)
_LOOK_OF_STATE[codes.STATE_DRIVING] = LOOK_FLEET
_LOOK_OF_STATE[codes.STATE_AWAITING_ASSISTANCE] = LOOK_AWAITING
_LOOK_OF_STATE[codes.STATE_TAKEOVER_REQUESTED] = LOOK_TAKEOVER
_LOOK_OF_STATE[codes.STATE_PERSON_DRIVING] = LOOK_PERSON_DRIVING
_LOOK_OF_STATE[codes.STATE_MINIMAL_RISK_MANOEUVRE] = LOOK_MINIMAL_RISK
_LOOK_OF_STATE[codes.STATE_MINIMAL_RISK_CONDITION] = LOOK_MINIMAL_RISK
_LOOK_OF_STATE[codes.STATE_RETRIEVED] = LOOK_PERSON_DRIVING


class Frame(NamedTuple):
    """Arrays of shape (vehicle,) and (junction,), copied; vehicles are those in the map, in order of slot."""

    time_s: float
    slot: Array
    trip: Array
    x: Array  # centre of the footprint
    y: Array
    heading: Array
    length: Array
    width: Array
    speed: Array
    accel: Array
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
    powered: Array  # signal's health is good
    officer: Array
    backlog: int
    agents_busy: int
    requests_queued: int

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


def _looks(state: State, world: int, slot: Array) -> Array:
    vehicles = state.vehicles
    fleet = vehicles.fleet[world, slot] == 1
    by_person = fleet & (vehicles.driver[world, slot] == codes.DRIVER_PERSON)
    automation = vehicles.state[world, slot]
    look = np.where(fleet, _LOOK_OF_STATE[automation], LOOK_PERSON)
    return np.where(by_person & (automation == codes.STATE_DRIVING), LOOK_FLEET_BY_PERSON, look)


def capture(scene: Scene, world: int = 0) -> Frame:
    """Copy what is drawn of one world of a scene."""
    state, network = scene.state, scene.network.arrays
    vehicles, junctions = state.vehicles, state.junctions
    slot = np.flatnonzero((vehicles.trip[world] >= 0) & (vehicles.lane[world] >= 0))
    lane, length = vehicles.lane[world, slot], vehicles.length[world, slot]
    x, y, heading = centres(network, lane, vehicles.s[world, slot], vehicles.lateral[world, slot], length)
    speed, accel = vehicles.speed[world, slot], vehicles.accel[world, slot]
    return Frame(
        time_s=float(scene.time_s),
        slot=slot,
        trip=vehicles.trip[world, slot],
        x=x,
        y=y,
        heading=heading,
        length=length,
        width=vehicles.width[world, slot],
        speed=speed,
        accel=accel,
        lane=lane,
        turn=vehicles.turn[world, slot],
        fleet=vehicles.fleet[world, slot] == 1,
        look=_looks(state, world, slot),
        braking=(accel < BRAKING_MPS2) | (speed < STANDING_MPS),
        crashed=vehicles.crashed_until_s[world, slot] > scene.time_s,
        state=vehicles.state[world, slot],
        driver=vehicles.driver[world, slot],
        action=vehicles.action_longitudinal[world, slot],
        belief=vehicles.belief[world, slot],
        standing_s=vehicles.standing_s[world, slot],
        assist=vehicles.assist[world, slot],
        assist_since_s=vehicles.assist_since_s[world, slot],
        control=junctions.control[world].copy(),
        colour=junctions.colour[world].copy(),
        powered=junctions.health[world] == codes.HEALTH_WORKING,
        officer=junctions.officer[world] == 1,
        backlog=int((state.entries.arrived[world] - state.entries.admitted[world]).sum()),
        agents_busy=int(state.operators.busy[world]),
        requests_queued=int(state.operators.queued[world]),
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
    return after._replace(x=x, y=y, heading=heading, time_s=time_s)
