"""How the cost of a step grows with the city: from a hundred vehicles to twenty thousand."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from contest import Effort, Spread, Turn, alternate, exponent
from table import Row, Target
from worlds import contestant, grid, settled

IDS = ("5.1",)
DEMAND = 280.0  # vehicles per hour and entry lane: about 20,000 in the largest city
SIZES = (2, 4, 8, 14, 24, 40)  # crossings a side; the number of vehicles grows with the square
PER_CROSSING_S = 35.0  # how long a city takes to fill, with its size
SHORTEST_S = 240.0
STEP_S = 0.1


def turn_s(size: int, longest_s: float) -> float:
    """Return how much is simulated in a turn [s]: small cities longer, so that all turns take about as long."""
    return min(longest_s, max(1.0, longest_s * (SIZES[1] / size) ** 2))


def exponents(turns: dict[int, list[Turn]], steps: dict[int, float]) -> Spread:
    """Return b of time per step = a · vehicles^b, round by round; ``steps`` is how many each size makes in a turn."""
    sizes = sorted(turns)
    found = []
    for row in zip(*(turns[size] for size in sizes), strict=True):
        vehicles = [turn.work / steps[size] for size, turn in zip(sizes, row, strict=True)]
        costs = [turn.seconds / steps[size] for size, turn in zip(sizes, row, strict=True)]
        found.append(exponent(vehicles, costs))
    return Spread.of(found)


def measure(effort: Effort, tell: Callable[[str], None]) -> Iterator[Row]:
    """Yield the row of growth."""
    sizes = SIZES[:4] if effort.quick else SIZES
    longest_s = effort.pick(60.0, 20.0)
    contestants, steps = {}, {}
    for size in sizes:
        tell(f"warming up {size} x {size} crossings")
        until_s = max(SHORTEST_S, PER_CROSSING_S * size)
        simulator = settled(grid(size, DEMAND), until_s)
        seconds = max(round(turn_s(size, longest_s)), 1)
        contestants[str(size)] = contestant(simulator, seconds, effort.clock)
        steps[size] = seconds / STEP_S
    found = alternate(contestants, effort.rounds, tell)
    turns = {size: found[str(size)] for size in sizes}
    pairs = []
    for size in sizes:
        vehicles = Spread.of([turn.work / steps[size] for turn in turns[size]]).median
        pairs.append(f"{vehicles:,.0f}: {1e9 / Spread.of([turn.rate for turn in turns[size]]).median:.0f}")
    how = f"grids of {sizes[0]} to {sizes[-1]} crossings a side; vehicles: ns per vehicle and step {', '.join(pairs)}"
    what = "exponent of time per step in vehicles"
    yield Row("5.1", what, "", how, exponents(turns, steps), Target(1.1, at_most=True))
