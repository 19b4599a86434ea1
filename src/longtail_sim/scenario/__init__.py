"""Scenario files: from YAML to frozen models, with every mistake named by its place.

``load_scenario("sf_outage")`` or a path; ``scenario.draw(seed)`` puts numbers in place of distributions;
``scenario.effects(seed, network)`` is what its events do to the world.
"""

from longtail_sim.scenario.demand import Demand, ProfilePoint, Turns
from longtail_sim.scenario.drivers import DarkSignal, Drivers, Errors, SpeedFactor
from longtail_sim.scenario.expectation import Expectation
from longtail_sim.scenario.fleet import Fleet, Link, RemoteAssistance
from longtail_sim.scenario.identity import identity
from longtail_sim.scenario.json_schema import write_schema
from longtail_sim.scenario.library import list_scenarios, scenario_path, scenarios_by_axis
from longtail_sim.scenario.load import load_scenario
from longtail_sim.scenario.overrides import Override, parse_overrides
from longtail_sim.scenario.samples import Sample, load_samples, parse_variations
from longtail_sim.scenario.scenario import Scenario
from longtail_sim.scenario.variation import Variation

__all__ = [
    "DarkSignal",
    "Demand",
    "Drivers",
    "Errors",
    "Expectation",
    "Fleet",
    "Link",
    "Override",
    "ProfilePoint",
    "RemoteAssistance",
    "Sample",
    "Scenario",
    "SpeedFactor",
    "Turns",
    "Variation",
    "identity",
    "list_scenarios",
    "load_samples",
    "load_scenario",
    "parse_overrides",
    "parse_variations",
    "scenario_path",
    "scenarios_by_axis",
    "write_schema",
]
