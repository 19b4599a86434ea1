"""What test beds of outages share: signals that go dark, people who keep to the rule, the signal that is compared."""

from __future__ import annotations

from typing import Any

ALL_COMPLY = {"priority_major": 0, "priority_minor": 0, "follow": 0, "unaware": 0, "freeze": 0}
SIGNAL_60 = {"cycle_s": 60, "yellow_s": 3.0, "all_red_s": 1.0}  # two phases, green 26 s, as in the HCM comparison


def dark(at_s: float = 0.0, where: Any = "everywhere") -> list[dict[str, Any]]:
    """Return the ``events`` of a scenario in which signals go dark at ``at_s`` and stay so."""
    return [{"kind": "signal_outage", "at_s": at_s, "where": where}]
