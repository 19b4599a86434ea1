"""HighwayEnv's intersection: one ego, one decision a second, fifteen physics steps each."""

from __future__ import annotations

from typing import Any

from measuring import Measured, Pace, PeerMissingError, stop_watch

NAME = "intersection-v2"
DECISIONS = 300
IDLE = 1


def highway_intersection() -> Measured:
    """Time the intersection with an ego that keeps its speed.

    Raises:
        PeerMissingError: HighwayEnv is not installed.
    """
    try:
        import gymnasium
        import highway_env  # noqa: F401
    except ImportError as error:
        raise PeerMissingError(f"not installed: {error.name}") from None
    environment = gymnasium.make(NAME)
    environment.reset(seed=0)
    inner: Any = environment.unwrapped
    frequency, per_decision = inner.config["simulation_frequency"], inner.config["policy_frequency"]
    over = False

    def step() -> float:
        nonlocal over
        _, _, terminated, truncated, _ = environment.step(IDLE)
        over = terminated or truncated
        return float(len(inner.road.vehicles))

    def begin_again() -> None:
        if over:
            environment.reset()

    return stop_watch(step, DECISIONS, Pace(frequency // per_decision, 1 / frequency, asked=True), begin_again)
