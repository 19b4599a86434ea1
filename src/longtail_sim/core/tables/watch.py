"""What is kept of each vehicle to tell how near others came to it, and how its passengers are shaken."""

from longtail_sim.core.schema import Annotated, Array, Field

FAR_S = 1e18  # no collision course


class Watch:
    """Arrays of shape (world, vehicle slot); small, because every look at the traffic walks over all of it."""

    AXES = "world vehicle"

    ttc_s: Annotated[Array, Field("f8", "world vehicle", "s", "encounters move", "smallest time to collision at this look", FAR_S)]
    drac_mps2: Annotated[Array, Field("f8", "world vehicle", "m/s^2", "encounters move", "largest deceleration to avoid a crash at this look")]
    felt_mps2: Annotated[Array, Field("f4", "world vehicle", "m/s^2", "encounters move", "acceleration along the lane as passengers feel it")]
    ttc_fleet: Annotated[Array, Field("i1", "world vehicle", "-", "encounters move", "1: whom it would hit belongs to the fleet")]
    drac_fleet: Annotated[Array, Field("i1", "world vehicle", "-", "encounters move", "1: for whom it would have to brake belongs to the fleet")]
    warnings: Annotated[Array, Field("i1", "world vehicle", "-", "encounters move", "bits WARNING_*: what goes on, so that each episode counts once")]
