"""One learner: policy steps a second beside HighwayEnv's intersection, and what the Python around the core costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from contest import Effort, Spread, Turn, alternate, ratios
from table import Row, Target
from worlds import four_junctions

from longtail_sim.envs import DriveEnv

IDS = ("3.1", "3.2", "3.3")
PEER = "intersection-v2"
WARM_UP_S = 120.0
IDLE = 1  # of HighwayEnv's actions
PROCEED = 0  # of ours: the ego drives through, and the next episode begins


def highway() -> Any:
    """Return HighwayEnv's intersection.

    Raises:
        ImportError: it is not installed.
    """
    import gymnasium
    import highway_env  # noqa: F401

    return gymnasium.make(PEER, disable_env_checker=True)


def policy_steps(env: Any, action: int, steps: int, clock: Callable[[], float]) -> Callable[[], Turn]:
    """Return a contestant who steps an environment; what it takes to begin the next episode is not timed."""
    env.reset(seed=1)

    def turn() -> Turn:
        seconds = 0.0
        for _ in range(steps):
            begin = clock()
            _, _, terminated, truncated, _ = env.step(action)
            seconds += clock() - begin
            if terminated or truncated:
                env.reset()
        return Turn(steps, seconds)

    return turn


def overhead_us(env: DriveEnv, steps: int, clock: Callable[[], float]) -> float:
    """Return how much longer a step of the environment takes than the simulator's own in the same worlds.

    The mean over steps [microseconds]; it holds observing, deciding, rewards and infos.  A copy of each episode's
    world is stepped as often as the episode had steps: both in a row, as a learner does, for a copy made before every
    single step would empty the caches in which both find their data.
    """
    face = core = 0.0
    done = 0
    while done < steps:
        env.reset()
        twin, episode, ended = env.simulator.fork(), 0, False
        while not ended and done + episode < steps:
            begin = clock()
            _, _, terminated, truncated, _ = env.step(PROCEED)
            face += clock() - begin
            ended, episode = terminated or truncated, episode + 1
        for _ in range(episode):
            begin = clock()
            twin.step()
            core += clock() - begin
        done += episode
    return 1e6 * (face - core) / steps


def picture_ms(env: DriveEnv, steps: int, clock: Callable[[], float]) -> tuple[float, float]:
    """Return how long a picture of mode ``rgb_array`` takes, and how long a step: medians [milliseconds]."""
    pictures, decisions = [], []
    env.reset()
    env.render()  # draws what stays: streets, houses, letters
    for _ in range(steps):
        begin = clock()
        _, _, terminated, truncated, _ = env.step(PROCEED)
        middle = clock()
        env.render()
        pictures.append(clock() - middle)
        decisions.append(middle - begin)
        if terminated or truncated:
            env.reset()
    return 1e3 * median(pictures), 1e3 * median(decisions)


def picture_row(effort: Effort, tell: Callable[[str], None]) -> Row:
    """Return the row of pictures; the ego drives, so that everything has to be put together anew in each of them."""
    tell("pictures")
    env = DriveEnv(scenario=four_junctions(), warm_up_s=WARM_UP_S, render_mode="rgb_array")
    found = [picture_ms(env, int(effort.pick(100, 20)), effort.clock) for _ in range(effort.rounds)]
    env.close()
    times = median(picture / step for picture, step in found)
    how = f"env.render() of longtail/Drive-v0, 640 x 640 pixels, no display; {times:.1f} times as long as a step"
    return Row(
        "3.3", "a picture (rgb_array)", "ms", how, Spread.of([one for one, _ in found]), Target(15.0, at_most=True)
    )


def measure(effort: Effort, tell: Callable[[str], None]) -> Iterator[Row]:
    """Yield the rows of the single environment."""
    env = DriveEnv(scenario=four_junctions(), warm_up_s=WARM_UP_S)
    steps = int(effort.pick(400, 100))
    contestants = {"ours": policy_steps(env, PROCEED, steps, effort.clock)}
    vehicles = int((env.simulator.state.vehicles.trip >= 0).sum())
    setting = f"longtail/Drive-v0, {vehicles} vehicles, decisions every {env.simulator.decision_interval_s:g} s"
    what, target, missing = f"policy steps/s ÷ HighwayEnv {PEER}", Target(200.0), ""
    try:
        peer = highway()
        contestants["theirs"] = policy_steps(peer, IDLE, int(effort.pick(30, 10)), effort.clock)
    except ImportError as error:
        missing = f"{error.name} is not installed: pip install 'longtail-sim[peers]'"
    turns = alternate(contestants, effort.rounds, tell)
    ours = Spread.of([turn.rate for turn in turns["ours"]])
    if missing:
        yield Row("3.1", what, "×", f"{setting}: {ours.median:,.0f}/s", None, target, missing)
    else:
        theirs = Spread.of([turn.rate for turn in turns["theirs"]])
        cars = len(peer.unwrapped.road.vehicles)
        how = (
            f"{setting}: {ours.median:,.0f}/s; theirs: {theirs.median:.1f}/s, {cars} vehicles, every 1 s; resets apart"
        )
        yield Row("3.1", what, "×", how, ratios(turns["ours"], turns["theirs"]), target)
        peer.close()
    tell("overhead")
    found = Spread.of([overhead_us(env, steps, effort.clock) for _ in range(effort.rounds)])
    how = f"env.step less Simulator.step in copies of the same worlds, {setting}"
    yield Row("3.2", "overhead of the Python face", "µs a step", how, found, Target(60.0, at_most=True))
    env.close()
    yield picture_row(effort, tell)
