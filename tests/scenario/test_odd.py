"""The operational design domain as data."""

from __future__ import annotations

import pytest

from longtail_sim import Scenario
from longtail_sim.core import codes
from longtail_sim.core.params import CLAUSES as NUMBER
from longtail_sim.scenario.odd import CLAUSES, EVERY_CONTROL, USUAL_AT_LEVEL_3, Odd
from longtail_sim.scoring import METRICS
from longtail_sim.world import build_world


def fleet_at(level: int, **odd: object) -> Scenario:
    return Scenario.model_validate({"fleet": {"sae_level": level, **({"odd": odd} if odd else {})}})


def test_every_clause_is_a_row() -> None:
    """Of the table, in the order of the core; each has a metric."""
    numbers = {value: word for value, word in codes.names("CLAUSE").items() if value >= 0}
    assert [clause.code for clause in CLAUSES] == sorted(numbers) == list(range(NUMBER))
    for clause in CLAUSES:
        assert f"odd_exits_{clause.name.rsplit('.', 1)[-1]}" in METRICS


def test_controls_are_bits() -> None:
    assert Odd().controls() == sum(1 << number for number in codes.names("CONTROL"))
    assert set(EVERY_CONTROL) == set(codes.names("CONTROL").values())
    assert not USUAL_AT_LEVEL_3.controls() & 1 << codes.CONTROL_DARK


@pytest.mark.parametrize("level", range(6))
def test_which_level_has_a_domain(level: int) -> None:
    """Level 3 has one anyway, levels 2 and 4 if the scenario says so, level 5 never."""
    limits = fleet_at(level, connectivity={"link_loss": 0.2}).fleet.domain()
    assert (fleet_at(level).fleet.domain() is not None) == (level == 3)
    assert (limits is not None) == (level in (2, 3, 4))


def test_limits_reach_the_core() -> None:
    settings = build_world(fleet_at(4, scenery={"speed_limit_mps": 9}), [1]).settings
    limits = settings["odd_limit"][0]
    assert limits[codes.CLAUSE_SPEED_LIMIT] == 9
    assert limits[codes.CLAUSE_JUNCTION_CONTROL] == 0
    assert limits[codes.CLAUSE_LINK_LOSS] > 1e17
    assert limits[codes.CLAUSE_VISIBILITY] > 1e17
    assert settings["supervised"][0] == 1
    assert build_world(fleet_at(4), [1]).settings["supervised"][0] == 0


def test_lowest_values_and_what_is_forbidden_reach_the_core() -> None:
    """A value that must not fall below a limit is read as its negative."""
    odd = {
        "environmental_conditions": {"visibility_m": 80, "grip": 0.6, "low_sun": False},
        "scenery": {"road_closures": False},
        "dynamic_elements": {"objects_in_road": False, "emergency_vehicles": False},
    }
    limits = build_world(fleet_at(4, **odd), [1]).settings["odd_limit"][0]
    assert limits[codes.CLAUSE_VISIBILITY] == -80
    assert limits[codes.CLAUSE_GRIP] == pytest.approx(-0.6)
    for clause in ("LOW_SUN", "ROAD_CLOSURES", "OBJECTS_IN_ROAD", "EMERGENCY_VEHICLES"):
        assert limits[getattr(codes, f"CLAUSE_{clause}")] == 0
