"""The tactical decisions that a learner chooses among, by name and by number."""

import numpy as np

from longtail_sim.errors import AgentError
from longtail_sim.observation.action import Action, Lateral, Longitudinal, Request
from longtail_sim.observation.fleet_action import FleetAction
from longtail_sim.observation.view import BoolArray, IntArray

TACTICAL: dict[str, Action] = {
    "proceed": Action.proceed(),
    "yield": Action.yield_(),
    "stop": Action.stop(),
    "creep": Action.creep(),
    "change_left": Action.proceed(lateral=Lateral.CHANGE_LEFT),
    "change_right": Action.proceed(lateral=Lateral.CHANGE_RIGHT),
    "ask_remote": Action.ask_remote(),
    "minimal_risk": Action.minimal_risk(),
}
NUMBER = {name: number for number, name in enumerate(TACTICAL)}


def tactical_numbers(actions: FleetAction) -> IntArray:
    """Return the number of the tactical decision that says the same, int64 of shape (vehicles,).

    A request comes first, then a lane change while proceeding; one while yielding, stopping or creeping is left out.
    To pull over is to yield, to halt in the lane is to stop.

    Raises:
        AgentError: speeds and accelerations, for which there is no number.
    """
    slowed = actions.longitudinal != Longitudinal.PROCEED
    numbers = _longitudinal(actions)
    numbers[~slowed & (actions.lateral == Lateral.CHANGE_LEFT)] = NUMBER["change_left"]
    numbers[~slowed & (actions.lateral == Lateral.CHANGE_RIGHT)] = NUMBER["change_right"]
    numbers[actions.request == Request.ASK_REMOTE] = NUMBER["ask_remote"]
    numbers[actions.request == Request.MINIMAL_RISK] = NUMBER["minimal_risk"]
    return numbers


def _longitudinal(actions: FleetAction) -> IntArray:
    numbers = np.full(len(actions), -1, np.int64)
    for name in ("proceed", "yield", "stop", "creep"):
        numbers[actions.longitudinal == TACTICAL[name].longitudinal] = NUMBER[name]
    numbers[actions.longitudinal == Longitudinal.HALT] = NUMBER["stop"]
    unknown: BoolArray = numbers < 0
    if unknown.any():
        code = Longitudinal(int(actions.longitudinal[unknown][0]))
        raise AgentError(f"'{code.name.lower()}' is none of the tactical decisions: {', '.join(TACTICAL)}.")
    return numbers
