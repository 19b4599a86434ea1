"""Episodes: how they begin, what a step returns, how they end, and that the seed decides everything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gymnasium.error import ResetNeeded

from longtail_sim import Simulator, load_agent, load_scenario
from longtail_sim.core.codes import DRIVER_AUTOMATED
from longtail_sim.core.perception_layout import FEATURES
from longtail_sim.envs.drive import DriveEnv
from longtail_sim.envs.setup import until_first_event_s
from longtail_sim.errors import LongtailError
from longtail_sim.scoring import METRICS

MakeEnv = Callable[..., DriveEnv]

PROCEED, STOP, MINIMAL_RISK = (DriveEnv.ACTIONS.index(name) for name in ("proceed", "stop", "minimal_risk"))
CAREFUL = """
from longtail_sim import Action, Agent
class Careful(Agent):
    def act(self, observation):
        signal = observation.signal
        must_wait = signal.is_red or signal.is_yellow or (signal.is_dark and not observation.my_turn)
        return Action.stop() if must_wait else Action.proceed()
"""


def play(env: DriveEnv, steps: int, seed: int = 3) -> list[tuple[Any, ...]]:
    """Return what an episode of drawn actions returns."""
    actions = np.random.default_rng(seed)
    answers: list[tuple[Any, ...]] = [env.reset(seed=seed)]
    answers += [env.step(int(actions.integers(7))) for _ in range(steps)]
    return answers


def same(first: list[tuple[Any, ...]], second: list[tuple[Any, ...]]) -> bool:
    return all(np.array_equal(a[0], b[0]) and a[1:] == b[1:] for a, b in zip(first, second, strict=True))


def crash(env: DriveEnv) -> tuple[Any, ...]:
    """Return the last answer of an episode that ends in the back of a queue."""
    for seed in range(10):
        env.reset(seed=seed)
        while True:
            answer = env.step(np.array([1.0, 0.0]))
            if answer[2] or answer[3]:
                break
        if answer[4]["end"] == "contact":
            return answer
    pytest.fail("ten drivers at full throttle met nobody")


def test_an_observation_lies_in_its_box_and_has_names(make_env: MakeEnv) -> None:
    env = make_env()
    vector, info = env.reset(seed=1)
    assert vector in env.observation_space
    assert vector.dtype == np.float32
    assert info["observation"].speed_mps == vector[0]
    assert vector.shape == (len(FEATURES),)
    assert info["observation"].trip == info["trip"]


def test_infos_have_the_same_keys_at_every_moment(make_env: MakeEnv) -> None:
    env = make_env()
    _, first = env.reset(seed=1)
    _, reward, _, _, later = env.step(PROCEED)
    assert first.keys() == later.keys()
    assert reward == pytest.approx(sum(later["reward_terms"].values()))
    assert set(first["reward_terms"].values()) == {0.0}


def test_the_end_brings_the_metrics(make_env: MakeEnv) -> None:
    env = make_env(max_steps=2)
    env.reset(seed=1)
    assert "metrics" not in env.step(PROCEED)[4]
    info = env.step(PROCEED)[4]
    assert info["metrics"] == env.simulator.metrics(0)
    assert set(info["metrics"]) <= set(METRICS)


def test_the_same_seed_gives_the_same_episode(make_env: MakeEnv) -> None:
    assert same(play(make_env(), 40), play(make_env(), 40))
    assert not same(play(make_env(), 5), play(make_env(), 5, seed=4))


def test_a_second_episode_follows_from_the_seed(make_env: MakeEnv) -> None:
    first, second = make_env(), make_env()
    for env in (first, second):
        env.reset(seed=5)
    (vector, info), (again, same_info) = first.reset(), second.reset()
    assert np.array_equal(vector, again)
    assert info == same_info


def test_interleaved_environments_do_not_touch_each_other(make_env: MakeEnv) -> None:
    alone = [play(make_env(), 25, seed) for seed in (3, 4)]
    envs, actions = [make_env(), make_env()], [np.random.default_rng(seed) for seed in (3, 4)]
    together: list[list[tuple[Any, ...]]] = [[env.reset(seed=seed)] for env, seed in zip(envs, (3, 4), strict=True)]
    for _ in range(25):
        for number, env in enumerate(envs):
            together[number].append(env.step(int(actions[number].integers(7))))
    assert same(alone[0], together[0])
    assert same(alone[1], together[1])


def test_people_drive_everybody_else(make_env: MakeEnv) -> None:
    env = make_env()
    _, info = env.reset(seed=1)
    vehicles = env.simulator.state.vehicles
    assert vehicles["trip"][vehicles["driver"] == DRIVER_AUTOMATED].tolist() == [info["trip"]]
    assert env.simulator.state.tally["arrived"][0, 1] == 1


def test_people_of_the_twin_count_as_people(make_env: MakeEnv) -> None:
    assert make_env(fleet="human_twin").fleet is None


def test_an_agent_drives_the_rest_of_the_fleet(make_env: MakeEnv, tmp_path: Path) -> None:
    """With the same agent at the ego's wheel the world is the one in which the agent drives the whole fleet."""
    file = tmp_path / "careful.py"
    file.write_text(CAREFUL, encoding="utf-8")
    agent = load_agent(str(file))
    env = make_env(fleet=str(file))
    _, info = env.reset(seed=2)
    for _ in range(60):
        _, _, terminated, _, info = env.step(int(agent.act(info["observation"]).longitudinal) and STOP)
        assert not terminated
    plain = Simulator(load_scenario("one_dark_junction"), [info["seed_world"]], ego_trip=info["trip"])
    while plain.time_s < info["time_s"] - 1e-9:
        plain.act(agent.act_batch(plain.observe()))
        plain.step()
    others = (plain.state.vehicles["driver"] == DRIVER_AUTOMATED).sum()
    assert others > 1
    assert env.simulator.digest(0) == plain.digest(0)


