"""Phase 6: people drive.  Car following, stop lines, slower turns, what stands across the path, and lapses."""

from longtail_sim.core import random
from longtail_sim.core.codes import DRIVER_PERSON, STREAM_LAPSE
from longtail_sim.core.jit import kernel
from longtail_sim.core.longitudinal import limit_command, path_acceleration, start_reaction

LAPSE_MEAN_S = 1.5  # assumption: a glance away
LAPSE_CV = 0.5


@kernel
def attend(w, i, now, step, vehicles, settings):
    """Return False while the driver's attention is elsewhere; lapses begin at the stated rate per hour."""
    if now < vehicles.lapse_until_s[w, i]:
        return False
    trip = vehicles.trip[w, i]
    if settings.error_lapse_per_h[w] > 0.0 and (step + trip) % 10 == 0:
        u = random.uniform(settings.seed[w], STREAM_LAPSE, trip, step)
        if u < settings.error_lapse_per_h[w] / 3600.0:  # one look a second
            duration = random.lognormal(LAPSE_MEAN_S, LAPSE_CV, settings.seed[w], STREAM_LAPSE, trip, step)
            vehicles.lapse_until_s[w, i] = now + duration
            return False
    return True


@kernel
def drive(w, now, step, state, settings, network):
    """Set the acceleration command of every person who drives."""
    vehicles, lanes = state.vehicles, state.lanes
    for lane in range(network.lane_kind.size):
        i = lanes.first[w, lane]
        while i >= 0:
            if vehicles.driver[w, i] == DRIVER_PERSON:
                if attend(w, i, now, step, vehicles, settings):
                    limit = network.lane_speed[lane] * vehicles.speed_factor[w, i]
                    command = path_acceleration(w, i, lane, limit, now, vehicles, network)
                    command = start_reaction(w, i, command, now, vehicles)
                else:
                    command = min(vehicles.accel[w, i], 0.0)  # feet stay where they were
                vehicles.accel[w, i] = limit_command(w, i, command, now, vehicles)
            i = vehicles.behind[w, i]
