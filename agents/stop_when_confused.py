"""Knows the rule for a dark signal, and asks somebody all the same."""

from longtail_sim import Action, Agent, FleetAction, FleetObservation, Request, load_agent

NARROW_M = 20.0  # from here on it looks who comes the other way through a narrow stretch
ODD_M = 15.0  # what is in the road nearer than this is asked about,
STANDING_MPS = 3.0  # once the vehicle has all but stopped

SEES_M = 50.0  # who sees less far than this does not trust its sensors

SURE = 0.6  # a reading of the signal with less confidence than this is not relied on


class StopWhenConfused(Agent):
    """Holds at a failed signal until a remote agent has confirmed it: the robotaxis of December 2025.

    When a substation fire darkened a third of San Francisco's signals, the robotaxis had the right rule (a dark
    signal is an all-way stop) but were to have a person confirm what they saw.  For a single dark signal this is
    prudent.  That evening all of them asked at once: the answers came late, the cars stood at the stop lines, the
    traffic behind them stood too, and more cars met more dark signals.

    A siren confuses it as well, and so does somebody who comes the other way in a narrow street: it halts, and asks.
    It asks in the same way before anything odd in the road, and believes the answer; and in thick fog it halts in its
    lane until somebody has told it to go on, street by street.
    """

    def __init__(self) -> None:
        """Learn the traffic code."""
        self.traffic_code = load_agent("rule_based")

    def act_batch(self, fleet: FleetObservation) -> FleetAction:
        """Decide for all vehicles: by the traffic code, but ask about a failed or an unseen signal."""
        decisions, light = self.traffic_code.act_batch(fleet), fleet.signal
        waits, granted = fleet.at_line & ~fleet.in_junction, fleet.assistance.granted
        unsure = light.has_signal & (light.confidence < SURE) & ~light.is_officer & waits
        goes = unsure & ~light.known & granted & fleet.path_clear & fleet.exit_clear
        decisions = decisions.replaced(goes, Action.proceed("signal not seen, but a remote agent has confirmed"))
        decisions = decisions.replaced(unsure & ~granted, Action.ask_remote("signal not seen, or not surely: asks"))
        failed = light.has_failed & waits & ~granted
        decisions = decisions.replaced(failed, Action.ask_remote("failed signal: holds until a remote agent confirms"))
        lost = (fleet.visibility_m < SEES_M) & ~granted & ~fleet.in_junction & (fleet.line_m < fleet.visibility_m)
        fog = Action.halt("fog: halts in its lane and asks", request=Request.ASK_REMOTE)
        return self.asking_about_the_road(fleet, self.halting(fleet, decisions.replaced(lost, fog)))

    def halting(self, fleet: FleetObservation, decisions: FleetAction) -> FleetAction:
        """Return the same decisions, but for those whom a siren or a narrow street confuses."""
        meets = (fleet.narrow_m > 0) & (fleet.narrow_m < NARROW_M) & fleet.narrow_opposed
        asks = ~fleet.in_junction & ~fleet.assistance.granted
        remote = Request.ASK_REMOTE
        decisions = decisions.replaced(meets & asks, Action.stop("narrow street: holds and asks", request=remote))
        return decisions.replaced(
            fleet.siren_heard & asks, Action.halt("siren: halts where it is and asks", request=remote)
        )

    def asking_about_the_road(self, fleet: FleetObservation, decisions: FleetAction) -> FleetAction:
        """Return the same decisions, but for those who stand before something odd in the road."""
        odd = (fleet.obstacle_m < ODD_M) & (fleet.obstacle_m < fleet.line_m) & (fleet.speed_mps < STANDING_MPS)
        odd &= ~fleet.obstacle_is_body | fleet.obstacle_is_person
        decisions = decisions.replaced(odd & fleet.assistance.granted, Action.proceed("a remote agent says: go on"))
        return decisions.replaced(
            odd & ~fleet.assistance.granted, Action.ask_remote("odd scene: holds until a remote agent confirms")
        )
