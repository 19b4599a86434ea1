"""What emergency vehicles and narrow streets do to the world, and which mistakes are refused."""

from __future__ import annotations

from typing import Any

import pytest

from longtail_sim.core import codes
from longtail_sim.core.dispatch import unpack
from longtail_sim.errors import ScenarioError
from longtail_sim.events import entry_index, event_type
from longtail_sim.network import NetworkSpec, StreetNetwork, build_network
from longtail_sim.quantities import Draw, draw

BETWEEN = ["Main & First", "Main & Second"]


def streets(lanes: int = 1, block_m: float = 200) -> StreetNetwork:
    """Return two junctions in a row."""
    names = [{"axis": "row", "index": 0, "name": "Main"}]
    names += [{"axis": "column", "index": k, "name": name} for k, name in enumerate(("First", "Second"))]
    grid = {"columns": 2, "rows": 1, "lanes": lanes, "block_m": block_m}
    return build_network(NetworkSpec.model_validate({"grid": grid, "streets": names}))


def schedule(network: StreetNetwork, kind: str, **keys: Any) -> list[Any]:
    """Return the effects of one drawn event."""
    return draw(event_type(kind).model_validate(keys), 1).schedule(Draw(1), network)


def test_each_emergency_vehicle_is_one_dispatch() -> None:
    """At its time, at its entry, by its way."""
    network = streets()
    keys = {"enters": "Main & First:west", "what": "fire_engine", "route": ["left"], "count": 3, "every_s": 60}
    effects = schedule(network, "emergency_vehicle", at_s=100, **keys)
    assert [effect.time_s for effect in effects] == [100.0, 160.0, 220.0]
    assert {effect.kind for effect in effects} == {codes.EFFECT_DISPATCH}
    assert {effect.index for effect in effects} == {entry_index("Main & First:west", network)}
    assert unpack(effects[0].value) == (codes.KIND_FIRE_ENGINE, 1, codes.TURN_LEFT + 1)


@pytest.mark.parametrize("text", ["Main & First", "Main & First:up", "Main & Third:west", "Main & First:east"])
def test_an_entry_that_does_not_exist_is_named(text: str) -> None:
    """Without a side, with a wrong one, at no junction, and where a street of the map comes from."""
    with pytest.raises(ScenarioError, match=text):
        entry_index(text, streets())


def test_both_directions_share_the_same_piece_of_the_street() -> None:
    """Measured from the two ends; where the truck stands one drives on the other side."""
    network = streets()
    model = event_type("narrow_street").model_validate({"between": BETWEEN, "length_m": 30, "centre": 0.4})
    here, there = model.stretches(Draw(1), network)  # type: ignore[attr-defined]
    length = float(network.arrays.lane_length[here.lane])
    assert here.end_m - here.start_m == pytest.approx(30)
    assert (here.start_m + here.end_m) / 2 == pytest.approx(0.4 * length)
    assert there.start_m == pytest.approx(length - here.end_m)
    assert here.shift_m > there.shift_m == 0.0
    effects = schedule(network, "narrow_street", at_s=10, between=BETWEEN, duration_s=50)
    opposite = [(e.time_s, e.index, e.value) for e in effects if e.kind == codes.EFFECT_NARROW_OPPOSITE]
    assert sorted(opposite)[:2] == sorted([(10.0, here.lane, there.lane), (10.0, there.lane, here.lane)])
    assert sorted(opposite)[2:] == sorted([(60.0, here.lane, -1.0), (60.0, there.lane, -1.0)])


def test_a_stretch_that_cannot_be_is_refused() -> None:
    """Two lanes, too short a street, no street at all."""
    with pytest.raises(ScenarioError, match="one lane in each direction"):
        schedule(streets(lanes=2), "narrow_street", between=BETWEEN)
    with pytest.raises(ScenarioError, match="at an end of a street"):
        schedule(streets(block_m=80), "narrow_street", between=BETWEEN, length_m=40)
    with pytest.raises(ScenarioError, match="one lane in each direction"):
        schedule(streets(), "narrow_street", between=["Main & First", "Main & First"])
