"""Vehicle-steps a second of one thread on a city grid, lit and dark, beside SUMO on the same streets."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from contest import Effort, Turn, alternate, rates, ratios
from reference import reference
from table import Row, Target
from worlds import GRID_DEMAND, SETTLED_S, contestant, grid, settled, streets, traffic

IDS = ("1.1", "1.2", "2")
CYCLE_S = 60.0  # of all signals: a turn is whole cycles long
STEP_S = 0.1


@contextlib.contextmanager
def sumo_turns(warm_up_s: float, seconds: float, effort: Effort) -> Iterator[Callable[[], Turn] | str]:
    """Yield SUMO as a contestant, warmed up on the same streets with the same demand; or why there is none."""
    import sumo_world

    if not effort.wants("1.2"):
        yield "not wanted"
        return
    try:
        sumo_world.version()
    except sumo_world.PeerMissingError as error:
        yield str(error)
        return
    until_s = warm_up_s + (effort.rounds + 1) * seconds
    with sumo_world.running(streets(10), traffic(GRID_DEMAND), until_s, STEP_S, 1) as sumo:
        sumo.simulationStep(warm_up_s)

        def turn() -> Turn:
            work, begin = 0, effort.clock()
            for _ in range(round(seconds / STEP_S)):
                sumo.simulationStep()
                work += sumo.vehicle.getIDCount()
            return Turn(work, effort.clock() - begin)

        yield turn


def measure(effort: Effort, tell: Callable[[str], None]) -> Iterator[Row]:
    """Yield the rows of one thread."""
    warm_up_s = effort.pick(SETTLED_S, 240.0)
    tell("warming up our grids")
    ours_s, theirs_s = effort.pick(2 * CYCLE_S, CYCLE_S), effort.pick(CYCLE_S, 10.0)
    signal, dark = settled(grid(10), warm_up_s), settled(grid(10, dark=True), warm_up_s)
    vehicles = int((signal.state.vehicles.trip >= 0).sum())
    contestants = {
        "signal": contestant(signal, ours_s, effort.clock),
        "dark": contestant(dark, ours_s, effort.clock),
        "reference": reference(vehicles, round(ours_s / STEP_S), effort.clock),
    }
    tell("warming up SUMO, which takes longest")
    with sumo_turns(warm_up_s, theirs_s, effort) as sumo:
        if not isinstance(sumo, str):
            contestants["sumo"] = sumo
        turns = alternate(contestants, effort.rounds, tell)
    yield from rows(turns, {"ours": ours_s, "theirs": theirs_s}, sumo if isinstance(sumo, str) else "")


def rows(turns: dict[str, list[Turn]], lasts_s: dict[str, float], missing: str) -> Iterator[Row]:
    """Yield what these turns tell; a turn of SUMO may be shorter than one of ours."""

    def mean(name: str, seconds: float) -> float:
        return sum(turn.work for turn in turns[name]) / len(turns[name]) / (seconds / STEP_S)

    lit, dark = mean("signal", lasts_s["ours"]), mean("dark", lasts_s["ours"])
    setting = f"10 × 10 signals, two lanes, {GRID_DEMAND:g} veh/h and entry lane: {lit:,.0f} vehicles"
    slower = ratios(turns["reference"], turns["signal"]).median
    yield Row(
        "1.1",
        "one thread",
        "vehicle-steps/s",
        f"{setting}; {1 / slower:.3f} × the reference loop (pure car following)",
        rates(turns["signal"]),
        Target(10e6),
    )
    what, target = "one thread ÷ libsumo", Target(40.0)
    if missing:
        yield Row("1.2", what, "×", setting, None, target, missing)
    else:
        theirs = f"SUMO: {mean('sumo', lasts_s['theirs']):,.0f} vehicles, {rates(turns['sumo']).median:,.0f}/s"
        how = f"same streets, signals, demand, 0.1 s; {theirs}; per vehicle-step"
        yield Row("1.2", what, "×", how, ratios(turns["signal"], turns["sumo"]), target)
    how = f"same streets and demand, all signals dark from the start: {dark:,.0f} vehicles; per vehicle-step"
    yield Row("2", "dark grid ÷ signal grid", "×", how, ratios(turns["dark"], turns["signal"]), Target(0.5))
