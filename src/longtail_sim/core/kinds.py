"""Cars, trucks and buses: size, mass, and what they can do beside a car.

Lengths, widths, accelerations and braking are the defaults of SUMO's vehicle classes (truck 1.3 and bus 1.2 m/s^2 where
a car has 2.6; comfortable braking 4 where it has 4.5; 7 m/s^2 in an emergency).  They act as factors on the driver's
own traits.  No source gives heavy vehicles another time headway, so they keep the driver's.
"""

from longtail_sim.core.codes import (
    KIND_AMBULANCE,
    KIND_BUS,
    KIND_CAR,
    KIND_FIRE_ENGINE,
    KIND_TRUCK,
    LANE_CONNECTOR,
    TURN_STRAIGHT,
)
from longtail_sim.core.jit import inlined

CAR_LENGTH_M = 4.8
CAR_WIDTH_M = 1.85
CAR_JAM_SPACING_M = 7.3  # from one front to the next in a standing queue (HCM 7 chapter 31, 25 ft a vehicle)
TRUCK_LENGTH_M = 7.1
TRUCK_WIDTH_M = 2.4
BUS_LENGTH_M = 12.0
BUS_WIDTH_M = 2.5
AMBULANCE_LENGTH_M = 6.8  # assumption: a box on a van's chassis
AMBULANCE_WIDTH_M = 2.2
FIRE_ENGINE_LENGTH_M = 9.5  # assumption: a pumper without ladder
FIRE_ENGINE_WIDTH_M = 2.5

CAR_MASS_KG = 1500.0
TRUCK_MASS_KG = 12000.0  # assumption
BUS_MASS_KG = 12000.0  # assumption
AMBULANCE_MASS_KG = 6000.0  # assumption
FIRE_ENGINE_MASS_KG = 18000.0  # assumption

TRUCK_ACCELERATION = 0.5  # of a car's
BUS_ACCELERATION = 1.2 / 2.6
AMBULANCE_ACCELERATION = 0.8  # assumption
FIRE_ENGINE_ACCELERATION = 0.5  # assumption: a truck's
HEAVY_DECELERATION = 4.0 / 4.5
HEAVY_HARDEST_BRAKING = 7.0  # m/s^2
HEAVY_TURNING = 0.8  # of a car's speed in a turn (assumption: 1.6 instead of 2.5 m/s^2 sideways)


@inlined
def length_of(kind):
    """Return the length of a vehicle [m]."""
    if kind == KIND_TRUCK:
        return TRUCK_LENGTH_M
    if kind == KIND_AMBULANCE:
        return AMBULANCE_LENGTH_M
    if kind == KIND_FIRE_ENGINE:
        return FIRE_ENGINE_LENGTH_M
    return BUS_LENGTH_M if kind == KIND_BUS else CAR_LENGTH_M


@inlined
def width_of(kind):
    """Return the width of a vehicle [m]."""
    if kind == KIND_TRUCK:
        return TRUCK_WIDTH_M
    if kind == KIND_AMBULANCE:
        return AMBULANCE_WIDTH_M
    if kind == KIND_FIRE_ENGINE:
        return FIRE_ENGINE_WIDTH_M
    return BUS_WIDTH_M if kind == KIND_BUS else CAR_WIDTH_M


@inlined
def parts_of(kind):
    """Return into how many parts a vehicle is divided to bend along its path, none much longer than a car."""
    if kind == KIND_TRUCK or kind == KIND_AMBULANCE or kind == KIND_FIRE_ENGINE:
        return 2
    return 3 if kind == KIND_BUS else 1


@inlined
def mass_of(kind):
    """Return the mass of a vehicle [kg]."""
    if kind == KIND_TRUCK:
        return TRUCK_MASS_KG
    if kind == KIND_AMBULANCE:
        return AMBULANCE_MASS_KG
    if kind == KIND_FIRE_ENGINE:
        return FIRE_ENGINE_MASS_KG
    return BUS_MASS_KG if kind == KIND_BUS else CAR_MASS_KG


@inlined
def acceleration_factor(kind):
    """Return a vehicle's acceleration as a multiple of a car's."""
    if kind == KIND_TRUCK:
        return TRUCK_ACCELERATION
    if kind == KIND_AMBULANCE:
        return AMBULANCE_ACCELERATION
    if kind == KIND_FIRE_ENGINE:
        return FIRE_ENGINE_ACCELERATION
    return BUS_ACCELERATION if kind == KIND_BUS else 1.0


@inlined
def desired_speed(w, i, lane, vehicles, network):
    """Return the speed [m/s] at which the driver would like to go on ``lane``; heavy vehicles turn more slowly."""
    speed = network.lanes[lane].speed * vehicles[w, i].speed_factor
    if vehicles[w, i].kind == KIND_CAR or network.lanes[lane].kind != LANE_CONNECTOR:
        return speed
    return speed if network.lanes[lane].connector_turn == TURN_STRAIGHT else HEAVY_TURNING * speed
