"""Learn to drive at a dark signal with PPO, and let the result drive a fleet.

    pip install 'longtail-sim[rl]'
    python examples/train_ppo.py
    longtail run one_dark_junction --agent results/ppo/policy.npz

One car learns, among people; what it has learned then drives the whole fleet, and is scored as every agent is, on
worlds that it has not been trained in.  The same arguments give the same policy on the same machine.
"""

from __future__ import annotations

import argparse
import csv
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import gymnasium
import numpy as np
import torch
from stable_baselines3 import PPO
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.vec_env import VecEnv, VecEnvWrapper, VecMonitor

from longtail_sim import Policy, load_agent, load_scenario
from longtail_sim.agent.policy import COLUMNS, scaled
from longtail_sim.envs import DriveEnv
from longtail_sim.envs.sb3 import make_vec_env
from longtail_sim.episode import compare

SCENARIO = "one_dark_junction"
BESIDE = ("stop_when_confused", "rule_based")
# The signal goes dark early, so that the ego meets it dark and does not wait for traffic of five minutes to pass.
WORLDS = {"scenario": SCENARIO, "warm_up_s": 90.0, "set": ["events.0.at_s=30"], "max_steps": 600, "threads": 2}
ACTIONS = ("proceed", "yield", "stop", "creep")  # of those there are; one lane to a street, and nobody to ask
REWARD_UNIT_S = 20.0  # so that the sums which the network of values has to tell are of the order of 1
# People brake for a car that turns across their way, so that the only one of its kind gets away with it; two cars of a
# fleet meet.  Whoever goes in where somebody would be met therefore pays, whether anything comes of it or not.
PUSHING_IN_S = 30.0
CURIOSITY = 0.01  # weight of the entropy at the beginning; none at the end, where the best action is to be certain
SETTINGS: dict[str, Any] = {
    "n_steps": 128,
    "batch_size": 1024,
    "n_epochs": 6,
    # A red light of half a minute is 60 decisions: with 0.99 what comes after it would count half, and running it pay.
    "gamma": 0.998,
    "learning_rate": lambda left: 1e-3 * left,
    "policy_kwargs": {"net_arch": {"pi": [64, 64], "vf": [64, 64]}, "activation_fn": torch.nn.ReLU},
}
CURVE = ("steps", "seconds", "episodes", "return_mean", "finished", "contact")


def main() -> None:
    """Train, save, and compare."""
    chosen = arguments()
    chosen.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)  # the network is small; the other core simulates
    curve = Curve(chosen.steps)
    model = train(chosen.steps, chosen.worlds, chosen.seed, curve)
    curve.save(chosen.out)
    notes = {"made by": "examples/train_ppo.py", "steps": chosen.steps, "seed": chosen.seed, "worlds": chosen.worlds}
    policy = policy_of(model, notes)
    policy.save(chosen.out / "policy.npz")
    print(f"trained in {curve.rows[-1][1]:.0f} s; policy.npz, curve.csv and curve.png are in {chosen.out}", flush=True)
    judge(policy, chosen.out / "policy.npz", range(chosen.judge_from, chosen.judge_from + chosen.judge_seeds))


def arguments() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=500_000, help="decisions to learn from")
    parser.add_argument("--worlds", type=int, default=64, help="side by side")
    parser.add_argument("--seed", type=int, default=0, help="of the first world, and of the network's beginning")
    parser.add_argument("--judge-seeds", type=int, default=20, help="worlds to compare the policy in")
    parser.add_argument("--judge-from", type=int, default=1000, help="seed of the first of them")
    parser.add_argument("--out", type=Path, default=Path("results/ppo"), help="folder of what is written")
    return parser.parse_args()


