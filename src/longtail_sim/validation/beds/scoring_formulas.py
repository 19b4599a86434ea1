"""T1.6 to T1.9: published formulas of safety measures and scores give their published numbers."""

from __future__ import annotations

from collections.abc import Callable

from longtail_sim.scoring import injury, published_scores, rss, surrogates
from longtail_sim.validation.target import Effort, Experiment, Readings, Target

Vector = tuple[str, str, float, Callable[[], float]]  # case, unit, expected, what is computed

SURROGATES: tuple[Vector, ...] = (
    ("TTC", "s", 4.0, lambda: surrogates.time_to_collision(20, 15, 10)),
    ("DRAC", "m/s²", 0.625, lambda: surrogates.braking_to_avoid(20, 15, 10)),
    ("MDRAC", "m/s²", 0.833, lambda: surrogates.modified_braking_to_avoid(20, 15, 10)),
    ("MTTC", "s", 3.06, lambda: surrogates.modified_time_to_collision(20, 15, 10, 1, 0)),
    ("DRAC, crossing", "m/s²", 1.6, lambda: surrogates.crossing_braking_to_avoid(10, 20, 2.5)),
    ("PET", "s", 1.2, lambda: surrogates.post_encroachment_time(10.0, 11.2)),
    ("PSD", "-", 0.804, lambda: surrogates.stopping_distance_share(12, 10)),
    ("delta-v", "m/s", 7.32, lambda: surrogates.change_of_speed(1500, 10, 2000, 8, 90)[0]),
)
SAFE_DISTANCES: tuple[Vector, ...] = (
    ("50 km/h both", "m", 41.4, lambda: rss.following_distance(13.89, 13.89)),
    ("50 km/h, other stands", "m", 53.4, lambda: rss.following_distance(13.89, 0)),
    ("30 km/h both", "m", 23.2, lambda: rss.following_distance(8.33, 8.33)),
)
INJURIES: tuple[Vector, ...] = (
    ("Rosén and Sander, 50 km/h", "-", 0.083, lambda: injury.pedestrian_death(50)),
    ("Lubbe, pedestrian of 45, 30 km/h", "-", 0.105, lambda: injury.pedestrian_serious(30, 45)),
    ("Malliaris, front, 30 km/h", "-", 0.114, lambda: injury.occupant_serious(30)),
    ("Malliaris, side, 30 km/h", "-", 0.183, lambda: injury.occupant_serious(30, side=True)),
    ("Malliaris, rear, 30 km/h", "-", 0.014, lambda: injury.occupant_serious(30, rear=True)),
)
SCORES: tuple[Vector, ...] = (
    ("CARLA 2.0", "-", 0.42, lambda: published_scores.carla_2_0(1, {"vehicle": 1, "red_light": 1})),
    ("CARLA 2.1", "-", 0.476, lambda: published_scores.carla_2_1(1, {"vehicle": 1, "red_light": 1})),
    ("PDMS", "-", 0.75, lambda: published_scores.navsim_pdms(1, 1, 0.8, 1, 0)),
    ("AlpaSim", "-", 0.75, lambda: published_scores.alpasim(0.6, 100)),
)


def _experiment(id_: str, name: str, setup: str, source: str, tolerance: float, rows: tuple[Vector, ...]) -> Experiment:
    def measure(_: Effort) -> Readings:
        return {f"{id_} {case}": [compute()] for case, _, _, compute in rows}

    targets = tuple(
        Target(
            id_, name, unit, f"{value:g}", value - tolerance, value + tolerance, source, case, required=True, exact=True
        )
        for case, unit, value, _ in rows
    )
    return Experiment(name, setup, targets, measure)


EXPERIMENTS = (
    _experiment(
        "T1.6", "surrogate safety measures",
        "Gap 20 m, 15 behind 10 m/s (MTTC: 1 m/s² more); crossing at 10 m/s, 20 m off, freed in 2.5 s; 1500 and "
        "2000 kg at 90° with 10 and 8 m/s.",
        "definitions of SUMO and SSAM", 1e-2, SURROGATES,
    ),
    _experiment(
        "T1.7", "RSS longitudinal safe distance", "Parameters of ad-rss-lib, response time 1 s.",
        "Shalev-Shwartz et al. 2017, ad-rss-lib", 0.1, SAFE_DISTANCES,
    ),
    _experiment(
        "T1.8", "injury risk", "Published logistic curves of injury over speed of impact or its change, at points.",
        "Rosén and Sander 2009, Lubbe 2022, Malliaris 1997", 2e-3, INJURIES,
    ),
    _experiment(
        "T1.9", "scores of other benchmarks",
        "Route driven to its end, one vehicle struck, one red light run; progress 0.8 without comfort; progress 0.6.",
        "CARLA leaderboard 2.0 and 2.1, NAVSIM v1, AlpaSim", 1e-3, SCORES,
    ),
)  # fmt: skip
