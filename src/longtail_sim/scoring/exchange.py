"""Harm and other people's time in one number, at a stated exchange rate.

cost = (harm x value of an injury x factor) / trips + others' delay x value of time: what harm costs a trip of anybody,
and delay a trip of people, in US dollars.  Whether a ranking depends on the exchange rate is more interesting than the
rate: it is stated for factors from 0.1 to 10.
"""

from collections.abc import Mapping

# US Department of Transportation, departmental guidance on the value of a statistical life (13.2 million dollars for
# 2023) times its fraction for a serious injury (MAIS 3: 0.105).  A factor of 10 reaches the value of a life.
INJURY_USD = 0.105 * 13.2e6
TIME_USD_PER_H = 20.0  # of a person; one person per vehicle (assumption)
FACTORS = (0.1, 1.0, 10.0)

EXPLAINED = (
    "cost = harm × 1.386 million US$ × factor ÷ all trips + others' delay per trip of people × 20 US$/h, beyond that "
    "of the twin; harm is the number of severe injuries expected"
)


def cost_usd(metrics: Mapping[str, float], factor: float) -> float:
    """Return the social cost of a run [US$/trip]; ``factor`` multiplies the value of an injury."""
    trips = max(metrics["trips_finished"] + metrics["trips_unfinished"], 1.0)
    harm = metrics["harm_expected"] + metrics["others_harm_expected"]
    return factor * INJURY_USD * harm / trips + TIME_USD_PER_H * metrics["others_delay_s"] / 3600
