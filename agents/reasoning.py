"""Reasons aloud: what is seen, remembered and told, what must have happened, which rule applies, and so what to do."""

import numpy as np

from longtail_sim import Action, Agent, FleetAction, FleetNotices, FleetObservation, Lateral, Rule, Rules, Situation
from longtail_sim.observation import Category
from longtail_sim.observation import LongitudinalDecision as Speed

HORIZON_M = 70.0  # farther junctions are not decided about yet
ODD_S = 60.0  # so long a standstill at a free line is explained by no rule
SURE, WATCHES_S = 0.6, 4.0  # a less sure reading is not relied on: it watches the cross traffic for so long instead
WORKING, ONE_FAULT, OFFICER, OUTAGE, UNSURE, TOLD, CONFLICTING = range(7)

# fmt: off
HYPOTHESES = ("The control of the junction works", "This one signal has failed", "An officer stands in for the signal",
              "The signals of the whole district have failed", "The signal cannot be seen surely",
              "Another vehicle of the fleet has met something in the road", "The others have green as well")
# The first rule that applies counts.
ORDERED = (
    Rule(lambda s: s.told_halt, Action.halt("the fleet has reported the road ahead, and it halts unseeing"),
         Speed.STATIC_STOP, "reported road event", "ahead", "line_m obstacle_m", Category.ROAD_EVENT),
    Rule(lambda s: s.comes & ~s.see.right_free & ~s.see.left_free, Action.halt("somebody comes the wrong way"),
         Speed.STATIC_STOP, "vehicle in the own lane", "comes", "obstacle_m obstacle_speed_mps"),
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
    Rule(lambda s: s.light.is_red & ~s.doubted, Action.yield_("the light is red"),
         Speed.STATIC_STOP, "signal ahead", "red", "is_red line_m", Category.TRAFFIC_LIGHT),
    Rule(lambda s: s.doubted & ~s.see.at_line, Action.yield_("the red does not end and it stops first"),
         Speed.STATIC_STOP, "signal ahead", "red for too long", "is_red colour_age_s at_line", Category.TRAFFIC_LIGHT),
    Rule(lambda s: (s.hypothesis == UNSURE) & s.can_stop & ~s.see.at_line, Action.yield_("it is not sure and stops"),
         Speed.STATIC_STOP, "signal ahead", "uncertain", "signal_confidence signal_age_s", Category.TRAFFIC_LIGHT),
    Rule(lambda s: (s.hypothesis == UNSURE) & s.see.at_line & (s.see.at_line_s < WATCHES_S),
         Action.yield_("it is not sure and watches the cross traffic"),
         Speed.YIELD, "signal ahead", "uncertain", "signal_confidence at_line_s", Category.TRAFFIC_LIGHT),
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
SLOWS = Rule(np.empty_like, Action.proceed("the fleet has reported something ahead and it slows"),
             Speed.SPEED_ADAPTATION, "reported road event", "ahead", "line_m speed_mps", Category.ROAD_EVENT)
# fmt: on
RULES = Rules(ORDERED, OTHERWISE, (ASK, SLOWS))


class Reasoning(Agent):
    """Perceives, believes, is told, applies the rules and tells why; asks a remote agent only where no rule fits."""

    def __init__(self) -> None:
        """Begin without memories."""
        self.facing_dark: set[tuple[int, int]] = set()  # (world, trip) of vehicles that approach a dark signal
        self.passed_dark: set[tuple[int, int]] = set()  # ... and of those that have passed one
        self.notices = FleetNotices()

    def act_batch(self, fleet: FleetObservation) -> FleetAction:
        """Decide for all vehicles; a trace is made when somebody asks for it."""
        scene = Situation(fleet, self.hypotheses(fleet), self.notices)
        scene.hypothesis[scene.told_of | scene.told.next_closed] = TOLD
        scene.hypothesis[scene.crossed] = CONFLICTING
        decisions = RULES.choose(scene).replaced(self.is_odd(scene), ASK.action)
        slow = scene.allowed_mps()
        goes = decisions.longitudinal == Action.proceed().longitudinal
        decisions = decisions.replaced(goes & (slow < fleet.speed_limit_mps), SLOWS.action).not_faster_than(slow)
        decisions = decisions.not_faster_than(np.minimum(fleet.sight_speed_mps(), scene.gap_mps()))
        self.notices.report(fleet, scene.held_up, scene.crossed)
        found = self.led_round(scene, decisions)
        return found.explained(lambda row: RULES.explain(fleet[row], found[row], HYPOTHESES[scene.hypothesis[row]]))

    def led_round(self, scene: Situation, decisions: FleetAction) -> FleetAction:
        """Return the same decisions, with another lane, another turn or the way back where the way on is closed."""
        see, round_it = scene.see, scene.wants_round & ~scene.wants_back
        cramped = round_it & scene.told_of & (scene.told.distance_m < 40) & ~see.left_free & ~see.right_free
        decisions = decisions.going(Lateral.CHANGE_RIGHT, round_it & see.right_free)
        decisions = decisions.going(Lateral.CHANGE_LEFT, round_it & see.left_free & ~(scene.comes & see.right_free))
        decisions = decisions.going(Lateral.OTHER_TURN, (scene.wants_elsewhere & ~scene.told_halt) | cramped)
        return decisions.going(Lateral.TURN_BACK, scene.wants_back)

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

    def is_odd(self, scene: Situation) -> np.ndarray:
        """Tell who should ask: a long standstill at the line that is nobody's fault; in an outage everybody asks."""
        see = scene.see
        stuck = see.at_line & scene.first & (see.standing_s > ODD_S) & ~see.path_clear & ~see.in_junction
        helpful = (scene.hypothesis != OUTAGE) & (see.link_loss < 0.5) & ~see.assistance.granted
        return stuck & helpful & ~scene.light.is_red & (see.others_waiting <= 1)

    def reset(self, trips: np.ndarray | None = None) -> None:
        """Forget some vehicles, or all, and with all of them what the fleet has been told."""
        for memory in (self.facing_dark, self.passed_dark):
            memory -= {key for key in memory if trips is None or key[1] in trips}
        if trips is None:
            self.notices.clear()
