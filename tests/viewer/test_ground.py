"""The static map."""

from __future__ import annotations

import math

import numpy as np
import pygame

from longtail_sim.viewer import buildings, ground, roads
from longtail_sim.viewer.camera import Camera
from longtail_sim.viewer.ground import Ground
from longtail_sim.viewer.shade import Shade, _edges
from longtail_sim.viewer.shapes import band, inset
from longtail_sim.viewer.street_names import StreetNames, places
from longtail_sim.viewer.theme import DARK

SQUARE = np.array([(0.0, 0.0), (10.0, 0.0), (10.0, 6.0), (0.0, 6.0)])


def test_inset_moves_edges_inwards_whichever_way_the_corners_go():
    for corners in (SQUARE, SQUARE[::-1]):
        smaller = inset(corners, 1.0)
        assert smaller.min(axis=0).tolist() == [1.0, 1.0]
        assert smaller.max(axis=0).tolist() == [9.0, 5.0]
    assert len(inset(SQUARE, 3.5)) == 0


def test_band_has_its_thickness():
    corners = band(np.array([[0.0, 0.0]]), np.array([[4.0, 0.0]]), 1.0)[0]
    assert corners.min(axis=0).tolist() == [0.0, -0.5]
    assert corners.max(axis=0).tolist() == [4.0, 0.5]


def test_buildings_stand_in_their_blocks_and_are_always_the_same(network):
    layers, again = buildings.layers(network.blocks), buildings.layers(network.blocks)
    houses = np.concatenate([layer.boxes for layer in layers[4:]])
    assert len(houses) > 2 * len(network.blocks)
    for block in network.blocks:
        low, high = block.min(axis=0), block.max(axis=0)
        inside = (houses[:, :2] >= low).all(axis=1) & (houses[:, 2:] <= high).all(axis=1)
        houses = houses[~inside]
    assert len(houses) == 0
    assert all(np.array_equal(a.boxes, b.boxes) for a, b in zip(layers, again, strict=True))


def test_only_two_way_streets_have_a_double_line(network):
    _, centre = roads._lane_lines(network)
    arrays = network.arrays
    two_way = 0
    for street in range(network.num_streets):
        ends = (network.street_from_junction[street], network.street_to_junction[street])
        same = network.street_road == network.street_road[street]
        back = (network.street_from_junction == ends[1]) & (network.street_to_junction == ends[0]) & same
        opposite = arrays.point_heading[arrays.point_first[arrays.street_first_lane]]
        facing = np.cos(opposite - opposite[street]) < -0.9
        two_way += bool((back & facing).any())
    assert 0 < two_way < network.num_streets
    assert len(centre) == two_way * 1  # one straight piece for each direction


def test_tiles_are_kept_and_few(network):
    painter = Ground(network, DARK)
    surface = pygame.Surface((500, 400), 0, 32)
    assert painter.paint(surface, (0, -400), 1.0)
    first = dict(painter._tiles)
    assert painter.paint(surface, (0, -400), 1.0)
    assert all(painter._tiles[key] is tile for key, tile in first.items())
    for step in range(ground.KEPT_TILES + 10):
        painter.paint(pygame.Surface((8, 8), 0, 32), (step * ground.TILE_PX, 0), 20.0)
    assert len(painter._tiles) == ground.KEPT_TILES


def test_without_time_the_ground_is_coarse_and_then_sharp(network):
    painter = Ground(network, DARK)
    coarse, sharp = pygame.Surface((300, 200), 0, 32), pygame.Surface((300, 200), 0, 32)
    assert not painter.paint(coarse, (0, -200), 2.0, budget_s=0.0)
    assert painter.paint(sharp, (0, -200), 2.0)
    rough, fine = pygame.surfarray.array3d(coarse).astype(int), pygame.surfarray.array3d(sharp).astype(int)
    assert 0 < np.abs(rough - fine).mean() < 25


def test_names_stand_beside_every_road_and_can_be_read(downtown):
    found = places(downtown)
    assert {place.name for place in found} == set(downtown.road_names)
    assert all(-math.pi / 2 < place.angle <= math.pi / 2 + 1e-6 for place in found)
    for scale in (0.6, 2.0):
        chosen = StreetNames(downtown)._choice(scale)
        assert {place.name for place in chosen} == set(downtown.road_names)


def test_the_line_around_a_district_is_closed():
    out = np.zeros((6, 5), bool)
    out[2:4, 1:4] = True
    runs = _edges(out)
    assert sum(math.dist(run[:2], run[2:]) for run in runs) == 2 * (2 + 3)
    assert len(runs) == 4


def test_a_shade_without_dark_junctions_draws_nothing(network):
    surface = pygame.Surface((50, 50), 0, 32)
    surface.fill((200, 200, 200))
    camera = Camera(surface.get_rect(), network.bounds)
    Shade(network).paint(surface, camera, np.zeros(network.num_junctions, bool), DARK)
    assert (pygame.surfarray.array3d(surface) == 200).all()
