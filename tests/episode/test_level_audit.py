"""The audit of a claimed level: every duty on made-up evidence, then a small one in earnest."""

from __future__ import annotations

from typing import Any

import pytest

from longtail_sim import Scenario, load_agent
from longtail_sim.episode import audit
from longtail_sim.episode.duties import DUTIES, Case, duties_of, overall
from longtail_sim.episode.level_audit import at_level, exits_by_clause, runs_of
from longtail_sim.scenario.odd import CLAUSES, exits_of
from longtail_sim.scoring import METRICS

ZERO = {**dict.fromkeys(METRICS, 0.0), "others_delay_s": 30.0, "fleet_junction_traversals": 200.0}


def case(without_link: dict[str, float] | None = None, **changes: float) -> Case:
    """Return five equal seeds of a quiet scenario with these changes."""
    runs = [{**ZERO, **changes}] * 5
    return Case(runs, [ZERO] * 5, [{**ZERO, **(without_link or {})}] * 5, patience_s=120.0)


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.clause)
def test_a_quiet_run_meets_every_duty(duty: Any) -> None:
    assert duty.judge({"quiet": case()})[0] == "passes"


@pytest.mark.parametrize(
    ("level", "broken"),
    [
        (2, case(others_delay_s=60.0)),
        (2, case(red_light_runs=10.0)),
        (2, case(intrusions=1.0)),
        (2, case(siren_delay_s=60.0)),
        (3, case(minimal_risk_stops=2.0, takeovers_missed=1.0)),
        (3, case(takeover_requests=10.0, takeovers_late=5.0)),
        (4, case(without_link={"assist_requests": 3.0, "assist_wait_p95_s": 400.0})),
        (4, case(without_link={"fleet_stops_over_2min": 4.0})),
        (5, case(minimal_risk_stops=1.0)),
        (5, case(assist_requests=1.0)),
    ],
)
def test_a_broken_duty_is_seen(level: int, broken: Case) -> None:
    """At its level, and the words say where."""
    found = [duty.judge({"bad": broken})[0] for duty in duties_of(level)]
    assert found.count("fails") == 1
    assert overall(found) == "fails"


def test_the_worst_scenario_counts() -> None:
    delay = next(duty for duty in DUTIES if "delay" in duty.clause)
    word, evidence = delay.judge({"good": case(), "bad": case(others_delay_s=50.0)})
    assert word == "fails"
    assert "in bad" in evidence


def test_without_the_person_nothing_is_asked_of_the_agent() -> None:
    assert not duties_of(0)
    assert not duties_of(1)
    assert [run.level for run in runs_of([Scenario()], [0, 1])] == [None]
    assert sum(not run.link for run in runs_of([Scenario()], [2, 3, 4, 5])) == 2


def test_the_link_is_cut_for_the_whole_run() -> None:
    cut = at_level(Scenario(), 4, link=False)
    assert [event.kind for event in cut.events] == ["link_loss"]
    assert float(cut.events[0].at_s) == 0
    assert at_level(Scenario(), 3).fleet.sae_level == 3


def test_an_audit_in_earnest() -> None:
    """An agent that asks stands at level 4 without a link, and needs permission at level 5."""
    parts = {
        "name": "small",
        "duration_s": 240,
        "network": {"grid": {"rows": 1, "columns": 1, "lanes": 1}},
        "demand": {"vehicles_per_hour": 1200},
        "fleet": {"share": 0.3, "remote_assistance": {"patience_s": 30}},
        "events": [{"kind": "signal_outage", "at_s": 30}],
    }
    told: set[str] = set()
    result = audit(
        [Scenario.model_validate(parts)],
        lambda: load_agent("stop_when_confused"),
        [0, 1],
        [4, 5],
        jobs=1,
        progress=lambda name, share: told.add(name),
    )
    assert result.highest is None
    assert result.word_of(5) == "fails"
    assert len(told) == 5
    plain = result.as_json()
    assert [row["level"] for row in plain["levels"]] == [4, 5]
    assert len(plain["levels"][0]["clauses"]) == len(duties_of(4))
    assert plain["levels"][0]["odd_exits"] == {}


def test_exits_are_told_by_the_clause() -> None:
    """Over all scenarios and seeds; clauses that held are left out."""
    never = {exits_of(clause): 0.0 for clause in CLAUSES}
    row = {**ZERO, **never, "odd_exits_visibility_m": 2.0}
    seen = Case([row, row], [ZERO] * 2, (), patience_s=120.0)
    assert exits_by_clause({"fog": seen, "again": seen}) == {"environmental_conditions.visibility_m": 8}
    assert exits_by_clause({}) == {}
