"""Every field has a declared writer, and no phase writes what is not its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from longtail_sim import FleetAction, Scenario, Simulator, load_agent
from longtail_sim.core import step
from longtail_sim.core.packed import Streets, pack
from longtail_sim.core.params import DT_S
from longtail_sim.core.schema import Array, fields, plain
from longtail_sim.core.state import TABLES, State

# Each phase is compiled by itself, which takes minutes on a small machine.
pytestmark = pytest.mark.timeout(900)

Phase = Callable[[float, int, State, Array, Streets], None]

# The phases in the order of core/step.py, as (now, step, state, settings, streets) of world 0.
PHASES: dict[str, Phase] = {
    "events": lambda now, number, state, settings, streets: step.events.fire(0, now, state),
    "signals": lambda now, number, state, settings, streets: step.signals.advance(0, now, state, streets),
    "arrivals": lambda now, number, state, settings, streets: step.arrivals.admit(0, now, state, settings, streets),
    "lane_choice": lambda now, number, state, settings, streets: step.lane_choice.choose(
        0, now, number, state, streets
    ),
    "perceive": lambda now, number, state, settings, streets: step.perceive.neighbours(0, state, streets),
    "sirens": lambda now, number, state, settings, streets: step.sirens.make_way(0, now, state, settings, streets),
    "kerb": lambda now, number, state, settings, streets: step.kerb.go_round(0, state, streets),
    "obstacles": lambda now, number, state, settings, streets: step.obstacles.stand(0, now, state, settings, streets),
    "pedestrians": lambda now, number, state, settings, streets: step.pedestrians.go(0, now, state, settings, streets),
    "junctions": lambda now, number, state, settings, streets: step.junctions.arbitrate(
        0, now, state, settings, streets
    ),
    "narrows": lambda now, number, state, settings, streets: step.narrows.share(0, now, state, settings),
    "supervision": lambda now, number, state, settings, streets: step.supervision.watch(
        0, now, state, settings, streets
    ),
    "people": lambda now, number, state, settings, streets: step.people.drive(0, now, number, state, settings, streets),
    "sense": lambda now, number, state, settings, streets: step.sense.believe(0, now, number, state, settings, streets),
    "automated": lambda now, number, state, settings, streets: step.automated.drive(0, now, state, settings, streets),
    "heed": lambda now, number, state, settings, streets: step.heed.obstacles(0, now, state, settings),
    "assistance": lambda now, number, state, settings, streets: step.assistance.serve(0, now, state, settings, streets),
    "move": lambda now, number, state, settings, streets: step.move.integrate(0, now, state, settings, streets),
    "contact": lambda now, number, state, settings, streets: step.contact.detect(0, now, state, settings, streets),
    "measure": lambda now, number, state, settings, streets: step.measure.update(0, number, state, streets),
    "encounters": lambda now, number, state, settings, streets: step.encounters.update(0, number, now, state, streets),
    "gridlock": lambda now, number, state, settings, streets: step.gridlock.search(0, number, now, state, streets),
}
ONE_LANE = [{"axis": "row", "index": 0, "lanes": 1}]  # where a street can be narrow
ELSEWHERE = {"agent", "step", "world"}  # the simulator's act(), the last line of a step, the builder of worlds


def changed(before: State, after: State) -> Iterator[tuple[str, str]]:
    """Yield (table, field) of what a phase changed, filling and clearing of whole slots left out."""
    stayed = (before.vehicles["trip"] >= 0) & (after.vehicles["trip"] >= 0)
    for table, old, new in zip(State._fields, before, after, strict=True):
        for name in old.dtype.names or ():
            same = old[name] == new[name]
            if table == "vehicles" and name not in ("free_slot", "trip"):
                same = same | ~stayed.reshape(stayed.shape + (1,) * (same.ndim - stayed.ndim))
            if not same.all():
                yield table, name
    if not np.array_equal(before.backlog, after.backlog):
        yield "backlog", "backlog"


def busy(level: int) -> Scenario:
    """Return a world in which everything happens, with a fleet of this level."""
    fleet = {
        "share": 0.3,
        "sae_level": level,
        "perception": {"preset": "realistic", "signals": {"misread": 0.05}, "obstacles": {"false_per_h": 60}},
        "remote_assistance": {"agents": 1, "patience_s": 25, "link": {"loss": 0.3}, "background_requests_per_h": 400},
        "retrieval_s": {"lognormal": {"mean": 20, "cv": 0.5}},
        "takeover": {"never_responds": 0.2},
    }
    errors = {"lapses_per_h": 400, "red_light_running": 0.5, "misjudged_gap": 0.2}
    parts = {
        "network": {"grid": {"rows": 2, "columns": 2, "lanes": 2, "block_m": 90, "entry_m": 80}, "streets": ONE_LANE},
        "demand": {"vehicles_per_hour": 6000, "turns": {"left": 0.25, "right": 0.25}},
        "drivers": {"errors": errors, "dark_signal": {"unaware": 0.3}},
        "fleet": fleet,
        "pedestrians": {"per_hour_per_crosswalk": 200, "cross_on_red": 0.9, "clearance_s": 0},
        "events": [
            {"kind": "signal_outage", "at_s": 40, "where": {"share_of_junctions": 0.5}, "duration_s": 120},
            {"kind": "link_loss", "at_s": 60, "where": "everywhere", "loss": 0.6},
            {"kind": "emergency_vehicle", "at_s": 30, "enters": "0,0:west", "count": 3, "every_s": 40},
            {"kind": "narrow_street", "at_s": 20, "length_m": 10},
            {"kind": "road_closure", "what": "flood", "at_s": 100, "noticed_by_people": 0.8},
            {"kind": "prankster", "at_s": 20, "where": {"side": "north"}, "stays_s": 20, "count": 5, "every_s": 20},
            {"kind": "wrong_way_driver", "at_s": 30, "where": {"side": "west", "lane": "right"}},
            {"kind": "camera_blind", "at_s": 70, "heading": "west", "duration_s": 60},
            {"kind": "sensor_failure", "at_s": 50, "sensor": "localisation", "duration_s": 100},
            {"kind": "sensor_failure", "at_s": 80, "sensor": "missed_obstacles", "duration_s": 100},
        ],
    }
    return Scenario.model_validate(parts)


@pytest.fixture(scope="module")
def written() -> dict[str, set[tuple[str, str]]]:
    """What each phase wrote in such a world, step by step: at level 4, then with people to call, and who watch."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    simulator = watch_phases(busy(4), 500, found)
    assert simulator.state.tally.contacts[0].sum() > 0
    assert simulator.state.totals.retrievals[0] > 0
    assert watch_phases(busy(3), 250, found).state.totals.takeovers[0] > 0
    assert watch_phases(busy(2), 250, found).state.totals.takeovers[0] > 0
    return dict(found)


