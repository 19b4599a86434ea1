"""The only phase that moves anybody.  Ballistic update, then over the ends of lanes, then out of the map."""

from longtail_sim.core import lists
from longtail_sim.core.aside import set_aside, slide_all
from longtail_sim.core.automation_states import change
from longtail_sim.core.codes import (
    ASIDE_KERB,
    ASIDE_NO,
    ASSIST_NONE,
    ASSIST_RESTARTING,
    COLOUR_RED,
    CONTROL_ALL_WAY_STOP,
    CONTROL_DARK,
    CONTROL_OFFICER,
    CONTROL_SIGNAL,
    CONTROL_TWO_WAY_STOP,
    LANE_CONNECTOR,
    MISTAKE_SIGNAL,
    ORDER_NONE,
    STATE_AWAITING_ASSISTANCE,
    TRIGGER_REQUEST_ENDS,
)
from longtail_sim.core.collision import is_wrecked
from longtail_sim.core.failed_light import has_failed
from longtail_sim.core.jit import inlined, kernel
from longtail_sim.core.limits import NEVER
from longtail_sim.core.misled import is_mistaken
from longtail_sim.core.params import DT_S
from longtail_sim.core.right_of_way import axis_of, is_major
from longtail_sim.core.right_on_red import turns_on_red
from longtail_sim.core.route import any_connector, choose_turn, dispatched_turn, set_connector
from longtail_sim.core.slots import clear_junction, clear_slot, clear_watch

SLIDE_SPEED = 1.2  # m/s sideways during a lane change
SIREN_NOTICED_S = 5.0  # who has heard a siren for so long should keep out of the junction (assumption)


@inlined
def advance(w, i, vehicles):
    """Move one vehicle: v' = v + a dt, x' = x + v dt + a dt^2 / 2; who would roll back stops after v^2 / (2 |a|)."""
    speed, accel = vehicles[w, i].speed, vehicles[w, i].accel
    after = speed + accel * DT_S
    if after >= 0.0:
        vehicles[w, i].s += (speed + 0.5 * accel * DT_S) * DT_S
        vehicles[w, i].speed = after
    else:
        vehicles[w, i].s += speed * speed / (-2.0 * accel)
        vehicles[w, i].speed = 0.0
    lateral = vehicles[w, i].lateral
    if lateral != 0.0 and vehicles[w, i].aside == ASIDE_NO:
        slide = min(abs(lateral), SLIDE_SPEED * DT_S)
        vehicles[w, i].lateral = lateral - slide if lateral > 0.0 else lateral + slide


@kernel
def note_entry(w, i, lane, j, now, state, network):
    """Count a junction entered, and the rules broken in doing so; a wreck that is pushed inside breaks none."""
    vehicles, tally, junctions = state.vehicles, state.tally, state.junctions
    group = vehicles[w, i].fleet
    control = junctions[w, j].control
    leg = network.lanes[lane].leg
    tally[w, group].traversals += 1
    if control == CONTROL_DARK:
        tally[w, group].dark_traversals += 1
    if is_wrecked(w, i, now, vehicles) or vehicles[w, i].siren == 1:
        return
    if junctions[w, j].siren == 1 and now >= vehicles[w, i].siren_s + SIREN_NOTICED_S:
        tally[w, group].siren_not_yielded += 1
    if is_mistaken(w, i, MISTAKE_SIGNAL, state):
        tally[w, group].entered_on_wrong_belief += 1
    if control == CONTROL_SIGNAL or control == CONTROL_OFFICER:
        colour, age = junctions[w, j].colour[axis_of(leg)], now - junctions[w, j].colour_since_s[axis_of(leg)]
        red = colour == COLOUR_RED and (vehicles[w, i].granted == 0 or has_failed(j, control, colour, age, network))
        if red and not turns_on_red(w, i, lane, j, state, network):
            tally[w, group].red_light_runs += 1
        return
    stops = control == CONTROL_ALL_WAY_STOP or control == CONTROL_DARK
    stops = stops or (control == CONTROL_TWO_WAY_STOP and not is_major(j, leg, network))
    if stops and vehicles[w, i].arrived_s == NEVER:
        tally[w, group].stop_violations += 1
    clear = vehicles[w, i].taken_clear if vehicles[w, i].granted == 1 else vehicles[w, i].path_clear
    if clear == 0:
        tally[w, group].right_of_way_violations += 1


