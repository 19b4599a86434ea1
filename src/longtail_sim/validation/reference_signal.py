"""The signal that most reference values are given for: cycle 60 s, effective green 26 s, 50 km/h.

Effective green g = displayed green + extension of green into yellow - start-up lost time; with the HCM's 2 s for both,
the displayed green is 26 s as well.  Two such phases leave 2 * 4 s: yellow 3.3 s (ITE, 50 km/h) and all-red 0.7 s (24 m
at 50 km/h, minus 1 s).
"""

from __future__ import annotations

CYCLE_S = 60.0
GREEN_S = 26.0
YELLOW_S = 3.3
TIMING = {"cycle_s": CYCLE_S, "yellow_s": YELLOW_S, "all_red_s": 0.7}

SATURATION_FLOW = 1900.0  # veh/h per lane, HCM 7 chapter 19
CAPACITY = SATURATION_FLOW * GREEN_S / CYCLE_S  # 823 veh/h per lane

CITY_SPEED = 13.9  # m/s, 50 km/h
