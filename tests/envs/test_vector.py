"""The vector environment is Gymnasium's vector of single environments, only quicker: every number, every bit."""

from __future__ import annotations

import copy
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.error import ResetNeeded
from gymnasium.vector import AutoresetMode, SyncVectorEnv

from longtail_sim.envs import DriveEnv, DriveVectorEnv
from longtail_sim.errors import AgentError, LongtailError

ID = "longtail/Drive-v0"
WORLDS = 4
# Short episodes with every kind of end: a minimal risk manoeuvre in 30 decisions, and whatever else happens.
SHORT: dict[str, Any] = {"warm_up_s": 30.0, "max_steps": 25}
MODES = list(AutoresetMode)

Make = Callable[..., Any]


@pytest.fixture
def make() -> Iterator[Make]:
    """Return a maker of vector environments, closed after the test; with ``peer`` they are Gymnasium's own."""
    made: list[Any] = []

    def vector(mode: AutoresetMode = AutoresetMode.NEXT_STEP, *, peer: bool = False, **arguments: Any) -> Any:
        arguments = SHORT | arguments
        threads = arguments.pop("threads", 1)
        if peer:
            made.append(SyncVectorEnv([lambda: DriveEnv(**arguments)] * WORLDS, autoreset_mode=mode))
        else:
            made.append(gymnasium.make_vec(ID, WORLDS, autoreset_mode=mode, threads=threads, **arguments))
        return made[-1]

    yield vector
    for env in made:
        env.close()


def drawn(env: Any, generator: np.random.Generator) -> Any:
    """Return drawn actions: mostly driving on, now and then giving up."""
    if isinstance(env.single_action_space, gymnasium.spaces.Discrete):
        return generator.choice([0] * 25 + [1, 2, 3, 4, 5, 6, 7], env.num_envs)
    return generator.uniform(-0.3, 1.0, (env.num_envs, 2)).astype(np.float32)


def plain(infos: dict[str, Any], world: int) -> dict[str, Any]:
    """Return the infos of one world, as far as they are marked as its own; named views are made on request here."""
    found = {}
    for key, values in infos.items():
        if key.startswith("_") or key == "observation" or not infos[f"_{key}"][world]:
            continue
        value = plain(values, world) if isinstance(values, dict) else values[world]
        found[key] = value.tolist() if isinstance(value, np.ndarray) else value
    return found


def assert_same(mine: tuple[Any, ...], theirs: tuple[Any, ...]) -> None:
    *arrays, infos = mine
    *others, other_infos = theirs
    for array, other in zip(arrays, others, strict=True):
        assert array.dtype == other.dtype
        np.testing.assert_array_equal(array, other)
    for world in range(WORLDS):
        assert plain(infos, world) == plain(other_infos, world)