def test_the_ego_is_as_if_known_from_the_start(make_env: MakeEnv) -> None:
    env = make_env(set=["fleet.share=0"])
    _, info = env.reset(seed=6)
    plain = Simulator(env.scenario, [info["seed_world"]], ego_trip=info["trip"])
    while plain.time_s < info["time_s"] - 1e-9:
        plain.step()
    assert env.simulator.digest(0) == plain.digest(0)


def test_options_choose_world_and_warm_up(make_env: MakeEnv) -> None:
    env = make_env()
    _, info = env.reset(seed=1, options={"seed_world": 77, "warm_up_s": 45})
    assert info["seed_world"] == 77
    assert 45 < info["time_s"] < 110


def test_the_ego_enters_when_the_event_begins() -> None:
    assert until_first_event_s(load_scenario("one_dark_junction").draw(0)) == 300
    assert until_first_event_s(load_scenario("calm_grid").draw(0)) == 120


def test_driving_on_leads_out_of_the_map(make_env: MakeEnv) -> None:
    env = make_env(scenario="calm_grid", set=["demand.vehicles_per_hour=60"])
    env.reset(seed=1)
    progress = []
    for _ in range(2000):
        vector, _, terminated, truncated, info = env.step(PROCEED)
        progress.append(info["reward_terms"]["progress"])
        if terminated:
            break
    assert info["end"] == "finished"
    assert not truncated
    assert vector in env.observation_space
    assert min(progress) >= 0
    assert max(progress) <= 0.5 + 1e-9
    assert sum(progress) > 0.6 * 0.5 * len(progress)


def test_a_contact_ends_the_episode_and_costs(make_env: MakeEnv) -> None:
    env = make_env(actions="continuous")
    vector, reward, terminated, truncated, info = crash(env)
    assert terminated
    assert not truncated
    assert vector in env.observation_space
    assert info["reward_terms"]["contact"] == -200
    assert reward < -150
    assert 0 < info["cost"] <= 2
    assert info["metrics"]["contacts"] == 1


