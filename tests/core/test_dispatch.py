"""Kind, number and way of emergency vehicles fit into the one number of an effect."""

from __future__ import annotations

import pytest

from longtail_sim.core import codes
from longtail_sim.core.dispatch import MOST_TURNS, pack, unpack
from longtail_sim.core.packed import pack as pack_streets
from longtail_sim.core.route import dispatched_turn
from longtail_sim.network import NetworkSpec, build_network


@pytest.mark.parametrize("turns", [[], [codes.TURN_LEFT], [codes.TURN_RIGHT] * MOST_TURNS])
@pytest.mark.parametrize("count", [1, 20])
def test_what_is_packed_comes_out_again(turns: list[int], count: int) -> None:
    """The longest way as well."""
    kind, number, route = unpack(pack(codes.KIND_FIRE_ENGINE, count, turns))
    assert (kind, number) == (codes.KIND_FIRE_ENGINE, count)
    assert [(route >> (2 * place)) & 3 for place in range(len(turns))] == [turn + 1 for turn in turns]


def test_the_way_is_driven_turn_by_turn() -> None:
    """Straight on after the last one; another turn where the street does not allow the wanted one."""
    network = build_network(NetworkSpec.model_validate({"grid": {"columns": 2, "rows": 2}}))
    streets, entry = pack_streets(network.arrays), int(network.arrays.entry_street[0])
    route = unpack(pack(codes.KIND_AMBULANCE, 1, [codes.TURN_LEFT, codes.TURN_STRAIGHT, codes.TURN_RIGHT]))[2]
    found = [dispatched_turn(route, passed, entry, streets) for passed in range(4)]
    assert found == [codes.TURN_LEFT, codes.TURN_STRAIGHT, codes.TURN_RIGHT, codes.TURN_STRAIGHT]
    streets.streets["turns"][entry] = [0, 0, 1]
    assert dispatched_turn(route, 0, entry, streets) == codes.TURN_RIGHT
    streets.streets["turns"][entry] = 0
    assert dispatched_turn(route, 0, entry, streets) == -1
