"""Near misses and comfort, with two vehicles and values computed by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from longtail_sim.core import codes
from longtail_sim.core.params import DT_S
from longtail_sim.core.phases.encounters import update
from longtail_sim.core.phases.perceive import neighbours

PEOPLE, FLEET = 0, 1
LENGTH = 4.8


def look(it: Any, step: int = 0) -> Any:
    """Let everybody see, then look once; return the tally."""
    neighbours(0, it.state, it.streets)
    update(0, step, step * DT_S, it.state, it.streets)
    return it.tables.tally[0]


def follow(it: Any, gap: float, behind: float, ahead: float) -> tuple[Any, Any]:
    """Put two in one lane; return (the one behind, the one ahead)."""
    lane = it.approach(codes.LEG_SOUTH)
    first = it.put(0, lane, 80.0, ahead)
    return it.put(1, lane, 80.0 - LENGTH - gap, behind), first


@pytest.mark.parametrize(
    ("gap", "behind", "ahead", "conflicts", "ttc_min", "drac", "hard"),
    [
        (20.0, 15.0, 10.0, 0, 1.5, 0.625, 0),  # T1.6: 4 s
        (6.0, 15.0, 10.0, 1, 1.2, 25 / 12, 0),
        (3.0, 15.0, 10.0, 1, 0.6, 25 / 6, 1),
        (6.0, 10.0, 10.0, 0, 1.5, 0.0, 0),
        (6.0, 10.0, 15.0, 0, 1.5, 0.0, 0),
    ],
)
def test_following(
    stage: Callable[..., Any],
    gap: float,
    behind: float,
    ahead: float,
    conflicts: int,
    ttc_min: float,
    drac: float,
    hard: int,
) -> None:
    it = stage()
    follow(it, gap, behind, ahead)
    tally = look(it)
    assert tally.conflicts_ttc[PEOPLE] == conflicts
    assert tally.ttc_min_s[PEOPLE] == pytest.approx(ttc_min)
    assert tally.ttc_exposure_s[PEOPLE] == pytest.approx(0.2 * conflicts)
    assert tally.drac_max_mps2[PEOPLE] == pytest.approx(drac)
    assert tally.conflicts_drac[PEOPLE] == hard
    assert tally.conflicts_ttc[FLEET] == 0


def test_an_episode_counts_once(stage: Callable[..., Any]) -> None:
    """Its time is counted as long as it lasts; the steps between two looks are not looked at."""
    it = stage()
    behind, _ = follow(it, 6.0, 15.0, 10.0)
    for step in range(4):
        tally = look(it, step)
    assert tally.conflicts_ttc[PEOPLE] == 1
    assert tally.ttc_exposure_s[PEOPLE] == pytest.approx(0.4)
    behind.speed = 10.0
    look(it, 4)
    behind.speed = 15.0
    assert look(it, 6).conflicts_ttc[PEOPLE] == 2


@pytest.mark.parametrize("slot", [0, 1])
def test_a_conflict_with_the_fleet_is_the_fleets(stage: Callable[..., Any], slot: int) -> None:
    """Whichever of the two it is; the safe distance is the duty of the one behind."""
    it = stage()
    follow(it, 6.0, 15.0, 10.0)
    it.tables.vehicles[0, slot].fleet = 1
    tally = look(it)
    assert tally.conflicts_ttc.tolist() == [0, 1]
    assert tally.rss_violations.tolist() == ([1, 0] if slot == 0 else [0, 1])


@pytest.mark.parametrize(("gap", "unsafe"), [(16.0, 1), (17.5, 0)])
def test_safe_distance(stage: Callable[..., Any], gap: float, unsafe: int) -> None:
    """16.9 m at 50 km/h, both alike."""
    it = stage()
    follow(it, gap, 13.89, 13.89)
    tally = look(it)
    assert tally.rss_violations[PEOPLE] == unsafe
    assert tally.rss_exposure_s[PEOPLE] == pytest.approx(0.2 * unsafe)


def test_who_has_pulled_aside_is_passed(stage: Callable[..., Any]) -> None:
    """No collision course, no braking, no safe distance: they would not touch."""
    it = stage()
    _, ahead = follow(it, 3.0, 15.0, 0.0)
    ahead.lateral = 2.0
    tally = look(it)
    assert tally.conflicts_ttc[PEOPLE] == tally.rss_violations[PEOPLE] == tally.drac_max_mps2[PEOPLE] == 0


@pytest.mark.parametrize("name", ["crashed_until_s", "siren"])
def test_wrecks_and_sirens_are_left_out(stage: Callable[..., Any], name: str) -> None:
    it = stage()
    behind, _ = follow(it, 3.0, 15.0, 0.0)
    behind[name] = 1
    it.tables.clock.sirens[0] = 1
    tally = look(it)
    assert tally.conflicts_ttc[PEOPLE] == tally.rss_violations[PEOPLE] == 0


def zone(it: Any, first: int, second: int) -> tuple[int, int, float, float, float, float]:
    """Return (connectors of both legs straight on, enter and exit of their zone on each)."""
    arrays = it.network.arrays
    mine, other = (it.connector(leg, codes.TURN_STRAIGHT) for leg in (first, second))
    rows = range(arrays.conflict_first[mine], arrays.conflict_first[mine + 1])
    k = next(row for row in rows if arrays.conflict_other[row] == other)
    ends = (arrays.conflict_enter, arrays.conflict_exit, arrays.conflict_other_enter, arrays.conflict_other_exit)
    return (mine, other, *(float(end[k]) for end in ends))


def test_crossing_paths(stage: Callable[..., Any]) -> None:
    """From the south at 10 m/s, from the east at 5: they meet when the slower body is in the other's lane."""
    it = stage()
    mine, other, enter, _, other_enter, _ = zone(it, codes.LEG_SOUTH, codes.LEG_EAST)
    it.put(0, mine, enter - 4.0, 10.0)
    it.put(1, other, other_enter - 2.0, 5.0)
    tally = look(it)
    assert tally.conflicts_ttc[PEOPLE] == 1
    # Both come to the zone after 0.4 s; fronts of bodies 1.85 m wide are (2.4 - 1.85 / 2) m beyond when they touch.
    assert tally.ttc_min_s[PEOPLE] == pytest.approx(0.4 + (2.4 - 0.925) / 5.0, abs=0.06)


