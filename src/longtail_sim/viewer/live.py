"""The live numbers of run and twin, and their history."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from longtail_sim.viewer.frame import Frame

CONTACTS = ("contacts", "others_contacts", "pedestrian_contacts", "others_pedestrian_contacts")


class Numbers(NamedTuple):
    """What the side panel shows of one world; nan where it is not known."""

    others_delay_s: float
    throughput_veh_h: float
    vehicles: float
    backlog: float
    requests_waiting: float
    wait_mean_s: float
    stops_over_2min: float
    contacts: float
    signals_dark: float


def measure(frame: Frame, metrics: Mapping[str, float]) -> Numbers:
    """Put together what the frame shows now and what the metrics say of the time so far."""
    waits = frame.waits()
    contacts = [metrics[name] for name in CONTACTS if name in metrics]
    return Numbers(
        others_delay_s=metrics.get("others_delay_s", math.nan),
        throughput_veh_h=metrics.get("throughput_veh_h", math.nan),
        vehicles=len(frame.slot),
        backlog=frame.backlog,
        requests_waiting=len(waits),
        wait_mean_s=float(waits.mean()) if len(waits) else math.nan,
        stops_over_2min=metrics.get("fleet_stops_over_2min", math.nan),
        contacts=sum(contacts) if contacts else math.nan,
        signals_dark=float(frame.dark.sum()),
    )


class Sample(NamedTuple):
    """Numbers at one moment; the twin's are None if there is no twin."""

    time_s: float
    run: Numbers
    twin: Numbers | None


@dataclass
class History:
    """Samples in the order of time, thinned so that they never become many."""

    every_s: float = 5.0
    most: int = 1200
    samples: list[Sample] = field(default_factory=list)

    def add(self, sample: Sample) -> None:
        """Keep a sample if the last one is old enough."""
        if self.samples and sample.time_s < self.samples[-1].time_s + self.every_s:
            return
        self.samples.append(sample)
        if len(self.samples) > self.most:
            self.samples = self.samples[::2]
            self.every_s *= 2
