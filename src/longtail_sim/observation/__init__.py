"""What an agent may know and what it may answer: observations, actions and the trace of a decision."""

from longtail_sim.core.perception_layout import FEATURES
from longtail_sim.observation.action import Action, Lateral, Longitudinal, Request
from longtail_sim.observation.beliefs import RECORDED, Belief, compare_beliefs
from longtail_sim.observation.examples import example_observations, make_observation
from longtail_sim.observation.fleet_action import FleetAction
from longtail_sim.observation.place import FleetPlace, Place
from longtail_sim.observation.tactical import TACTICAL, tactical_numbers
from longtail_sim.observation.trace import (
    Category,
    CriticalComponent,
    Decision,
    Evidence,
    LateralDecision,
    LongitudinalDecision,
    Trace,
)
from longtail_sim.observation.view import FleetObservation, Observation

__all__ = [
    "FEATURES",
    "RECORDED",
    "TACTICAL",
    "Action",
    "Belief",
    "Category",
    "CriticalComponent",
    "Decision",
    "Evidence",
    "FleetAction",
    "FleetObservation",
    "FleetPlace",
    "Lateral",
    "LateralDecision",
    "Longitudinal",
    "LongitudinalDecision",
    "Observation",
    "Place",
    "Request",
    "Trace",
    "compare_beliefs",
    "example_observations",
    "make_observation",
    "tactical_numbers",
]
