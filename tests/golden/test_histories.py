"""The same seeds, the same histories as in the version before: a change of the physics is seen, and said.

    pytest tests/golden --renew

writes ``histories.json`` anew, after a change that is wanted; say in the change log what it does to results.  Bits
depend on the last digit of exp, log, sin ..., which libraries and processors round differently.  So digests are
compared where the arithmetic has the same fingerprint as where they were written, and totals, with the tolerance that
such differences need, everywhere.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import platform
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest

from longtail_sim import Agent, FleetAction, Scenario, Simulator, load_agent
from longtail_sim.core.schema import Array

KEPT = Path(__file__).with_name("histories.json")
MOMENTS_S = (20.0, 60.0, 180.0)
SEEDS, SEEDS_OF_TOTALS = (1, 2), tuple(range(16))
TOTALS = ("vehicle_m", "vehicle_s", "delay_s", "finished", "traversals", "lane_changes", "hard_brakes")
NUDGES = 6  # histories that differ in the last digits: how far apart do their totals come to lie?
NUDGE = 1e-13
ROOM = 2.0  # times the farthest of them is the tolerance
LEAST_ROOM = 0.002  # of the value

STREETS = {"grid": {"rows": 2, "columns": 2, "lanes": 2, "block_m": 100, "entry_m": 100}}
CASES: dict[str, dict[str, Any]] = {
    "signals": {
        "network": STREETS,
        "demand": {"vehicles_per_hour": 3000, "trucks": 0.05, "buses": 0.02},
        "pedestrians": {"per_hour_per_crosswalk": 100},
        "fleet": {"share": 0.0},
    },
    "outage": {
        "network": STREETS,
        "demand": {"vehicles_per_hour": 2400},
        "drivers": {"errors": {"lapses_per_h": 10, "misjudged_gap": 0.01}},
        "fleet": {"share": 0.3, "remote_assistance": {"agents": 2, "link": {"loss": 0.3}}},
        "events": [{"kind": "signal_outage", "at_s": 30, "where": "everywhere"}],
    },
}
AGENT = "stop_when_confused"


@numba.njit  # type: ignore[untyped-decorator]
def compiled_arithmetic(values: Array) -> Array:
    """Return what compiled code makes of these numbers, shape (functions, values)."""
    found = np.zeros((7, len(values)))
    for i in range(len(values)):
        x = values[i]
        found[0, i], found[1, i], found[2, i] = math.exp(-x), math.log(x), math.sin(x)
        found[3, i], found[4, i], found[5, i] = math.cos(x), math.tanh(x), math.atan2(x, 3.0)
        found[6, i] = x**1.7
    return found


def fingerprint() -> str:
    """Return a hash that differs where the arithmetic of the compiled core or of NumPy rounds differently."""
    values = np.linspace(0.001, 40.0, 20_001)
    functions = (np.exp, np.log, np.sin, np.cos, np.arctan, np.hypot, np.sqrt, np.cumsum)
    draws = np.random.default_rng(1)
    parts = [
        compiled_arithmetic(values),
        *(f(values, values) if f is np.hypot else f(values) for f in functions),
        values**1.7,
        draws.lognormal(size=1000),
        draws.gamma(2.0, size=1000),
    ]
    return hashlib.blake2b(b"".join(np.ascontiguousarray(part).tobytes() for part in parts), digest_size=8).hexdigest()


def picture(simulator: Simulator) -> str:
    """Return a hash of all worlds by the names of fields: where a field lies in memory does not matter."""
    hasher = hashlib.blake2b(digest_size=8)
    for name, table in zip(simulator.tables._fields, simulator.tables, strict=True):
        for column in sorted(table.dtype.names or ()):
            hasher.update(f"{name}.{column}".encode() + np.ascontiguousarray(table[column]).tobytes())
    return hasher.hexdigest()


def advance(simulator: Simulator, until_s: float, agent: Agent) -> None:
    """Go on until then, the fleet driven by ``agent``."""
    while simulator.time_s < until_s - 1e-9:
        seen = simulator.observe()
        simulator.act(agent.act_batch(seen) if len(seen) else FleetAction.proceed(0))
        simulator.step()


def digests(case: str) -> dict[str, str]:
    """Return the pictures of a history at some moments."""
    simulator, agent, found = Simulator(Scenario.model_validate(CASES[case]), SEEDS), load_agent(AGENT), {}
    for moment in MOMENTS_S:
        advance(simulator, moment, agent)
        found[f"{moment:g} s"] = picture(simulator)
    return found


def totals(case: str, nudge: float = 0.0) -> dict[str, float]:
    """Return sums over the worlds at the last moment; speeds are nudged at the first by this share."""
    simulator, agent = Simulator(Scenario.model_validate(CASES[case]), SEEDS_OF_TOTALS), load_agent(AGENT)
    advance(simulator, MOMENTS_S[0], agent)
    simulator.tables.vehicles["speed"] *= 1.0 + nudge
    advance(simulator, MOMENTS_S[-1], agent)
    return {name: float(simulator.tables.tally[name].sum()) for name in TOTALS}


def with_tolerances(case: str) -> dict[str, list[float]]:
    """Return {name: [total, tolerance]}."""
    plain = totals(case)
    nudged = [totals(case, NUDGE * number) for number in range(1, NUDGES + 1)]
    room = {name: max(abs(other[name] - value) for other in nudged) for name, value in plain.items()}
    return {name: [value, max(ROOM * room[name], LEAST_ROOM * value)] for name, value in plain.items()}


def about() -> dict[str, str]:
    """Return where the histories were written."""
    versions = f"Python {platform.python_version()}, NumPy {np.__version__}, Numba {numba.__version__}"
    return {"fingerprint": fingerprint(), "written_on": f"{platform.system()}, {platform.machine()}, {versions}"}


@pytest.fixture(scope="module")
def kept(renew: bool) -> Any:
    """What is kept; written anew before, if that is wanted."""
    if renew:
        found = {
            **about(),
            "digests": {case: digests(case) for case in CASES},
            "totals": {case: with_tolerances(case) for case in CASES},
        }
        temporary = KEPT.with_suffix(".tmp")
        temporary.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
        os.replace(temporary, KEPT)
    return json.loads(KEPT.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES)
def test_histories_are_what_they_were(case: str, kept: Any) -> None:
    """Bit for bit, where the arithmetic is the same; the first moment that differs is named."""
    if fingerprint() != kept["fingerprint"]:
        pytest.skip(f"exp, log, sin ... round differently here than where the bits were written ({kept['written_on']})")
    found = digests(case)
    differing = [moment for moment, digest in kept["digests"][case].items() if found[moment] != digest]
    assert not differing, f"another history from {differing[0]} on; if that is wanted: pytest tests/golden --renew"


@pytest.mark.parametrize("case", CASES)
def test_totals_are_what_they_were(case: str, kept: Any) -> None:
    """On every machine: as far apart as last digits may bring them, and no farther."""
    found = totals(case)
    differing = {
        name: (found[name], *wanted)
        for name, wanted in kept["totals"][case].items()
        if abs(found[name] - wanted[0]) > wanted[1]
    }
    assert not differing, f"(total, kept, tolerance): {differing}; if that is wanted: pytest tests/golden --renew"


def test_totals_would_tell_other_drivers(kept: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or the tolerance would prove nothing: people who keep a tenth more distance are noticed."""
    headway = Scenario.model_validate(CASES["signals"]).drivers.time_headway_s
    drivers = {"drivers": {"time_headway_s": 1.1 * float(headway)}}
    monkeypatch.setitem(CASES, "signals", {**CASES["signals"], **drivers})
    found = totals("signals")
    assert any(abs(found[name] - wanted[0]) > wanted[1] for name, wanted in kept["totals"]["signals"].items())


def test_a_picture_tells_one_bit() -> None:
    """Of one vehicle."""
    simulator = Simulator(Scenario.model_validate(CASES["signals"]), [1])
    advance(simulator, 20.0, load_agent(AGENT))
    before, speed = picture(simulator), simulator.tables.vehicles["speed"]
    slot = int(np.flatnonzero(simulator.tables.vehicles["trip"][0] >= 0)[0])
    speed[0, slot] = np.nextafter(speed[0, slot], 100.0)
    assert picture(simulator) != before


def test_other_arithmetic_is_a_reason_to_skip(kept: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """And it is said; bits are not compared."""
    monkeypatch.setitem(globals(), "fingerprint", lambda: "another")
    with pytest.raises(pytest.skip.Exception, match="round differently here"):
        test_histories_are_what_they_were("signals", {**kept, "digests": {}})
