"""Who waits for whom, as a graph in which every lane waits for at most one other; its cycles are deadlocks.

In such a graph a walk from any lane either ends at a lane that waits for nobody, or closes on itself: every cycle is
found by walking once from each lane that no earlier walk has come by, in time proportional to the number of lanes.
"""

from longtail_sim.core.jit import kernel


@kernel
def mark_cycles(w, waits):
    """Set ``cycle`` of every lane of world ``w`` to one of the lanes of the cycle that it is in, to -1 if in none."""
    lanes = waits.shape[1]
    for lane in range(lanes):
        waits[w, lane].walk = -1
        waits[w, lane].cycle = -1
    for start in range(lanes):
        at = start
        while at >= 0 and waits[w, at].walk < 0:
            waits[w, at].walk = start
            at = waits[w, at].waits_for
        if at >= 0 and waits[w, at].walk == start:
            member = at
            while waits[w, member].cycle < 0:
                waits[w, member].cycle = at
                member = waits[w, member].waits_for
