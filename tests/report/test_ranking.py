"""Who is ahead, and how firm that is: the same numbers and words as on the leaderboard."""

from __future__ import annotations

from dataclasses import replace

from longtail_sim.bench import leaderboard
from longtail_sim.report import Material, as_html
from longtail_sim.report.profile_chart import profile_chart
from longtail_sim.report.ranking import ranking
from longtail_sim.wording import short


def test_the_order_is_that_of_the_leaderboard(material: Material) -> None:
    found, board = ranking(material), leaderboard(material.results, short)
    assert found is not None
    assert [one.agent for one in found.standings] == [entry.driver.agent for entry in board.entries]
    assert [one.entry.score for one in found.standings] == [entry.score for entry in board.entries]
    assert found.board.said == board.said
    assert found.left_out == ""


def test_a_run_that_is_lost_scores_nothing_and_has_no_cost(material: Material) -> None:
    found = ranking(material)
    assert found is not None
    last = found.standings[-1]
    assert (last.agent, last.lost, last.runs) == ("fails.py", 4, 4)
    assert last.entry.score.mean == 0.0
    assert last.entry.costs == {}
    assert "fails.py" not in found.board.said.costs


def test_a_single_agent_has_no_order(material: Material) -> None:
    alone = tuple(line for line in material.results.lines if line.agent == "rule_based")
    assert ranking(replace(material, results=replace(material.results, lines=alone))) is None


def test_a_single_seed_has_no_intervals_and_no_halves(material: Material) -> None:
    lines = tuple(
        replace(of, seeds=of.seeds[:1], runs=of.runs[:1], twins=of.twins[:1], failed=of.failed[:1])
        for of in material.results.lines
    )
    found = ranking(replace(material, results=replace(material.results, lines=lines)))
    assert found is not None
    assert found.board.said.halves == "There are too few seeds to look at two halves of them."
    assert found.standings[0].entry.performance.iqm.low is None
    assert "band" not in profile_chart(found.standings)


def test_an_agent_at_two_levels_stands_there_twice(material: Material) -> None:
    """Also where only some situations were driven at the other level."""
    mine = [line for line in material.results.lines if line.agent == "rule_based"]
    lines = (*material.results.lines, *(replace(line, level=3) for line in mine))
    found = ranking(replace(material, results=replace(material.results, lines=lines)))
    assert found is not None
    assert sorted((one.agent, one.level) for one in found.standings if one.level) == [
        ("rule_based", "level 3"),
        ("rule_based", "level 4"),
    ]
    some = replace(material, results=replace(material.results, lines=(*material.results.lines, lines[-1])))
    found = ranking(some)
    assert found is not None
    assert found.board.scenarios == ("calm.yaml",)
    assert found.left_out == "only situations that all of them drove count, without tiny.yaml"
    html = as_html(some, {}, "")
    assert "only situations that all of them drove count" in html.replace("Only", "only")
    assert ", level 3</th>" in html
