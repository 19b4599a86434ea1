"""Where the time of a step goes: every phase is called from Python on worlds that go on as they would have anyway.

Usage: python benchmarks/speed/phases.py [--rounds 7] [--clock cpu]

What it costs to call a compiled function, measured with one that does nothing, is taken off.  Alone a phase is not
compiled into the step, and finds the caches as the phase before left them: so the sum is printed beside the whole step.
At the end both have the same digest, or there is an error: no physics was left out.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any, NamedTuple

from contest import CLOCKS
from worlds import SETTLED_S, grid, settled

from longtail_sim import Simulator
from longtail_sim.core.jit import kernel
from longtail_sim.core.packed import Streets, pack
from longtail_sim.core.params import DT_S
from longtail_sim.core.phases import (
    arrivals,
    assistance,
    automated,
    contact,
    encounters,
    events,
    gridlock,
    heed,
    junctions,
    kerb,
    lane_choice,
    measure,
    move,
    narrows,
    obstacles,
    pedestrians,
    people,
    perceive,
    sense,
    signals,
    sirens,
    supervision,
)
from longtail_sim.core.schema import Array
from longtail_sim.core.state import State
from longtail_sim.core.step import step_worlds

Clock = Callable[[], float]
STEPS = 600  # of a round
WHOLE = "step_worlds"


class Given(NamedTuple):
    """What phases are handed: world 0 at one step."""

    now: float
    step: int
    state: State
    settings: Array
    network: Streets


# In the order of core/step.py, with what follows the number of the world.
PHASES: dict[str, tuple[Any, tuple[str, ...]]] = {
    "events": (events.fire, ("now", "state")),
    "signals": (signals.advance, ("now", "state", "network")),
    "arrivals": (arrivals.admit, ("now", "state", "settings", "network")),
    "lane_choice": (lane_choice.choose, ("now", "step", "state", "network")),
    "perceive": (perceive.neighbours, ("state", "network")),
    "sirens": (sirens.make_way, ("now", "state", "settings", "network")),
    "kerb": (kerb.go_round, ("state", "network")),
    "obstacles": (obstacles.stand, ("now", "state", "settings", "network")),
    "pedestrians": (pedestrians.go, ("now", "state", "settings", "network")),
    "junctions": (junctions.arbitrate, ("now", "state", "settings", "network")),
    "narrows": (narrows.share, ("now", "state", "settings")),
    "supervision": (supervision.watch, ("now", "state", "settings", "network")),
    "people": (people.drive, ("now", "step", "state", "settings", "network")),
    "sense": (sense.believe, ("now", "step", "state", "settings", "network")),
    "automated": (automated.drive, ("now", "state", "settings", "network")),
    "heed": (heed.obstacles, ("now", "state", "settings")),
    "assistance": (assistance.serve, ("now", "state", "settings", "network")),
    "move": (move.integrate, ("now", "state", "settings", "network")),
    "contact": (contact.detect, ("now", "state", "settings", "network")),
    "measure": (measure.update, ("step", "state", "network")),
    "encounters": (encounters.update, ("step", "now", "state", "network")),
    "gridlock": (gridlock.search, ("step", "now", "state", "network")),
}


@kernel
def nothing(*given: Any) -> None:
    """Take the arguments and return."""


def timed(clock: Clock, function: Any, *given: Any) -> float:
    """Return how long one call takes."""
    begin = clock()
    function(*given)
    return clock() - begin


def given_of(simulator: Simulator, streets: Streets) -> Given:
    """Return the arguments of the next step."""
    number = int(simulator.state.clock.step[0])
    return Given(number * DT_S, number, simulator.tables, simulator._plain_settings, streets)


def by_phase(simulator: Simulator, streets: Streets, steps: int, clock: Clock) -> dict[str, float]:
    """Advance world 0 phase by phase; return the seconds of each, those of the call taken off."""
    spent = dict.fromkeys(PHASES, 0.0)
    for _ in range(steps):
        given = given_of(simulator, streets)
        for name, (phase, names) in PHASES.items():
            arguments = [getattr(given, each) for each in names]
            spent[name] += timed(clock, phase, 0, *arguments) - timed(clock, nothing, 0, *arguments)
        simulator.tables.clock["step"][0] = given.step + 1
    return spent


def whole(simulator: Simulator, streets: Streets, steps: int, clock: Clock) -> float:
    """Advance world 0 by whole steps, one call each; return their seconds, those of the call taken off."""
    spent = 0.0
    for _ in range(steps):
        given = given_of(simulator, streets)
        arguments = (0, 1, 1, given.state, given.settings, given.network)
        spent += timed(clock, step_worlds, *arguments) - timed(clock, nothing, *arguments)
    return spent


def shares(simulator: Simulator, steps: int, rounds: int, clock: Clock) -> dict[str, float]:
    """Return nanoseconds per vehicle and step of every phase and of the whole step, medians of rounds.

    Raises:
        RuntimeError: the phases one by one are not the step.
    """
    streets, twin = pack(simulator.network.arrays), simulator.fork()
    for each, advance in ((simulator, by_phase), (twin, whole)):
        advance(each, streets, 1, clock)  # compiles
    found: dict[str, list[float]] = {name: [] for name in (*PHASES, WHOLE)}
    for _ in range(rounds):
        vehicles = int((simulator.state.vehicles.trip >= 0).sum())
        spent = by_phase(simulator, streets, steps, clock)
        spent[WHOLE] = whole(twin, streets, steps, clock)
        for name, seconds in spent.items():
            found[name].append(1e9 * seconds / steps / max(vehicles, 1))
    if simulator.digest(0) != twin.digest(0):
        raise RuntimeError("the phases of benchmarks/speed/phases.py are not those of core/step.py")
    return {name: median(values) for name, values in found.items()}


def show(title: str, spent: dict[str, float]) -> None:
    """Print the phases, the largest first, and the whole."""
    phases = {name: ns for name, ns in spent.items() if name != WHOLE}
    together = sum(phases.values())
    print(f"{title}\n{'':14}{'ns':>8}{'share':>8}")
    for name, ns in sorted(phases.items(), key=lambda item: -item[1]):
        print(f"{name:14}{ns:8.1f}{ns / together:8.1%}")
    print(f"{'sum':14}{together:8.1f}\n{'whole step':14}{spent[WHOLE]:8.1f}\n", flush=True)


def main(given: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7, help=f"of {STEPS} steps (default 7)")
    parser.add_argument(
        "--clock", choices=list(CLOCKS), default="wall", help="cpu leaves out waiting on a busy machine"
    )
    chosen = parser.parse_args(given)
    for what, dark in (("signals", False), ("all signals dark", True)):
        simulator = settled(grid(10, dark=dark), SETTLED_S)
        vehicles = int((simulator.state.vehicles.trip >= 0).sum())
        title = f"10 x 10 grid, {what}, {vehicles:,} vehicles; ns per vehicle and step"
        show(title, shares(simulator, STEPS, chosen.rounds, CLOCKS[chosen.clock]))


if __name__ == "__main__":
    main()
