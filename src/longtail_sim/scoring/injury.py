"""Injury risk of an impact: published logistic curves, as options with names.

They give model-based harm, never observed injuries.  The two families for car occupants differ tenfold (drivers of new
cars struck in front by closing speed, any occupant of old cars by delta-v): use Malliaris as an upper bound and report
both.  Speeds are in km/h as in the papers; Malliaris' mph are converted here.
"""

import math

from longtail_sim.scoring.checked import need_positive_or_zero

MILES_PER_KM = 0.621371


def pedestrian_death(impact_kmh: float) -> float:
    """Return the risk that a pedestrian dies (Rosen and Sander 2009): logit = -6.9 + 0.090 v."""
    need_positive_or_zero(impact_kmh=impact_kmh)
    return _logistic(-6.9 + 0.090 * impact_kmh)


def pedestrian_death_us(impact_kmh: float) -> float:
    """Return the risk that a pedestrian dies, United States (Tefft 2013): logit = -5.41 + 0.133 v[mph]."""
    need_positive_or_zero(impact_kmh=impact_kmh)
    return _logistic(-5.41 + 0.133 * impact_kmh * MILES_PER_KM)


def pedestrian_serious(closing_kmh: float, age: float) -> float:
    """Return P(MAIS3+F) of a pedestrian (Lubbe et al. 2022): logit = -6.190 + 0.078 v + 0.038 age."""
    need_positive_or_zero(closing_kmh=closing_kmh, age=age)
    return _logistic(-6.190 + 0.078 * closing_kmh + 0.038 * age)


def cyclist_serious(closing_kmh: float, age: float) -> float:
    """Return P(MAIS3+F) of a cyclist (Lubbe et al. 2022): logit = -7.467 + 0.079 v + 0.047 age."""
    need_positive_or_zero(closing_kmh=closing_kmh, age=age)
    return _logistic(-7.467 + 0.079 * closing_kmh + 0.047 * age)


def driver_serious(closing_kmh: float, age: float) -> float:
    """Return P(MAIS3+F) of a car driver struck in front (Lubbe et al. 2022): logit = -7.654 + 0.041 v + 0.021 age."""
    need_positive_or_zero(closing_kmh=closing_kmh, age=age)
    return _logistic(-7.654 + 0.041 * closing_kmh + 0.021 * age)


def occupant_serious(delta_v_kmh: float, *, side: bool = False, rear: bool = False) -> float:
    """Return P(MAIS3+) of a car occupant (Malliaris 1997): logit = -5.820 + 0.202 dv[mph] + 0.556 side - 2.170 rear.

    The core counts harm with the same curve (``core/phases/contact.py``).
    """
    need_positive_or_zero(delta_v_kmh=delta_v_kmh)
    return _logistic(-5.820 + 0.202 * delta_v_kmh * MILES_PER_KM + 0.556 * side - 2.170 * rear)


def occupant_death(delta_v_kmh: float, *, side: bool = False, rear: bool = False) -> float:
    """Return the risk that a car occupant dies (Malliaris 1997).

    logit = -9.032 + 0.198 dv[mph] + 1.462 side - 1.921 rear
    """
    need_positive_or_zero(delta_v_kmh=delta_v_kmh)
    return _logistic(-9.032 + 0.198 * delta_v_kmh * MILES_PER_KM + 1.462 * side - 1.921 * rear)


def _logistic(logit: float) -> float:
    # exp of a large number overflows; the risk is 1 long before.
    return 1.0 / (1.0 + math.exp(-logit)) if logit > -700 else 0.0
