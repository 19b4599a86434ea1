"""People on foot at the crosswalks: how many, how fast, how patient."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from longtail_sim.quantities import Quantity, Range, Section


class WalkingSpeed(Section):
    """Walking speed, normal across people (Weidmann), limited to 0.5 to 2.5 m/s."""

    mean: Annotated[Quantity, Range(0.6, 2.2)] = Field(default=1.34, description="mean in m/s")
    sd: Annotated[Quantity, Range(0, 0.6)] = Field(default=0.26, description="standard deviation in m/s")


class Pedestrians(Section):
    """People who cross at the junctions; by default there are none."""

    per_hour_per_crosswalk: Annotated[Quantity, Range(0, 2000)] = Field(
        default=0, description="people who come to each crosswalk, both directions together"
    )
    speed_mps: WalkingSpeed = Field(default=WalkingSpeed(), description="walking speed")
    clearance_s: Annotated[Quantity, Range(0, 10)] = Field(
        default=3.0,
        description="start-up and end clearance: critical headway = crossing time + this (HCM design value; 0 s is "
        "the observed mean)",
    )
    cross_on_red: Annotated[Quantity, Range(0, 1)] = Field(
        default=0.15, description="share that crosses against the light if the gap allows it (assumption; seen: 2-42 %)"
    )