@kernel
def enter_junction(w, i, lane, now, state, network):
    """Pass the stop line: from the street lane onto the connector."""
    vehicles, lanes = state.vehicles, state.lanes
    if vehicles[w, i].connector < 0:  # still in the wrong lane: goes where the lane goes
        vehicles[w, i].turn, vehicles[w, i].connector = any_connector(lane, network)
        state.tally[w, vehicles[w, i].fleet].missed_turns += 1
    j = network.lanes[lane].junction
    note_entry(w, i, lane, j, now, state, network)
    state.junctions[w, j].entered_s = now
    state.junctions[w, j].active |= network.lanes[vehicles[w, i].connector].bit
    if vehicles[w, i].state == STATE_AWAITING_ASSISTANCE:
        change(w, i, TRIGGER_REQUEST_ENDS, vehicles)  # went without the answer
    vehicles[w, i].order = ORDER_NONE
    if vehicles[w, i].assist != ASSIST_RESTARTING:
        vehicles[w, i].assist = ASSIST_NONE
    vehicles[w, i].junctions_passed += 1
    vehicles[w, i].hazard = NEVER
    vehicles[w, i].beside = -1
    lists.push_last(vehicles, lanes, w, i, vehicles[w, i].connector)


@kernel
def leave_junction(w, i, connector, state, settings, network):
    """Come onto the next street: a new turn to choose, a new junction ahead."""
    vehicles = state.vehicles
    lists.insert_by_place(vehicles, state.lanes, w, i, network.lanes[connector].connector_to)
    street = network.lanes[vehicles[w, i].lane].street
    passed = vehicles[w, i].junctions_passed
    if vehicles[w, i].siren == 1:
        vehicles[w, i].turn = dispatched_turn(vehicles[w, i].route, passed, street, network)
    else:
        vehicles[w, i].turn = choose_turn(
            w, vehicles[w, i].trip, passed, street, settings[w].turn_left, settings[w].turn_right, settings, network
        )
    set_connector(w, i, vehicles, network)
    clear_junction(w, i, vehicles)


@kernel
def leave_map(w, i, state):
    """End a trip and give its slot back."""
    vehicles, clock = state.vehicles, state.clock
    if vehicles[w, i].siren == 1:
        clock[w].sirens -= 1
    else:
        state.tally[w, vehicles[w, i].fleet].finished += 1
    set_aside(w, i, ASIDE_NO, state)
    clear_slot(w, i, vehicles)
    clear_watch(w, i, state.watch)
    vehicles[w, clock[w].free_count].free_slot = i
    clock[w].free_count += 1


@kernel
def go_round(w, state):
    """Let who goes round somebody at the kerb change places with them, in the order of their lane."""
    vehicles = state.vehicles
    for place in range(state.clock[w].present):
        i = state.order[w, place].slot
        if vehicles[w, i].siren == 0 and vehicles[w, i].rounds == 0:
            continue
        k = vehicles[w, i].ahead
        while k >= 0 and vehicles[w, k].aside == ASIDE_KERB and vehicles[w, i].s > vehicles[w, k].s:
            lists.pass_ahead(vehicles, state.lanes, w, i)
            k = vehicles[w, i].ahead


@kernel
def pass_end(w, i, lane, now, state, settings, network):
    """Take the first vehicle of a lane over the lane's end."""
    vehicles, lanes = state.vehicles, state.lanes
    lists.remove(vehicles, lanes, w, i)
    lanes[w, lane].released_s = now
    vehicles[w, i].s -= network.lanes[lane].length
    vehicles[w, i].came_from = lane
    if network.lanes[lane].kind == LANE_CONNECTOR:
        leave_junction(w, i, lane, state, settings, network)
    elif network.lanes[lane].junction >= 0:
        enter_junction(w, i, lane, now, state, network)
    else:
        leave_map(w, i, state)


@kernel
def integrate(w, now, state, settings, network):
    """Move everybody by one step."""
    vehicles, lanes = state.vehicles, state.lanes
    for place in range(state.clock[w].present):
        advance(w, state.order[w, place].slot, vehicles)
    if state.clock[w].aside > 0:
        slide_all(w, state, network)
        go_round(w, state)
    for n in range(state.clock[w].occupied):
        lane = lanes[w, n].occupied
        i = lanes[w, lane].first
        while i >= 0 and vehicles[w, i].s >= network.lanes[lane].length:
            pass_end(w, i, lane, now, state, settings, network)
            i = lanes[w, lane].first
