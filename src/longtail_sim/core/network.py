"""The street network as the core sees it: lanes, connectors, conflicts, junctions.  Nothing here knows of a grid.

A *lane* is a street lane (it ends at the stop line of a junction, or where the map ends) or a *connector* (the path
through a junction from one street lane to another).  A *street* is one directed carriageway between two junctions.
"""

from typing import NamedTuple

from longtail_sim.core.schema import Annotated, Array, Field

BUILT = "network"  # written once, by the builder


class Network(NamedTuple):
    """Static arrays, shared by all worlds.  'CSR' arrays X_first[n+1] delimit the rows of the array named beside them."""

    # lanes (street lanes and connectors together)
    lane_kind: Annotated[Array, Field("i1", "lane", "-", BUILT, "LANE_STREET or LANE_CONNECTOR")]
    lane_length: Annotated[Array, Field("f8", "lane", "m", BUILT, "arc length")]
    lane_speed: Annotated[Array, Field("f8", "lane", "m/s", BUILT, "speed limit; on a connector the comfortable turning speed")]
    lane_street: Annotated[Array, Field("i4", "lane", "-", BUILT, "street of a street lane, -1 for a connector", -1)]
    lane_left: Annotated[Array, Field("i4", "lane", "-", BUILT, "neighbouring lane on the left in the same street, or -1", -1)]
    lane_right: Annotated[Array, Field("i4", "lane", "-", BUILT, "neighbouring lane on the right in the same street, or -1", -1)]
    lane_opposite: Annotated[Array, Field("i4", "lane", "-", BUILT, "innermost street lane of the other direction beside it, or -1", -1)]
    lane_junction: Annotated[Array, Field("i4", "lane", "-", BUILT, "junction at the lane's end (connector: the junction it lies in); -1 where the map ends", -1)]
    lane_leg: Annotated[Array, Field("i1", "lane", "-", BUILT, "leg from which the lane enters lane_junction (connector: the leg it comes from); -1 if none", -1)]
    lane_connector: Annotated[Array, Field("i4", "lane turn", "-", BUILT, "connector that begins at the lane's end, by turn; -1 if the turn is not allowed from it", -1)]
    connector_from: Annotated[Array, Field("i4", "lane", "-", BUILT, "street lane a connector begins at, -1 for street lanes", -1)]
    connector_to: Annotated[Array, Field("i4", "lane", "-", BUILT, "street lane a connector ends in, -1 for street lanes", -1)]
    connector_turn: Annotated[Array, Field("i1", "lane", "-", BUILT, "TURN_*, -1 for street lanes", -1)]
    # centre lines: lane l has points point_first[l] .. point_first[l+1], equally spaced in arc length
    point_first: Annotated[Array, Field("i4", "lane+1", "-", BUILT, "CSR of point_x, point_y, point_heading")]
    point_x: Annotated[Array, Field("f8", "point", "m", BUILT, "east")]
    point_y: Annotated[Array, Field("f8", "point", "m", BUILT, "north")]
    point_heading: Annotated[Array, Field("f8", "point", "rad", BUILT, "direction of travel, counter-clockwise from east, unwrapped along the lane")]
    # conflicts between connectors of one junction: rows conflict_first[c] .. conflict_first[c+1] belong to connector c
    conflict_first: Annotated[Array, Field("i4", "lane+1", "-", BUILT, "CSR of the conflict arrays (empty for street lanes)")]
    conflict_other: Annotated[Array, Field("i4", "conflict", "-", BUILT, "the other connector")]
    conflict_kind: Annotated[Array, Field("i1", "conflict", "-", BUILT, "CONFLICT_CROSSING, _MERGING or _DIVERGING")]
    conflict_enter: Annotated[Array, Field("f8", "conflict", "m", BUILT, "where the conflict zone begins on the own connector")]
    conflict_exit: Annotated[Array, Field("f8", "conflict", "m", BUILT, "where it ends on the own connector")]
    conflict_other_enter: Annotated[Array, Field("f8", "conflict", "m", BUILT, "where it begins on the other connector")]
    conflict_other_exit: Annotated[Array, Field("f8", "conflict", "m", BUILT, "where it ends on the other connector")]
    # streets
    street_first_lane: Annotated[Array, Field("i4", "street", "-", BUILT, "its rightmost lane; lanes are consecutive from right to left")]
    street_lanes: Annotated[Array, Field("i4", "street", "-", BUILT, "number of lanes")]
    street_turns: Annotated[Array, Field("i1", "street turn", "-", BUILT, "1 where some lane of the street allows the turn")]
    # junctions
    junction_x: Annotated[Array, Field("f8", "junction", "m", BUILT, "centre, east")]
    junction_y: Annotated[Array, Field("f8", "junction", "m", BUILT, "centre, north")]
    junction_control: Annotated[Array, Field("i1", "junction", "-", BUILT, "CONTROL_SIGNAL, _ALL_WAY_STOP or _TWO_WAY_STOP")]
    junction_major: Annotated[Array, Field("i1", "junction", "-", BUILT, "axis of the bigger road: 0 north-south, 1 east-west")]
    junction_cycle_s: Annotated[Array, Field("f8", "junction", "s", BUILT, "signal cycle")]
    junction_offset_s: Annotated[Array, Field("f8", "junction", "s", BUILT, "start of the north-south green in the common clock")]
    junction_green_s: Annotated[Array, Field("f8", "junction axis", "s", BUILT, "green of the north-south and the east-west phase")]
    junction_yellow_s: Annotated[Array, Field("f8", "junction", "s", BUILT, "yellow after each green")]
    junction_all_red_s: Annotated[Array, Field("f8", "junction", "s", BUILT, "red for all after each yellow")]
    junction_right_on_red: Annotated[Array, Field("i1", "junction", "-", BUILT, "1 where right turns on red are allowed, after a stop")]
    junction_walk_s: Annotated[Array, Field("f8", "junction", "s", BUILT, "walk interval of people on foot, from the beginning of the parallel green")]
    approach_first: Annotated[Array, Field("i4", "junction+1", "-", BUILT, "CSR of approach_lane")]
    approach_lane: Annotated[Array, Field("i4", "approach", "-", BUILT, "street lanes that end at the junction, in order of leg, right to left")]
    inside_first: Annotated[Array, Field("i4", "junction+1", "-", BUILT, "CSR of inside_lane")]
    inside_lane: Annotated[Array, Field("i4", "inside", "-", BUILT, "connectors of the junction")]
    # entries: streets that begin where the map ends
    entry_street: Annotated[Array, Field("i4", "entry", "-", BUILT, "street on which vehicles enter the map")]
    # crosswalks, four to a junction in the order of its legs; a place on one is measured from its beginning
    crosswalk_x: Annotated[Array, Field("f8", "crosswalk", "m", BUILT, "beginning on the centre line, east")]
    crosswalk_y: Annotated[Array, Field("f8", "crosswalk", "m", BUILT, "beginning on the centre line, north")]
    crosswalk_along_x: Annotated[Array, Field("f8", "crosswalk", "-", BUILT, "direction, east")]
    crosswalk_along_y: Annotated[Array, Field("f8", "crosswalk", "-", BUILT, "direction, north")]
    crosswalk_length: Annotated[Array, Field("f8", "crosswalk", "m", BUILT, "from kerb to kerb")]
    # passages: where a connector passes over a crosswalk, that of the leg it comes from and that of the leg it leaves by
    passage_first: Annotated[Array, Field("i4", "lane+1", "-", BUILT, "CSR of the passages of a lane (empty for street lanes)")]
    passage_connector: Annotated[Array, Field("i4", "passage", "-", BUILT, "the connector")]
    passage_crosswalk: Annotated[Array, Field("i4", "passage", "-", BUILT, "the crosswalk")]
    passage_enter: Annotated[Array, Field("f8", "passage", "m", BUILT, "where the crosswalk begins on the connector")]
    passage_exit: Annotated[Array, Field("f8", "passage", "m", BUILT, "where it ends on the connector")]
    passage_low: Annotated[Array, Field("f8", "passage", "m", BUILT, "lowest place of the connector's centre line on the crosswalk")]
    passage_high: Annotated[Array, Field("f8", "passage", "m", BUILT, "highest place of it")]
    crossed_first: Annotated[Array, Field("i4", "crosswalk+1", "-", BUILT, "CSR of crossed_passage")]
    crossed_passage: Annotated[Array, Field("i4", "crossed", "-", BUILT, "passages over the crosswalk")]
