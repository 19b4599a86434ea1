"""One physics behind every face: same seed, same actions, same bits."""

from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np
import pytest

from longtail_sim.core.perception import observe_trips, observe_worlds
from longtail_sim.envs import DriveEnv
from longtail_sim.envs.reward import account, start

pytest.importorskip("pettingzoo")

from longtail_sim.envs import fleet_v0

SEED, STEPS = 11, 60
# The fleet's other cars are there in all three, and driven by the same agent.
SAME: dict[str, Any] = {"scenario": "one_dark_junction", "fleet": "rule_based", "warm_up_s": 40.0}
Row = tuple[list[float], float, bool, bool, float, str]


def actions(seed: int) -> list[int]:
    """Return drawn actions; giving up, which the single face waits for, is another matter."""
    return np.random.default_rng(seed).choice([0, 0, 0, 0, 1, 2, 3, 4, 5, 6], STEPS).tolist()  # type: ignore[no-any-return]


def single(seed: int) -> tuple[list[Row], str]:
    env = DriveEnv(**SAME)
    rows: list[Row] = [(env.reset(seed=seed)[0].tolist(), 0.0, False, False, 0.0, env.simulator.digest(0))]
    for action in actions(seed):
        view, reward, terminated, truncated, info = env.step(action)
        rows.append((view.tolist(), reward, terminated, truncated, info["time_s"], info["end"]))
        if terminated or truncated:
            break
    env.close()
    return rows, env.simulator.digest(0)


def vector(seeds: list[int]) -> list[list[Row]]:
    """Return the first episodes of all worlds."""
    env = gymnasium.make_vec("longtail/Drive-v0", len(seeds), **SAME)
    views, _ = env.reset(seed=seeds)  # type: ignore[arg-type]
    simulator = env.unwrapped.simulator  # type: ignore[attr-defined]
    rows: list[list[Row]] = [
        [(views[w].tolist(), 0.0, False, False, 0.0, simulator.digest(w))] for w in range(len(seeds))
    ]
    going_on = [True] * len(seeds)
    for row in zip(*(actions(seed) for seed in seeds), strict=True):
        views, rewards, terminated, truncated, infos = env.step(np.array(row))
        for w in np.flatnonzero(going_on).tolist():
            told = infos["time_s"][w], infos["end"][w]
            rows[w].append((views[w].tolist(), rewards[w], bool(terminated[w]), bool(truncated[w]), *told))
            going_on[w] = not (terminated[w] or truncated[w])
    env.close()
    return rows


def fleet(seed: int) -> tuple[list[Row], str]:
    env = fleet_v0.parallel_env(cars=1, **SAME)
    rows: list[Row] = [(env.reset(seed=seed)[0]["car_0"].tolist(), 0.0, False, False, 0.0, env.simulator.digest(0))]
    for action in actions(seed):
        views, rewards, terminated, truncated, infos = env.step({"car_0": action})
        told = infos["car_0"]["time_s"], infos["car_0"]["end"]
        rows.append((views["car_0"].tolist(), rewards["car_0"], terminated["car_0"], truncated["car_0"], *told))
        if not env.agents:
            break
    env.close()
    return rows, env.simulator.digest(0)


def test_the_single_the_vector_and_the_fleet_face_play_the_same_bits() -> None:
    """Observations, rewards, ends, times; the whole world at the beginning, and at the end where the world has one."""
    seeds = [SEED, SEED + 1, SEED + 2]
    many = vector(seeds)
    for seed, of_the_vector in zip(seeds, many, strict=True):
        alone, digest = single(seed)
        among_agents, same_digest = fleet(seed)
        assert alone == of_the_vector == among_agents
        assert digest == same_digest
        assert len(alone) > 10


def test_the_account_is_compiled_once() -> None:
    """One signature for all faces: a second one would be compiled in silence."""
    single(SEED), vector([SEED, SEED + 1]), fleet(SEED)
    for number in (1, 2):  # where people drive the others only egos are asked
        gymnasium.make_vec("longtail/Drive-v0", number, warm_up_s=30).reset(seed=SEED)
    for entry in (account, start, observe_worlds, observe_trips):
        if hasattr(entry, "signatures"):
            assert len(entry.signatures) == 1


def test_learners_who_act_as_the_fleets_agent_change_nothing() -> None:
    """Four cars handed to agents that answer as the fleet's agent would: the world in which it drives them all."""
    from longtail_sim import load_agent
    from longtail_sim.observation import FleetObservation

    agent = load_agent("rule_based")
    codes = {0: 0, 2: 1, 3: 2, 4: 3}  # the tactical number of a longitudinal decision
    envs = [fleet_v0.parallel_env(cars=cars, set=["fleet.share=0.3"], **SAME) for cars in (1, 5)]
    digests = []
    for env in envs:
        env.reset(seed=SEED)
        for _ in range(40):
            seen = env._episodes.seen[0]
            zeros = np.zeros(len(seen), np.int64)
            answer = agent.act_batch(FleetObservation(seen, zeros, zeros, env._episodes.egos["trip"][0]))
            numbers = [codes[int(code)] for code in answer.longitudinal]
            env.step({name: numbers[env.possible_agents.index(name)] for name in env.agents})
        digests.append(env.simulator.digest(0))
        env.close()
    assert digests[0] == digests[1]
