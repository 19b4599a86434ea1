"""longtail-sim on the two settings."""

from __future__ import annotations

from measuring import Measured, Pace, stop_watch

from longtail_sim import FleetAction, Scenario, Simulator

GRID = {"columns": 10, "rows": 10, "lanes": 2, "block_m": 150, "entry_m": 150, "speed_limit_mps": 11.2}
WARM_UP_S = 600.0


def our_grid(demand: float, seconds: float) -> Measured:
    """Time the 10 x 10 grid of two-lane streets with signals and people only."""
    parts = {"network": {"grid": GRID}, "demand": {"vehicles_per_hour": demand}, "fleet": {"share": 0}}
    simulator = Simulator(Scenario.model_validate(parts), [0])
    while simulator.time_s < WARM_UP_S:
        simulator.step()

    def step() -> float:
        simulator.step()
        return float((simulator.state.vehicles.trip >= 0).sum())

    rounds = round(seconds / simulator.decision_interval_s)
    return stop_watch(step, rounds, Pace(simulator.substeps, 0.1))


def our_junction() -> Measured:
    """Time a single junction with an agent in every tenth vehicle: observe, decide, step."""
    network = {"grid": {"columns": 1, "rows": 1, "lanes": 1}}
    parts = {"network": network, "demand": {"vehicles_per_hour": 1200}, "fleet": {"share": 0.1}}
    simulator = Simulator(Scenario.model_validate(parts), [0])

    def step() -> float:
        seen = simulator.observe()
        simulator.act(FleetAction.proceed(len(seen)))
        simulator.step()
        return float((simulator.state.vehicles.trip >= 0).sum())

    step()  # compiles, or loads the machine code
    return stop_watch(step, 2000, Pace(simulator.substeps, 0.1, asked=True))
