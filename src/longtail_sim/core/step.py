"""The simulator in one page.  Read this first: these lines are the physics, in the order in which they happen.

``state`` is data (``core/state.py``), ``settings`` the drawn scenario (``core/params.py``), ``network`` the streets
(``core/network.py``); each phase is one file in ``core/phases`` and acts on one world.
"""

from longtail_sim.core.jit import kernel
from longtail_sim.core.params import DT_S
from longtail_sim.core.phases import (
    arrivals,
    assistance,
    automated,
    contact,
    encounters,
    events,
    gridlock,
    heed,
    junctions,
    kerb,
    lane_choice,
    measure,
    move,
    narrows,
    obstacles,
    pedestrians,
    people,
    perceive,
    sense,
    signals,
    sirens,
    supervision,
)


@kernel
def step_worlds(first, last, substeps, state, settings, network):
    """Advance worlds [first, last) by ``substeps`` steps of DT_S seconds."""
    for w in range(first, last):  # worlds are independent
        for _ in range(substeps):
            step = state.clock[w].step
            now = step * DT_S
            events.fire(w, now, state)  # rare events begin and end
            signals.advance(w, now, state, network)  # heads change; dark heads stay dark
            arrivals.admit(w, now, state, settings, network)  # the backlog enters where there is room
            lane_choice.choose(w, now, step, state, network)  # into the lane for the turn, round who stands
            perceive.neighbours(w, state, network)  # who is ahead, who stands across
            sirens.make_way(w, now, state, settings, network)  # who hears a siren pulls over
            kerb.go_round(w, state, network)  # who stands at the kerb for good is passed
            obstacles.stand(w, now, state, settings, network)  # what is in the road, who notices it, who hits it
            pedestrians.go(w, now, state, settings, network)  # people on foot cross, drivers see them
            junctions.arbitrate(w, now, state, settings, network)  # who may enter, by what rule
            narrows.share(w, now, state, settings)  # one direction at a time through a narrow street
            supervision.watch(w, now, state, settings, network)  # who must act: automation or a person
            people.drive(w, now, step, state, settings, network)  # human drivers, their mistakes included
            sense.believe(w, now, step, state, settings, network)  # what automated vehicles take for true
            automated.drive(w, now, state, settings, network)  # the agent's decision, carried out
            heed.obstacles(w, now, state, settings)  # drivers brake for what is in the road
            assistance.serve(w, now, state, settings, network)  # remote agents answer, links drop
            move.integrate(w, now, state, settings, network)  # the only phase that moves anybody
            contact.detect(w, now, state, settings, network)  # footprints that overlap
            measure.update(w, step, state, network)  # exposure, conflicts, delay, blocking
            encounters.update(w, step, now, state, network)  # how near they came to each other
            gridlock.search(w, step, now, state, network)  # who waits for whom in a circle
            state.clock[w].step = step + 1
