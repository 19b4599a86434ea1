"""T1.12 to T1.14: one seed gives one history, draws of one do not touch another's, and nobody is lost or overtaken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from longtail_sim.agent import Agent, load_agent
from longtail_sim.observation import FleetAction, FleetObservation
from longtail_sim.scenario import Scenario
from longtail_sim.simulator import Simulator
from longtail_sim.validation.measuring import junction
from longtail_sim.validation.sojourn import watch
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

AGENT = "stop_when_confused"
HALF_WAY_S, END_S = 40.0, 80.0
NONE = (0.0, 0.0)

Order = Callable[[int], npt.NDArray[np.int64]]


def _busy() -> Scenario:
    """Return a grid on which everything happens: errors, an outage, a fleet that asks over a bad link."""
    fleet = {"share": 0.15, "remote_assistance": {"agents": 2, "link": {"loss": 0.3}, "background_requests_per_h": 100}}
    parts: dict[str, Any] = {
        "network": {"grid": {"rows": 2, "columns": 2, "lanes": 2, "entry_m": 100, "block_m": 100}},
        "demand": {"vehicles_per_hour": 4000},
        "fleet": fleet,
        "events": [{"kind": "signal_outage", "at_s": 20, "where": {"share_of_junctions": 0.5}}],
    }
    return Scenario.model_validate({"duration_s": 7200, **parts})


def _as_they_come(rows: int) -> npt.NDArray[np.int64]:
    return np.arange(rows)


def _shuffled(rows: int) -> npt.NDArray[np.int64]:
    return np.random.default_rng(rows).permutation(rows)


def _decide(agent: Agent, seen: FleetObservation, order: npt.NDArray[np.int64]) -> FleetAction:
    """Return the agent's decisions, though it is asked about the vehicles in another order."""
    back = np.argsort(order)
    rows = (seen.values[order], seen.world[order], seen.slot[order], seen.trip[order])
    asked = FleetObservation(*rows, seen.time_s, place=seen.place.rows(order))
    given = agent.act_batch(asked)
    return FleetAction(given.longitudinal[back], given.speed[back], given.lateral[back], given.request[back])


def _drive(simulator: Simulator, until_s: float, order: Order = _as_they_come) -> list[str]:
    """Drive on with a fresh agent and return the digest of every world."""
    agent = load_agent(AGENT)
    while simulator.time_s < until_s - 1e-9:
        seen = simulator.observe()
        simulator.act(_decide(agent, seen, order(len(seen))) if len(seen) else FleetAction.proceed(0))
        simulator.step()
    return [simulator.digest(world) for world in range(simulator.num_worlds)]


def _differing(a: list[str], b: list[str]) -> list[float]:
    return [float(sum(x != y for x, y in zip(a, b, strict=True)))]


def _determinism(effort: Effort) -> Readings:
    scenario, seeds = _busy(), effort.seeds(64, 64)
    some = list(range(0, len(seeds), effort.choose(16, 4)))
    simulator = Simulator(scenario, seeds, threads=effort.threads)
    _drive(simulator, HALF_WAY_S)
    middle = simulator.snapshot()
    first = _drive(simulator, END_S)
    effort.tell(0.3)
    simulator.restore(middle)
    restored = _drive(simulator, END_S)
    effort.tell(0.5)
    again = _drive(Simulator(scenario, seeds, threads=effort.threads), END_S)
    effort.tell(0.7)
    few = [seeds[i] for i in some]
    alone = [_drive(Simulator(scenario, [seed]), END_S)[0] for seed in few]
    shuffled = _drive(Simulator(scenario, few, threads=effort.threads), END_S, _shuffled)
    expected = [first[i] for i in some]
    return {
        "T1.12 same seed twice": _differing(first, again),
        "T1.12 saved and restored": _differing(first, restored),
        "T1.12 alone and among 64": _differing(expected, alone),
        "T1.12 agents in another order": _differing(expected, shuffled),
        "T1.12 different seeds": [float(len(set(first)))],
    }


def _two_ways(extra_per_hour: float) -> Scenario:
    """Return a street with traffic to the north, and a little or none to the south: two routes that do not meet."""
    return junction(legs={"south": 700.0, "north": extra_per_hour}, demand=0.0)


