"""What passengers feel: jerk, from an acceleration that seat and body smooth."""

from longtail_sim.core.jit import inlined

SMOOTHED_S = 0.5  # time constant (assumption; expert data are smoothed over 0.7 s windows before they are judged)
JERK_LIMIT = 4.13  # m/s^3 along the lane, the bound of nuPlan


@inlined
def shake(w, i, group, moves, look_s, vehicles, watch, tally):
    """Account for the jerk of a vehicle over one look: j = (a - a_felt) / tau, and a_felt follows a.

    Who stands feels nothing; the last jolt of a stop, which depends on the length of a step, is left out.
    """
    if not moves:
        watch[w, i].felt_mps2 = 0.0
        return
    jerk = (vehicles[w, i].accel - watch[w, i].felt_mps2) / SMOOTHED_S
    watch[w, i].felt_mps2 += jerk * look_s
    tally[w, group].moving_s += look_s
    tally[w, group].jerk_squared += jerk * jerk * look_s
    tally[w, group].jerk_exposure_s += look_s if abs(jerk) > JERK_LIMIT else 0.0
