"""What every shipped scenario says about its outcome, on seeds that played no part in writing it.

Metrics are means over the seeds; ratios to the twin are ratios of means, as in the table of ``longtail run``.
"""

import numpy as np
import pytest

from longtail_sim import load_agent, load_scenario
from longtail_sim.episode import Comparison, compare
from longtail_sim.scenario import Expectation, list_scenarios

SEEDS = (7001, 7002, 7003)


def measured(comparison: Comparison, expectation: Expectation) -> float:
    """Return the metric that an expectation speaks of."""
    run = next(run for run in comparison.runs if run.agent == expectation.agent)
    mean = {
        who: {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}
        for who, rows in (("run", run.metrics), ("twin", comparison.twin.metrics))
    }
    if expectation.metric == "others_delay_ratio":
        return mean["run"]["others_delay_s"] / mean["twin"]["others_delay_s"]
    value = mean["run"][expectation.metric]
    return value / mean["twin"][expectation.metric] if expectation.ratio_to_twin else value


@pytest.mark.slow
@pytest.mark.parametrize("name", list_scenarios())
def test_every_expectation_of_a_shipped_scenario_holds(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.expect, f"{name} says nothing about its outcome"
    agents = [load_agent(agent) for agent in sorted({item.agent for item in scenario.expect})]
    comparison = compare(scenario, agents, SEEDS)
    values = [(item, measured(comparison, item)) for item in scenario.expect]
    failed = [f"{item.agent}: {item.metric} is {value:.3g}" for item, value in values if not item.holds(value)]
    assert not failed, "; ".join(failed)
