"""Rare events: one file per kind, found by scanning this folder and the entry points ``longtail_sim.events``.

An event is a frozen model with a ``kind``; its ``schedule`` says which numbers of the world change, when, and until
when.  Nothing else in the simulator knows about kinds.
"""

from longtail_sim.events.effect import Baseline, Effect, compose
from longtail_sim.events.entry import entry_index
from longtail_sim.events.event import Event, Span
from longtail_sim.events.obstacle import Obstacle
from longtail_sim.events.registry import event_kinds, event_type, register

__all__ = [
    "Baseline",
    "Effect",
    "Event",
    "Obstacle",
    "Span",
    "compose",
    "entry_index",
    "event_kinds",
    "event_type",
    "register",
]
