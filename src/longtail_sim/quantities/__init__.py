"""Numbers of a scenario: plain, or distributions that a seed turns into numbers.

``Quantity`` is the type of a field that takes both, ``Range`` states what it may be, ``draw(model, seed)`` returns the
same model with a number in place of every distribution.
"""

from longtail_sim.quantities.distributions import (
    DISTRIBUTIONS,
    Choice,
    Distribution,
    Lognormal,
    Normal,
    Poisson,
    Triangular,
    Uniform,
)
from longtail_sim.quantities.draw import Draw, Drawer, draw
from longtail_sim.quantities.quantile import quantile
from longtail_sim.quantities.quantity import (
    DrawnPerCase,
    LognormalQuantity,
    Quantity,
    Range,
    highest,
    in_words,
    lognormal_parameters,
    lowest,
)
from longtail_sim.quantities.section import Number, Section, Whole

__all__ = [
    "DISTRIBUTIONS",
    "Choice",
    "Distribution",
    "Draw",
    "Drawer",
    "DrawnPerCase",
    "Lognormal",
    "LognormalQuantity",
    "Normal",
    "Number",
    "Poisson",
    "Quantity",
    "Range",
    "Section",
    "Triangular",
    "Uniform",
    "Whole",
    "draw",
    "highest",
    "in_words",
    "lognormal_parameters",
    "lowest",
    "quantile",
]
