"""The registry of metrics says what the simulator measures, no more and no less."""

from pathlib import Path

from longtail_sim import Simulator, load_scenario
from longtail_sim.scoring import METRICS
from longtail_sim.scoring.page import COMMAND, SECTIONS, metrics_page
from longtail_sim.scoring.summary import OF_THE_PAIR


def test_declared_is_what_is_measured() -> None:
    measured = Simulator(load_scenario("one_dark_junction"), [0]).metrics(0)
    assert {*measured, *OF_THE_PAIR} == METRICS.keys()
    assert not set(measured) & set(OF_THE_PAIR)


def test_counts_are_numbers_of_events() -> None:
    assert all(metric.unit == "-" for metric in METRICS.values() if metric.is_count)


PAGE = Path(__file__).parents[2] / "docs" / "metrics.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == metrics_page(), f"run: {COMMAND}"


def test_every_metric_has_its_row_in_a_section() -> None:
    text = metrics_page()
    assert all(text.count(f"\n| `{name}` | ") == 1 for name in METRICS)
    assert SECTIONS.keys() <= METRICS.keys()
    assert all(f"\n## {title}\n" in text for title in SECTIONS.values())
    assert next(iter(METRICS)) in SECTIONS


def test_parts_of_a_measure_stand_beside_it() -> None:
    """What is measured of all is measured of the fleet and of people too."""
    for name in ("conflicts_ttc", "ttc_min_s", "conflicts_pet", "pet_min_s", "conflicts_drac", "hard_brakes"):
        assert {name, f"fleet_{name}", f"others_{name}"} <= METRICS.keys()
