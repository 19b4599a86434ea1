"""Quantiles agree with what the distributions draw."""

import numpy as np
import pytest

from longtail_sim.quantities import (
    Choice,
    Distribution,
    Draw,
    Lognormal,
    Normal,
    Poisson,
    Triangular,
    Uniform,
    quantile,
)
from longtail_sim.quantities.distributions import LognormalParameters, NormalParameters

KINDS: list[Distribution] = [
    Uniform(uniform=(2, 6)),
    Normal(normal=NormalParameters(mean=5, sd=2)),
    Lognormal(lognormal=LognormalParameters(mean=40, cv=0.8)),
    Triangular(triangular=(0, 1, 4)),
    Choice(choice=(7, 1, 1, 3)),
    Poisson(poisson=4.5),
    Poisson(poisson=900),
]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_as_many_draws_lie_below_a_quantile_as_it_says(kind: Distribution) -> None:
    drawn = kind.samples(Draw(1).generator(), 40_000)
    for share in (0.05, 0.3, 0.5, 0.9):
        value = quantile(kind, share)
        assert np.mean(drawn < value - 1e-9) <= share + 0.01
        assert np.mean(drawn <= value + 1e-9) >= share - 0.01


def test_a_cut_bell_stays_between_its_ends() -> None:
    cut = Normal(normal=NormalParameters(mean=0, sd=1, min=-0.5, max=0.1))
    assert -0.5 <= quantile(cut, 1e-9) < quantile(cut, 0.5) < quantile(cut, 1 - 1e-9) <= 0.1
