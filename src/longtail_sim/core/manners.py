"""How whoever drives handles the vehicle: the traits of a person, of the automation, of a person with half of it."""

from longtail_sim.core import random
from longtail_sim.core.codes import (
    ACT_YIELD,
    DRIVER_AUTOMATED,
    DRIVER_PERSON,
    FOLLOWING_IDM_PLUS,
    KIND_CAR,
    LATERAL_KEEP,
    REQUEST_NONE,
    STREAM_DRIVER,
    TRAIT_ACCELERATION,
    TRAIT_CRITICAL_FACTOR,
    TRAIT_DECELERATION,
    TRAIT_DELAY,
    TRAIT_KEEPS_CLEAR,
    TRAIT_REACTION,
    TRAIT_SPEED_FACTOR,
    TRAIT_STANDSTILL_GAP,
    TRAIT_TIME_HEADWAY,
)
from longtail_sim.core.driving import approach_term
from longtail_sim.core.gap_acceptance import SPREAD_CV
from longtail_sim.core.jit import kernel
from longtail_sim.core.kinds import HEAVY_DECELERATION, acceleration_factor, length_of, width_of
from longtail_sim.core.limits import MEMORY, NEVER
from longtail_sim.core.params import DT_S

AUTOMATED_TIME_HEADWAY_S = 1.3  # assumption: a little more cautious than people,
AUTOMATED_ACCELERATION = 2.0  # smoother,
AUTOMATED_REACTION_S = 0.3  # and quicker to react


@kernel
def spread_draw(mean, cv, low, high, seed, trip, number):
    """Return a lognormal trait of a driver, limited to ``low`` and ``high`` times the mean."""
    if cv <= 0.0:
        return mean
    value = random.lognormal(mean, cv, seed, STREAM_DRIVER, trip, number)
    return min(max(value, low * mean), high * mean)


@kernel
def fill_driver(w, i, trip, vehicles, settings):
    """Draw the traits of the person at the wheel of slot ``i``: lognormal spread across drivers (assumption)."""
    seed, spread = settings[w].seed, settings[w].spread
    factor = settings[w].speed_factor_mean + spread * settings[w].speed_factor_sd * random.normal(
        seed, STREAM_DRIVER, trip, TRAIT_SPEED_FACTOR
    )
    vehicles[w, i].speed_factor = min(max(factor, 0.75), 1.3)
    vehicles[w, i].time_headway = spread_draw(
        settings[w].time_headway_s, 0.25 * spread, 0.7, 1.8, seed, trip, TRAIT_TIME_HEADWAY
    )
    vehicles[w, i].acceleration = spread_draw(
        settings[w].acceleration, 0.2 * spread, 0.6, 1.5, seed, trip, TRAIT_ACCELERATION
    )
    vehicles[w, i].deceleration = spread_draw(
        settings[w].deceleration, 0.2 * spread, 0.6, 1.5, seed, trip, TRAIT_DECELERATION
    )
    vehicles[w, i].standstill_gap = spread_draw(
        settings[w].standstill_gap_m, 0.25 * spread, 0.5, 1.8, seed, trip, TRAIT_STANDSTILL_GAP
    )
    vehicles[w, i].reaction = spread_draw(settings[w].reaction_s, 0.3 * spread, 0.5, 2.0, seed, trip, TRAIT_REACTION)
    delay = spread_draw(settings[w].delay_s, 0.3 * spread, 0.5, 1.8, seed, trip, TRAIT_DELAY)
    vehicles[w, i].delay_steps = min(int(delay / DT_S + 0.5), MEMORY - 1)
    vehicles[w, i].following = settings[w].following
    vehicles[w, i].critical_factor = spread_draw(1.0, SPREAD_CV * spread, 0.5, 2.0, seed, trip, TRAIT_CRITICAL_FACTOR)
    keeps = random.uniform(seed, STREAM_DRIVER, trip, TRAIT_KEEPS_CLEAR) < settings[w].keep_clear
    vehicles[w, i].keeps_clear = 1 if keeps else 0


@kernel
def fill_kind(w, i, kind, vehicles):
    """Make slot ``i`` a vehicle of ``kind``: its size, and what it can do of what its driver would do in a car."""
    vehicles[w, i].kind = kind
    vehicles[w, i].length = length_of(kind)
    vehicles[w, i].width = width_of(kind)
    if kind != KIND_CAR:
        vehicles[w, i].acceleration *= acceleration_factor(kind)
        vehicles[w, i].deceleration *= HEAVY_DECELERATION
    vehicles[w, i].approach = approach_term(vehicles[w, i].acceleration, vehicles[w, i].deceleration)


@kernel
def fill_automated(w, i, vehicles, settings):
    """Give slot ``i`` the manners of the automated vehicle: all alike."""
    vehicles[w, i].speed_factor = 1.0
    vehicles[w, i].time_headway = AUTOMATED_TIME_HEADWAY_S
    vehicles[w, i].acceleration = AUTOMATED_ACCELERATION
    vehicles[w, i].deceleration = settings[w].deceleration
    vehicles[w, i].standstill_gap = settings[w].standstill_gap_m
    vehicles[w, i].reaction = AUTOMATED_REACTION_S
    vehicles[w, i].keeps_clear = 1


@kernel
def fill_assisted(w, i, vehicles):
    """Let the automation keep the distance for the person in slot ``i``: steadily, and without a reaction time."""
    vehicles[w, i].time_headway = AUTOMATED_TIME_HEADWAY_S
    vehicles[w, i].acceleration = AUTOMATED_ACCELERATION
    vehicles[w, i].delay_steps = 0


@kernel
def hand_to_person(w, i, vehicles, settings):
    """Let the person in slot ``i`` drive from now on, who looks at everything anew."""
    vehicles[w, i].driver = DRIVER_PERSON
    fill_driver(w, i, vehicles[w, i].trip, vehicles, settings)
    fill_kind(w, i, vehicles[w, i].kind, vehicles)
    vehicles[w, i].seen_leader = -1
    vehicles[w, i].start_s = NEVER


@kernel
def hand_to_automation(w, i, vehicles, settings):
    """Let the automation of slot ``i`` drive from now on; it has decided nothing yet."""
    vehicles[w, i].driver = DRIVER_AUTOMATED
    fill_automated(w, i, vehicles, settings)
    vehicles[w, i].following = FOLLOWING_IDM_PLUS
    vehicles[w, i].delay_steps = 0
    vehicles[w, i].critical_factor = 1.0
    fill_kind(w, i, vehicles[w, i].kind, vehicles)
    vehicles[w, i].start_s = NEVER
    vehicles[w, i].action_longitudinal = ACT_YIELD
    vehicles[w, i].action_lateral = LATERAL_KEEP
    vehicles[w, i].action_request = REQUEST_NONE
    vehicles[w, i].next_due_s = NEVER
