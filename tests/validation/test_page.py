"""The page shows everything, misses first of all, and types no figure in."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from longtail_sim.errors import ResultsError
from longtail_sim.validation.beside import read_beside
from longtail_sim.validation.catalogue import discover
from longtail_sim.validation.misses import EXPLANATIONS
from longtail_sim.validation.page import explain, page_of
from longtail_sim.validation.results import Results, Row
from longtail_sim.validation.target import Open, Target

GOOD = Row(
    "T2.1",
    "headway",
    "saturation flow",
    "s",
    "1.89",
    (1.8, 1.99),
    "ok",
    "HCM",
    "queue",
    "a queue",
    True,
    1.9,
    1.88,
    1.92,
    30,
)
BAD = Row(
    "T2.4",
    "",
    "capacity | signal",
    "veh/h",
    "823",
    (782, 864),
    "MISS",
    "HCM",
    "signal",
    "a light",
    True,
    700,
    690,
    710,
    6,
)
UNMEASURED = Target("T3.3", "capacity, two lanes", "veh/h", "2600", 2150, 2900, "HCM")


def results(*rows: Row, full: bool = True) -> Results:
    return Results(rows, (Open("T4.6", "crash rate", "there is no estimator"),), full, 0)


def section(page: str, heading: str) -> str:
    return next(part for part in page.split("\n## ") if part.startswith(heading))


def test_one_table_per_tier_with_the_set_ups() -> None:
    page = page_of(results(GOOD, BAD, replace(GOOD, id="T3.1", experiment="stop", setup="four legs")))
    second = section(page, "Tier 2")
    assert "| T2.1\\* | saturation flow, headway | 1.89 s | 1.90 [1.88, 1.92] | 30 | 1.8–1.99 | ok | HCM |" in second
    assert "- *T2.4, signal*: a light" in second
    assert "T3.1" not in second
    assert "four legs" in section(page, "Tier 3")
    assert "Tier 4" not in page


def test_what_was_fitted_is_marked() -> None:
    page = page_of(results(replace(GOOD, calibrated=True), BAD))
    assert "| T2.1\\*† |" in page
    assert "| T2.4\\* |" in page
    assert "† – a parameter was\nfitted to this value" in page
    assert "nothing is calibrated" not in page


def test_what_would_break_a_table_is_escaped() -> None:
    assert "capacity \\| signal" in section(page_of(results(BAD)), "Tier 2")


def test_a_miss_is_explained_with_measured_figures() -> None:
    why = {"T2.4": "{mean} {unit} because headways are {of[T2.1 headway]} s and {of[T9.9]}; {band}, {expected}."}
    misses = section(page_of(results(GOOD, BAD), explanations=why), "What is missed")
    assert "700 veh/h because headways are 1.90 [1.88, 1.92] s and –; 782–864, 823 veh/h." in misses
    assert "Not explained" not in misses
    assert "T2.1 headway**" not in misses


def test_a_miss_without_explanation_is_flagged() -> None:
    assert "**Not explained yet.**" in section(page_of(results(BAD), explanations={}), "What is missed")
    assert "None." in section(page_of(results(GOOD)), "What is missed")
    wide = page_of(results(replace(BAD, verdict="wide")), explanations={})
    assert "more seeds are needed" in section(wide, "What is missed")
    assert "Not explained" not in wide


def test_nothing_is_silently_absent() -> None:
    page = section(page_of(results(GOOD), unmeasured=[UNMEASURED], absent=["T5.2", "T5.3"]), "What is open")
    assert "**T4.6**, crash rate: there is no estimator" in page
    assert "**T3.3**, capacity, two lanes: not measured in this run" in page
    assert "T5.2, T5.3" in page


def test_the_count_says_what_share_is_inside() -> None:
    page = page_of(results(GOOD, BAD, replace(GOOD, id="T5.1")))
    assert "1 of 2 targets (50 %, 1 of 2 values) of tiers 1 to 4" in page
    assert "1 of 1 targets (100 %, 1 of 1 values) of tier 5" in page


def test_a_quick_run_says_so() -> None:
    assert "quick run" in page_of(results(GOOD, full=False))
    assert "--quick" in page_of(results(GOOD, full=False))
    assert "quick" not in page_of(results(GOOD))


def test_rates_of_human_error_are_those_of_the_scenario() -> None:
    rates = section(page_of(results(GOOD)), "How often people err")
    assert "| `errors.red_light_running` | 0.004 |" in rates
    assert "| `dark_signal.unaware` | 0.02 |" in rates


def test_beside_sumo_if_it_has_been_measured(tmp_path: Path) -> None:
    assert read_beside(tmp_path / "none.json") is None
    file = tmp_path / "beside.json"
    ours = {"mean": 812.2, "low": 809, "high": 815}
    rows = [
        {"what": "capacity", "unit": "veh/h", "ours": ours, "sumo": {"0.1 s": 790.4, "1 s": 1022.5}, "hcm": None},
        {
            "what": "delay",
            "unit": "s",
            "ours": {"mean": 12.34, "low": None, "high": None},
            "SUMO": 9.0,
            "hcm": "11 to 13",
        },
    ]
    file.write_text(
        json.dumps({"rows": rows, "sumo": "SUMO 1.24", "seeds": 4, "notes": ["Both idle."]}), encoding="utf-8"
    )
    page = section(page_of(results(GOOD), beside=read_beside(file)), "Side by side")
    assert "| capacity | veh/h | 812 [809, 815] | 790 (step 0.1 s); 1,022 (step 1 s) | – |" in page
    assert "| delay | s | 12.3 | 9.00 | 11 to 13 |" in page
    assert "4 seeds of ours, 95 % intervals; SUMO 1.24.\nBoth idle." in page
    assert "Side by side" not in page_of(results(GOOD))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"rows": [{}]}', '{"rows": [{"what": "x", "ours": []}]}'], ids=repr)
def test_another_file_beside_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "beside.json").write_text(text, encoding="utf-8")
    with pytest.raises(ResultsError, match="no comparison with SUMO"):
        read_beside(tmp_path / "beside.json")


@pytest.mark.parametrize("key", EXPLANATIONS)
def test_explanations_belong_to_targets_and_have_known_placeholders(key: str) -> None:
    targets = discover().targets
    assert key in {target.key for target in targets} | {target.id for target in targets}
    assert "{" not in explain(EXPLANATIONS[key], BAD, results(BAD))
