"""Streets: from a few lines of YAML to lanes, connectors and conflict zones."""

from longtail_sim.network.build import build_network
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.network.spec import NetworkSpec

__all__ = ["NetworkSpec", "StreetNetwork", "build_network"]
