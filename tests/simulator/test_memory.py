"""A long run takes no more memory than a short one."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

BOUND_BYTES = 4 * 2**20  # allocators keep some; a leak of 50 bytes a step would be more
STEPS, BEFORE = 100_000, 20_000  # physics steps that are watched, and those before, which fill every buffer

# Of this process alone: getrusage would pass on what the parent held when it was forked.
HELD = f"""
STEPS, BEFORE = {STEPS}, {BEFORE}

def peak():
    status = open("/proc/self/status").read()
    return 1024 * int(status.split("VmHWM:")[1].split()[0])

def watch(advance, steps_of_one):
    for _ in range(BEFORE // steps_of_one):
        advance()
    before = peak()
    for _ in range(STEPS // steps_of_one):
        advance()
    print(peak() - before)
"""
SIMULATOR = """
from longtail_sim import Scenario, Simulator, load_agent
parts = {
    "network": {"grid": {"rows": 1, "columns": 2, "lanes": 2, "entry_m": 80}},
    "demand": {"vehicles_per_hour": 900},
    "fleet": {"share": 0.3},
    "events": [{"kind": "signal_outage", "at_s": 600, "where": "everywhere"}],
}
scenario = Scenario.model_validate({"duration_s": 12_000, **parts})
simulator, agent = Simulator(scenario, [1]), load_agent("rule_based")

def advance():
    seen = simulator.observe()
    simulator.act(agent.act_batch(seen))
    simulator.step()

watch(advance, simulator.substeps)
assert simulator.state.tally.finished.sum() > 1000
"""
EPISODES = """
import gymnasium, longtail_sim
env = gymnasium.make("longtail/Drive-v0", scenario="one_dark_junction", warm_up_s=20.0)
env.reset(seed=1)
episodes = 0

def advance():
    global episodes
    _, _, terminated, truncated, _ = env.step(0)
    if terminated or truncated:
        episodes += 1
        env.reset()

watch(advance, 5)
assert episodes > 50
"""
LEAK = """
kept = []
watch(lambda: kept.append(bytes(50 * 5)), 5)
"""


ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the system does not tell what a process holds")


def growth(python: Callable[..., str], code: str) -> int:
    """Return how many bytes a fresh process holds more at its peak after 10^5 physics steps."""
    return int(python(HELD + code))


@pytest.mark.slow
@ON_LINUX
@pytest.mark.parametrize("use", [SIMULATOR, EPISODES], ids=["simulator", "episodes"])
def test_memory_does_not_grow(use: str, python: Callable[..., str]) -> None:
    """Observe, act and step, or one episode after another."""
    assert growth(python, use) < BOUND_BYTES


@ON_LINUX
def test_a_small_leak_would_be_seen(python: Callable[..., str]) -> None:
    """Fifty bytes a step."""
    assert growth(python, LEAK) > BOUND_BYTES
