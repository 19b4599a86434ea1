"""Driving agents: what one is, how it is found, listed, checked and guarded."""

from longtail_sim.agent.check import CheckRow, check_agent
from longtail_sim.agent.guard import Guard
from longtail_sim.agent.listing import AgentEntry, list_agents
from longtail_sim.agent.load import agent_class, load_agent, require_known
from longtail_sim.agent.notices import FleetNotices, Told
from longtail_sim.agent.policy import Policy
from longtail_sim.agent.protocol import Agent
from longtail_sim.agent.rules import Rule, Rules
from longtail_sim.agent.scaffold import new_agent
from longtail_sim.agent.situation import Situation

__all__ = [
    "Agent",
    "AgentEntry",
    "CheckRow",
    "FleetNotices",
    "Guard",
    "Policy",
    "Rule",
    "Rules",
    "Situation",
    "Told",
    "agent_class",
    "check_agent",
    "list_agents",
    "load_agent",
    "new_agent",
    "require_known",
]
