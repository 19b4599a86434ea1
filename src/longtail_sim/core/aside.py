"""Pulling over: the body slides to the kerb and stands there, for a siren or because an agent wants to.

An abstraction: a lane has room for a body at its kerb and for another one that goes round it, half of it over the line.
Emergency vehicles go round; to everybody else who comes from behind, a body at the kerb stands in the lane, unless it
stands there for good (core/phases/kerb.py).  Who drives in the rightmost lane goes to the right, others to the left, so
that a way between two lanes is left open.
"""

from longtail_sim.core.automation_states import agent_drives
from longtail_sim.core.codes import (
    ASIDE_KERB,
    ASIDE_NO,
    ASIDE_ROUND,
    LANE_CONNECTOR,
    LATERAL_PULL_OVER,
    STATE_AWAITING_ASSISTANCE,
    STATE_MINIMAL_RISK_CONDITION,
    STATE_MINIMAL_RISK_MANOEUVRE,
)
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.params import DT_S

AT_KERB_M = 0.7  # from the lane's middle: a car's wheels touch the kerb of a 3.3 m lane
OUT_OF_THE_WAY_M = 0.5
ROUND_M = 1.4  # to the other side, for who goes round
CLEAR_M = 3.0  # between the junction behind and the tail
BRAKING = 2.0  # m/s^2, assumption
SLIDE = 0.25  # m sideways per metre driven,
SLIDE_STANDING = 0.3  # ... and m/s more: who stands in a queue works his way out of it (assumption)
FASTEST_SLIDE = 1.2  # m/s


@inlined
def set_aside(w, i, aside, state):
    """Set where a vehicle keeps (ASIDE_*), and count those who are not in the middle of their lane.

    Who leaves the other side of the lane no longer goes round anybody.
    """
    before = state.vehicles[w, i].aside
    state.clock[w].aside += (1 if aside != ASIDE_NO else 0) - (1 if before != ASIDE_NO else 0)
    state.vehicles[w, i].aside = aside
    if aside != ASIDE_ROUND:
        state.vehicles[w, i].rounds = 0


@inlined
def is_out_of_the_way(w, i, vehicles):
    """Return whether a vehicle is so far at the kerb that an emergency vehicle can go round it."""
    return vehicles[w, i].aside == ASIDE_KERB and abs(vehicles[w, i].lateral) >= OUT_OF_THE_WAY_M


@inlined
def is_clear_of_junction(w, i, lane, vehicles, network):
    """Return whether a vehicle is in a street, and its tail a little way behind the junction."""
    return network.lanes[lane].kind != LANE_CONNECTOR and vehicles[w, i].s > vehicles[w, i].length + CLEAR_M


@inlined
def may_pull_aside(w, i, lane, state, network):
    """Return whether a vehicle is where it may stand at the kerb: clear of the junction, not in a narrow stretch."""
    vehicle = state.vehicles[w, i]
    clear = is_clear_of_junction(w, i, lane, state.vehicles, network)
    return clear and (vehicle.narrow_go == 0 or vehicle.s > state.lanes[w, lane].narrow_to)


@inlined
def wants_kerb(w, i, vehicles):
    """Return whether the automation of a vehicle wants to stand at the kerb."""
    drives = agent_drives(w, i, vehicles) or vehicles[w, i].state == STATE_AWAITING_ASSISTANCE
    return drives and vehicles[w, i].action_lateral == LATERAL_PULL_OVER


@inlined
def seeks_kerb(w, i, vehicles):
    """Return whether a vehicle makes, or has made, a minimal risk manoeuvre that ends at the kerb if it can."""
    state = vehicles[w, i].state
    stops = state == STATE_MINIMAL_RISK_MANOEUVRE or state == STATE_MINIMAL_RISK_CONDITION
    return stops and vehicles[w, i].refuge == 1


@inlined
def comes_to_kerb(w, i, lane, vehicles, network):
    """Return whether it is beside the kerb: in the rightmost lane of a street, and not going round somebody there."""
    rightmost = network.lanes[lane].kind != LANE_CONNECTOR and network.lanes[lane].right < 0
    return rightmost and vehicles[w, i].rounds == 0 and seeks_kerb(w, i, vehicles)


@inlined
def stands_for_good(w, i, vehicles):
    """Return whether a vehicle stands at the kerb in a minimal risk condition, and others can go round it."""
    waits = vehicles[w, i].state == STATE_MINIMAL_RISK_CONDITION and vehicles[w, i].refuge == 1
    at_kerb = vehicles[w, i].aside == ASIDE_KERB and vehicles[w, i].lateral <= -OUT_OF_THE_WAY_M
    return waits and at_kerb


@inlined
def pull_aside(w, i, lane, wanted, state, network):
    """Let vehicle ``i`` pull over where it may, or come back into its lane."""
    vehicles = state.vehicles
    if wanted and may_pull_aside(w, i, lane, state, network):
        if vehicles[w, i].aside != ASIDE_KERB:
            set_aside(w, i, ASIDE_KERB, state)
    elif vehicles[w, i].aside == ASIDE_KERB:
        set_aside(w, i, ASIDE_NO, state)


@inlined
def place_beside(w, i, state, network):
    """Return the offset [m] from the lane's middle that a vehicle aims at."""
    vehicles = state.vehicles
    lane = vehicles[w, i].lane
    if vehicles[w, i].narrow_go == 1 and vehicles[w, i].aside != ASIDE_KERB:
        return state.lanes[w, lane].narrow_shift
    rightmost = network.lanes[lane].kind == LANE_CONNECTOR or network.lanes[lane].right < 0
    kerb = -AT_KERB_M if rightmost else AT_KERB_M
    return kerb if vehicles[w, i].aside == ASIDE_KERB else (ROUND_M if rightmost else -ROUND_M)


@kernel
def slide_all(w, state, network):
    """Move all who keep aside a step nearer to the place that they aim at."""
    vehicles = state.vehicles
    for place in range(state.clock[w].present):
        i = state.order[w, place].slot
        if vehicles[w, i].aside == ASIDE_NO or vehicles[w, i].lane < 0:
            continue
        rest = place_beside(w, i, state, network) - vehicles[w, i].lateral
        most = min(FASTEST_SLIDE, SLIDE_STANDING + SLIDE * vehicles[w, i].speed) * DT_S
        vehicles[w, i].lateral += min(max(rest, -most), most)
