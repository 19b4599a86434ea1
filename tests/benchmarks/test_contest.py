"""Who takes turns with whom, and what is made of the times."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from contest import Effort, Spread, Turn, alternate, best_ratio, exponent, rates, ratios


def recorder(name: str, calls: list[str]) -> Callable[[], Turn]:
    def turn() -> Turn:
        calls.append(name)
        return Turn(len(calls), 1.0)

    return turn


def test_contestants_alternate_and_the_first_turns_do_not_count() -> None:
    calls: list[str] = []
    found = alternate({name: recorder(name, calls) for name in "ab"}, 3)
    assert "".join(calls) == "ba" + "ab" + "ba" + "ab"
    assert [turn.work for turn in found["a"]] == [3, 6, 7]


def test_ratios_are_taken_round_by_round() -> None:
    """A machine that halves its pace changes rates and not ratios."""
    ours, theirs = [Turn(10, 1), Turn(10, 2)], [Turn(5, 1), Turn(5, 2)]
    assert ratios(ours, theirs) == Spread(2.0, 2.0, 2.0, 2)
    assert rates(ours) == Spread(7.5, 5.0, 10.0, 2)


def test_best_ratio_compares_each_at_its_best() -> None:
    """A round in which only the other was disturbed does not help."""
    ours, theirs = [Turn(1, 1), Turn(2, 1)], [Turn(4, 1), Turn(1, 1)]
    assert best_ratio(ours, theirs) == pytest.approx(0.5)


@pytest.mark.parametrize("power", [0.9, 1.0, 1.3])
def test_exponent_of_a_power_law(power: float) -> None:
    sizes = [100.0, 900.0, 20_000.0]
    assert exponent(sizes, [3e-7 * size**power for size in sizes]) == pytest.approx(power)


def test_rows_are_chosen_by_their_number_or_its_beginning() -> None:
    effort = Effort(only=("5.2", "1"))
    assert [row for row in ("1.1", "1.3", "5.1", "5.2", "11.1", "2") if effort.wants(row)] == ["1.1", "1.3", "5.2"]
    assert Effort().wants("2")


def test_quick_means_fewer_rounds() -> None:
    quick, full = Effort(quick=True), Effort()
    assert quick.rounds < full.rounds
    assert (full.pick(9, 2), quick.pick(9, 2)) == (9, 2)
