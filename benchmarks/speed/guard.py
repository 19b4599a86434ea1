"""Has the simulator become slower?  Exit code 1 if so.

Usage: python benchmarks/speed/guard.py            look; takes less than a minute
       python benchmarks/speed/guard.py --renew    measure anew what is to be kept, on a machine at rest

The simulator takes turns with a loop of car following alone (reference.py), over as many vehicles, in this process.
What counts is the ratio of their best turns, by the processor's time: a slow or a busy machine slows both.  The floor
is 60 % of the ratio that was measured when ``guard.json`` was written: less than that is no noise.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from contest import CLOCKS, Turn, alternate, best_ratio
from reference import reference
from worlds import contestant, grid, junction, settled

from longtail_sim import Simulator

KEPT = Path(__file__).with_name("guard.json")
SHARE = 0.6  # of the kept ratio is the floor
ROUNDS = 7
TRIES = 3  # for one who falls below the floor: the machine may have been disturbed all the time
REFERENCE_STEPS = 3000

Pair = dict[str, Callable[[], Turn]]


def cases() -> Iterator[tuple[str, Simulator, float]]:
    """Yield (name, worlds, seconds of a turn)."""
    yield "signal grid", settled(grid(10), 240.0), 20.0
    yield "dark grid", settled(grid(10, dark=True), 240.0), 20.0
    yield "small worlds", settled(junction(), 120.0, worlds=256), 5.0


def pair(simulator: Simulator, seconds: float) -> Pair:
    """Return the simulator and the reference loop as contestants."""
    clock, vehicles = CLOCKS["cpu"], int((simulator.state.vehicles.trip >= 0).sum())
    steps = max(1, REFERENCE_STEPS * 1000 // vehicles)
    return {"ours": contestant(simulator, seconds, clock), "reference": reference(vehicles, steps, clock)}


def ratio(both: Pair, rounds: int = ROUNDS) -> float:
    """Return our best rate by that of the reference loop."""
    turns = alternate(both, rounds)
    return best_ratio(turns["ours"], turns["reference"])


def best_of_tries(measure: Callable[[], float], floor: float, tries: int = TRIES) -> float:
    """Return the first ratio that reaches the floor, else the best of so many."""
    found = 0.0
    for _ in range(tries):
        found = max(found, measure())
        if found >= floor:
            break
    return found


def verdict(name: str, found: float, kept: float) -> tuple[bool, str]:
    """Return whether this is fast enough, and a sentence about it."""
    floor = SHARE * kept
    said = f"{name}: {found:.4f} x the reference loop, floor {floor:.4f} ({SHARE:.0%} of {kept:.4f})"
    if found >= floor:
        return True, f"ok      {said}"
    return False, f"SLOWER  {said}"


def look(kept: Mapping[str, float]) -> bool:
    """Measure, print; return whether nothing has become slower."""
    well = True
    for name, simulator, seconds in cases():
        both = pair(simulator, seconds)
        found = best_of_tries(lambda both=both: ratio(both), SHARE * kept[name])  # type: ignore[misc]
        fast, said = verdict(name, found, kept[name])
        print(said, flush=True)
        well = well and fast
    return well


def renew() -> None:
    """Measure and write what is to be kept."""
    kept = {name: round(ratio(pair(simulator, seconds), 2 * ROUNDS), 5) for name, simulator, seconds in cases()}
    temporary = KEPT.with_suffix(".tmp")
    temporary.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    os.replace(temporary, KEPT)
    print(json.dumps(kept, indent=2))


def main(given: Sequence[str] | None = None) -> int:
    """Look, or renew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--renew", action="store_true", help=f"write {KEPT.name} anew")
    if parser.parse_args(given).renew:
        renew()
        return 0
    if look(json.loads(KEPT.read_text(encoding="utf-8"))):
        return 0
    print(
        "error: a step costs much more than it did. Find the change (benchmarks/speed/phases.py shows where the time"
        " goes); if it is worth its price, write guard.json anew with --renew and say so in the change log.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
