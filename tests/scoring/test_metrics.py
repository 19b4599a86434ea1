"""The registry of metrics says what the simulator measures, no more and no less."""

from longtail_sim import Simulator, load_scenario
from longtail_sim.scoring import METRICS
from longtail_sim.scoring.summary import OF_THE_PAIR


def test_declared_is_what_is_measured() -> None:
    measured = Simulator(load_scenario("one_dark_junction"), [0]).metrics(0)
    assert {*measured, *OF_THE_PAIR} == METRICS.keys()
    assert not set(measured) & set(OF_THE_PAIR)


def test_counts_are_numbers_of_events() -> None:
    assert all(metric.unit == "-" for metric in METRICS.values() if metric.is_count)