def test_crossing_behind_somebody(stage: Callable[..., Any]) -> None:
    """T1.6: 20 m from the zone at 10 m/s, the other has cleared it after 2.5 s: DRAC 1.6; nobody would touch nobody."""
    it = stage()
    mine, other, enter, _, _, other_exit = zone(it, codes.LEG_SOUTH, codes.LEG_EAST)
    lane = it.approach(codes.LEG_SOUTH)
    before = float(it.network.arrays.lane_length[lane])
    it.put(0, lane, before + enter - 20.0, 10.0)
    it.put(1, other, other_exit + LENGTH - 2.5 * 4.0, 4.0)
    it.tables.junctions.coming[0, 0] = it.streets.lanes["bit"][mine]
    tally = look(it)
    assert tally.drac_max_mps2[PEOPLE] == pytest.approx(1.6)
    assert tally.conflicts_ttc[PEOPLE] == tally.conflicts_drac[PEOPLE] == 0


@pytest.mark.parametrize("goes", [False, True])
def test_before_the_line_only_who_may_go_is_in_conflict(stage: Callable[..., Any], goes: bool) -> None:
    """Who has to stop there is not looked at, however near."""
    it = stage()
    mine, other, _, _, other_enter, _ = zone(it, codes.LEG_SOUTH, codes.LEG_EAST)
    lane = it.approach(codes.LEG_SOUTH)
    it.put(0, lane, float(it.network.arrays.lane_length[lane]) - 1.0, 12.0)
    it.put(1, other, other_enter + 1.5, 0.0)
    it.tables.junctions.coming[0, 0] = it.streets.lanes["bit"][mine] if goes else 0
    assert look(it).conflicts_ttc[PEOPLE] == goes


def pass_one_after_the_other(it: Any, pet: float, speeds: tuple[float, float] = (10.0, 8.0), third: float = 0.0) -> Any:
    """Let one leave the zone at 1 s and another, from across, enter it ``pet`` later; return the tally.

    ``third`` seconds after the first one somebody follows it on its own path, if that is not 0.
    """
    mine, other, enter, leave, other_enter, _ = zone(it, codes.LEG_SOUTH, codes.LEG_EAST)
    first = it.put(0, mine, 0.0, speeds[0])
    second = it.put(1, other, 0.0, speeds[1])
    follower = it.put(2, mine, 0.0, speeds[0]) if third else None
    for step in range(61):
        now = step * DT_S
        first.s = leave + LENGTH + speeds[0] * (now - 1.0)
        second.s = other_enter + speeds[1] * (now - 1.0 - pet)
        if follower is not None:
            follower.s = first.s - speeds[0] * third
        update(0, step, now, it.state, it.streets)
    assert enter < leave
    return it.tables.tally[0]


def listed(it: Any, number: int) -> None:
    """Put the first vehicles on the list that the phases walk over, as ``perceive`` does."""
    it.tables.order.slot[0, :number] = range(number)
    it.tables.clock.present[0] = number


@pytest.mark.parametrize(("pet", "conflicts"), [(1.2, 1), (1.25, 1), (1.45, 1), (1.55, 0), (4.0, 0)])
def test_post_encroachment_time(stage: Callable[..., Any], pet: float, conflicts: int) -> None:
    """T1.6: out at 10.0, in at 11.2 are 1.2 s; between two looks as well."""
    it = stage()
    listed(it, 2)
    tally = pass_one_after_the_other(it, pet)
    assert tally.pet_min_s[PEOPLE] == pytest.approx(pet, abs=1e-6)
    assert tally.conflicts_pet.tolist() == [conflicts, 0]


