"""The closed form of an approach that automated vehicles hold: mean headway = (1 - p) h + p T.

p is the share of automated vehicles, h the headway of the others at the dark junction (measured here), T how long each
automated vehicle stands at the line until it is answered.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim import Scenario, Simulator, load_agent

Run = Callable[..., Simulator]
ANSWER_S = 60.0
START_S, END_S = 300.0, 3300.0


def one_approach(share: float) -> Scenario:
    """Return a dark junction that is asked for on one approach only, more than it can serve, straight on."""
    remote: dict[str, Any] = {"agents": 1000, "service_s": ANSWER_S, "patience_s": 3600}
    parts: dict[str, Any] = {
        "duration_s": END_S,
        "network": {"grid": {"rows": 1, "columns": 1, "lanes": 1, "block_m": 300}},
        "demand": {"vehicles_per_hour": 0, "turns": {"left": 0, "right": 0}},
        "drivers": {"errors": {"enabled": False}, "full_stop": 1, "dark_signal": {"freeze": 0}},
        "fleet": {"share": share, "remote_assistance": {**remote, "link": {"loss": 0, "latency_s": 0}}},
        "events": [{"kind": "signal_outage", "at_s": 0}],
    }
    parts["drivers"]["dark_signal"] |= {"priority_major": 0, "priority_minor": 0, "follow": 0, "unaware": 0}
    parts["demand"]["entries"] = {"0,0:south": {"vehicles_per_hour": 1500}}
    return Scenario.model_validate(parts)


def headway(share: float, run: Run) -> float:
    """Return the mean time between two vehicles that enter the junction, over some seeds."""
    simulator, agent = Simulator(one_approach(share), range(6)), load_agent("stop_when_confused")
    run(simulator, START_S, agent)
    before = simulator.state.tally.traversals.sum()
    run(simulator, END_S, agent)
    return float((END_S - START_S) * 6 / (simulator.state.tally.traversals.sum() - before))


def test_mean_headway_of_a_held_approach(run: Run) -> None:
    """As predicted from the headway without automated vehicles, within a tenth (the share drawn varies, too)."""
    alone = headway(0.0, run)
    assert 3.0 < alone < 6.0
    for share in (0.05, 0.2):
        assert headway(share, run) == pytest.approx((1 - share) * alone + share * (ANSWER_S + alone), rel=0.12)
