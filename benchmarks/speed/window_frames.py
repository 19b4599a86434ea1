"""How many pictures a second the window draws while the simulation runs in its thread.  Needs no display.

    python benchmarks/speed/window_frames.py
    python benchmarks/speed/window_frames.py --vehicles 3000 --seconds 20 --profile

A run with its twin plays at normal speed, as in ``longtail watch``; the window draws as fast as it can.  'Draw' is the
processor's time of one picture in the drawing thread, which other processes of the machine disturb less.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import time
from collections.abc import Iterator

import numpy as np

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

from longtail_sim import Scenario
from longtail_sim.agent import load_agent
from longtail_sim.cli.window import session_of
from longtail_sim.episode import Pair
from longtail_sim.viewer.window import Window

TARGETS = {500: 60.0, 3000: 30.0}  # vehicles: pictures a second
GRIDS = {500: (6, 6), 3000: (12, 14)}
DEMANDS = {500: 9_000, 3000: 45_000}  # vehicles an hour, all entries together
SIZES = ((1280, 800), (1920, 1080))
LOOKS = (("whole map", None, "run"), ("streets", 6.0, "run"), ("whole map, run | twin", None, "both"))
WARM_UP = 40  # pictures
AGENT = "rule_based"
LONGEST_FILL_S = 1500.0


def city(vehicles: int) -> Pair:
    """Return a run and its twin with at least so many vehicles in the streets of the run."""
    rows, columns = GRIDS[vehicles]
    parts = {
        "name": "window",
        "duration_s": 7200,
        "network": {"grid": {"rows": rows, "columns": columns, "lanes": 2, "block_m": [150, 110]}},
        "demand": {"vehicles_per_hour": DEMANDS[vehicles]},
        "fleet": {"share": 0.15, "agent": AGENT},
        "pedestrians": {"per_hour_per_crosswalk": 40},
        "events": [{"kind": "power_outage", "at_s": 60, "where": {"district": {"share_of_junctions": 0.4}}}],
    }
    pair = Pair(Scenario.model_validate(parts), load_agent(AGENT), 0)
    while (pair.run.state.vehicles.trip[0] >= 0).sum() < vehicles and pair.run.time_s < LONGEST_FILL_S:
        pair.advance()
    return pair


def measure(window: Window, seconds: float) -> tuple[float, float, float]:
    """Return pictures a second, and the processor's time of a picture: median and 95th percentile (ms)."""
    for _ in range(WARM_UP):
        window.frame(1 / 60)
    took: list[float] = []
    begin = last = time.perf_counter()
    while last - begin < seconds:
        cpu = time.thread_time()
        now = time.perf_counter()
        window.frame(now - last)
        took.append((time.thread_time() - cpu) * 1000)
        last = now
    return len(took) / (time.perf_counter() - begin), float(np.median(took)), float(np.percentile(took, 95))


def rows(pair: Pair, vehicles: int, seconds: float) -> Iterator[str]:
    """Yield a line for each size and look."""
    for size in SIZES:
        window = Window(session_of(pair), size)
        window.player.start()
        for name, scale, shown in LOOKS:
            window.show(shown)
            window.screen.camera.fit()
            if scale is not None:
                busiest = window.shown.frames["run"]
                window.screen.camera.x, window.screen.camera.y = (
                    float(np.median(busiest.x)),
                    float(np.median(busiest.y)),
                )
                window.screen.camera.step = round(np.log2(scale) * 16)
            per_s, median, late = measure(window, seconds)
            there = len(window.shown.frames["run"].trip)
            yield (
                f"{there:>8,}  {size[0]}x{size[1]:<5} {name:<22} {per_s:>9.0f} {TARGETS[vehicles]:>7.0f}"
                f" {median:>8.1f} {late:>8.1f}"
            )
        window.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vehicles", type=int, choices=sorted(TARGETS), help="one of them only")
    parser.add_argument("--seconds", type=float, default=8.0, help="for each row")
    parser.add_argument("--profile", action="store_true", help="say where the time goes")
    given = parser.parse_args()
    heads = ("vehicles", "size", "what is shown", "pictures/s", "wanted", "draw, ms", "95 %")
    print("{:>8}  {:<10}{:<22} {:>9} {:>6} {:>8} {:>8}".format(*heads))
    profile = cProfile.Profile()
    for vehicles in [given.vehicles] if given.vehicles else sorted(TARGETS):
        with city(vehicles) as pair:
            if given.profile:
                profile.enable()
            for line in rows(pair, vehicles, given.seconds):
                print(line, flush=True)
            profile.disable()
    if given.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)


if __name__ == "__main__":
    main()
