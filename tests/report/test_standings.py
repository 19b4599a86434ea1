"""Who is ahead, and how firm that is: against values worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from longtail_sim.report import Material
from longtail_sim.report.ranking import ranking
from longtail_sim.report.standings import (
    RATES,
    THRESHOLDS,
    disagreements,
    halves,
    interquartile_means,
    lead,
    lead_p,
    means,
    profiles,
    ranks,
    score_at,
)
from longtail_sim.scoring import score
from longtail_sim.scoring.score import WEIGHTS
from longtail_sim.scoring.statistics import iqm

# Two agents; a scenario of four seeds and one of two.
SCORES = [np.array([[80.0, 90.0, 100.0, 90.0], [10.0, 20.0, 30.0, 20.0]]), np.array([[50.0, 70.0], [60.0, 60.0]])]


def test_scenarios_have_the_same_weight_however_many_seeds_they_have() -> None:
    np.testing.assert_allclose(means(SCORES), [(90 + 60) / 2, (20 + 60) / 2])


def test_the_middle_half_is_that_of_the_published_definition() -> None:
    found = interquartile_means(SCORES)
    for row, interval in enumerate(found):
        assert interval.mean == pytest.approx(iqm(np.concatenate([of[row] for of in SCORES])))
        assert interval.low is not None and interval.high is not None
        assert interval.low <= interval.mean <= interval.high


def test_one_lost_run_in_four_does_not_move_the_middle_half() -> None:
    runs = np.full((1, 16), 90.0)
    runs[0, :4] = 0.0
    assert interquartile_means([runs])[0].mean == 90.0


def test_a_profile_falls_from_all_runs_to_none_and_holds_each_run_at_its_own_score() -> None:
    profile = profiles([np.array([[20.0, 40.0, 40.0, 100.0]])])[0]
    share_of = dict(zip(THRESHOLDS.tolist(), profile.share.tolist(), strict=True))
    assert (share_of[0.0], share_of[20.0], share_of[22.0], share_of[40.0], share_of[42.0]) == (1, 1, 0.75, 0.75, 0.25)
    assert share_of[100.0] == 0.25
    assert (np.diff(profile.share) <= 0).all()
    assert profile.low is not None and profile.high is not None
    assert (profile.low <= profile.share).all() and (profile.share <= profile.high).all()


def test_halves_share_no_seed() -> None:
    found = halves([np.array([[1.0, 10.0, 1.0, 10.0], [2.0, 9.0, 2.0, 9.0]])])
    assert found is not None
    np.testing.assert_allclose(found[0], [1.0, 2.0])
    np.testing.assert_allclose(found[1], [10.0, 9.0])
    assert disagreements(*found) == [(0, 1)]
    assert halves([np.ones((2, 1))]) is None


def test_who_is_alike_shares_a_place_and_agrees_only_with_alike() -> None:
    assert ranks(np.array([50.0, 70.0, 70.0, 10.0])) == [3, 1, 1, 4]
    assert disagreements(np.array([1.0, 1.0]), np.array([2.0, 2.0])) == []
    assert disagreements(np.array([1.0, 1.0]), np.array([2.0, 3.0])) == [(0, 1)]


def test_a_lead_on_every_seed_is_more_than_chance_and_a_lead_on_one_is_not() -> None:
    steady, once = np.zeros((2, 8)), np.zeros((2, 8))
    steady[0], once[0, 0] = 5.0, 40.0
    assert lead([steady], 0, 1).mean == lead([once], 0, 1).mean == 5.0
    assert lead_p([steady], 0, 1) == pytest.approx(2 / 2**8)
    assert lead_p([once], 0, 1) == 1.0
    low, high = lead([once], 0, 1).low, lead([once], 0, 1).high
    assert low is not None and high is not None and low <= 0 < high


def test_at_rate_1_the_score_is_the_published_one(material: Material) -> None:
    line = material.cases[0].lines[0]
    found = [score([run], [twin]) for run, twin in zip(line.runs, line.twins, strict=True)]
    parts = {name: np.array([one.parts[name] for one in found]) for name in WEIGHTS}
    gates = np.array([one.gate for one in found])
    np.testing.assert_allclose(score_at(1.0, parts, gates), [one.value for one in found])


def test_who_is_safe_and_slow_gains_when_safety_counts_more() -> None:
    parts = {name: np.array([0.5]) for name in WEIGHTS} | {"safety": np.array([1.0]), "flow": np.array([0.0])}
    found = [score_at(rate, parts, np.ones(1))[0] for rate in RATES]
    assert found == sorted(found)
    assert found[0] < found[-1]
    assert score_at(1.0, parts, np.zeros(1))[0] == 0.0


def test_agents_that_never_got_to_the_end_are_named_and_not_ranked(material: Material) -> None:
    found = ranking(material)
    assert found is not None
    assert len(found.standings) == 2
    assert "fails.py got to no end and is not ranked" in found.left_out
    assert found.situations == 2
    assert [one.place for one in found.standings] == sorted(one.place for one in found.standings)
    assert "significant (p" in found.of_leads or "score the same" in found.of_leads
    assert found.of_halves.startswith(("Same:", "Cannot tell:"))
    assert found.of_rates.startswith(("Same:", "The order depends on it:"))


def test_a_single_agent_and_a_single_seed_are_told(material: Material) -> None:
    alone = [replace(case, lines=case.lines[:1]) for case in material.cases]
    assert ranking(replace(material, cases=tuple(alone))) is None
    one_seed = [
        replace(
            case,
            lines=tuple(replace(of, seeds=of.seeds[:1], runs=of.runs[:1], twins=of.twins[:1]) for of in case.lines),
        )
        for case in material.cases
    ]
    found = ranking(replace(material, cases=tuple(one_seed)))
    assert found is not None
    assert found.of_halves == "Cannot tell: one seed cannot be halved."
    assert found.standings[0].middle.low is None