def watch_phases(scenario: Scenario, decisions: int, found: dict[str, set[tuple[str, str]]]) -> Simulator:
    """Run the phases one by one, and note what each writes."""
    simulator, agent = Simulator(scenario, [2]), load_agent("stop_when_confused")
    witness = Simulator(simulator.scenario, [2])
    streets, settings = pack(simulator.network.arrays), np.asarray(simulator.settings)
    for _ in range(decisions):
        for each in (simulator, witness):
            seen = each.observe()
            each.act(agent.act_batch(seen) if len(seen) else FleetAction.proceed(0))
        state = plain(simulator.state)
        for _ in range(simulator.substeps):
            number = int(simulator.state.clock.step[0])
            for name, phase in PHASES.items():
                before = State._make(table.copy() for table in state)
                phase(number * DT_S, number, state, settings, streets)
                found[name] |= set(changed(before, state))
            simulator.state.clock.step[0] = number + 1
        witness.step()
    assert simulator.digest(0) == witness.digest(0), "the phases above are not those of core/step.py"
    return simulator


@pytest.mark.parametrize("phase", PHASES)
def test_a_phase_writes_only_its_own_fields(phase: str, written: dict[str, set[tuple[str, str]]]) -> None:
    """What changed is declared with this phase as a writer."""
    declared = {(table, name): f.writer.split() for table, kind in TABLES.items() for name, f in fields(kind)}
    declared["backlog", "backlog"] = ["arrivals"]
    strangers = sorted(
        f"{a}.{b} ({' '.join(declared[a, b])})" for a, b in written[phase] if phase not in declared[a, b]
    )
    assert not strangers, f"{phase} also writes {', '.join(strangers)}"


def test_every_phase_writes_something(written: dict[str, set[tuple[str, str]]]) -> None:
    """Or the test above would prove nothing."""
    assert all(written[phase] for phase in PHASES)


def test_nobody_else_is_named_as_a_writer() -> None:
    """A writer is a phase, or one of the few places outside."""
    names = {writer for kind in TABLES.values() for _, field in fields(kind) for writer in field.writer.split()}
    assert names <= set(PHASES) | ELSEWHERE


def test_the_first_named_writer_does_write(written: dict[str, set[tuple[str, str]]]) -> None:
    """The phase that is named first, the main writer, changes a field that changes at all."""
    changing = set().union(*written.values())
    idle = {
        f"{table}.{name}: {main}"
        for table, kind in TABLES.items()
        for name, field in fields(kind)
        if (main := field.writer.split()[0]) in PHASES
        and (table, name) in changing
        and (table, name) not in written[main]
    }
    assert not idle, f"never written by its main writer: {', '.join(sorted(idle))}"


def test_the_step_is_compiled_once() -> None:
    """One signature: a second one would be compiled in silence, and would be slow."""
    parts: list[dict[str, Any]] = [{"rows": 1, "columns": 1}, {"rows": 2, "columns": 3, "lanes": 3}]
    for grid in parts:
        scenario = Scenario.model_validate({"network": {"grid": grid}})
        Simulator(scenario, range(2), threads=2, people_in_fleet=True).step()
        Simulator(scenario, [7], ego_trip=3, latency_s=0.5).step()
    if hasattr(step.step_worlds, "signatures"):
        assert len(step.step_worlds.signatures) == 1
