"""What the rows make of turns that were taken, and of processes."""

from __future__ import annotations

import pytest
from contest import Turn
from growth_rows import SIZES, exponents, turn_s
from process import Done, python, run
from startup_rows import compile_s
from table import MET, MISSED, MISSING
from traffic_rows import rows

SIGNAL, DARK, LOOP = Turn(2000 * 1200, 0.2), Turn(2000 * 1200, 0.5), Turn(2000 * 1200, 0.02)
LASTS_S = {"ours": 120.0, "theirs": 60.0}


def test_rows_of_one_thread_compare_by_vehicle_step() -> None:
    """12 million a second beside 0.25 million, and a dark grid at 0.4 of that pace."""
    turns = {"signal": [SIGNAL], "dark": [DARK], "reference": [LOOP], "sumo": [Turn(1900 * 600, 4.56)]}
    speed, peer, dark = rows(turns, LASTS_S, "")
    assert (speed.id, peer.id, dark.id) == ("1.1", "1.2", "2")
    assert [row.verdict for row in (speed, peer, dark)] == [MET, MET, MISSED]
    assert peer.measured is not None and peer.measured.median == pytest.approx(48.0)
    assert "2,000 vehicles" in speed.how and "0.100 ×" in speed.how
    assert "1,900 vehicles" in peer.how


def test_a_missing_peer_is_a_row_that_says_so() -> None:
    turns = {"signal": [SIGNAL], "dark": [DARK], "reference": [LOOP]}
    peer = list(rows(turns, LASTS_S, "libsumo is not installed"))[1]
    assert (peer.verdict, peer.missing) == (MISSING, "libsumo is not installed")


def test_growth_is_fitted_round_by_round() -> None:
    """Turns of different length: what counts is the time of one step."""
    steps = {3: 600.0, 9: 200.0, 40: 10.0}
    vehicles = {3: 120, 9: 1000, 40: 20_000}

    def turn(size: int, power: float) -> Turn:
        return Turn(vehicles[size] * steps[size], steps[size] * 1e-7 * vehicles[size] ** power)

    found = exponents({size: [turn(size, 1.0), turn(size, 1.2)] for size in steps}, steps)
    assert (found.low, found.high) == (pytest.approx(1.0), pytest.approx(1.2))


def test_turns_of_large_cities_are_shorter() -> None:
    lengths = [turn_s(size, 60.0) for size in SIZES]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] == 60.0 and lengths[-1] == 1.0


def test_a_cold_run_must_say_that_it_compiles() -> None:
    assert compile_s(Done(1.0, 0.5, "", "compiling the simulator, once ...\ncompiled in 37 s\n")) == 37.0
    with pytest.raises(ValueError, match="did not say"):
        compile_s(Done(1.0, 0.5, "", "compiled in 37 s\n"))


def test_memory_of_a_process_is_its_own() -> None:
    """Not what the process held that started it, and 64 MiB more if it takes as much."""
    code = "from process import peak, resident\nbefore = resident()\n{take}\nprint(peak() - before)"
    few, many = (int(python(code.format(take=take)).out) for take in ("held = 1", "held = b'x' * 2**26"))
    assert few < 2**23
    assert many - few == pytest.approx(2**26, rel=0.05)


def test_a_process_that_fails_is_an_error_that_quotes_it() -> None:
    assert python("print(6 * 7)").out == "42\n"
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        python("1 / 0")
    with pytest.raises(FileNotFoundError):
        run(["no such program"])
