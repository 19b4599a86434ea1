"""All-way stops: HCM 7 chapter 21, the iteration of departure headways.

How long a driver takes depends on who waits elsewhere; how often somebody waits there depends on how long those take.
The procedure starts with 3.2 s, and repeats until no headway changes by more than a tenth of a second:

    x = v h_d / 3600                                  probability that somebody waits in a lane (equation 21-14)
    P(i) = product over the other lanes of x or 1 - x (21-15), corrected for correlation by alpha (21-21 to 21-26)
    h_d = sum over i of P(i) (h_base(i) + h_adj)      (21-27, 21-28)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import comb, prod, sqrt

from longtail_sim.validation.hcm.stop_tables import adjustment, base_headway_s, geometry_group, move_up_s

FIRST_HEADWAY_S = 3.2
CORRELATION = 0.01  # alpha of the published examples
MOST_ITERATIONS = 1000
MOST_FLOW = 20_000.0  # veh/h, more than any all-way stop serves
DIRECTIONS = ("eb", "nb", "wb", "sb")  # of travel, counter-clockwise
PAIRS = {"eb": ("wb", "sb", "nb"), "wb": ("eb", "nb", "sb"), "nb": ("sb", "eb", "wb"), "sb": ("nb", "wb", "eb")}


@dataclass(frozen=True)
class Lane:
    """Demand of an approach lane (veh/h) and its share of heavy vehicles."""

    left: float = 0.0
    through: float = 0.0
    right: float = 0.0
    heavy: float = 0.0

    @property
    def flow(self) -> float:
        """All movements."""
        return self.left + self.through + self.right

    def times(self, factor: float) -> Lane:
        """Return a lane with so many times the demand."""
        return Lane(self.left * factor, self.through * factor, self.right * factor, self.heavy)


Approaches = Mapping[str, Sequence[Lane]]  # direction of travel ("eb", "nb", "wb", "sb") -> its lanes


@dataclass(frozen=True)
class LaneResult:
    """What the procedure gives for a lane."""

    flow: float  # veh/h
    headway_s: float  # h_d, between departures if somebody always waits
    utilisation: float  # x
    service_s: float  # t_s
    delay_s: float  # control delay
    queue_95: float  # vehicles


Key = tuple[str, int]  # direction and lane


def all_way_stop(
    approaches: Approaches, *, alpha: float = 0.0, period_h: float = 0.25, tolerance_s: float = 0.1
) -> dict[Key, LaneResult]:
    """Return headway, utilisation and delay of every lane that has a demand.

    Args:
        approaches: demand by direction of travel.
        alpha: correlation of waiting vehicles; 0.01 in the published examples, but for approaches of a single lane
            its terms do not add up to zero and lengthen saturated headways by about 0.2 s.
        period_h: T, for which the demand lasts.
        tolerance_s: the iteration ends when no headway changes by more.
    """
    lanes = {(side, n): lane for side, row in approaches.items() for n, lane in enumerate(row) if lane.flow > 0}
    groups = {side: _group(side, approaches) for side in approaches if approaches[side]}
    headways = _headways(lanes, approaches, groups, alpha, tolerance_s)
    return {key: _result(lane.flow, headways[key], groups[key[0]], period_h) for key, lane in lanes.items()}


def mean_delay_s(results: Mapping[Key, LaneResult]) -> float:
    """Return the mean control delay of all vehicles (equations 21-31 and 21-32)."""
    return sum(lane.delay_s * lane.flow for lane in results.values()) / sum(lane.flow for lane in results.values())


def capacity(approaches: Approaches, *, alpha: float = 0.0) -> float:
    """Return the total flow (veh/h) at which the first lane reaches x = 1, the shares of demand being kept."""
    total = sum(lane.flow for row in approaches.values() for lane in row)
    low, high = 0.0, MOST_FLOW
    while high - low > 0.1:
        flow = (low + high) / 2
        scaled = {side: [lane.times(flow / total) for lane in row] for side, row in approaches.items()}
        found = all_way_stop(scaled, alpha=alpha, tolerance_s=1e-6).values()
        low, high = (low, flow) if max(lane.utilisation for lane in found) >= 1.0 else (flow, high)
    return low


def balanced(total: float, *, lanes: int = 1, left: float = 0.1, right: float = 0.1) -> dict[str, list[Lane]]:
    """Return four equal approaches; with several lanes, lefts use the leftmost, rights the rightmost, all are equal."""
    flow = total / 4 / lanes
    turns = [[0.0, 0.0] for _ in range(lanes)]
    turns[0][0], turns[-1][1] = left * total / 4, right * total / 4
    row = [Lane(lefts, flow - lefts - rights, rights) for lefts, rights in turns]
    return {side: list(row) for side in DIRECTIONS}


def _group(side: str, approaches: Approaches) -> str:
    opposing, *crossing = (len(approaches.get(other, ())) for other in PAIRS[side])
    four_legs = sum(bool(row) for row in approaches.values()) == 4
    return geometry_group(len(approaches[side]), opposing, max(crossing), four_legs=four_legs)


def _headways(
    lanes: Mapping[Key, Lane], approaches: Approaches, groups: Mapping[str, str], alpha: float, tolerance_s: float
) -> dict[Key, float]:
    """Return h_d of every lane: the fixed point of waiting and being waited for."""
    frame = 3 if max(len(row) for row in approaches.values()) > 2 else 2
    headways = dict.fromkeys(lanes, FIRST_HEADWAY_S)
    for _ in range(MOST_ITERATIONS):
        used = {key: min(1.0, lane.flow * headways[key] / 3600.0) for key, lane in lanes.items()}
        waiting = {side: _waiting([x for key, x in used.items() if key[0] == side]) for side in DIRECTIONS}
        states = {side: _states([waiting[other] for other in PAIRS[side]], frame, alpha) for side in groups}
        new = {key: _departure_headway_s(lane, groups[key[0]], states[key[0]]) for key, lane in lanes.items()}
        change = max(abs(new[key] - headways[key]) for key in lanes)
        headways = new
        if change <= tolerance_s:
            break
    return headways


State = tuple[float, int, int]  # probability, degree of conflict, vehicles that wait elsewhere


def _waiting(used: Sequence[float]) -> list[tuple[float, int]]:
    """Return for 0, 1, ... waiting vehicles of an approach: probability, and number of ways of choosing their lanes."""
    chances = [1.0]
    for x in used:
        chances = [a * (1 - x) + b * x for a, b in zip([*chances, 0.0], [0.0, *chances], strict=True)]
    return [(chance, comb(len(used), number)) for number, chance in enumerate(chances)]


def _states(others: Sequence[list[tuple[float, int]]], frame: int, alpha: float) -> list[State]:
    """Return the states of opposite, left and right approach, their probabilities corrected for correlation."""
    found = []
    for numbers in product(*(range(len(other)) for other in others)):
        parts = [other[number] for other, number in zip(others, numbers, strict=True)]
        case = _case(*(number > 0 for number in numbers))
        found.append((prod(part[0] for part in parts), prod(part[1] for part in parts), case, sum(numbers)))
    chances = [sum(state[0] for state in found if state[2] == case) for case in range(1, 6)]
    more = _corrections(chances, frame, alpha)
    return [(chance + ways * more[case - 1], case, number) for chance, ways, case, number in found]


def _case(opposite: bool, left: bool, right: bool) -> int:
    """Return the degree of conflict (exhibits 21-5 to 21-7)."""
    others = opposite + left + right
    return {0: 1, 1: 2 if opposite else 3, 2: 4, 3: 5}[others]


def _corrections(chances: Sequence[float], frame: int, alpha: float) -> list[float]:
    """Return what is added to every state of a degree of conflict (equations 21-21 to 21-25, 21-40 to 21-44)."""
    _, two, three, four, five = chances
    some = 2**frame - 1  # ways in which an approach of the frame can be occupied
    return [
        alpha * (two + 2 * three + 3 * four + 4 * five),
        alpha * (three + 2 * four + 3 * five - two) / some,
        alpha * (four + 2 * five - 3 * three) / (2 * some),
        alpha * (five - 6 * four) / (3 * some**2),
        -10 * alpha * five / some**3,
    ]


def _departure_headway_s(lane: Lane, group: str, states: Sequence[State]) -> float:
    each = adjustment(group)
    extra = (each.left * lane.left + each.right * lane.right) / lane.flow + each.heavy * lane.heavy
    return sum(chance * (base_headway_s(group, case, number) + extra) for chance, case, number in states)


def _result(flow: float, headway_s: float, group: str, period_h: float) -> LaneResult:
    """Return service time, control delay and queue (equations 21-29, 21-30 and 21-33)."""
    x = flow * headway_s / 3600.0
    service = headway_s - move_up_s(group)
    delay = service + 900 * period_h * (x - 1 + sqrt((x - 1) ** 2 + headway_s * x / (450 * period_h))) + 5
    queue = 900 * period_h / headway_s * (x - 1 + sqrt((x - 1) ** 2 + headway_s * x / (150 * period_h)))
    return LaneResult(flow, headway_s, x, service, delay, queue)
