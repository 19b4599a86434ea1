"""What a vehicle and a world take in memory, by the tables' own sizes and by what the process holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from contest import Effort, Spread
from process import python
from table import Row, Target
from worlds import junction

from longtail_sim import Simulator

IDS = ("5.2", "5.3", "5.4")
KB = 1000.0
GIB = 2.0**30
A_KILOBYTE = Target(1.0, at_most=True)

HELD = """
from longtail_sim import Simulator
from process import peak, resident
import worlds

worlds.settled(worlds.junction(), 1)
before = resident()
simulator = {simulator}
simulator.step(intervals=120)
print(peak(), resident() - before, sum(table.nbytes for table in simulator.state), simulator.state.vehicles.size)
"""


def held(simulator: str) -> tuple[float, float, float, float]:
    """Return bytes of a fresh process after a minute of this simulator.

    They are the most that the process held, how much of that came with the simulator, and its tables; then the slots.
    """
    whole, added, tables, slots = map(float, python(HELD.format(simulator=simulator)).out.split())
    return whole, added, tables, slots


def measure(effort: Effort, tell: Callable[[str], None]) -> Iterator[Row]:
    """Yield the rows of memory."""
    if effort.wants("5.2"):
        record = Simulator(junction(), [0]).state.vehicles.dtype.itemsize
        yield Row("5.2", "vehicle slot, its record", "kB", "by its type", Spread.of([record / KB]), A_KILOBYTE)
    if effort.wants("5.3"):
        tell("memory of a city")
        yield city(int(effort.pick(40, 6)))
    if effort.wants("5.4"):
        tell("memory of many worlds")
        yield many(int(effort.pick(1024, 64)), None if effort.quick else Target(1.0, at_most=True))


def city(size: int) -> Row:
    """Return the row of one large world."""
    _, added, tables, slots = held(f"Simulator(worlds.grid({size}, 200), [0])")
    how = f"all that {size} × {size} crossings add to the process, streets included, by {slots:,.0f} slots"
    how += f"; tables alone {tables / slots / KB:.2f} kB"
    return Row("5.3", "vehicle slot, held by the process", "kB", how, Spread.of([added / slots / KB]), A_KILOBYTE)


def many(worlds: int, target: Target | None) -> Row:
    """Return the row of many small worlds."""
    whole, _, tables, _ = held(f"Simulator(worlds.junction(), range({worlds}))")
    how = f"the whole process at its peak, in the first minute; tables: {tables / worlds / KB:.0f} kB a world"
    return Row("5.4", f"{worlds:,} worlds of one junction", "GiB", how, Spread.of([whole / GIB]), target)
