"""Phase 10: the only phase that moves anybody.  Ballistic update, then over the ends of lanes, then out of the map."""

from longtail_sim.core import lists
from longtail_sim.core.codes import (
    ASSIST_NONE,
    COLOUR_RED,
    CONTROL_ALL_WAY_STOP,
    CONTROL_DARK,
    CONTROL_OFFICER,
    CONTROL_SIGNAL,
    CONTROL_TWO_WAY_STOP,
    LANE_CONNECTOR,
    STATE_AWAITING_ASSISTANCE,
    STATE_DRIVING,
)
from longtail_sim.core.jit import kernel
from longtail_sim.core.params import DT_S
from longtail_sim.core.right_of_way import axis_of, is_major
from longtail_sim.core.route import any_connector, choose_turn, set_connector
from longtail_sim.core.slots import clear_junction, clear_slot
from longtail_sim.core.state import NEVER

SLIDE_SPEED = 1.2  # m/s sideways during a lane change


@kernel
def advance(w, i, vehicles):
    """Move one vehicle: v' = v + a dt, x' = x + v dt + a dt^2 / 2; who would roll back stops after v^2 / (2 |a|)."""
    speed, accel = vehicles.speed[w, i], vehicles.accel[w, i]
    after = speed + accel * DT_S
    if after >= 0.0:
        vehicles.s[w, i] += (speed + 0.5 * accel * DT_S) * DT_S
        vehicles.speed[w, i] = after
    else:
        vehicles.s[w, i] += speed * speed / (-2.0 * accel)
        vehicles.speed[w, i] = 0.0
    lateral = vehicles.lateral[w, i]
    if lateral != 0.0:
        slide = min(abs(lateral), SLIDE_SPEED * DT_S)
        vehicles.lateral[w, i] = lateral - slide if lateral > 0.0 else lateral + slide


@kernel
def note_entry(w, i, lane, j, now, state, network):
    """Count a junction entered, and the rules broken in doing so."""
    vehicles, tally, junctions = state.vehicles, state.tally, state.junctions
    group = vehicles.fleet[w, i]
    control = junctions.control[w, j]
    leg = network.lane_leg[lane]
    tally.traversals[w, group] += 1
    if control == CONTROL_DARK:
        tally.dark_traversals[w, group] += 1
    if control == CONTROL_SIGNAL or control == CONTROL_OFFICER:
        if junctions.colour[w, j, axis_of(leg)] == COLOUR_RED and vehicles.granted[w, i] == 0:
            tally.red_light_runs[w, group] += 1
        return
    stops = control == CONTROL_ALL_WAY_STOP or control == CONTROL_DARK
    stops = stops or (control == CONTROL_TWO_WAY_STOP and not is_major(j, leg, network))
    if stops and vehicles.arrived_s[w, i] == NEVER:
        tally.stop_violations[w, group] += 1
    if vehicles.path_clear[w, i] == 0 and vehicles.granted[w, i] == 0:
        tally.right_of_way_violations[w, group] += 1


@kernel
def enter_junction(w, i, lane, now, state, network):
    """Pass the stop line: from the street lane onto the connector."""
    vehicles, lanes = state.vehicles, state.lanes
    if vehicles.connector[w, i] < 0:  # still in the wrong lane: goes where the lane goes
        vehicles.turn[w, i], vehicles.connector[w, i] = any_connector(lane, network)
        state.tally.missed_turns[w, vehicles.fleet[w, i]] += 1
    j = network.lane_junction[lane]
    note_entry(w, i, lane, j, now, state, network)
    state.junctions.entered_s[w, j] = now
    if vehicles.state[w, i] == STATE_AWAITING_ASSISTANCE:
        vehicles.state[w, i] = STATE_DRIVING  # went without the answer
    vehicles.assist[w, i] = ASSIST_NONE
    vehicles.junctions_passed[w, i] += 1
    vehicles.hazard[w, i] = NEVER
    vehicles.beside[w, i] = -1
    lists.push_last(vehicles, lanes, w, i, vehicles.connector[w, i])


@kernel
def leave_junction(w, i, connector, state, settings, network):
    """Come onto the next street: a new turn to choose, a new junction ahead."""
    vehicles = state.vehicles
    lists.push_last(vehicles, state.lanes, w, i, network.connector_to[connector])
    street = network.lane_street[vehicles.lane[w, i]]
    passed = vehicles.junctions_passed[w, i]
    vehicles.turn[w, i] = choose_turn(w, vehicles.trip[w, i], passed, street, settings, network)
    set_connector(w, i, vehicles, network)
    clear_junction(w, i, vehicles)


@kernel
def leave_map(w, i, state):
    """End a trip and give its slot back."""
    vehicles, clock = state.vehicles, state.clock
    state.tally.finished[w, vehicles.fleet[w, i]] += 1
    clear_slot(w, i, vehicles)
    clock.free_slot[w, clock.free_count[w]] = i
    clock.free_count[w] += 1


@kernel
def pass_end(w, i, lane, now, state, settings, network):
    """Take the first vehicle of a lane over the lane's end."""
    vehicles, lanes = state.vehicles, state.lanes
    lists.remove(vehicles, lanes, w, i)
    lanes.released_s[w, lane] = now
    vehicles.s[w, i] -= network.lane_length[lane]
    vehicles.came_from[w, i] = lane
    if network.lane_kind[lane] == LANE_CONNECTOR:
        leave_junction(w, i, lane, state, settings, network)
    elif network.lane_junction[lane] >= 0:
        enter_junction(w, i, lane, now, state, network)
    else:
        leave_map(w, i, state)


@kernel
def integrate(w, now, state, settings, network):
    """Move everybody by one step."""
    vehicles, lanes = state.vehicles, state.lanes
    for lane in range(network.lane_kind.size):
        i = lanes.first[w, lane]
        while i >= 0:
            advance(w, i, vehicles)
            i = vehicles.behind[w, i]
    for lane in range(network.lane_kind.size):
        i = lanes.first[w, lane]
        while i >= 0 and vehicles.s[w, i] >= network.lane_length[lane]:
            pass_end(w, i, lane, now, state, settings, network)
            i = lanes.first[w, lane]
