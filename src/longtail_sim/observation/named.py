"""Names and types of everything that an agent perceives, for one vehicle and for a whole fleet at once.

The annotations give the names to editors and type checkers; column, unit and meaning come from
:data:`longtail_sim.core.perception_layout.FEATURES`.  ``Number`` is ``float`` for one vehicle and a float32 array of
shape (vehicles,) for a fleet; ``Flag`` is ``bool`` or a boolean array.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from longtail_sim.core.perception_layout import COLUMN, FEATURES

Number = TypeVar("Number")
Flag = TypeVar("Flag")
View = TypeVar("View", bound=type)


class SignalNames(Generic[Number, Flag]):
    """What the signal ahead, or the officer in its place, shows to the own approach."""

    __slots__ = ()
    has_signal: Flag
    is_green: Flag
    is_yellow: Flag
    is_red: Flag
    is_dark: Flag
    is_officer: Flag
    colour_age_s: Number
    is_flashing_red: Flag
    is_flashing_yellow: Flag
    known: Flag
    confidence: Number
    age_s: Number


class AssistanceNames(Generic[Number, Flag]):
    """Where the vehicle's request for remote assistance is."""

    __slots__ = ()
    awaiting: Flag
    granted: Flag
    wait_s: Number


class VehicleNames(Generic[Number, Flag]):
    """Everything else, under the names of the features."""

    __slots__ = ()
    speed_mps: Number
    speed_limit_mps: Number
    gap_m: Number
    leader_speed_mps: Number
    line_m: Number
    in_junction: Flag
    lateral_m: Number
    lane_index: Number
    lane_count: Number
    turn_left: Flag
    turn_straight: Flag
    turn_right: Flag
    turn_possible: Flag
    is_all_way_stop: Flag
    is_stop: Flag
    next_is_dark: Flag
    at_line: Flag
    at_line_s: Number
    my_turn: Flag
    path_clear: Flag
    exit_clear: Flag
    hazard_m: Number
    others_waiting: Number
    left_free: Flag
    right_free: Flag
    standing_s: Number
    link_loss: Number
    link_latency_s: Number
    sae_level: Number
    siren_m: Number
    siren_heard: Flag
    siren_at_junction: Flag
    narrow_m: Number
    narrow_taken: Flag
    narrow_opposed: Flag
    narrow_turn: Flag
    obstacle_m: Number
    obstacle_speed_mps: Number
    obstacle_is_body: Flag
    obstacle_is_person: Flag
    obstacle_fills_street: Flag
    visibility_m: Number
    friction: Number
    boards: Flag
    path_known: Flag


# A grouped name that is not the feature's own name.
FEATURE_OF = {"awaiting": "awaiting_assistance", "granted": "assistance_granted", "wait_s": "assistance_wait_s"}
FEATURE_OF |= {"known": "signal_known", "confidence": "signal_confidence", "age_s": "signal_age_s"}


def names_of(group: type) -> dict[str, str]:
    """Return ``{attribute: feature name}`` of one of the groups above."""
    return {name: FEATURE_OF.get(name, name) for name in group.__annotations__}


def is_flag(group: type, attribute: str) -> bool:
    """Tell whether an attribute of a group is true or false rather than a number."""
    return group.__annotations__[attribute] is Flag


def with_columns(
    group: type, number: Callable[[Any, int], object], flag: Callable[[Any, int], object]
) -> Callable[[View], View]:
    """Give a view class one read-only property per name of ``group``.

    ``number(values, column)`` and ``flag(values, column)`` read a column of the view's ``values``.
    """

    def decorate(view: View) -> View:
        for attribute, feature_name in names_of(group).items():
            column = COLUMN[feature_name]
            read = flag if is_flag(group, attribute) else number
            setattr(view, attribute, _property(read, column))
        return view

    return decorate


def _property(read: Callable[[Any, int], object], column: int) -> property:
    feature = FEATURES[column]
    return property(lambda view: read(view.values, column), doc=f"{feature.meaning} [{feature.unit}]")