def _northbound(simulator: Simulator, until_s: float) -> tuple[dict[tuple[int, int, float], tuple[Any, ...]], int]:
    """Return where each of those who entered in the south was when, and how many others there were."""
    entries = simulator.state.entries.shape[1]
    vehicles = simulator.state.vehicles
    arrived = simulator.state.entries.rate[0]
    south = int(np.argmax(arrived))
    found: dict[tuple[int, int, float], tuple[Any, ...]] = {}
    while simulator.time_s < until_s:
        simulator.step()
        mine = (vehicles.trip >= 0) & (vehicles.trip % entries == south)
        for w, i in np.argwhere(mine).tolist():
            place = vehicles.lane[w, i], vehicles.s[w, i], vehicles.speed[w, i], vehicles.accel[w, i]
            found[w, int(vehicles.trip[w, i]), simulator.time_s] = place
    others = int(simulator.state.entries.admitted.sum() - simulator.state.entries.admitted[:, south].sum())
    return found, others


def _isolation(effort: Effort) -> Readings:
    seeds, until_s = effort.seeds(4, 16), effort.choose(180.0, 600.0)
    without, none = _northbound(Simulator(_two_ways(0.0), seeds), until_s)
    effort.tell(0.5)
    having, others = _northbound(Simulator(_two_ways(60.0), seeds), until_s)
    if none or not others:
        raise RuntimeError(f"{none} vehicles without the extra demand, {others} with it; expected none and some")
    differing = sum(having.get(key) != place for key, place in without.items()) + len(having.keys() - without.keys())
    return {"T1.13": [float(differing)]}


def _calm(until_s: float = 3600.0) -> Scenario:
    """Return a grid with signals, in which the demand ends early enough for everybody to leave."""
    profile = [{"at_s": 0, "factor": 1}, {"at_s": until_s - 300.0, "factor": 0}]
    parts: dict[str, Any] = {
        "network": {"grid": {"rows": 2, "columns": 2, "lanes": 2, "entry_m": 100, "block_m": 100}},
        "demand": {"vehicles_per_hour": 3000, "profile": profile},
        "fleet": {"share": 0.0},
    }
    return Scenario.model_validate({"duration_s": 7200, **parts})


def _conservation(effort: Effort) -> Readings:
    until_s = effort.choose(600.0, 1800.0)
    busy = watch(Simulator(_busy(), effort.seeds(2, 8), threads=effort.threads), 0.0, until_s, effort.tell)
    calm = watch(Simulator(_calm(until_s), effort.seeds(4, 16), threads=effort.threads), 0.0, until_s, effort.tell)
    return {
        "T1.14 lost or doubled": [float(busy.lost + calm.lost)],
        "T1.14 overtaken in lane": [float(busy.overtakes + calm.overtakes)],
        "T1.14 L / (λ W)": calm.little.tolist(),
    }


def _required(
    id_: str, name: str, expected: str, band: tuple[float, float], case: str = "", exact: bool = True
) -> Target:
    return Target(id_, name, "-", expected, *band, "design", case, required=True, exact=exact)


EXPERIMENTS = (
    Experiment(
        "determinism",
        f"2 × 2 grid with errors, an outage and a fleet that asks for help; agent {AGENT}; 64 worlds, 80 s; worlds "
        "whose state differs in any bit.",
        (
            _required("T1.12", "worlds that differ", "0", NONE, "same seed twice"),
            _required("T1.12", "worlds that differ", "0", NONE, "saved and restored"),
            _required("T1.12", "worlds that differ", "0", NONE, "alone and among 64"),
            _required("T1.12", "worlds that differ", "0", NONE, "agents in another order"),
            _required("T1.12", "different histories of 64 seeds", "64", (64.0, 64.0), "different seeds"),
        ),
        _determinism,
        _busy,
    ),
    Experiment(
        "stream isolation",
        "One junction, 700 vehicles an hour to the north; with and without 60 an hour to the south. Places, speeds and "
        "accelerations of the northbound that differ.",
        (_required("T1.13", "trajectories that one more vehicle changes", "0", NONE),),
        _isolation,
        lambda: _two_ways(60.0),
    ),
    Experiment(
        "conservation and order",
        "The grid of T1.12, nobody decides for the fleet, and the same with signals (L = λ W there, demand ending 5 "
        "min before the end); vehicles counted at every decision from outside.",
        (
            _required("T1.14", "vehicles lost or doubled", "0", NONE, "lost or doubled"),
            _required("T1.14", "overtakings within a lane", "0", NONE, "overtaken in lane"),
            _required("T1.14", "number inside / (arrivals × time inside)", "1", (0.98, 1.02), "L / (λ W)", False),
        ),
        _conservation,
        _busy,
    ),
)