class Learnable(VecEnvWrapper):
    """The environment as the network meets it: scaled observations, some of the actions, a price for pushing in."""

    def __init__(self, venv: VecEnv) -> None:
        """Wrap worlds."""
        columns = venv.observation_space.shape
        spaces = gymnasium.spaces.Box(0.0, 1.0, columns, np.float32), gymnasium.spaces.Discrete(len(ACTIONS))
        super().__init__(venv, *spaces)
        self.numbers = np.array([DriveEnv.ACTIONS.index(name) for name in ACTIONS])

    def reset(self) -> np.ndarray:
        """Begin anew."""
        self.seen = self.venv.reset()
        return scaled(self.seen).astype(np.float32)

    def step_async(self, actions: np.ndarray) -> None:
        """Hand over the actions by the numbers that the environment knows."""
        self.venv.step_async(self.numbers[actions])

    def step_wait(self) -> tuple:
        """Return what a step has brought."""
        views, rewards, ended, infos = self.venv.step_wait()
        for world in np.flatnonzero(ended):
            infos[world]["terminal_observation"] = scaled(infos[world]["terminal_observation"]).astype(np.float32)
        rewards = rewards - np.float32(PUSHING_IN_S) * (self.pushed_in(views) & ~ended)
        self.seen = views
        return scaled(views).astype(np.float32), rewards / np.float32(REWARD_UNIT_S), ended, infos

    def pushed_in(self, views: np.ndarray) -> np.ndarray:
        """Tell who has entered a junction within the step although somebody would be met there, shape (worlds,)."""
        inside, clear = COLUMNS.index("in_junction"), COLUMNS.index("path_clear")
        entered = (self.seen[:, inside] < 0.5) & (views[:, inside] > 0.5)
        return entered & (self.seen[:, clear] < 0.5)


class Curve(BaseCallback):
    """Notes how the episodes end and what they bring, and lets the curiosity fade."""

    def __init__(self, steps: int) -> None:
        """Begin with no rows."""
        super().__init__()
        self.steps, self.rows, self.begin = steps, [], time.perf_counter()
        self.ended: list[dict[str, Any]] = []

    def _on_step(self) -> bool:
        self.ended += [info for info in self.locals["infos"] if "episode" in info]
        return True

    def _on_rollout_end(self) -> None:
        self.model.ent_coef = CURIOSITY * max(1 - self.num_timesteps / self.steps, 0)
        returns = [info["episode"]["r"] for info in self.ended] or [np.nan]  # in seconds, as the environment gives them
        shares = [sum(info["end"] == end for info in self.ended) / len(returns) for end in CURVE[-2:]]
        numbers = (time.perf_counter() - self.begin, len(self.ended), np.mean(returns), *shares)
        self.rows.append((self.num_timesteps, *(round(float(number), 3) for number in numbers)))
        print(*(f"{name} {value:g} " for name, value in zip(CURVE, self.rows[-1], strict=True)), flush=True)
        self.ended = []

    def save(self, folder: Path) -> None:
        """Write curve.csv and curve.png."""
        with open(folder / "curve.csv", "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([CURVE, *self.rows])
        from matplotlib.figure import Figure  # without pyplot no display is needed

        figure = Figure(figsize=(7, 5), layout="constrained")
        above, below = figure.subplots(2, sharex=True)
        columns = dict(zip(CURVE, zip(*self.rows, strict=True), strict=True))
        above.plot(columns["steps"], columns["return_mean"])
        above.set_ylabel("return of an episode, s")
        below.plot(columns["steps"], 100 * np.array(columns["contact"]))
        below.set_ylabel("episodes with a contact, %")
        below.set_xlabel("decisions")
        figure.savefig(folder / "curve.png", dpi=120)


def train(steps: int, worlds: int, seed: int, curve: Curve) -> PPO:
    """Return a trained model."""
    venv = make_vec_env(worlds, **WORLDS)
    model = PPO("MlpPolicy", Learnable(VecMonitor(venv)), seed=seed, ent_coef=CURIOSITY, **SETTINGS)
    model.learn(steps, callback=curve)
    venv.close()
    return model


def policy_of(model: PPO, notes: dict[str, Any]) -> Policy:
    """Return the network that chooses, without the one that values."""
    linear = [part for part in model.policy.mlp_extractor.policy_net if isinstance(part, torch.nn.Linear)]
    linear.append(model.policy.action_net)
    layers = [(part.weight.detach().numpy().T.copy(), part.bias.detach().numpy().copy()) for part in linear]
    return Policy(layers, ACTIONS, notes)


def judge(policy: Policy, file: Path, seeds: range) -> None:
    """Compare as ``longtail run`` does, on worlds that were not learned from, and note the score in the file."""
    agents = [load_agent(name) for name in (str(file), *BESIDE)]
    comparison = compare(load_scenario(SCENARIO), agents, seeds)
    judged = f"{SCENARIO}, seeds {seeds.start}:{seeds.stop}"
    print(f"\n{judged:<36}{'score [95 %]':>20}{'past the gate':>15}")
    for name, found in comparison.summaries.items():
        print(f"{name:<36}{found.metrics['score'].text():>20}{found.score.gate:>15.0%}")
    score = comparison.summaries[str(file)].metrics["score"].text()
    replace(policy, notes={**policy.notes, "score": score, "judged on": judged}).save(file)


if __name__ == "__main__":
    main()
