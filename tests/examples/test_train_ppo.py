"""The PPO example, much shortened: the written policy is the trained one, and the seed decides everything."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

pytest.importorskip("stable_baselines3")

import torch

from longtail_sim import Policy
from longtail_sim.envs.sb3 import make_vec_env
from longtail_sim.observation import example_observations

WORLDS, STEPS = 4, 128


@pytest.fixture(scope="module")
def ppo(example: Callable[[str], ModuleType]) -> ModuleType:
    module = example("train_ppo")
    module.WORLDS = {**module.WORLDS, "warm_up_s": 30.0, "max_steps": 40}
    module.SETTINGS = {**module.SETTINGS, "n_steps": 16, "batch_size": 64}
    return module


def test_the_file_holds_the_network_that_was_trained(ppo: ModuleType, tmp_path: Path) -> None:
    curve = ppo.Curve(STEPS)
    model = ppo.train(STEPS, WORLDS, 0, curve)
    ppo.policy_of(model, {"seed": 0}).save(tmp_path / "policy.npz")
    policy = Policy.load(tmp_path / "policy.npz")
    fleet = example_observations(300, 1)
    views = torch.as_tensor(ppo.scaled(fleet.values).astype(np.float32))
    with torch.no_grad():
        theirs = model.policy.get_distribution(views).distribution.logits.numpy()
    mine = policy.preferences(fleet.values)
    mine -= np.log(np.exp(mine).sum(axis=1, keepdims=True))
    np.testing.assert_allclose(mine, theirs, atol=1e-4)
    assert policy.actions == ppo.ACTIONS
    again = ppo.policy_of(ppo.train(STEPS, WORLDS, 0, ppo.Curve(STEPS)), {})
    np.testing.assert_array_equal(again.preferences(fleet.values), ppo.policy_of(model, {}).preferences(fleet.values))


def test_the_curve_is_saved(ppo: ModuleType, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    curve = ppo.Curve(100)
    curve.rows = [(50, 1.0, 2, -3.0, 0.5, 0.5), (100, 2.0, 4, 8.0, 1.0, 0.0)]
    curve.save(tmp_path)
    rows = list(csv.reader((tmp_path / "curve.csv").read_text(encoding="utf-8").splitlines()))
    assert rows == [list(ppo.CURVE), *([str(number) for number in row] for row in curve.rows)]
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")


def test_what_the_network_meets(ppo: ModuleType) -> None:
    venv = make_vec_env(2, **ppo.WORLDS)
    wrapped = ppo.Learnable(venv)
    wrapped.seed(1)
    assert wrapped.observation_space.contains(wrapped.reset()[0])
    creep = np.full(2, ppo.ACTIONS.index("creep"))
    lasts = []
    for _ in range(40):
        views, _, ended, infos = wrapped.step(creep)
        assert wrapped.observation_space.contains(views[0])
        lasts += [infos[world]["terminal_observation"] for world in np.flatnonzero(ended)]
    assert len(lasts) == 2 and all(wrapped.observation_space.contains(last) for last in lasts)
    assert 0 < wrapped.venv.vector.named.speed_mps.max() < 12
    wrapped.close()


def test_who_pushes_in_pays(ppo: ModuleType) -> None:
    venv = make_vec_env(3, **ppo.WORLDS)
    wrapped = ppo.Learnable(venv)
    wrapped.reset()
    inside, clear = (ppo.COLUMNS.index(name) for name in ("in_junction", "path_clear"))
    wrapped.seen[:, [inside, clear]] = [(0, 0), (0, 1), (1, 0)]
    after = wrapped.seen.copy()
    after[:, inside] = 1
    assert wrapped.pushed_in(after).tolist() == [True, False, False]
    after[:, inside] = 0
    assert not wrapped.pushed_in(after).any()
    wrapped.close()
