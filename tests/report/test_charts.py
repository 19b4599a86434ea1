"""Axes, marks, the Pareto front, comparisons in words, the card."""

from __future__ import annotations

import math
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from markupsafe import Markup

from longtail_sim.bench import Line
from longtail_sim.report import svg
from longtail_sim.report.axes import Axis, RatioAxis, tick_text
from longtail_sim.report.differences import compared
from longtail_sim.report.labels import Box, labels
from longtail_sim.report.multiples import written
from longtail_sim.report.overall import on_front
from longtail_sim.report.realism import realism
from longtail_sim.scoring import METRICS, Interval, ratio_interval


def test_a_ratio_and_its_inverse_are_equally_far_from_1() -> None:
    axis = RatioAxis(0.0, math.inf, 0.0, 100.0)
    assert axis.at(1.0) == pytest.approx(50)
    assert axis.at(4.0) - 50 == pytest.approx(50 - axis.at(0.25))
    assert 0 < axis.at(0.0) < axis.at(0.5) < axis.at(math.inf) < 100


def test_an_axis_of_ratios_holds_all_values_and_1() -> None:
    axis = RatioAxis.over([1.0, 5.2, math.nan], 0, 100)
    assert axis.ticks == (0.5, 1.0, 2.0, 4.0, 8.0)
    assert RatioAxis.over([0.0, math.inf], 0, 100).ticks[-1] == math.inf


def test_an_axis_ends_at_a_round_number() -> None:
    assert Axis.over([334.8], 0, 10).high == 400
    assert Axis.over([0.0, math.inf], 0, 10).high == 1
    assert Axis.over([1.0], 0, 10).high == 1
    assert [tick_text(tick) for tick in (0.0, 0.5, 3000.0, math.inf)] == ["0", "0.5", "3,000", "∞"]


def test_who_is_beaten_by_nobody() -> None:
    points = [(1.0, 2.0), (2.0, 1.0), (2.0, 2.0), (1.0, 2.0), (3.0, 0.5)]
    assert [on_front(points, row) for row in range(5)] == [True, True, False, True, True]


def test_everything_in_a_picture_is_escaped_and_it_is_xml() -> None:
    made = svg.picture(10, 20, 'a "label" <b>', svg.text(1, 2.126, "<script>"), svg.marker(1, 5, 5))
    root = Xml.fromstring(made)
    assert root.get("aria-label") == 'a "label" <b>'
    assert root[0].text == "<script>"
    assert root[0].get("y") == "2.13"
    assert isinstance(made, Markup)


def test_neighbouring_agents_differ_in_shape_and_in_colour() -> None:
    marks = [str(svg.marker(number, 0.0, 0.0)) for number in range(len(svg.MARKERS))]
    assert len(set(marks)) == len(svg.MARKERS)


def line(agent: str, delays: list[float]) -> Line:
    rows = tuple({**dict.fromkeys(METRICS, 0.0), "others_delay_s": delay} for delay in delays)
    return Line("s", 4, agent, tuple(range(len(delays))), {}, None, rows, rows)


def test_a_difference_on_every_seed_is_significant_if_there_are_enough() -> None:
    found = compared([line("slow", [9.0 + n for n in range(8)]), line("dir/fast.py", [1.0] * 8)])
    assert found is not None
    assert found.significant[0].startswith(
        "others' delay: fast.py is better than slow (p = 0.0078); slow 12.5, fast.py 1.00 s/trip, difference 11.5 ["
    )
    assert (len(found.significant), found.open, found.number, found.remark) == (1, (), 1, "")
    assert found.alike == (
        "harm of slow and fast.py",
        "rules of slow and fast.py",
        "closed places of slow and fast.py",
        "emergency vehicles of slow and fast.py",
    )


def test_sides_in_which_all_are_alike_stand_together() -> None:
    found = compared([line("slow", [9.0, 8.0]), line("fast", [1.0] * 2), line("other", [1.0] * 2)])
    assert found is not None
    assert found.alike == (
        "harm, rules, closed places and emergency vehicles of all agents",
        "others' delay of fast and other",
    )


def test_nothing_beside_nothing_is_called_none() -> None:
    assert written(ratio_interval([0, 0], [0, 0]), 2) == "none"
    assert written(ratio_interval([1, 1], [1, 1]), 2) == "1.00 [1.00, 1.00]"
    assert written(Interval(1.2, 0.001, 12345.6, 2), 2) == "1.20 [0.00, 12,346]"


def test_too_few_seeds_are_told() -> None:
    found = compared([line("slow", [9.0, 8.0, 7.0]), line("fast", [1.0] * 3), line("other", [1.0] * 3)])
    assert found is not None
    assert found.open == ("others' delay of slow and fast (p = 0.5), of slow and other (p = 0.5)",)
    assert found.remark == "With 3 runs of each agent nothing can be significant; it takes 7 or more."


def test_one_agent_or_one_seed_is_compared_with_nobody() -> None:
    assert compared([line("alone", [1.0, 2.0])]) is None
    assert compared([line("one", [1.0]), line("other", [2.0])]) is None


def test_names_in_a_chart_cover_neither_each_other_nor_a_mark() -> None:
    inside = Box(0, 0, 640, 400)
    marks = [(300.0, 200.0, "stop_when_confused"), (303.0, 201.0, "rule_based"), (310.0, 199.0, "reasoning")]
    found = labels(marks, inside, [Box(320, 180, 640, 200)])
    boxes = [Box(320, 180, 640, 200)]
    for label, (_, _, name) in zip(found, marks, strict=True):
        wide = 7.0 * len(name)
        west = label.x if label.anchor == "start" else label.x - wide
        box = Box(west, label.y - 10, west + wide, label.y + 2)
        assert not any(box.meets(other) for other in boxes)
        assert inside.west <= box.west and box.east <= inside.east
        boxes.append(box)


def test_the_card_says_what_the_page_says() -> None:
    page = (Path(__file__).parents[2] / "docs" / "realism.md").read_text(encoding="utf-8")
    card = realism()
    assert card.summary.replace(":", ":**", 1) in page.replace("**Version", "Version")
    assert len(card.misses) == page.partition("## What is missed")[2].partition("\n## ")[0].count("`MISS`")
    assert all(miss.split(",")[0] in page.replace("**", "") for miss in card.misses)
