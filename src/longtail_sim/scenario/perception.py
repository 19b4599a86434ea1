"""What automated vehicles see: how far, how late, how surely, and how often wrongly.  By default the truth, at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from longtail_sim.core.limits import MEMORY
from longtail_sim.core.params import DT_S
from longtail_sim.quantities import Quantity, Range, Section

FARTHEST_M = 150.0  # signs and signals are read from no farther than this
ALL_THE_WAY_M = 1000.0
LATEST_SIGNAL_S = 2.5  # a yellow light lasts longer: nothing changes twice in that time
LATEST_OBSTACLE_S = (MEMORY - 1) * DT_S


class Signals(Section):
    """Signals ahead, and officers in their place.  Signs stand in the map."""

    range_m: Annotated[Quantity, Range(5, FARTHEST_M)] = Field(
        default=FARTHEST_M, description="they are read from this far; less in fog or low sun"
    )
    latency_s: Annotated[Quantity, Range(0, LATEST_SIGNAL_S)] = Field(
        default=0, description="what is believed is so old"
    )
    misread: Annotated[Quantity, Range(0, 1)] = Field(
        default=0,
        description="probability that a look takes a signal for another colour, or for dark, or a dark one for lit",
    )
    misread_noticed: Annotated[Quantity, Range(0, 1)] = Field(
        default=0.5, description="share of misreadings with a confidence of 0.3 to 0.6; the others seem right"
    )
    doubt: Annotated[Quantity, Range(0, 0.5)] = Field(
        default=0,
        description="what the confidence of a right reading may lack near by; twice that at the end of the range",
    )
    hidden_by_tall_vehicles: bool = Field(
        default=False, strict=True, description="a truck or a bus close ahead hides the signal"
    )


class Obstacles(Section):
    """The vehicle ahead on the own path."""

    range_m: Annotated[Quantity, Range(10, 200)] = Field(default=200, description="it is seen from this far")
    latency_s: Annotated[Quantity, Range(0, LATEST_OBSTACLE_S)] = Field(
        default=0, description="its gap and speed are so old"
    )
    distance_error: Annotated[Quantity, Range(0, 0.3)] = Field(
        default=0, description="standard deviation of the gap, as a share of it"
    )
    missed_per_h: Annotated[Quantity, Range(0, 3600)] = Field(
        default=0, description="how often in an hour of driving it is not seen, for one look"
    )
    false_per_h: Annotated[Quantity, Range(0, 3600)] = Field(
        default=0, description="how often something is seen 8 to 25 m ahead, for one look, that is not there"
    )


# Stated numbers for a vehicle as it might be today; docs/perception.md says where each comes from.
REALISTIC: dict[str, Any] = {
    "signals": {
        "range_m": 100,  # assumption
        "latency_s": 0.4,  # UN R157, the competent and careful human driver: 0.4 s of perception
        "misread": 0.002,  # assumption
        "doubt": 0.2,  # assumption
        "hidden_by_tall_vehicles": True,
    },
    "obstacles": {
        "latency_s": 0.3,  # assumption, within the 0.3 to 0.5 s that is used for the reaction of automated vehicles
        "distance_error": 0.02,  # assumption
        "missed_per_h": 1,  # assumption
        "false_per_h": 0.2,  # assumption
    },
    "crossing_streets_from_m": 15,  # assumption: buildings stand close to the corner
    "own_place_sd_m": 0.1,  # assumption: localisation in a map
}
PRESETS: dict[str, dict[str, Any]] = {"perfect": {}, "realistic": REALISTIC}


class Perception(Section):
    """What the fleet's vehicles perceive; the truth stays in the record.  People err as their drivers do."""

    preset: Literal["perfect", "realistic"] = Field(
        default="perfect",
        description="numbers of all keys that are not given: the truth at once, or stated assumptions",
    )
    signals: Signals = Field(default=Signals(), description="signals, and officers in their place")
    obstacles: Obstacles = Field(default=Obstacles(), description="the vehicle ahead")
    crossing_streets_from_m: Annotated[Quantity, Range(0, ALL_THE_WAY_M)] = Field(
        default=ALL_THE_WAY_M, description="buildings hide the crossing streets from farther before the line than this"
    )
    look_s: Annotated[Quantity, Range(0.1, 10)] = Field(
        default=1, description="how long one look lasts, and with it a misreading, a missed or a false obstacle"
    )
    own_place_sd_m: Annotated[Quantity, Range(0, 1)] = Field(
        default=0, description="standard deviation, over vehicles, of the error in their own place along the lane"
    )

    @model_validator(mode="before")
    @classmethod
    def _fill_from_preset(cls, given: Any) -> Any:
        """Take what is not given from the preset."""
        if not isinstance(given, Mapping):
            return given
        preset = given.get("preset")
        return _over(PRESETS[preset], given) if isinstance(preset, str) and preset in PRESETS else given

    def is_perfect(self) -> bool:
        """Return whether the truth is perceived, at once, whatever the preset."""
        stated = self.model_dump(exclude={"preset", "look_s"})
        usual = Perception().model_dump(exclude={"preset", "look_s"})
        for sections in (stated, usual):
            sections["signals"].pop("misread_noticed")
        return stated == usual


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return both mappings, what stands in ``above`` over what stands in ``below``, section by section."""
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        if isinstance(value, Mapping) and isinstance(under, Mapping):
            merged[key] = _over(under, value)
        else:
            merged[key] = value
    return merged
