"""What a recording says about the run that it is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import longtail_sim
from longtail_sim.errors import ResultsError

if TYPE_CHECKING:
    from longtail_sim.scenario import Scenario
    from longtail_sim.viewer.recording import Recording


def scenario_of(recording: Recording) -> Scenario:
    """Return the scenario of a recording.

    Raises:
        ResultsError: this version does not know such scenarios.
    """
    from pydantic import ValidationError

    from longtail_sim.scenario import Scenario

    try:
        return Scenario.model_validate_json(recording.about.scenario)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise ResultsError(
            f"the recording is of longtail-sim {recording.about.version or 'unknown'}, and its scenario is not one of "
            f"{longtail_sim.__version__}: {place}: {first['msg']}; replay it with that version."
        ) from None
