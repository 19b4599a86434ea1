"""How people drive, what they take a dark signal for, and how often they err."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from longtail_sim.quantities import DrawnPerCase, Lognormal, LognormalQuantity, Quantity, Range, Section, highest
from longtail_sim.quantities.distributions import LognormalParameters

Share = Annotated[Quantity, Range(0, 1)]


class SpeedFactor(Section):
    """Desired speed as a multiple of the limit, normal across drivers."""

    mean: Annotated[Quantity, Range(0.3, 2)] = Field(default=1.05, description="mean")
    sd: Annotated[Quantity, Range(0, 0.5)] = Field(default=0.1, description="standard deviation")


class DarkSignal(Section):
    """What people take a dark signal for; who is in none of these shares treats it as an all-way stop.

    No field study has counted these; the defaults are assumptions.
    """

    priority_major: Share = Field(default=0.25, description="take right of way, on the bigger road (assumption)")
    priority_minor: Share = Field(default=0.03, description="take right of way, on the smaller road (assumption)")
    follow: Share = Field(default=0.08, description="follow the one ahead through without a stop (assumption)")
    unaware: Share = Field(default=0.02, description="do not notice that there is a signal (assumption)")
    freeze: Share = Field(default=0.05, description="hesitate 3 to 8 s after they could go (assumption)")
    stop_if_conflict: Share = Field(
        default=0.95, description="those who would not stop do stop when they see cross traffic (assumption)"
    )

    @model_validator(mode="after")
    def _leave_a_remainder(self) -> Self:
        for name, priority in (("priority_major", self.priority_major), ("priority_minor", self.priority_minor)):
            if highest(priority) + highest(self.follow) + highest(self.unaware) > 1:
                raise ValueError(f"{name}, follow and unaware together must not exceed 1")
        return self

    def all_way_stop(self, on_major: bool) -> float:
        """Return the share that stops and waits its turn, on the bigger or the smaller road."""
        priority = self.priority_major if on_major else self.priority_minor
        return 1.0 - float(priority) - float(self.follow) - float(self.unaware)


class Errors(Section):
    """How often people err; a model in which nobody errs cannot measure safety."""

    enabled: bool = Field(
        default=True, strict=True, description="false: nobody errs or overlooks a dark signal, whatever the rates"
    )
    red_light_running: Share = Field(default=0.004, description="probability of running a fresh red light")
    misjudged_gap: Share = Field(
        default=0.0005,
        description="probability of misjudging a gap when entering a junction (fitted to police-reported crashes)",
    )
    siren_unnoticed: Share = Field(
        default=0.05, description="share that hears a siren only when it is right behind (assumption)"
    )
    lapses_per_h: Annotated[Quantity, Range(0, 1000)] = Field(
        default=0.03,
        description="attention lapses per driving hour that nothing interrupts (fitted to police-reported crashes)",
    )


class Drivers(Section):
    """People at the wheel; the defaults discharge a queue at about 1900 vehicles an hour and lane."""

    speed_factor: SpeedFactor = Field(default=SpeedFactor(), description="desired speed / speed limit")
    time_headway_s: Annotated[Quantity, Range(0.3, 5)] = Field(
        default=1.13, description="time gap to the one ahead, mean"
    )
    acceleration_mps2: Annotated[Quantity, Range(0.3, 5)] = Field(default=2.6, description="acceleration, mean")
    deceleration_mps2: Annotated[Quantity, Range(0.5, 8)] = Field(
        default=1.2, description="comfortable deceleration, mean (HCM: 4.0 ft/s2 towards a queue)"
    )
    standstill_gap_m: Annotated[Quantity, Range(0.5, 10)] = Field(
        default=2.5, description="gap to the one ahead when standing, mean"
    )
    reaction_s: Annotated[Quantity, Range(0, 3)] = Field(default=0.6, description="reaction time when starting, mean")
    perception_delay_s: Annotated[Quantity, Range(0, 1.9)] = Field(
        default=0.3, description="reaction time in car following, mean"
    )
    car_following: Literal["idm_plus", "idm"] = Field(
        default="idm_plus", description="car-following model; the defaults above are calibrated for idm_plus"
    )
    full_stop: Share = Field(
        default=0.2, description="share that stops fully at a stop line when nobody across is in sight (assumption)"
    )
    spread: Annotated[Quantity, Range(0, 1)] = Field(
        default=1.0, description="1: drivers differ as observed; 0: all drive alike"
    )
    keep_clear: Share = Field(default=0.95, description="share that does not enter a junction that it cannot leave")
    yields_to_pedestrians: Share = Field(
        default=0.6,
        description="share that stops for somebody at a crosswalk without a signal (61 % at marked crossings of "
        "25 mph streets, TCRP 112; at stop signs and dark signals an assumption)",
    )
    looks_on_green: Share = Field(
        default=0.5,
        description="share that looks to the sides before it goes on green; asked only where people run the red or the "
        "greens conflict (assumption)",
    )
    failed_light_patience_s: Annotated[LognormalQuantity, Range(1, 3600), DrawnPerCase()] = Field(
        default=Lognormal(lognormal=LognormalParameters(mean=120, cv=0.4)),
        description="waiting at a red light that does not end, until it is taken for a stop sign, drawn for each "
        "driver (assumption)",
    )
    dark_signal: DarkSignal = Field(default=DarkSignal(), description="what people take a dark signal for")
    errors: Errors = Field(default=Errors(), description="how often people err")
