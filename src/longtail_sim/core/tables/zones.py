"""When the conflict zones of junctions were last left, for the post-encroachment time."""

from longtail_sim.core.schema import Annotated, Array, Field

LONG_AGO_S = -1e18


class Zones:
    """Arrays of shape (world, conflict): one row for each conflict of a connector, as in the packed network."""

    AXES = "world conflict"

    left_s: Annotated[Array, Field("f8", "world conflict", "s", "encounters", "when the last body on the own connector left the zone, or will have left it", LONG_AGO_S)]
    left_group: Annotated[Array, Field("i1", "world conflict", "-", "encounters", "whose it was: 0 people's, 1 the fleet's, -1 an emergency vehicle")]
