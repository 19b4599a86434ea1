"""Records of single vehicles agree with the account of the core."""

from __future__ import annotations

import pytest

from longtail_sim.simulator import Simulator
from longtail_sim.validation.measuring import junction
from longtail_sim.validation.reference_signal import TIMING
from longtail_sim.validation.tracks import follow

QUARTER = [{"at_s": 0, "factor": 1}, {"at_s": 300, "factor": 0}]


def test_every_trip_has_one_record_and_the_delays_add_up() -> None:
    simulator = Simulator(junction(signals=TIMING, legs={"south": 500}, profile=QUARTER), range(3))
    trips = follow(simulator, 600.0)
    tally = simulator.state.tally
    assert tally.finished.sum() == tally.arrived.sum() > 60
    for world in range(3):
        own = trips.of(world)
        assert len(set(own.trip.tolist())) == len(own.trip) == tally.finished[world].sum()
        # The last step before a vehicle leaves the map is in the tally only.
        assert own.delay_s.sum() == pytest.approx(tally.delay_s[world].sum(), rel=0.01)
        assert (own.left_s - own.arrived_s > own.delay_s).all()


def test_stops_are_counted_once_each() -> None:
    """A signal stops some, and these once or (moving up in a queue) not again; on a major road nobody stops."""
    signal = follow(Simulator(junction(signals=TIMING, legs={"west": 400}, profile=QUARTER), [1]), 600.0)
    assert set(signal.stops.tolist()) == {0, 1}
    assert 0.3 < (signal.stops == 1).mean() < 0.95
    free = follow(Simulator(junction("two_way_stop", legs={"west": 400}, profile=QUARTER), [1]), 600.0)
    assert (free.stops == 0).all() and len(free.stops) == len(signal.stops)
