"""Where events happen, for pictures."""

from __future__ import annotations

from typing import Any

import pytest

from longtail_sim.events import event_type
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.quantities import Draw, draw

CASES: dict[str, tuple[dict[str, Any], int]] = {
    "a named junction": ({"kind": "signal_outage", "where": {"junction": "Corner & Second"}}, 1),
    "a street": ({"kind": "link_loss", "where": {"street": "First"}}, 5),
    "everywhere": ({"kind": "signal_outage"}, 0),
    "wherever it is worst": ({"kind": "officer"}, 0),
    "an officer's junction": ({"kind": "officer", "where": "Second & Corner"}, 1),
    "a district, those with a signal": ({"kind": "power_outage", "where": {"share_of_junctions": 0.5}}, 10),
}


@pytest.mark.parametrize(("keys", "count"), CASES.values(), ids=list(CASES))
def test_places_are_those_of_the_effects(keys: dict[str, Any], count: int, city: StreetNetwork) -> None:
    event = draw(event_type(keys["kind"]).model_validate(keys), 1)
    points = event.places(Draw(1), city)
    assert points.shape == (count, 2)
    if 0 < count < 20:
        x_min, y_min, x_max, y_max = city.bounds
        assert ((points >= [x_min, y_min]) & (points <= [x_max, y_max])).all()
    if keys["kind"] == "power_outage":
        chosen = {effect.index for effect in event.schedule(Draw(1), city) if effect.index >= 0}
        assert sorted(points[:, 0]) == sorted(city.arrays.junction_x[sorted(chosen)])


@pytest.mark.parametrize("kind", ["road_closure", "stopped_vehicle", "child_runs_out", "prankster", "school_bus"])
def test_what_is_in_the_road_is_marked_in_its_block(kind: str, city: StreetNetwork) -> None:
    event = draw(event_type(kind).model_validate({"kind": kind, "where": {"junction": "Corner & First"}}), 1)
    centre = city.junction("Corner & First")
    ((x, y),) = event.places(Draw(1), city)
    assert x - city.arrays.junction_x[centre] == pytest.approx(100, abs=10)  # half of a block of 200 m, to the east
    assert y - city.arrays.junction_y[centre] == pytest.approx(0, abs=5)
