"""Clone the agent rule_based: record what it does, teach a network to do the same, and let the network drive.

    python examples/clone_rule_based.py
    longtail run one_dark_junction --agent results/clone/cloned.npz

Needs NumPy only.  The same arguments give the same network.  With ``--parquet`` the recorded episodes are written, too
(pip install 'longtail-sim[export]').
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the matrices are small: threads would wait for one another

import numpy as np

from longtail_sim import Policy, load_agent, load_scenario
from longtail_sim.agent.policy import scaled
from longtail_sim.envs.export import write_parquet
from longtail_sim.envs.recording import Recording, record
from longtail_sim.episode import compare
from longtail_sim.observation import TACTICAL

SCENARIO = "one_dark_junction"
TEACHER = "rule_based"
BESIDE = ("stop_when_confused", TEACHER)
# The signal goes dark early, so that the ego meets it dark and does not wait for traffic of five minutes to pass.
EPISODES_OF = {"scenario": SCENARIO, "warm_up_s": 90.0, "set": ["events.0.at_s=30"], "threads": 2}
HIDDEN = (64, 64)
BATCH = 256
EVERY = 10  # each tenth episode is kept for the test

Layers = list[tuple[np.ndarray, np.ndarray]]


def main() -> None:
    """Record, learn, save, and compare with the teacher."""
    chosen = arguments()
    chosen.out.mkdir(parents=True, exist_ok=True)
    begin = time.perf_counter()
    recording = record(TEACHER, chosen.episodes, seed=chosen.seed, **EPISODES_OF)
    print(f"recorded {chosen.episodes} episodes in {time.perf_counter() - begin:.0f} s")
    if chosen.parquet:
        write_parquet(recording, chosen.out / "episodes.parquet")
    begin = time.perf_counter()
    policy = clone(recording, chosen.epochs, chosen.seed)
    print(f"learned in {time.perf_counter() - begin:.0f} s: {policy.notes}")
    policy.save(chosen.out / "cloned.npz")
    judge(policy, chosen.out / "cloned.npz", range(chosen.judge_from, chosen.judge_from + chosen.judge_seeds))


def arguments() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--episodes", type=int, default=400, help="how many to record")
    parser.add_argument("--epochs", type=int, default=40, help="how often to go through them")
    parser.add_argument("--seed", type=int, default=0, help="of the first episode, and of the network's beginning")
    parser.add_argument("--judge-seeds", type=int, default=20, help="worlds to compare the student in")
    parser.add_argument("--judge-from", type=int, default=1000, help="seed of the first of them")
    parser.add_argument("--parquet", action="store_true", help="write the recorded episodes, too")
    parser.add_argument("--out", type=Path, default=Path("results/clone"), help="folder of what is written")
    return parser.parse_args()


def clone(recording: Recording, epochs: int, seed: int) -> Policy:
    """Return the student of recorded episodes; its notes say how often it agrees in every tenth, which it never saw."""
    test = recording.episodes[::EVERY]
    learned = [episode for number, episode in enumerate(recording.episodes) if number % EVERY]
    inputs, wanted = pairs(learned)
    used = np.unique(wanted)  # the teacher's vocabulary
    layers = learn(inputs, np.searchsorted(used, wanted), len(used), epochs, np.random.default_rng(seed))
    names = tuple(list(TACTICAL)[number] for number in used)
    inputs, wanted = pairs(test)
    agreement = float((used[outputs(layers, inputs)[-1].argmax(axis=1)] == wanted).mean())
    notes = {"teacher": recording.agent, "decisions": len(wanted), "agreement": round(agreement, 4), "seed": seed}
    return Policy(layers, names, {"made by": "examples/clone_rule_based.py", **notes})


def pairs(episodes: list) -> tuple[np.ndarray, np.ndarray]:
    """Return what was seen, scaled, shape (decisions, columns), and what was decided, shape (decisions,)."""
    seen = np.concatenate([episode.observations[:-1] for episode in episodes])
    return scaled(seen), np.concatenate([episode.actions for episode in episodes])


def outputs(layers: Layers, inputs: np.ndarray) -> list[np.ndarray]:
    """Return the inputs and what each layer makes of them; the last one linear, the others cut off below zero."""
    signals = [inputs]
    for weights, biases in layers[:-1]:
        signals.append(np.maximum(0.0, signals[-1] @ weights + biases))
    weights, biases = layers[-1]
    return [*signals, signals[-1] @ weights + biases]


def learn(inputs: np.ndarray, wanted: np.ndarray, actions: int, epochs: int, generator: np.random.Generator) -> Layers:
    """Minimise the cross entropy with Adam (Kingma & Ba 2015), its step falling to zero."""
    layers = beginning((inputs.shape[1], *HIDDEN, actions), generator)
    numbers = [part for layer in layers for part in layer]
    means, squares = [np.zeros_like(part) for part in numbers], [np.zeros_like(part) for part in numbers]
    steps = epochs * (len(inputs) // BATCH)
    for step in range(steps):
        if step % (len(inputs) // BATCH) == 0:
            order = generator.permutation(len(inputs))
        rows = order[step % (len(inputs) // BATCH) * BATCH :][:BATCH]
        rate = 2e-3 * (1 - step / steps)
        for k, slope in enumerate(slopes(layers, inputs[rows], wanted[rows])):
            means[k] += 0.1 * (slope - means[k])
            squares[k] += 0.001 * (slope**2 - squares[k])
            mean, square = means[k] / (1 - 0.9 ** (step + 1)), squares[k] / (1 - 0.999 ** (step + 1))
            numbers[k] -= rate * mean / (np.sqrt(square) + 1e-8)
    return layers


def beginning(widths: tuple[int, ...], generator: np.random.Generator) -> Layers:
    """Return layers drawn from U(±1/√n) of n inputs."""
    return [(generator.uniform(-1, 1, (n, m)) / np.sqrt(n), np.zeros(m)) for n, m in pairwise(widths)]


def slopes(layers: Layers, inputs: np.ndarray, wanted: np.ndarray) -> list[np.ndarray]:
    """Return the derivatives of the mean cross entropy by all weights and biases, in their order."""
    signals = outputs(layers, inputs)
    odds = np.exp(signals[-1] - signals[-1].max(axis=1, keepdims=True))
    back = odds / odds.sum(axis=1, keepdims=True)
    back[np.arange(len(wanted)), wanted] -= 1
    back /= len(wanted)
    found: list[np.ndarray] = []
    for k in reversed(range(len(layers))):
        found = [signals[k].T @ back, back.sum(axis=0), *found]
        back = (back @ layers[k][0].T) * (signals[k] > 0)
    return found


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
