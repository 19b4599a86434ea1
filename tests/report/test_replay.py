"""A replay read back is what was seen, to half a unit."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import numpy as np
import pytest

from longtail_sim.agent import load_agent
from longtail_sim.core import codes
from longtail_sim.episode import Drive
from longtail_sim.report.film import OBSTACLE, ROW, STATES, Film
from longtail_sim.report.replay import cut
from longtail_sim.report.words import FLASHING_COLOUR, WORDS
from longtail_sim.scenario import load_scenario, parse_overrides
from longtail_sim.simulator import Simulator
from longtail_sim.viewer.sessions import spans


@pytest.fixture(scope="module")
def filmed() -> tuple[Film, Simulator]:
    """Return a film of a minute and a half of a dark junction."""
    scenario = load_scenario("one_dark_junction", parse_overrides(["duration_s=400"]))
    simulator, film = Simulator(scenario, [3]), Film()
    with Drive(simulator, load_agent("stop_when_confused")) as drive:
        while not simulator.done:
            if simulator.time_s >= 310:
                film.look(simulator, drive.reasons())
            drive.advance()
    return film, simulator


def decode(text: str) -> tuple[dict[str, Any], dict[str, np.ndarray[Any, Any]], np.ndarray[Any, Any]]:
    """Do what the page's program does."""
    content = gzip.decompress(base64.b64decode(text))
    length = int.from_bytes(content[:4], "little")
    header, content = json.loads(content[4 : 4 + length]), content[4 + length :]
    kinds = {"x": "<i2", "y": "<i2", "heading": "u1", **dict.fromkeys(header["states"], "u1"), "reason": "<u2"}
    rows, at, columns = sum(track[2] for track in header["tracks"]), 0, {}
    for name, kind in kinds.items():
        column = np.frombuffer(content, kind, rows, at).copy()
        at += column.nbytes
        first = 0
        for track in header["tracks"]:
            piece = slice(first, first + track[2])
            column[piece] = np.cumsum(column[piece], dtype=kind)
            first += track[2]
        columns[name] = column
    signals = np.frombuffer(content, "u1", offset=at).reshape(header["pictures"], header["junctions"], 3)
    return header, columns, np.cumsum(signals, axis=0, dtype="u1")


def test_what_is_read_back_is_what_was_seen(filmed: tuple[Film, Simulator]) -> None:
    film, simulator = filmed
    replay = cut(film, simulator.network, spans(simulator.drawn[0]), 350, 1_000_000)
    assert replay is not None
    header, columns, signals = decode(replay.text)
    assert header["pictures"] == len(film.times_s)
    assert header["start_s"] == pytest.approx(310)
    seen = np.concatenate(film.rows)
    assert sum(track[2] for track in header["tracks"]) == len(seen)
    rows = seen[np.lexsort((seen["frame"], seen["key"]))]
    xmin, ymin, xmax, ymax = simulator.network.bounds
    unit = header["unit_m"]
    np.testing.assert_allclose(columns["x"] * unit + (xmin + xmax) / 2, rows["x"], atol=unit / 2 + 1e-6)
    np.testing.assert_allclose(columns["y"] * unit + (ymin + ymax) / 2, rows["y"], atol=unit / 2 + 1e-6)
    turned = columns["heading"] / 256 * 2 * np.pi - rows["heading"]
    assert np.abs((turned + np.pi) % (2 * np.pi) - np.pi).max() < 0.02
    for name in STATES:
        np.testing.assert_array_equal(columns[name], rows[name])
    assert [header["reasons"][number] for number in columns["reason"]] == [
        list(film.reasons)[number] for number in rows["reason"]
    ]
    np.testing.assert_array_equal(signals, np.stack([picture.shown for picture in film.signals]))