def test_both_inside_at_once_is_no_time_at_all(stage: Callable[..., Any]) -> None:
    it = stage()
    listed(it, 2)
    tally = pass_one_after_the_other(it, -0.3)
    assert tally.pet_min_s[PEOPLE] == 0.0
    assert tally.conflicts_pet[PEOPLE] == 1


def test_only_the_last_in_the_zone_counts(stage: Callable[..., Any]) -> None:
    """Somebody follows on the first one's path before the other comes: the time runs from then."""
    it = stage()
    listed(it, 3)
    tally = pass_one_after_the_other(it, 2.0, third=1.5)
    assert tally.pet_min_s[PEOPLE] == pytest.approx(0.5)
    assert tally.conflicts_pet[PEOPLE] == 1


def test_those_of_one_path_follow_one_another(stage: Callable[..., Any]) -> None:
    """And have no time of encroachment, the next one neither, when somebody from across has been between long ago."""
    it = stage()
    listed(it, 3)
    tally = pass_one_after_the_other(it, -20.0, third=1.2)
    assert tally.conflicts_pet[PEOPLE] == 0
    assert tally.pet_min_s[PEOPLE] == 5.0


@pytest.mark.parametrize(("slot", "groups"), [(0, [0, 1]), (1, [0, 1])])
def test_encroachment_with_the_fleet(stage: Callable[..., Any], slot: int, groups: list[int]) -> None:
    it = stage()
    listed(it, 2)
    it.tables.vehicles[0, slot].fleet = 1
    assert pass_one_after_the_other(it, 1.0).conflicts_pet.tolist() == groups


def test_sirens_leave_no_trace_in_zones(stage: Callable[..., Any]) -> None:
    it = stage()
    listed(it, 2)
    it.tables.vehicles[0, 0].siren = 1
    assert pass_one_after_the_other(it, 1.0).conflicts_pet.tolist() == [0, 0]


def test_jerk(stage: Callable[..., Any]) -> None:
    """From 0 to -3 m/s² at once: 6, then 3.6 m/s³ as the felt acceleration follows by 40 % in 0.2 s."""
    it = stage()
    row = it.put(0, it.approach(codes.LEG_SOUTH), 50.0, 10.0)
    row.accel = -3.0
    look(it, 0)
    tally = look(it, 2)
    assert tally.jerk_squared[PEOPLE] == pytest.approx(0.2 * (6.0**2 + 3.6**2), rel=1e-5)
    assert tally.jerk_exposure_s[PEOPLE] == pytest.approx(0.2)
    assert tally.moving_s[PEOPLE] == pytest.approx(0.4)


def test_who_stands_is_not_shaken(stage: Callable[..., Any]) -> None:
    it = stage()
    it.put(0, it.approach(codes.LEG_SOUTH), 50.0, 0.0).accel = -3.0
    tally = look(it)
    assert tally.jerk_squared[PEOPLE] == tally.moving_s[PEOPLE] == 0.0


@pytest.mark.parametrize(
    ("fields", "held"),
    [
        ({"state": codes.STATE_AWAITING_ASSISTANCE}, 0.2),
        ({"state": codes.STATE_MINIMAL_RISK_CONDITION}, 0.2),
        ({"action_longitudinal": codes.ACT_HALT}, 0.2),
        ({"action_longitudinal": codes.ACT_STOP}, 0.0),  # a red light, say
        ({"action_longitudinal": codes.ACT_STOP, "my_turn_s": -1.0, "path_clear": 1, "exit_clear": 1}, 0.2),
        ({"state": codes.STATE_AWAITING_ASSISTANCE, "speed": 3.0}, 0.0),
        ({"state": codes.STATE_AWAITING_ASSISTANCE, "fleet": 0}, 0.0),
        ({}, 0.0),
    ],
)
def test_passengers_held(stage: Callable[..., Any], fields: dict[str, float], held: float) -> None:
    it = stage()
    row = it.put(0, it.approach(codes.LEG_SOUTH), 50.0)
    row.fleet, row.driver = 1, codes.DRIVER_AUTOMATED
    for name, value in fields.items():
        row[name] = value
    look(it)
    assert it.tables.totals.passenger_held_s[0] == pytest.approx(held)


@pytest.mark.parametrize(("heard_s", "aside", "bars"), [(8.0, 0, 1), (3.0, 0, 0), (8.0, codes.ASIDE_KERB, 0)])
def test_a_siren_right_behind(stage: Callable[..., Any], heard_s: float, aside: int, bars: int) -> None:
    """Heard for 5 s, and not at the kerb: once, however long."""
    it = stage()
    row = it.put(0, it.approach(codes.LEG_SOUTH), 50.0, 5.0)
    row.siren_m, row.siren_heard, row.siren_s, row.aside = 12.0, 1, 20.0 - heard_s, aside
    it.tables.clock.sirens[0] = 1
    for step in (200, 202):
        neighbours(0, it.state, it.streets)
        update(0, step, step * DT_S, it.state, it.streets)
    assert it.tables.tally.siren_not_yielded[0].tolist() == [bars, 0]
