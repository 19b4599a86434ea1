"""Who is in sight of whom at a stop line."""

from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.beds.stop_honesty import Passing, Watch
from longtail_sim.validation.measuring import junction


def watched(scenario: Scenario, seconds: float) -> tuple[Simulator, list[Passing]]:
    simulator = Simulator(scenario, [0, 1])
    watch, found = Watch(simulator), []
    while simulator.time_s < seconds:
        simulator.step()
        found += watch.look()
    return simulator, found


def test_everybody_is_seen_once() -> None:
    simulator, found = watched(junction("all_way_stop", demand=200, decision_interval_s=0.1), 600.0)
    traversals = simulator.state.tally.traversals.sum(axis=1)
    assert [sum(p.world == w for p in found) for w in (0, 1)] == traversals.tolist()


def test_on_an_empty_map_nobody_is_in_sight() -> None:
    _, found = watched(junction("all_way_stop", legs={"south": 100.0}, decision_interval_s=0.1), 600.0)
    assert len(found) > 20
    assert all(not p.conflict for p in found)
    assert sum(p.alone for p in found) > 0.9 * len(found)  # the one before may still be inside: no conflict


def test_opposite_traffic_is_no_crossing_conflict_but_company() -> None:
    legs = {"south": 300.0, "north": 1300.0}
    _, found = watched(junction("all_way_stop", legs=legs, decision_interval_s=0.1), 600.0)
    assert not any(p.conflict for p in found)
    assert sum(not p.alone for p in found) > 0.3 * len(found)


def test_a_queue_on_the_crossing_street_is_in_sight() -> None:
    legs = {"south": 100.0, "east": 1300.0}
    _, found = watched(junction("all_way_stop", legs=legs, decision_interval_s=0.1), 900.0)
    assert sum(p.conflict for p in found) > 30
    assert not any(p.conflict and p.alone for p in found)


def test_a_red_light_stops_for_good() -> None:
    signal = {"cycle_s": 240, "yellow_s": 3.0, "all_red_s": 1.0}
    _, found = watched(junction("signal", legs={"south": 600.0}, signals=signal, decision_interval_s=0.1), 480.0)
    assert 0 < sum(p.stopped for p in found) < 0.3 * len(found)  # the first of each queue, not those behind it
