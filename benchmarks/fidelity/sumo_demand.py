"""Vehicles for SUMO as ours come: Poisson arrivals at every entry, a turn drawn at every junction."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from settings import Traffic


def write_vehicles(net: Path, routes: Path, traffic: Traffic, until_s: float, seed: int) -> None:
    """Write a SUMO route file with one vehicle per arrival."""
    import sumolib

    edges = sumolib.net.readNet(str(net)).getEdges()
    entries = sorted((edge for edge in edges if _is_dead_end(edge.getFromNode())), key=lambda edge: str(edge.getID()))
    dice = random.Random(seed)
    found = [arrival for edge in entries for arrival in _arrivals(edge, traffic, until_s, dice)]
    place = 'departLane="best" departSpeed="max"'
    lines = [
        f'<vehicle id="{number}" depart="{depart:.2f}" {place}><route edges="{" ".join(route)}"/></vehicle>'
        for number, (depart, route) in enumerate(sorted(found))
    ]
    routes.write_text("<routes>\n" + "\n".join(lines) + "\n</routes>\n", encoding="utf-8")


def _arrivals(entry: Any, traffic: Traffic, until_s: float, dice: random.Random) -> Iterator[tuple[float, list[str]]]:
    rate = traffic.per_entry_lane * entry.getLaneNumber() / 3600
    time_s = dice.expovariate(rate)
    while time_s < until_s:
        yield time_s, _route(entry, traffic.turns, dice)
        time_s += dice.expovariate(rate)


def _route(edge: Any, turns: tuple[float, float], dice: random.Random) -> list[str]:
    """Return the edges from an entry to wherever the turns lead out of the net."""
    route = [edge.getID()]
    while edge.getOutgoing():
        u = dice.random()
        wanted = "l" if u < turns[0] else "r" if u < turns[0] + turns[1] else "s"
        edge = next(to for to, ways in edge.getOutgoing().items() if ways[0].getDirection().lower() == wanted)
        route.append(edge.getID())
    return route


def _is_dead_end(node: Any) -> bool:
    return len(node.getNeighboringNodes()) == 1