def test_minimal_risk_lasts_until_the_ego_stands(make_env: MakeEnv) -> None:
    env = make_env()
    _, before = env.reset(seed=1)
    _, _, terminated, _, info = env.step(MINIMAL_RISK)
    assert terminated
    assert info["end"] == "minimal_risk"
    assert info["reward_terms"]["minimal_risk"] == -100
    assert info["time_s"] > before["time_s"] + 1
    assert info["metrics"]["minimal_risk_stops"] == 1


def test_the_end_is_repeated_until_reset(make_env: MakeEnv) -> None:
    env = make_env()
    env.reset(seed=1)
    vector, _, *ends, info = env.step(MINIMAL_RISK)
    again, reward, *same_ends, later = env.step(PROCEED)
    assert np.array_equal(vector, again)
    assert reward == 0
    assert ends == same_ends
    assert later["time_s"] == info["time_s"]
    assert later["end"] == "minimal_risk"
    env.reset()
    assert not env.step(PROCEED)[2]


def test_what_was_saved_goes_on_alike_again_and_again(make_env: MakeEnv) -> None:
    """Beyond the end of the episode, too; in another environment, and in the same one."""
    env, other = make_env(max_steps=20), make_env(max_steps=20)
    play(env, 10)
    saved = env.snapshot()
    futures = []
    for each in (env, other, env):
        each.restore(saved)
        answers = [each.step(PROCEED) for _ in range(12)]
        futures.append([*answers, each.reset(), each.step(PROCEED)])
    assert same(futures[0][:12], futures[1][:12])
    assert same(futures[0], futures[2])
    assert same(futures[0], futures[1])


@pytest.mark.parametrize("arguments", [{"max_steps": 3}, {"set": ["duration_s=70"]}])
def test_time_truncates(make_env: MakeEnv, arguments: dict[str, Any]) -> None:
    env = make_env(**arguments)
    _, info = env.reset(seed=1)
    for _ in range(200):
        _, _, terminated, truncated, info = env.step(STOP)
        if truncated:
            break
    assert not terminated
    assert info["end"] == "time"
    assert arguments.get("max_steps") == 3 or info["time_s"] == 70


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"scenario": "one_dark_junktion"}, "did you mean 'one_dark_junction'"),
        ({"actions": "joystick"}, "choose 'tactical' or 'continuous'"),
        ({"fleet": "rule_bassed"}, "there is no agent 'rule_bassed'"),
        ({"render_mode": "ansi"}, "choose one of human, rgb_array"),
        ({"warm_up_s": -1.0}, "warm_up_s=-1.0 must be"),
        ({"warm_up_s": float("nan")}, "warm_up_s=nan must be"),
        ({"max_steps": 0}, "max_steps=0 must be"),
        ({"set": "fleet.share=0.1"}, "must be a list"),
        ({"set": ["fleet.shar=0.1"]}, "did you mean 'share'"),
        ({"scenario": load_scenario("calm_grid"), "set": ["duration_s=60"]}, "before you hand it over"),
    ],
)
def test_wrong_arguments_are_told(make_env: MakeEnv, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(LongtailError, match=message):
        make_env(**arguments)


@pytest.mark.parametrize(
    ("changes", "options", "message"),
    [
        ([], {"seed": 1}, "no option 'seed'"),
        ([], {"seed_world": -1}, "seed_world=-1 must be"),
        ([], {"warm_up_s": -5}, "warm_up_s=-5 must be"),
        (["duration_s=20"], {}, "ends at 20 s, before the warm-up of 30 s"),
        (["demand.vehicles_per_hour=0"], {}, "has no traffic"),
        (["duration_s=40", "demand.vehicles_per_hour=0.001"], {}, "before the vehicle to drive could enter"),
    ],
)
def test_episodes_that_cannot_begin_are_told(
    make_env: MakeEnv, changes: list[str], options: dict[str, Any], message: str
) -> None:
    with pytest.raises(LongtailError, match=message):
        make_env(set=changes).reset(seed=1, options=options)


def test_reset_comes_first(make_env: MakeEnv) -> None:
    with pytest.raises(ResetNeeded):
        make_env().step(PROCEED)
    with pytest.raises(ResetNeeded):
        make_env(render_mode="rgb_array").render()
