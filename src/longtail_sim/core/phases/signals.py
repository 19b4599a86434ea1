"""Signal heads change.  The program runs on; what it shows depends on the signal's health."""

from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.signal_heads import colour_now, control_in_force


@kernel
def show_behind_officer(w, j, now, junctions, network):
    """Set what the heads show while an officer directs traffic whom not everybody recognises."""
    health = junctions[w, j].health
    control = control_in_force(network.junctions[j].control, health, 0)
    for axis in range(2):
        colour = colour_now(j, axis, control, health, now, network)
        if colour != junctions[w, j].light[axis]:
            junctions[w, j].light[axis] = colour
            junctions[w, j].light_since_s[axis] = now


@inlined
def advance(w, now, state, network):
    """Set what controls each junction, and what its heads show."""
    junctions = state.junctions
    for j in range(network.junctions.size):
        health = junctions[w, j].health
        control = control_in_force(network.junctions[j].control, health, junctions[w, j].officer)
        if control != junctions[w, j].control:
            junctions[w, j].control_before = junctions[w, j].control
            junctions[w, j].control_since_s = now
            junctions[w, j].control = control
        for axis in range(2):
            colour = colour_now(j, axis, control, health, now, network)
            if colour != junctions[w, j].colour[axis]:
                junctions[w, j].colour_before[axis] = junctions[w, j].colour[axis]
                junctions[w, j].colour[axis] = colour
                junctions[w, j].colour_since_s[axis] = now
        if junctions[w, j].officer == 1 and junctions[w, j].officer_recognised < 1.0:
            show_behind_officer(w, j, now, junctions, network)
