"""Observations made by hand or at random: for tests, notebooks and the check of an agent."""

import numpy as np

from longtail_sim.core.perception_layout import COLUMN, FAR_M, FEATURES, NUM_FEATURES
from longtail_sim.errors import AgentError
from longtail_sim.observation.view import FleetObservation, FloatArray, Observation

# An open road at 25 mph, a working junction far ahead, nobody near.
OPEN_ROAD: dict[str, float] = {
    "speed_mps": 11.0,
    "speed_limit_mps": 11.2,
    "gap_m": FAR_M,
    "line_m": 100.0,
    "lane_count": 1,
    "turn_straight": 1,
    "turn_possible": 1,
    "path_clear": 1,
    "exit_clear": 1,
    "hazard_m": FAR_M,
    "sae_level": 4,
    "siren_m": FAR_M,
    "narrow_m": FAR_M,
    "visibility_m": FAR_M,
    "friction": 1,
    "signal_known": 1,
    "signal_confidence": 1,
    "path_known": 1,
    "obstacle_m": FAR_M,
}

# Of each of these at most one holds at a time.
EXCLUSIVE: tuple[tuple[str, ...], ...] = (
    ("turn_left", "turn_straight", "turn_right"),
    ("is_green", "is_yellow", "is_red", "is_dark", "is_all_way_stop", "is_stop"),
    ("awaiting_assistance", "assistance_granted"),
)
COLOURS = ("is_green", "is_yellow", "is_red")


def make_observation(*, trip: int = 0, time_s: float = 0.0, **features: float) -> Observation:
    """Return an observation of an open road, with some features set by name: ``make_observation(is_dark=1)``.

    Raises:
        AgentError: a name that is no feature.
    """
    values = np.zeros(NUM_FEATURES, np.float32)
    for name, value in {**OPEN_ROAD, **features}.items():
        if name not in COLUMN:
            raise AgentError(f"there is no feature '{name}'; the features are: {', '.join(COLUMN)}.")
        values[COLUMN[name]] = value
    return Observation(values, trip=trip, time_s=time_s)


def example_observations(vehicles: int, seed: int, *, time_s: float = 0.0) -> FleetObservation:
    """Return random observations in which every feature takes values over its whole range.

    Half of the vehicles are near the stop line, where decisions are taken.  The same ``vehicles`` and ``seed`` give
    the same observations; row i always belongs to trip i.
    """
    generator = np.random.default_rng(seed)
    values = _spread(generator, vehicles)
    _keep_one_of_each_group(generator, values)
    _make_consistent(generator, values)
    rows = np.arange(vehicles, dtype=np.int64)
    return FleetObservation(values, np.zeros(vehicles, np.int64), rows, rows, time_s)


def _spread(generator: np.random.Generator, vehicles: int) -> FloatArray:
    low = np.array([feature.low for feature in FEATURES])
    high = np.array([feature.high for feature in FEATURES])
    # Squared, so that small distances and times come up as often as they matter.
    values = low + (high - low) * generator.random((vehicles, NUM_FEATURES)) ** 2
    for column, feature in enumerate(FEATURES):
        if feature.unit == "-" and feature.name not in ("link_loss", "friction", "signal_confidence"):
            values[:, column] = generator.integers(int(feature.low), int(feature.high) + 1, vehicles)
    return np.asarray(values, np.float32)


def _keep_one_of_each_group(generator: np.random.Generator, values: FloatArray) -> None:
    for group in EXCLUSIVE:
        chosen = generator.integers(0, len(group) + 1, len(values))  # the last number: none of them
        for place, name in enumerate(group):
            values[:, COLUMN[name]] = chosen == place


def _make_consistent(generator: np.random.Generator, values: FloatArray) -> None:
    column = {name: values[:, place] for name, place in COLUMN.items()}
    column["in_junction"][:] = generator.random(len(values)) < 0.15
    column["line_m"][column["in_junction"] > 0] = 0
    halted = column["at_line"] > 0
    column["line_m"][halted] = generator.random(int(halted.sum())) * 2
    for name in ("in_junction", "speed_mps"):
        column[name][halted] = 0
    column["standing_s"][column["speed_mps"] > 0.1] = 0
    column["at_line_s"][~halted] = 0
    shows_signal = sum(column[name] for name in (*COLOURS, "is_dark")) > 0
    column["has_signal"][:] = shows_signal
    column["is_officer"][:] = shows_signal & (generator.random(len(values)) < 0.1)
    column["is_flashing_red"][:] *= column["is_all_way_stop"] + column["is_stop"]
    column["is_flashing_yellow"][:] *= (shows_signal + column["is_all_way_stop"] + column["is_stop"]) == 0
    for name in ("signal_known", "path_known"):
        column[name][:] = generator.random(len(values)) < 0.9
    unseen = column["signal_known"] == 0
    for name in (*COLOURS, "is_dark", "is_officer", "is_all_way_stop", "is_stop", "signal_confidence"):
        column[name][unseen] = 0
    column["boards"][:] *= column["standing_s"] > 0
    nothing = generator.random(len(values)) < 0.5
    column["obstacle_m"][nothing] = FAR_M
    for name in ("obstacle_speed_mps", "obstacle_is_body", "obstacle_is_person", "obstacle_fills_street"):
        column[name][nothing] = 0
    column["obstacle_is_body"][column["obstacle_is_person"] > 0] = 1
    column["assistance_wait_s"][column["awaiting_assistance"] == 0] = 0
