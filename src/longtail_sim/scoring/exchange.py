"""Harm and other people's time in one number, at a stated exchange rate.

cost = (harm x value of an injury x factor + hours that people lose x value of time) / trips: what a run costs all road
users in harm and people in time, in US dollars for each trip that anybody wanted to make.  Whether a ranking depends on
the exchange rate is more interesting than the rate: it is stated for factors from 0.1 to 10.
"""

from longtail_sim.scoring.harm import harm_of
from longtail_sim.scoring.side import Metrics, get

# US Department of Transportation, departmental guidance on the value of a statistical life (13.2 million dollars for
# 2023) times its fraction for a serious injury (MAIS 3: 0.105).  A factor of 10 reaches the value of a life.
INJURY_USD = 0.105 * 13.2e6
TIME_USD_PER_H = 20.0  # of a person; one person per vehicle (assumption)
FACTORS = (0.1, 1.0, 10.0)

EXPLAINED = (
    "cost = (harm × 1.386 million US$ × factor + hours lost by people × 20 US$) ÷ trips of anybody, beyond that of the "
    "twin; harm is the number of severe injuries expected, hours lost are others' delay × trips of people"
)


def cost_usd(metrics: Metrics, factor: float) -> float:
    """Return the social cost of a run [US$/trip], over all trips that wanted to start.

    Args:
        metrics: of the run.
        factor: multiplies the value of an injury.

    Raises:
        ResultsError: a metric is missing.
    """
    lost_h = get(metrics, "others_delay_s") * _trips(metrics, "others_") / 3600
    return (factor * INJURY_USD * harm_of(metrics) + TIME_USD_PER_H * lost_h) / max(_trips(metrics), 1.0)


def _trips(metrics: Metrics, whose: str = "") -> float:
    return get(metrics, f"{whose}trips_finished") + get(metrics, f"{whose}trips_unfinished")
