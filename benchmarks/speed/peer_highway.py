"""HighwayEnv's intersection: one ego, one decision a second, fifteen physics steps each."""

from __future__ import annotations

from measuring import Measured, PeerMissingError, stop_watch

EPISODES = 60
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
    environment = gymnasium.make("intersection-v0")
    environment.reset(seed=0)
    road = environment.unwrapped
    per_decision = road.config["simulation_frequency"] // road.config["policy_frequency"]

    def step() -> float:
        _, _, terminated, truncated, _ = environment.step(IDLE)
        vehicles = len(road.road.vehicles)
        if terminated or truncated:
            environment.reset()
        return float(vehicles)

    return stop_watch(step, 5 * EPISODES, per_decision, 1 / road.config["simulation_frequency"], asked=True)
