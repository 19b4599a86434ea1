"""Words for people."""

import math

import pytest

from longtail_sim.wording import counted, listed, markdown_table, number, short


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("agents/mine.py:Careful", "Careful"),
        ("C:\\agents\\policy.npz", "policy.npz"),
        ("a\\b/policy.npz", "policy.npz"),
        ("a" * 30, "a" * 25 + "…"),
    ],
)
def test_names_are_cut(name: str, shown: str) -> None:
    assert short(name) == shown


def test_a_narrow_column_cuts_more() -> None:
    assert short("abcdefgh", 5) == "abcd…"


def test_lists_and_counts() -> None:
    assert [listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert [counted(number, "run") for number in (0, 1, 1200)] == ["0 runs", "1 run", "1,200 runs"]


def test_numbers_have_three_digits() -> None:
    shown = [number(value) for value in (0, 1, 62.04, 999.4, 999.6, 12345.6, -0.05, math.inf, -math.inf)]
    assert shown == ["0", "1.00", "62.0", "999", "1,000", "12,346", "−0.0500", "∞", "−∞"]
    assert [number(value) for value in (1.2e-5, -3e-12)] == ["1.20 × 10⁻⁵", "−3.00 × 10⁻¹²"]


def test_a_table_survives_what_stands_in_its_cells() -> None:
    assert markdown_table(("a", "b"), [("x|y", "two\nlines")]) == "| a | b |\n|---|---|\n| x\\|y | two lines |"
