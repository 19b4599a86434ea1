"""Pictures: as arrays without a display, and in a window that closes for good."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pygame
import pytest

from longtail_sim.envs.drive import DriveEnv
from longtail_sim.envs.picture import Window

MakeEnv = Callable[..., DriveEnv]

# Whatever would open a display fails; an X server, or a driver without one, is not even asked for.
REFUSED = """
import numpy, pygame
def refuse(*a, **k): raise AssertionError("a display was opened")
pygame.init = pygame.display.init = pygame.display.set_mode = refuse
"""
FACES = {
    "Drive-v0": """
import gymnasium
env = gymnasium.make("longtail_sim:longtail/Drive-v0", render_mode="rgb_array", warm_up_s=30)
env.reset(seed=1)
env.step(0)
picture = env.render()
""",
    "Drive-v0, two at once": """
import gymnasium
env = gymnasium.make_vec("longtail_sim:longtail/Drive-v0", 2, render_mode="rgb_array", warm_up_s=30)
env.reset(seed=1)
env.step(numpy.array([0, 0]))
first, picture = env.render()
""",
    "Fleet-v0": """
from longtail_sim.envs.fleet_v0 import parallel_env
env = parallel_env(cars=2, render_mode="rgb_array", warm_up_s=30)
env.reset(seed=1)
picture = env.render()
""",
}
SHAPE = "print(picture.shape, pygame.display.get_init())"


def test_arrays_show_where_the_ego_is(make_env: MakeEnv) -> None:
    env = make_env(render_mode="rgb_array")
    env.reset(seed=1)
    pictures = []
    for _ in range(2):
        pictures.append(env.render())
        env.step(0)
    for picture in pictures:
        assert picture is not None
        assert picture.shape == (640, 640, 3)
        assert picture.dtype == np.uint8
        middle = picture[300:340, 300:340].reshape(-1, 3)
        assert len(np.unique(middle, axis=0)) > 5  # a vehicle with its ring
    assert not np.array_equal(pictures[0], pictures[1])


def test_the_last_place_is_still_shown_after_the_end(make_env: MakeEnv) -> None:
    env = make_env(render_mode="rgb_array")
    env.reset(seed=1)
    env.step(DriveEnv.ACTIONS.index("minimal_risk"))
    picture = env.render()
    assert picture is not None
    assert picture.std() > 0


@pytest.mark.parametrize("face", FACES)
def test_arrays_need_no_display(python: Callable[..., str], face: str) -> None:
    if face == "Fleet-v0":
        pytest.importorskip("pettingzoo")
    told = python(REFUSED + FACES[face] + SHAPE, SDL_VIDEODRIVER="there_is_none")
    assert told.split("\n")[-2] == "(640, 640, 3) False"


def test_without_a_mode_there_is_no_picture(make_env: MakeEnv) -> None:
    env = make_env()
    env.reset(seed=1)
    assert env.render() is None


def test_the_window_shows_steps_and_closes_twice(make_env: MakeEnv) -> None:
    env = make_env(render_mode="human")
    env.reset(seed=1)
    surface = pygame.display.get_surface()
    assert surface is not None
    before = pygame.surfarray.array3d(surface)
    env.step(0)
    assert not np.array_equal(before, pygame.surfarray.array3d(surface))
    assert env.render() is None
    env.close()
    env.close()
    assert not pygame.display.get_init()


def test_a_window_that_was_closed_stays_closed() -> None:
    window = Window(1000)
    picture = np.zeros((640, 640, 3), np.uint8)
    window.show(picture)
    pygame.event.post(pygame.event.Event(pygame.QUIT))
    window.show(picture)
    assert not pygame.display.get_init()
    window.show(picture)
    assert not pygame.display.get_init()


@pytest.mark.parametrize("times", [1, 2])
def test_close_without_reset(make_env: MakeEnv, times: int) -> None:
    env = make_env()
    for _ in range(times):
        env.close()
    assert env.fleet is None
