"""The score: gates first, foils score badly, and the printed formula is the one that is computed."""

from typing import Any

import pytest

from longtail_sim.errors import ResultsError
from longtail_sim.scoring import FORMULA, score
from longtail_sim.scoring.score import WEIGHTS

TWIN = {
    "contacts_at_fault": 0.0,
    "intrusions": 0.0,
    "standing_in_junction_s": 20.0,
    "fleet_delay_s": 40.0,
    "others_delay_s": 40.0,
    "conflicts_ttc": 25.0,
    "hard_brakes": 15.0,
    "fleet_junction_traversals": 200.0,
    "red_light_runs": 0.0,
    "stop_violations": 0.0,
    "right_of_way_violations": 0.0,
}


def value(**changes: Any) -> float:
    return score([{**TWIN, **changes}], [TWIN]).value


def test_as_good_as_people_is_100_and_better_no_more() -> None:
    assert value() == 100
    assert value(fleet_delay_s=0.0, hard_brakes=0.0) == 100


def test_by_hand() -> None:
    result = score([{**TWIN, "fleet_delay_s": 90.0, "hard_brakes": 35.0, "stop_violations": 2.0}], [TWIN])
    assert result.parts == pytest.approx({"progress": 0.5, "safety": 1, "rules": 0.5, "comfort": 0.5, "flow": 1})
    assert result.value == pytest.approx(100 * (5 * 0.5 + 5 + 4 * 0.5 + 2 * 0.5 + 4) / 20)
    assert result.formula is FORMULA


def test_rules_are_measured_against_the_twin() -> None:
    """People break rules too: who breaks as many per junction loses nothing."""
    twin = {**TWIN, "red_light_runs": 3.0, "stop_violations": 5.0}
    same_rate = {**twin, "red_light_runs": 6.0, "stop_violations": 10.0, "fleet_junction_traversals": 400.0}
    assert score([same_rate], [twin]).parts["rules"] == 1
    assert score([{**twin, "right_of_way_violations": 10.0}], [twin]).parts["rules"] == pytest.approx(0.05 / 0.1)


def test_gates_come_first() -> None:
    assert value(contacts_at_fault=1) == 0
    assert value(intrusions=1) == 0
    assert value(standing_in_junction_s=53) == 0
    assert value(standing_in_junction_s=51) == 100


def test_who_does_not_get_on_gets_nothing() -> None:
    """Progress is (twin + 10 s) / (run + 10 s); below a fifth nothing else counts."""
    fifth = (TWIN["fleet_delay_s"] + 10) / 0.2 - 10
    assert value(fleet_delay_s=fifth - 1) > 0
    assert value(fleet_delay_s=fifth + 1) == 0


def test_a_gate_that_people_fail_themselves_is_open() -> None:
    twin = {**TWIN, "contacts_at_fault": 2.0}
    assert score([{**twin, "contacts_at_fault": 2.0}], [twin]).value == 100
    assert score([{**twin, "contacts_at_fault": 3.0}], [twin]).value == 0


def test_gates_hold_seed_by_seed() -> None:
    result = score([TWIN, {**TWIN, "contacts_at_fault": 1.0}], [TWIN, TWIN])
    assert (result.value, result.gate) == (50, 0.5)


@pytest.mark.parametrize(
    ("foil", "most"),
    [
        ({"fleet_delay_s": 1500.0, "others_delay_s": 400.0, "fleet_junction_traversals": 0.0}, 0),  # parked
        ({"fleet_delay_s": 200.0, "others_delay_s": 120.0, "hard_brakes": 300.0}, 70),  # brakes everywhere
        ({"fleet_delay_s": 600.0, "others_delay_s": 200.0}, 70),  # asks for help forever
        ({"contacts_at_fault": 2.0, "fleet_delay_s": 10.0, "others_delay_s": 30.0}, 0),  # pushes in
    ],
)
def test_foils_score_badly(foil: dict[str, float], most: float) -> None:
    assert value(**foil) <= most


@pytest.mark.parametrize(
    "name", ["fleet_delay_s", "others_delay_s", "conflicts_ttc", "hard_brakes", "red_light_runs", "stop_violations"]
)
def test_more_of_what_is_bad_never_scores_higher(name: str) -> None:
    values = [value(**{name: amount}) for amount in (0, 10, 30, 50, 100, 1000)]
    assert values == sorted(values, reverse=True)
    assert values[0] > values[-1]


def test_the_printed_formula_holds_the_weights() -> None:
    assert all(f"{weight:g} {name}" in FORMULA for name, weight in WEIGHTS.items())
    assert f"/ {sum(WEIGHTS.values()):g}" in FORMULA


def test_errors() -> None:
    with pytest.raises(ResultsError, match="0 runs cannot be scored against 1 twins"):
        score([], [TWIN])


@pytest.mark.parametrize("name", TWIN)
def test_a_missing_metric_is_named(name: str) -> None:
    partial = {other: number for other, number in TWIN.items() if other != name}
    for runs, twins in (([partial], [TWIN]), ([TWIN], [partial])):
        with pytest.raises(ResultsError, match=f"'{name}' is missing"):
            score(runs, twins)
