"""docs/environment.md says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from longtail_sim.core.perception_layout import FEATURES, Feature
from longtail_sim.envs import reward
from longtail_sim.envs.controls import TACTICAL

PAGE = (Path(__file__).parents[2] / "docs" / "environment.md").read_text(encoding="utf-8")


def row(number: int, feature: Feature) -> str:
    """Return the line of the table that describes one column."""
    return f"| {number} | `{feature.name}` | {feature.unit} | {feature.low:g} … {feature.high:g} | {feature.meaning} |"


@pytest.mark.parametrize(("number", "feature"), list(enumerate(FEATURES)), ids=lambda value: getattr(value, "name", ""))
def test_every_feature_has_its_row(number: int, feature: Feature) -> None:
    assert row(number, feature) in PAGE.splitlines()


def test_no_feature_of_the_past_is_left() -> None:
    assert len(re.findall(r"^\| \d+ \| `\w+` \| .* … ", PAGE, flags=re.MULTILINE)) == len(FEATURES)


@pytest.mark.parametrize(("number", "name"), list(enumerate(TACTICAL)), ids=str)
def test_every_action_has_its_row(number: int, name: str) -> None:
    assert f"\n| {number} | `{name}` | " in PAGE


def test_the_weights_are_those_of_the_code() -> None:
    weights = (reward.WAITING_PER_S, reward.OTHERS_PER_S, reward.RULE, reward.MINIMAL_RISK, reward.CONTACT)
    for name, weight in zip(("waiting", "others", "rules", "minimal_risk", "contact"), weights, strict=True):
        assert re.search(rf"^\| `{name}` \| −{weight:g} ", PAGE, flags=re.MULTILINE), name


def test_the_example_runs() -> None:
    code = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)[0]
    printed: list[str] = []
    exec(code, {"print": lambda *words: printed.append(" ".join(map(str, words)))})
    assert len(code.splitlines()) <= 14
    assert re.search(r"finished|contact|minimal_risk|time", printed[-1])
