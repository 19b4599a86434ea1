"""Reaction time in car following: a driver reacts to what the leader did a moment ago.

Gap and leader's speed are remembered for as long as the slowest driver needs; the own speed is felt at once, and the
gap is carried on at the speeds known (Treiber, Kesting, Helbing 2006).  With delays near the time headway a hard
braking leader is hit: the model does not prevent it.
"""

from longtail_sim.core.jit import inlined
from longtail_sim.core.limits import MEMORY
from longtail_sim.core.params import DT_S


@inlined
def remember(w, i, step, vehicles, memory):
    """Store gap and speed of the present leader, in every step; a new leader is seen as it is now."""
    if vehicles[w, i].delay_steps == 0:
        return
    if vehicles[w, i].seen_leader != vehicles[w, i].leader:
        vehicles[w, i].seen_leader = vehicles[w, i].leader
        vehicles[w, i].seen_since = step
    memory[w, step % MEMORY, i].gap = vehicles[w, i].gap
    memory[w, step % MEMORY, i].speed = vehicles[w, i].leader_speed


@inlined
def perceived_leader(w, i, step, vehicles, memory):
    """Return (gap [m], speed [m/s]) of the leader as the driver knows them, after ``remember``."""
    delay = vehicles[w, i].delay_steps
    if delay == 0 or vehicles[w, i].leader < 0:
        return vehicles[w, i].gap, vehicles[w, i].leader_speed
    then = max(step - delay, vehicles[w, i].seen_since) % MEMORY
    speed = memory[w, then, i].speed
    return memory[w, then, i].gap + (speed - vehicles[w, i].speed) * delay * DT_S, speed
