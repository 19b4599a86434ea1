"""longtail-sim: when something rare goes wrong in a city, what does this driving agent do to everybody else?

The names of ``__all__`` are the public ones; each is loaded at its first use, so that ``import longtail_sim`` is quick.
"""

import sys as _sys
from importlib import import_module as _import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from longtail_sim.agent import Agent, FleetNotices, Policy, Rule, Rules, Situation, load_agent
    from longtail_sim.episode import run_episode
    from longtail_sim.errors import LongtailError
    from longtail_sim.observation import (
        Action,
        Decision,
        FleetAction,
        FleetObservation,
        Lateral,
        Longitudinal,
        Observation,
        Request,
        Trace,
    )
    from longtail_sim.scenario import Scenario, load_scenario
    from longtail_sim.simulator import Simulator, Snapshot

__version__ = "0.1.0"

__all__ = [
    "Action",
    "Agent",
    "Decision",
    "FleetAction",
    "FleetNotices",
    "FleetObservation",
    "Lateral",
    "Longitudinal",
    "LongtailError",
    "Observation",
    "Policy",
    "Request",
    "Rule",
    "Rules",
    "Scenario",
    "Simulator",
    "Situation",
    "Snapshot",
    "Trace",
    "__version__",
    "load_agent",
    "load_scenario",
    "register_envs",
    "run_episode",
]

_HOME = {
    "Action": "observation",
    "Agent": "agent",
    "Decision": "observation",
    "FleetAction": "observation",
    "FleetNotices": "agent",
    "FleetObservation": "observation",
    "Lateral": "observation",
    "Longitudinal": "observation",
    "LongtailError": "errors",
    "Observation": "observation",
    "Policy": "agent",
    "Request": "observation",
    "Rule": "agent",
    "Rules": "agent",
    "Scenario": "scenario",
    "Simulator": "simulator",
    "Situation": "agent",
    "Snapshot": "simulator",
    "Trace": "observation",
    "load_agent": "agent",
    "load_scenario": "scenario",
    "run_episode": "episode",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its home at its first use (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module 'longtail_sim' has no attribute '{name}'")
    value = getattr(_import_module(f"longtail_sim.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names, loaded or not."""
    return __all__


def register_envs() -> None:
    """Make ``longtail/Drive-v0`` known to Gymnasium, and ``longtail/Fleet-v0`` to PettingZoo where that is in use.

    ``import longtail_sim`` does this by itself where they were imported before; calling it again changes nothing.  It
    imports neither for those who do not need them, so call this (or import ``longtail_sim.envs``, or
    ``longtail_sim.envs.fleet_v0``) where they come second.
    """
    import gymnasium

    if "longtail/Drive-v0" not in gymnasium.registry:
        gymnasium.register(
            id="longtail/Drive-v0",
            entry_point="longtail_sim.envs.drive:DriveEnv",
            vector_entry_point="longtail_sim.envs.vector:DriveVectorEnv",
        )
    pettingzoo: Any = _sys.modules.get("pettingzoo")
    known = getattr(pettingzoo, "parallel_registry", None)  # none before PettingZoo 1.27
    if known is not None and "longtail/Fleet-v0" not in known:
        pettingzoo.register("parallel", "longtail/Fleet-v0", "longtail_sim.envs.fleet_v0:parallel_env")
        pettingzoo.register("aec", "longtail/Fleet-v0", "longtail_sim.envs.fleet_v0:env")


if "gymnasium" in _sys.modules:
    register_envs()
