"""Reasons aloud: what is seen, what must have happened, which rule applies, and so what to do."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from longtail_sim import Action, Agent, FleetAction, FleetObservation, Observation
from longtail_sim.observation import Category, CriticalComponent, Decision, Evidence, Trace
from longtail_sim.observation import LateralDecision as Way
from longtail_sim.observation import LongitudinalDecision as Speed

HORIZON_M, AT_LINE_M, COMFORTABLE_MPS2 = 70.0, 3.0, 3.0  # junctions beyond the horizon are not decided about yet
NOBODY_GOES_S, ODD_S = 40.0, 60.0  # at the line, free, and not its turn: it was given away; no rule explains it
SURE = 0.6  # a reading of the signal with less confidence is not relied on
WORKING, ONE_FAULT, OFFICER, OUTAGE, UNSURE = range(5)


class Scene:
    """What is perceived and believed, and what follows from it; arrays with one entry per vehicle."""

    def __init__(self, fleet: FleetObservation, hypothesis: np.ndarray) -> None:
        """Derive what several rules need."""
        self.see, self.light, self.hypothesis = fleet, fleet.signal, hypothesis
        self.before_narrow = (fleet.narrow_m > 0) & (fleet.narrow_m < 40)
        self.in_the_road = (fleet.obstacle_m < 60) & (fleet.obstacle_m < fleet.line_m)
        self.first = fleet.gap_m + 4 > fleet.line_m  # nobody is between it and the stop line
        self.can_stop = fleet.speed_mps**2 <= 2 * COMFORTABLE_MPS2 * fleet.line_m
        self.free = fleet.path_clear & fleet.exit_clear
        at_line = self.first & (fleet.line_m < AT_LINE_M)
        self.late_left = at_line & fleet.turn_left & (self.light.colour_age_s < 2.5) & self.free
        self.all_way = fleet.is_all_way_stop | ((self.light.is_dark | self.light.is_stuck_red) & ~self.light.is_officer)
        self.not_mine, self.overdue = self.all_way & ~fleet.my_turn, self.free & (fleet.at_line_s > NOBODY_GOES_S)


class Rule(NamedTuple):
    """Where it applies, the action, the decision, the critical component with its state, features that show it."""

    applies: Callable[[Scene], np.ndarray]
    action: Action
    decision: Speed
    component: str
    state: str
    evidence: str
    kind: Category = Category.OBJECT


# fmt: off
HYPOTHESES = ("The control of the junction works", "This one signal has failed", "An officer stands in for the signal",
              "The signals of the whole district have failed", "The signal cannot be seen surely")
# The first rule that applies counts.
RULES = (
    Rule(lambda s: s.in_the_road & ~s.see.obstacle_is_body, Action.yield_("the road ahead is closed and it halts"),
         Speed.STATIC_STOP, "closed road", "ahead", "obstacle_m obstacle_is_body", Category.ROAD_EVENT),
    Rule(lambda s: s.see.in_junction, Action.yield_("it clears the junction but halts for a body in its way"),
         Speed.YIELD, "body across the path", "watched", "in_junction hazard_m"),
    Rule(lambda s: (s.see.siren_m < 80) & (s.see.narrow_m > 0), Action.pull_over("a siren comes from behind"),
         Speed.STATIC_STOP, "emergency vehicle", "behind", "siren_m siren_heard"),
    Rule(lambda s: s.before_narrow & (~s.see.narrow_turn | s.see.siren_heard), Action.yield_("others go first there"),
         Speed.YIELD, "narrow street", "not its turn", "narrow_m narrow_turn narrow_taken siren_heard"),
    Rule(lambda s: s.see.line_m > HORIZON_M, Action.proceed("no junction is near"),
         Speed.SET_SPEED_TRACKING, "own lane", "no junction near", "line_m", Category.LANE),
    Rule(lambda s: s.see.siren_at_junction & s.can_stop, Action.yield_("a siren is near the junction ahead"),
         Speed.YIELD, "emergency vehicle", "at the junction", "siren_at_junction siren_heard"),
    Rule(lambda s: s.light.is_red & ~s.light.is_stuck_red, Action.yield_("the light is red"),
         Speed.STATIC_STOP, "signal ahead", "red", "is_red line_m", Category.TRAFFIC_LIGHT),
    Rule(lambda s: (s.hypothesis == UNSURE) & s.can_stop & ~s.see.at_line, Action.yield_("it is not sure and stops"),
         Speed.STATIC_STOP, "signal ahead", "uncertain", "signal_confidence signal_age_s", Category.TRAFFIC_LIGHT),
    Rule(lambda s: s.light.is_officer & ~s.light.is_green, Action.yield_("the officer has not waved it on"),
         Speed.STATIC_STOP, "officer", "no sign to go", "is_officer is_green"),
    Rule(lambda s: s.light.is_yellow & s.can_stop & ~s.late_left, Action.yield_("the light is yellow and it can stop"),
         Speed.STATIC_STOP, "signal ahead", "yellow", "is_yellow line_m speed_mps", Category.TRAFFIC_LIGHT),
    Rule(lambda s: s.light.is_yellow, Action.proceed("the light is yellow but it is through before the others start"),
         Speed.SET_SPEED_TRACKING, "signal ahead", "yellow", "is_yellow colour_age_s line_m", Category.TRAFFIC_LIGHT),
    Rule(lambda s: (s.all_way | s.see.is_stop) & ~s.see.at_line, Action.yield_("it stops at the line first"),
         Speed.STATIC_STOP, "stop control", "not stopped yet", "at_line line_m", Category.STOP_CONTROL),
    Rule(lambda s: s.not_mine & s.overdue, Action.creep("nobody takes the turn and it feels its way"),
         Speed.GAP_SEARCHING, "all-way stop", "nobody goes", "at_line_s path_clear", Category.STOP_CONTROL),
    Rule(lambda s: s.not_mine, Action.yield_("another vehicle has the turn"),
         Speed.YIELD, "all-way stop", "not its turn", "my_turn others_waiting", Category.STOP_CONTROL),
    Rule(lambda s: s.first & ~s.see.exit_clear, Action.yield_("there is no room behind the junction"),
         Speed.YIELD, "lane behind the junction", "full", "exit_clear", Category.LANE),
    Rule(lambda s: s.first & ~s.see.path_clear, Action.yield_("somebody would be met in the junction"),
         Speed.YIELD, "crossing vehicle", "in the way", "path_clear"),
    Rule(lambda s: ~s.first, Action.proceed("it follows the vehicle ahead to the line"),
         Speed.LEAD_FOLLOWING, "vehicle ahead", "before the line", "gap_m leader_speed_mps"),
)
OTHERWISE = Rule(np.empty_like, Action.proceed("the way is free"),
                 Speed.SET_SPEED_TRACKING, "own path", "free", "path_clear exit_clear", Category.LANE)
ASK = Rule(np.empty_like, Action.ask_remote("no rule explains this standstill and it asks a remote agent"),
           Speed.STATIC_STOP, "standstill", "unexplained", "standing_s path_clear hazard_m", Category.ROAD_EVENT)
# fmt: on
BY_REASON = {each.action.reason: each for each in (*RULES, OTHERWISE, ASK)}


class Reasoning(Agent):
    """Perceives, believes, applies the rules and tells why; asks a remote agent only where no rule fits."""

    def __init__(self) -> None:
        """Begin without memories."""
        self.facing_dark: set[tuple[int, int]] = set()  # (world, trip) of vehicles that approach a dark signal
        self.passed_dark: set[tuple[int, int]] = set()  # ... and of those that have passed one

    def act_batch(self, fleet: FleetObservation) -> FleetAction:
        """Decide for all vehicles; a trace is made when somebody asks for it."""
        scene = Scene(fleet, self.hypotheses(fleet))
        decisions = FleetAction.choose([(each.applies(scene), each.action) for each in RULES], OTHERWISE.action)
        decisions = decisions.replaced(self.is_odd(scene), ASK.action).not_faster_than(fleet.sight_speed_mps())
        stuck = (fleet.standing_s > 5) & (fleet.gap_m < 10) & (fleet.leader_speed_mps < 0.3) & (fleet.line_m > 60)
        stuck |= scene.in_the_road & ~fleet.obstacle_is_person & ~fleet.obstacle_fills_street
        decisions = decisions.changing_right(stuck & fleet.right_free).changing_left(stuck & fleet.left_free)
        return decisions.explained(lambda row: explain(fleet[row], decisions[row], scene.hypothesis[row]))

    def hypotheses(self, fleet: FleetObservation) -> np.ndarray:
        """Say what has probably happened: a second dark signal, seen or remembered, makes it an outage."""
        light, more = fleet.signal, fleet.next_is_dark | self.remembers_another(fleet)
        unsure = light.has_signal & (light.confidence < SURE)
        cases = [light.is_officer, unsure, light.has_failed & more, light.has_failed]
        return np.select(cases, [OFFICER, UNSURE, OUTAGE, ONE_FAULT], WORKING)

    def remembers_another(self, fleet: FleetObservation) -> np.ndarray:
        """Tell which vehicles have passed a dark signal before, and remember what they face now."""
        trips = list(zip(fleet.world.tolist(), fleet.trip.tolist(), strict=True))
        self.passed_dark |= {trips[row] for row in np.flatnonzero(fleet.in_junction)} & self.facing_dark
        self.facing_dark -= self.passed_dark
        self.facing_dark |= {trips[row] for row in np.flatnonzero(fleet.signal.is_dark & ~fleet.in_junction)}
        return np.array([trip in self.passed_dark for trip in trips], bool)

    def is_odd(self, scene: Scene) -> np.ndarray:
        """Tell who should ask: a long standstill at the line that is nobody's fault; in an outage everybody asks."""
        see = scene.see
        stuck = see.at_line & scene.first & (see.standing_s > ODD_S) & ~see.path_clear & ~see.in_junction
        helpful = (scene.hypothesis != OUTAGE) & (see.link_loss < 0.5) & ~see.assistance.granted
        return stuck & helpful & ~scene.light.is_red & (see.others_waiting <= 1)

    def reset(self, trips: np.ndarray | None = None) -> None:
        """Forget some vehicles, or all."""
        for memory in (self.facing_dark, self.passed_dark):
            memory -= {key for key in memory if trips is None or key[1] in trips}


def explain(observation: Observation, action: Action, hypothesis: int) -> Trace:
    """Return the trace of one decision: its rule, and the perceived values that made the rule apply."""
    applied = BY_REASON[action.reason]
    way = Way.LANE_CHANGE if action.lateral else Way.TURN if observation.in_junction else Way.LANE_KEEPING
    facts = tuple(Evidence(name, observation.feature(name)) for name in applied.evidence.split())
    critical = (CriticalComponent(applied.kind, applied.component, applied.state),)
    text = f"{HYPOTHESES[hypothesis]}. The vehicle decides on {applied.decision.value}: {action.reason}."
    return Trace(Decision(applied.decision, way), critical, facts, text, HYPOTHESES[hypothesis])
