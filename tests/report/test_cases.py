"""What a report is made of."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from longtail_sim.errors import ResultsError
from longtail_sim.report import Material, gather, reruns_of

from .conftest import HOSTILE, WORDS


def test_cases_agents_and_failures(material: Material) -> None:
    assert [case.name for case in material.cases] == ["tiny.yaml", "calm.yaml"]
    assert material.agents == ("rule_based", "fails.py", HOSTILE)
    assert {(failure.run.agent, failure.status) for failure in material.failures} == {("fails.py", "agent_failed")}
    assert all(WORDS in failure.message for failure in material.failures)
    assert not material.stale


def test_the_worst_run_is_that_of_the_agent_that_delays_others_most(material: Material) -> None:
    worst = material.cases[0].worst
    assert worst is not None
    assert worst.agent == HOSTILE  # it never goes
    line = next(line for line in material.cases[0].lines if line.agent == HOSTILE)
    extra = [run["others_delay_s"] - twin["others_delay_s"] for run, twin in zip(line.runs, line.twins, strict=True)]
    assert worst.extra_delay_s == max(extra) > 0
    assert worst.seed == line.seeds[extra.index(max(extra))]


def test_of_many_cases_those_are_repeated_where_others_lose_most(material: Material) -> None:
    assert reruns_of(material.cases) == [0, 1]
    assert reruns_of(material.cases, 1) == [0]
    assert reruns_of(material.cases, 0) == []


def test_missing_runs_are_refused_unless_they_are_allowed(beside: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(beside, tmp_path / "copy")
    next(path for path in (copy / "parts").iterdir() if "failed" not in path.name).unlink()
    with pytest.raises(ResultsError, match=r"runs are missing: .*--allow-missing"):
        gather(copy)
    assert gather(copy, allow_missing=True).results.missing


def test_a_folder_without_results_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match="there is no folder"):
        gather(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
    with pytest.raises(ResultsError, match="holds no results"):
        gather(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_change_since_is_noticed(beside: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(beside, tmp_path / "copy")
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["runs"] = [row for row in manifest["runs"] if row[1] in ("twin", "rule_based")]
    (copy / "manifest.json").write_text(json.dumps(manifest))
    assert not gather(copy).stale
    (beside.parent / "calm.yaml").write_text((beside.parent / "calm.yaml").read_text() + "# a remark\n")
    assert not gather(copy).stale
    before = (beside.parent / "calm.yaml").read_text()
    (beside.parent / "calm.yaml").write_text(before.replace("400}", "401}"))
    assert gather(copy).stale
    (beside.parent / "calm.yaml").write_text(before)


def test_a_scenario_that_is_gone_is_told(beside: Path) -> None:
    kept = (beside.parent / "calm.yaml").read_text()
    (beside.parent / "calm.yaml").unlink()
    try:
        case = gather(beside).cases[1]
    finally:
        (beside.parent / "calm.yaml").write_text(kept)
    assert case.scenario is None
    assert "calm.yaml" in case.unreadable
    assert case.title == "calm.yaml"
