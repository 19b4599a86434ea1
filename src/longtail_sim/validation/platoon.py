"""Cars in a row, by the core's own formulas and a step of one's own: what the car-following model does by itself.

The simulator's step is fixed, so what depends on the step is shown here: free and interaction term of the core
(``core/driving.py``), put together as IDM (their sum) or IDM+ (the smaller of the two), and the ballistic update of the
core (``core/phases/move.py``).  No reaction time when starting, no errors, nobody differs.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from longtail_sim.core.driving import approach_term, following_acceleration, free_acceleration

FAR_M = 1e9  # a leader at this distance disturbs nobody
STEADY = 1e-9  # m/s^2


@dataclass(frozen=True)
class Driver:
    """Parameters of the car-following model, in SI units."""

    desired: float = 13.89
    time_headway: float = 0.9
    acceleration: float = 1.8
    deceleration: float = 2.0
    standstill_gap: float = 2.5
    length: float = 4.8
    model: Literal["idm", "idm_plus"] = "idm"
    hardest_braking: float = FAR_M

    def command(self, speed: float, gap: float, leader_speed: float) -> float:
        """Return the acceleration [m/s^2] that the model asks for."""
        a, b = self.acceleration, self.deceleration
        free = free_acceleration(speed, self.desired, a)
        following = following_acceleration(
            speed, gap, leader_speed, self.time_headway, a, approach_term(a, b), self.standstill_gap
        )
        asked = min(free, following) if self.model == "idm_plus" else free + following - a
        return max(asked, -self.hardest_braking)


def advance(place: float, speed: float, accel: float, dt: float) -> tuple[float, float]:
    """Return place and speed one step later: ballistic; who would roll back stops after v^2 / (2 |a|)."""
    after = speed + accel * dt
    if after < 0.0:
        return place + speed * speed / (-2.0 * accel), 0.0
    return place + (speed + 0.5 * accel * dt) * dt, after


def equilibrium_gap(driver: Driver, speed: float, dt: float = 0.1) -> float:
    """Return the gap [m] that settles behind a leader at constant ``speed``."""
    place, leader, own = 0.0, 100.0 + driver.length, speed
    for _ in range(20_000):
        gap = leader - driver.length - place
        accel = driver.command(own, gap, speed)
        place, own = advance(place, own, accel, dt)
        leader += speed * dt
        if abs(accel) < STEADY and abs(own - speed) < STEADY:
            break
    return leader - driver.length - place


def ring_flow(driver: Driver, vehicles: int, ring_m: float, seconds: float = 600.0, dt: float = 0.1) -> float:
    """Return the flow [veh/h] on a ring road in the last tenth of the time; all start from rest, evenly spaced."""
    places = [ring_m * i / vehicles for i in range(vehicles)]
    speeds = [0.0] * vehicles
    steps = round(seconds / dt)
    counted, driven = steps // 10, 0.0
    for step in range(steps):
        ahead = [*places[1:], places[0] + ring_m]
        faster = [*speeds[1:], speeds[0]]
        before = places
        accels = [
            driver.command(speed, leader - driver.length - place, leader_speed)
            for place, speed, leader, leader_speed in zip(places, speeds, ahead, faster, strict=True)
        ]
        moved = [advance(*one, dt) for one in zip(places, speeds, accels, strict=True)]
        places, speeds = [place for place, _ in moved], [speed for _, speed in moved]
        if step >= steps - counted:
            driven += sum(places) - sum(before)
    return driven / (counted * dt * ring_m) * 3600.0


@dataclass(frozen=True)
class Stop:
    """How somebody came to stand before an obstacle."""

    hardest_braking: float  # m/s^2, positive
    final_gap: float  # m
    backward_steps: int  # in which place or speed was less than possible


def stop_at_obstacle(driver: Driver, distance: float, dt: float, seconds: float = 120.0) -> Stop:
    """Return how a driver at the desired speed stops at something that stands ``distance`` m ahead."""
    place, speed, hardest, backward = 0.0, driver.desired, 0.0, 0
    for _ in range(round(seconds / dt)):
        accel = driver.command(speed, distance - place, 0.0)
        then, after = advance(place, speed, accel, dt)
        backward += then < place or after < 0.0
        if speed > 0.0:
            hardest = max(hardest, -accel)
        place, speed = then, after
    return Stop(hardest, distance - place, backward)


def discharge(driver: Driver, queue: int, dt: float, seconds: float = 90.0) -> list[float]:
    """Return when each car of a standing queue passes the line that the first stands at [s]; green begins at 0."""
    jam = driver.length + driver.standstill_gap
    places, speeds = [-jam * i for i in range(queue)], [0.0] * queue
    passed: list[float] = []
    for step in range(round(seconds / dt)):
        ahead = [places[0] + FAR_M, *places[:-1]]
        faster = [driver.desired, *speeds[:-1]]
        accels = [
            driver.command(speed, leader - driver.length - place, leader_speed)
            for place, speed, leader, leader_speed in zip(places, speeds, ahead, faster, strict=True)
        ]
        before = places
        moved = [advance(*one, dt) for one in zip(places, speeds, accels, strict=True)]
        places, speeds = [place for place, _ in moved], [speed for _, speed in moved]
        while len(passed) < queue and places[len(passed)] > 0.0:
            i = len(passed)
            passed.append((step + max(0.0, -before[i]) / (places[i] - before[i])) * dt)
    return passed


def saturation_headway(driver: Driver, dt: float) -> float:
    """Return the mean headway [s] of the 5th to the 20th car of a standing queue."""
    times = discharge(driver, 20, dt)
    gaps = [later - earlier for earlier, later in pairwise(times[3:20])]
    return sum(gaps) / len(gaps)


def least_gap_behind_emergency_stop(
    driver: Driver, speed: float, leader_braking: float, delay_s: float, dt: float = 0.1, seconds: float = 30.0
) -> float:
    """Return the smallest gap [m] to a leader who brakes hard from ``speed``; negative: they have collided.

    The follower starts in equilibrium and acts on what was ``delay_s`` ago: gap, own speed and the leader's.  Nothing
    happens at a contact: he drives on as if the leader were made of air, so that the gap tells how bad it was.
    """
    place, own = 0.0, speed
    leader, leader_speed = equilibrium_gap(driver, speed, dt) + driver.length, speed
    seen = deque([(own, leader - driver.length, leader_speed)] * (round(delay_s / dt) + 1))
    least = FAR_M
    for _ in range(round(seconds / dt)):
        seen.append((own, leader - driver.length - place, leader_speed))
        seen.popleft()
        accel = driver.command(*seen[0])
        leader, leader_speed = advance(leader, leader_speed, -leader_braking, dt)
        place, own = advance(place, own, accel, dt)
        least = min(least, leader - driver.length - place)
    return least
