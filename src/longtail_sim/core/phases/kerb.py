"""Who stands at the kerb for good, in a minimal risk condition, is passed where the street has room.

In a street with several lanes others change lanes.  In one with a single lane each way they go round, half over the
line and slowly: they begin when nobody comes the other way who would be beside them, and no wide vehicle stands there.
Three cars side by side take 5.6 of 6.6 m.
"""

from longtail_sim.core.aside import set_aside, stands_for_good
from longtail_sim.core.codes import ASIDE_KERB, ASIDE_NO, ASIDE_ROUND, KIND_CAR, LANE_CONNECTOR
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.limits import NEVER
from longtail_sim.core.siren import next_on_path, offset_of

# All of these are assumptions.
ROUND_FROM_M = 15.0  # one begins to go round so far before it
MARGIN_M = 4.0  # free road on both sides of it, for the way out and back in
PASSING = 3.0  # m/s, for the time that one expects to be beside it
START_S = 1.0
MOVES = 0.3  # m/s


@inlined
def go_round(w, state, network):
    """Let drivers go round those who stand at the kerb for good, if anybody keeps aside."""
    if state.clock[w].aside > 0:
        go_round_all(w, state, network)


@kernel
def go_round_all(w, state, network):
    """Let everybody look."""
    vehicles = state.vehicles
    for place in range(state.clock[w].present):
        i, lane = state.order[w, place].slot, state.order[w, place].lane
        if vehicles[w, i].siren == 0:
            consider(w, i, lane, state, network)


@kernel
def consider(w, i, lane, state, network):
    """Let one vehicle begin to go round who stands ahead, keep on until it has passed, and come back."""
    vehicles, k, behind = state.vehicles, state.vehicles[w, i].ahead, state.vehicles[w, i].behind
    near = k >= 0 and stands_for_good(w, k, vehicles)
    near = near and vehicles[w, k].s - vehicles[w, k].length - vehicles[w, i].s < ROUND_FROM_M
    rear = vehicles[w, i].s - vehicles[w, i].length
    beside = behind >= 0 and vehicles[w, behind].s > rear and stands_for_good(w, behind, vehicles)
    if vehicles[w, i].rounds == 1 and not near and not beside:
        set_aside(w, i, ASIDE_NO, state)
    elif vehicles[w, i].rounds == 0 and near and may_begin(w, i, k, lane, state, network):
        vehicles[w, i].rounds = 1
        set_aside(w, i, ASIDE_ROUND, state)
    if vehicles[w, i].rounds == 1 and near:
        look_past(w, i, k, state, network)


@kernel
def may_begin(w, i, k, lane, state, network):
    """Return whether the street has a single lane here, and the other direction leaves room to pass ``k``."""
    vehicles, opposite = state.vehicles, network.lanes[lane].opposite
    single = network.lanes[lane].kind != LANE_CONNECTOR and network.streets[network.lanes[lane].street].lanes == 1
    if not single or opposite < 0 or vehicles[w, i].aside == ASIDE_KERB or vehicles[w, i].narrow_go == 1:
        return False
    whole = network.lanes[opposite].length
    begin = whole - (vehicles[w, k].s + vehicles[w, i].length + MARGIN_M)  # of the stretch, for who comes
    end = whole - (vehicles[w, i].s - vehicles[w, i].length)
    time = START_S + (end - begin) / PASSING
    m = state.lanes[w, opposite].first
    while m >= 0:
        rear, speed = vehicles[w, m].s - vehicles[w, m].length, vehicles[w, m].speed
        reaches = vehicles[w, m].s + speed * time > begin
        in_the_way = speed > MOVES or vehicles[w, m].kind != KIND_CAR or vehicles[w, m].rounds == 1
        if rear < end and reaches and in_the_way:
            return False
        m = vehicles[w, m].behind
    return True


@kernel
def look_past(w, i, k, state, network):
    """Let the leader of a vehicle that goes round be the first on its way that does not stand at the kerb for good."""
    vehicles = state.vehicles
    while k >= 0 and stands_for_good(w, k, vehicles):
        k = next_on_path(w, i, k, vehicles, state.lanes, network)
    vehicles[w, i].leader = k
    vehicles[w, i].gap = NEVER if k < 0 else offset_of(w, i, k, vehicles, network)
    vehicles[w, i].leader_speed = 0.0 if k < 0 else vehicles[w, k].speed