def after_reset(env: Any, mode: AutoresetMode, answer: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Return the answer of the reset that is due where nobody else resets, None if none is due."""
    ended = answer[2] | answer[3]
    if mode is not AutoresetMode.DISABLED or not ended.any():
        return None
    observations, infos = env.reset(options={"reset_mask": ended})
    return observations, infos


@pytest.mark.parametrize("arguments", [{}, {"actions": "continuous"}, {"fleet": "rule_based", "threads": 2}])
@pytest.mark.parametrize("mode", MODES)
def test_it_equals_gymnasiums_vector(make: Make, mode: AutoresetMode, arguments: dict[str, Any]) -> None:
    mine, theirs = (
        make(mode, **arguments),
        make(mode, peer=True, **{k: v for k, v in arguments.items() if k != "threads"}),
    )
    assert isinstance(mine, DriveVectorEnv)
    assert_same(mine.reset(seed=7), theirs.reset(seed=7))
    ends = set()
    generator = np.random.default_rng(1)
    for _ in range(60):
        actions = drawn(mine, generator)
        answer, other = mine.step(actions), theirs.step(actions)
        assert_same(answer, other)
        finals = answer[4].get("final_info", answer[4])
        ends |= set(finals["end"].tolist())
        resets = after_reset(mine, mode, answer), after_reset(theirs, mode, other)
        if resets[0]:
            assert_same(*resets)
    assert {"", "time"} < ends


def test_each_world_is_the_single_environment_with_its_seed(make: Make) -> None:
    """A list of seeds, one of which is left to chance."""
    env = make()
    observations, infos = env.reset(seed=[5, None, 3, 4])
    for world, seed in ((0, 5), (2, 3), (3, 4)):
        single = DriveEnv(**SHORT)
        expected, info = single.reset(seed=seed)
        np.testing.assert_array_equal(observations[world], expected)
        assert infos["seed_world"][world] == info["seed_world"]


def test_names_stand_beside_the_numbers(make: Make) -> None:
    env = make()
    observations, infos = env.reset(seed=1)
    seen = env.unwrapped.named
    assert [row.time_s for row in seen] == infos["time_s"].tolist()
    np.testing.assert_array_equal(seen.speed_mps, observations[:, 0])
    assert seen.signal.is_dark.shape == (WORLDS,)


def test_answers_are_not_written_over(make: Make) -> None:
    env = make()
    first = env.reset(seed=1)
    kept = first[0].copy(), first[1]["time_s"].copy(), first[1]["reward_terms"]["progress"].copy()
    env.step(np.zeros(WORLDS, int))
    for now, then in zip((first[0], first[1]["time_s"], first[1]["reward_terms"]["progress"]), kept, strict=True):
        np.testing.assert_array_equal(now, then)


def test_the_spaces_hold_what_is_returned(make: Make) -> None:
    env = make(render_mode="rgb_array")
    observations, _ = env.reset(seed=1)
    assert observations in env.observation_space
    assert env.step(env.action_space.sample())[0] in env.observation_space
    pictures = env.render()
    assert len(pictures) == WORLDS
    assert len({picture.tobytes() for picture in pictures}) == WORLDS


def test_some_worlds_are_reset_and_the_others_stay(make: Make) -> None:
    env = make(AutoresetMode.DISABLED)
    first, _ = env.reset(seed=1)
    for _ in range(3):
        before = env.step(np.zeros(WORLDS, int))[0]
    mask = np.array([False, True, False, True])
    after, infos = env.reset(seed=1, options={"reset_mask": mask})
    np.testing.assert_array_equal(after[mask], first[mask])
    np.testing.assert_array_equal(after[~mask], before[~mask])
    assert infos["_trip"].tolist() == mask.tolist()


def test_an_episode_that_has_ended_must_be_reset_where_nobody_else_does(make: Make) -> None:
    env = make(AutoresetMode.DISABLED)
    env.reset(seed=1)
    env.step(np.array([0, 7, 0, 0]))
    with pytest.raises(ResetNeeded, match=r"\[1\] have ended"):
        env.step(np.zeros(WORLDS, int))


def test_what_was_saved_goes_on_alike(make: Make) -> None:
    """In worlds that are at different times."""
    env, other = make(AutoresetMode.SAME_STEP), make(AutoresetMode.SAME_STEP)
    env.reset(seed=1)
    env.step(np.array([0, 7, 0, 0]))
    saved = env.snapshot()
    actions = np.random.default_rng(2).integers(7, size=(30, WORLDS))
    futures = []
    for each in (env, other, env):
        each.restore(saved)
        futures.append([each.step(row) for row in actions])
    for first, *others in zip(*futures, strict=True):
        for answer in others:
            assert_same(answer, first)


def test_threads_do_not_matter(make: Make) -> None:
    envs = [make(AutoresetMode.SAME_STEP, threads=threads) for threads in (1, 3)]
    assert_same(*(env.reset(seed=3) for env in envs))
    for row in np.random.default_rng(2).integers(8, size=(12, WORLDS)):
        assert_same(*(env.step(row) for env in envs))


def test_a_deep_copy_goes_on_alike(make: Make) -> None:
    env = make(AutoresetMode.SAME_STEP).unwrapped
    env.reset(seed=1)
    twin = copy.deepcopy(env)
    for row in np.random.default_rng(2).integers(8, size=(30, WORLDS)):
        assert_same(env.step(row), twin.step(row))


def test_an_ego_perceives_what_the_simulator_tells(make: Make) -> None:
    """Only the egos are asked; others of the fleet there are none."""
    env = make(AutoresetMode.SAME_STEP)
    env.reset(seed=4)
    found = 0
    for row in np.random.default_rng(3).choice([0] * 20 + [1, 2, 4, 7], (40, WORLDS)):
        env.step(row)
        told, named = env.unwrapped.simulator.observe(), env.unwrapped.named
        assert set(told.trip.tolist()) <= set(named.trip.tolist())
        for seen in told:
            mine = named[seen.world]
            assert (mine.trip, mine.slot) == (seen.trip, seen.slot)
            np.testing.assert_array_equal(mine.values, seen.values)
            found += 1
    assert found > 30 * WORLDS


def test_closing_ends_the_threads(make: Make) -> None:
    before = set(threading.enumerate())
    env = make(threads=2)
    env.reset(seed=1)
    env.step(np.zeros(WORLDS, int))
    opened = set(threading.enumerate()) - before
    assert opened
    env.close()
    assert not any(thread.is_alive() for thread in opened)


GROWTH = """
import gymnasium, numpy as np, longtail_sim
env = gymnasium.make_vec("longtail/Drive-v0", 16, max_steps=4, warm_up_s=30, autoreset_mode="SameStep", threads=2)
env.reset(seed=1)
def peak():  # of this process alone: getrusage would pass on what the parent held
    status = open("/proc/self/status").read()
    return 1024 * int(status.split("VmHWM:")[1].split()[0])
def play(steps):
    ended = 0
    for row in np.random.default_rng(0).integers(7, size=(steps, 16)):
        _, _, terminated, truncated, _ = env.step(row)
        ended += int((terminated | truncated).sum())
    return ended, peak()
before = play(500)[1]
ended, after = play(2000)
print(ended, after - before)
"""


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is not counted there")
def test_memory_does_not_grow(python: Callable[..., str]) -> None:
    """Some 8000 episodes in a process of its own: a kilobyte kept of each would be seen."""
    ended, growth = map(int, python(GROWTH).split())
    assert ended > 7000
    assert growth < 6e6


def test_stock_wrappers_work(make: Make) -> None:
    env = gymnasium.wrappers.vector.RecordEpisodeStatistics(make(AutoresetMode.SAME_STEP, max_steps=3))
    env.reset(seed=1)
    for _ in range(3):
        infos = env.step(np.zeros(WORLDS, int))[4]
    assert infos["episode"]["l"].tolist() == [3] * WORLDS
    listed = gymnasium.wrappers.vector.DictInfoToList(make())
    _, rows = listed.reset(seed=1)
    assert len({row["seed_world"] for row in rows}) == WORLDS


def test_gymnasiums_limit_of_steps_is_taken(make: Make) -> None:
    env = make(max_steps=50, max_episode_steps=2)
    env.reset(seed=1)
    assert not env.step(np.zeros(WORLDS, int))[3].any()
    assert env.step(np.zeros(WORLDS, int))[3].all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"mode": "tomorrow"}, "'NextStep', 'SameStep', 'Disabled'"),
        ({"max_steps": 0}, "max_steps=0 must be"),
        ({"render_mode": "human"}, "choose one of rgb_array"),
    ],
)
def test_wrong_arguments_are_told(make: Make, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(LongtailError, match=message):
        make(**arguments)


@pytest.mark.parametrize("mask", [[True] * WORLDS, np.ones(WORLDS), np.ones(1, bool), np.zeros(WORLDS, bool)])
def test_a_wrong_mask_is_told(make: Make, mask: Any) -> None:
    with pytest.raises(LongtailError, match="reset_mask must be a boolean array"):
        make().reset(options={"reset_mask": mask})


def test_mistakes_of_order_and_of_number_are_told(make: Make) -> None:
    env = make()
    with pytest.raises(ResetNeeded):
        env.step(np.zeros(WORLDS, int))
    with pytest.raises(ResetNeeded, match="without a mask first"):
        env.reset(options={"reset_mask": np.eye(WORLDS, dtype=bool)[0]})
    env.reset(seed=1)
    with pytest.raises(AgentError, match=f"for each of {WORLDS} egos"):
        env.step(np.zeros(WORLDS + 1, int))
    with pytest.raises(LongtailError, match="3 seeds for 4 worlds"):
        env.reset(seed=[1, 2, 3])
    with pytest.raises(LongtailError, match="no option 'seed'"):
        env.reset(options={"seed": 3})
    env.close()
    env.close()
