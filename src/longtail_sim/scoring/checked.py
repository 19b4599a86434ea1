"""Numbers that a formula accepts: finite, and not negative where nothing negative can be measured."""

import math

from longtail_sim.errors import ResultsError


def need_finite(**numbers: float) -> None:
    """Refuse numbers that are no numbers.

    Raises:
        ResultsError: one of them is NaN or infinite; it is named.
    """
    for name, value in numbers.items():
        if not math.isfinite(value):
            raise ResultsError(f"{name} is {value}, and must be a finite number.")


def need_positive_or_zero(**numbers: float) -> None:
    """Refuse numbers that are negative, NaN or infinite.

    Raises:
        ResultsError: one of them is; it is named.
    """
    need_finite(**numbers)
    for name, value in numbers.items():
        if value < 0:
            raise ResultsError(f"{name} is {value:g}, and must not be negative.")


def need_share(**numbers: float) -> None:
    """Refuse what is not a share from 0 to 1.

    Raises:
        ResultsError: one of them is not; it is named.
    """
    for name, value in numbers.items():
        if not 0 <= value <= 1:
            raise ResultsError(f"{name} is {value}, and must lie between 0 and 1.")