def test_reasons_and_beliefs_are_in_it(filmed: tuple[Film, Simulator]) -> None:
    film, _ = filmed
    rows = np.concatenate(film.rows)
    signals = WORDS["signal"]
    assert any(reason for reason in film.reasons)
    assert {signals[str(code)] for code in np.unique(rows["signal"])} >= {"dark", "red", "green"}
    at_dark = rows[rows["signal"] == next(int(code) for code, word in signals.items() if word == "dark")]
    people = at_dark[at_dark["fleet"] == 0]
    assert {signals[str(code)] for code in np.unique(people["belief"])} & {"all way stop", "priority", "follow"}
    for name, column in (("state", "state"), ("action", "action"), ("signal", "signal"), ("signal", "belief")):
        assert {str(code) for code in np.unique(rows[column])} <= set(WORDS[name])


def test_a_smaller_budget_shows_less_and_says_so(filmed: tuple[Film, Simulator]) -> None:
    film, simulator = filmed
    events = spans(simulator.drawn[0])
    whole = cut(film, simulator.network, events, 350, 1_000_000)
    assert whole is not None
    assert "all" in whole.shown
    small = cut(film, simulator.network, events, 350, len(whole.text) // 2)
    assert small is not None
    assert len(small.text) <= len(whole.text) // 2
    assert "left out" in small.shown
    assert small.start_s <= 350 <= small.end_s
    assert cut(film, simulator.network, events, 350, 100) is None


def test_who_leaves_and_comes_back_is_two_tracks() -> None:
    from longtail_sim.report.replay import _begins

    rows = np.zeros(5, ROW)
    rows["key"], rows["frame"] = [1, 1, 1, 2, 2], [0, 1, 4, 5, 6]
    assert _begins(rows).tolist() == [0, 2, 3]


def test_what_is_in_the_road_is_shown_and_is_no_road_user() -> None:
    scenario = load_scenario("work_zone", parse_overrides(["duration_s=300"]))
    simulator, film = Simulator(scenario, [0]), Film()
    with Drive(simulator, load_agent("rule_based")) as drive:
        while not simulator.done:
            if simulator.time_s >= 255:
                film.look(simulator, drive.reasons())
            drive.advance()
    rows = np.concatenate(film.rows)
    things = rows[rows["kind"] >= OBSTACLE]
    assert {WORDS["obstacle"][str(kind - OBSTACLE)] for kind in np.unique(things["kind"]).tolist()} == {"work zone"}
    assert (things["length"] > 5).all()
    replay = cut(film, simulator.network, spans(simulator.drawn[0]), 280, 1_000_000)
    assert replay is not None
    users = len(np.unique(rows["key"][rows["kind"] < OBSTACLE]))
    assert f"all {users} road users" in replay.shown
    header, _, _ = decode(replay.text)
    assert sum(track[3] >= OBSTACLE for track in header["tracks"]) == len(np.unique(things["key"]))


def test_a_flashing_signal_is_told_from_a_steady_one() -> None:
    scenario = load_scenario("flashing_red", parse_overrides(["duration_s=400"]))
    simulator, film = Simulator(scenario, [0]), Film()
    with Drive(simulator, load_agent("rule_based")) as drive:
        while not simulator.done:
            if simulator.time_s >= 380:
                film.look(simulator, drive.reasons())
            drive.advance()
    shown = {WORDS["signal"][str(code)] for code in np.unique(np.concatenate(film.rows)["signal"]).tolist()}
    assert "flashing red" in shown
    assert (np.stack([picture.shown for picture in film.signals])[:, :, 1:] > FLASHING_COLOUR).any()


def test_what_the_sensors_get_wrong_is_told_beside_the_truth() -> None:
    scenario = load_scenario("sun_glare", parse_overrides(["duration_s=400"]))
    simulator, film = Simulator(scenario, [0]), Film()
    with Drive(simulator, load_agent("rule_based")) as drive:
        while not simulator.done:
            film.look(simulator, drive.reasons())
            drive.advance()
    rows = np.concatenate(film.rows)
    unseen = rows[rows["mistakes"] & codes.MISTAKE_UNSEEN != 0]
    assert len(unseen) > 0
    assert (unseen["fleet"] == 1).all()
    assert {WORDS["signal"][str(code)] for code in np.unique(unseen["belief"]).tolist()} == {
        "nothing: it does not see the signal"
    }
    right = rows[(rows["mistakes"] == 0) & (rows["fleet"] == 1)]
    assert (right["belief"] == right["signal"]).mean() > 0.9
