"""Pictures as files."""

from __future__ import annotations

import os

import numpy as np
import pygame
import pytest

from longtail_sim.errors import ResultsError
from longtail_sim.scenario import Scenario
from longtail_sim.viewer import Session, picture, preview
from longtail_sim.viewer.previews import empty_frame, goes_dark
from longtail_sim.viewer.theme import DARK, LIGHT


def nothing() -> None:
    """Advance nobody."""


def test_a_session_gives_the_whole_window(jammed, tmp_path):
    pygame.display.quit()  # a test of `longtail watch` may have opened one before
    target = picture(Session(jammed, jammed, nothing, "Outage"), tmp_path / "window.png", (1280, 720))
    pixels = pygame.surfarray.array3d(pygame.image.load(target))
    assert pixels.shape == (1280, 720, 3)
    assert tuple(pixels[1279, 719]) == DARK.page
    assert not pygame.display.get_init()


def test_a_scene_gives_the_map(jammed, tmp_path):
    pixels = pygame.surfarray.array3d(pygame.image.load(picture(jammed, tmp_path / "map.png", (300, 200))))
    assert pixels.shape == (300, 200, 3)
    assert pixels.std() > 5


def test_an_old_picture_is_replaced_and_nothing_else_is_left(empty_city, tmp_path):
    target = tmp_path / "map.png"
    target.write_bytes(b"old")
    picture(empty_city, target, (64, 64))
    assert target.read_bytes()[:4] == b"\x89PNG"
    assert os.listdir(tmp_path) == ["map.png"]


def test_a_folder_that_is_not_there_is_a_sentence(empty_city, tmp_path):
    with pytest.raises(ResultsError, match="cannot write the picture"):
        picture(empty_city, tmp_path / "none" / "map.png", (64, 64))


def scenario() -> Scenario:
    return Scenario.model_validate(
        {
            "name": "small_outage",
            "title": "A small outage",
            "story": "The power goes and comes back.",
            "duration_s": 900,
            "network": {"grid": {"columns": 3, "rows": 2}},
            "events": [{"kind": "power_outage", "at_s": 300, "where": {"district": {"share_of_junctions": 0.5}}}],
        }
    )


def test_a_preview_shows_the_district_and_the_time_line(network, tmp_path):
    target = preview(network, scenario(), tmp_path / "preview.png", theme="light")
    pixels = pygame.surfarray.array3d(pygame.image.load(target)).astype(int)
    assert pixels.shape[:2] == (1280, 800)
    bar = np.abs(pixels[:, 712:] - np.array(LIGHT.spans[0])).max(axis=2) < 4
    columns = np.flatnonzero(bar.any(axis=1))
    assert columns.min() == pytest.approx(26 + (1280 - 52) / 3, abs=4)  # the outage begins after a third
    assert columns.max() > 1240


def test_the_district_is_what_goes_dark_at_some_time(network):
    dark = goes_dark(scenario().effects(0, network), network.num_junctions)
    assert dark.sum() == 3
    shot = empty_frame(network, dark)
    assert (shot.dark == dark).all()
    assert len(shot.slot) == 0
