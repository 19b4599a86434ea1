"""What became of a job: a word from a closed set, and a row for every run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

Status = Literal[
    "finished",
    "agent_failed",  # raised, took too long over a decision, or answered nonsense
    "simulation_failed",  # an impossible state: a defect of the simulator
    "scenario_failed",  # the streets or the events of this draw cannot be built
    "crashed",  # an exception that nobody foresaw
    "timed_out",
    "out_of_memory",
    "worker_died",  # killed, or took its interpreter along
]
STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a job.

    Attributes:
        status: one of STATUSES.
        message: what went wrong, in one line; "" if nothing did.
        traceback: where, if there is more to say.
        metrics: by name, one mapping for each run of the job; empty unless finished.
        tables: by name, those that the job was asked for; one mapping for each run as well.
        seconds: wall time of the job.
        cpu_seconds: processor time of it, about what the wall time is on a machine at rest.
    """

    status: Status
    message: str = ""
    traceback: str = ""
    metrics: tuple[Mapping[str, float], ...] = ()
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    tables: tuple[Mapping[str, Mapping[str, Any]], ...] = ()
