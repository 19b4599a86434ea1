"""The fleet as agents of their own: PettingZoo's suite, who the cars are, and how each of them ends."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from longtail_sim.core.codes import DRIVER_AUTOMATED
from longtail_sim.errors import AgentError, LongtailError

pettingzoo = pytest.importorskip("pettingzoo")

with warnings.catch_warnings():  # its suite warns of its own way to import
    warnings.simplefilter("ignore", DeprecationWarning)
    from pettingzoo.test import max_cycles_test, parallel_api_test, parallel_seed_test, render_test, state_test

    from longtail_sim.envs import fleet_v0

PROCEED, STOP, MINIMAL_RISK = 0, 2, 7
SHORT: dict[str, Any] = {"warm_up_s": 30.0, "set": ["fleet.share=0.3"], "max_cycles": 30}

Make = Callable[..., fleet_v0.FleetEnv]


@pytest.fixture
def make() -> Iterator[Make]:
    """Return a maker of short episodes; what it made is closed after the test."""
    made: list[fleet_v0.FleetEnv] = []

    def fleet(**arguments: Any) -> fleet_v0.FleetEnv:
        made.append(fleet_v0.parallel_env(**(SHORT | arguments)))
        return made[-1]

    yield fleet
    for env in made:
        env.close()


def everybody(env: fleet_v0.FleetEnv, action: int, **others: int) -> dict[str, int]:
    return {name: others.get(name, action) for name in env.agents}


@pytest.mark.parametrize("actions", ["tactical", "continuous"])
def test_pettingzoos_api_test_passes(make: Make, actions: str) -> None:
    parallel_api_test(make(actions=actions), num_cycles=40)


def test_pettingzoos_seed_test_passes(make: Make) -> None:
    parallel_seed_test(make, num_cycles=25)


@pytest.mark.filterwarnings("ignore:State .* infinite:UserWarning")
def test_pettingzoos_state_test_passes(make: Make) -> None:
    state_test(fleet_v0.env(**SHORT), make(), num_cycles=10)


def test_pettingzoos_max_cycles_test_passes() -> None:
    class Short:
        parallel_env = staticmethod(functools.partial(fleet_v0.parallel_env, warm_up_s=30.0))
        env = staticmethod(functools.partial(fleet_v0.env, warm_up_s=30.0))

    max_cycles_test(Short)


def test_pettingzoos_render_test_passes() -> None:
    render_test(functools.partial(fleet_v0.env, **SHORT))


@pytest.mark.skipif(not hasattr(pettingzoo, "make"), reason="PettingZoo has ids since 1.27")
def test_pettingzoo_makes_it_by_its_name(python: Callable[..., str]) -> None:
    """Whichever is imported first; twice is once."""
    for lines in ("import pettingzoo, longtail_sim", "from longtail_sim.envs import fleet_v0; import pettingzoo"):
        code = f"{lines}; longtail_sim = __import__('longtail_sim'); longtail_sim.register_envs()\n"
        code += "print(pettingzoo.make('parallel', 'longtail/Fleet-v0', cars=2).unwrapped.possible_agents)"
        assert "['car_0', 'car_1']" in python(code)


def test_the_cars_are_those_of_the_fleet(make: Make) -> None:
    """Those in the map at the beginning, in the order of their trips after the first; then those that come."""
    env = make(cars=40)
    views, infos = env.reset(seed=1)
    vehicles = env.simulator.state.vehicles[0]
    present = vehicles["trip"][vehicles["driver"] == DRIVER_AUTOMATED]
    found = [info["trip"] for info in infos.values() if info["in_map"]]
    assert sorted(found) == sorted(present.tolist())
    assert len(found) > 3
    assert found[1:] == sorted(found[1:])
    waiting = [name for name, info in infos.items() if info["trip"] < 0]
    assert not any(views[name].any() for name in waiting)
    names = {info["trip"]: name for name, info in infos.items() if info["in_map"]}
    for _ in range(25):
        for name, info in env.step(everybody(env, STOP))[4].items():
            assert info["trip"] < 0 or names.setdefault(info["trip"], name) == name
    assert len(set(names.values())) == len(names) > len(found)
    assert env.possible_agents == [f"car_{number}" for number in range(40)]


def test_who_waits_outside_earns_nothing(make: Make) -> None:
    env = make(cars=40)
    _, infos = env.reset(seed=1)
    outside = [name for name, info in infos.items() if not info["in_map"]]
    _, rewards, *_ = env.step(everybody(env, PROCEED))
    assert outside
    assert all(rewards[name] == 0 for name in outside)
    assert any(rewards[name] != 0 for name in env.agents)


def test_each_car_ends_for_itself(make: Make) -> None:
    """Who gives up is out, and does not come back; the others go on."""
    env = make()
    env.reset(seed=2)
    ended: dict[str, str] = {}
    for _ in range(30):
        _, rewards, terminated, _, infos = env.step(everybody(env, STOP, car_1=MINIMAL_RISK))
        assert not set(ended) & set(env.agents)
        ended |= {name: infos[name]["end"] for name in terminated if terminated[name]}
        if "car_1" in ended:
            break
    assert ended["car_1"] == "minimal_risk"
    assert rewards["car_1"] < -99
    assert "car_0" in env.agents
    assert "metrics" not in infos["car_0"]


def test_time_truncates_all(make: Make) -> None:
    env = make(max_cycles=3)
    env.reset(seed=1)
    for _ in range(3):
        _, _, terminated, truncated, infos = env.step(everybody(env, PROCEED))
    assert all(truncated[name] != terminated[name] for name in truncated)
    assert any(truncated.values())
    assert env.agents == []
    assert all("metrics" in info for info in infos.values())
    assert env.step({}) == ({}, {}, {}, {}, {})


def test_the_state_is_the_same_for_the_same_seed(make: Make) -> None:
    one, other = make(), make()
    for env in (one, other):
        env.reset(seed=4)
        env.step(everybody(env, PROCEED))
    np.testing.assert_array_equal(one.state(), other.state())
    assert one.state() in one.state_space
    one.step(everybody(one, PROCEED))
    assert not np.array_equal(one.state(), other.state())


def test_what_was_saved_goes_on_alike(make: Make) -> None:
    env = make()
    env.reset(seed=3)
    env.step(everybody(env, PROCEED))
    saved, futures = env.snapshot(), []
    for each in (env, make(), env):
        each.restore(saved)
        rewards = [each.step(everybody(each, PROCEED))[1] for _ in range(20)]
        futures.append((rewards, each.state().tolist(), each.agents))
    assert futures[0] == futures[1] == futures[2]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"fleet": "people"}, "name an agent for them"),
        ({"fleet": "human_twin"}, "name an agent for them"),
        ({"cars": 0}, "cars=0 must be 1 or more"),
        ({"max_cycles": 0}, "max_steps=0 must be"),
    ],
)
def test_wrong_arguments_are_told(make: Make, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(LongtailError, match=message):
        make(**arguments)


def test_a_missing_action_is_told(make: Make) -> None:
    env = make()
    env.reset(seed=1)
    with pytest.raises(AgentError, match="no action of agent 'car_2'"):
        env.step({"car_0": 0, "car_1": 0, "car_3": 0})
    with pytest.raises(AgentError, match="for each of 4 egos"):
        env.step(everybody(env, 9))
