"""Overlapping effects are composed into single changes."""

from __future__ import annotations

from longtail_sim.core.codes import (
    EFFECT_ASSIST_BACKGROUND,
    EFFECT_HEALTH,
    EFFECT_LINK_LOSS,
    EFFECT_OFFICER_AT_WORST,
    EFFECT_SERVICE_FACTOR,
    HEALTH_DARK,
    HEALTH_WORKING,
)
from longtail_sim.events import Baseline, Effect, compose

BASE = Baseline(link_loss=0.1, link_latency_s=0.2, background_per_s=1.0)


def changes(*effects: Effect) -> list[tuple[float, int, float]]:
    return [(effect.time_s, effect.index, effect.value) for effect in compose(effects, BASE)]


def test_an_effect_ends_at_the_baseline() -> None:
    assert changes(Effect(10, EFFECT_LINK_LOSS, 4, 0.9, 20)) == [(10, 4, 0.9), (20, 4, 0.1)]


def test_an_effect_without_end_stays() -> None:
    assert changes(Effect(10, EFFECT_HEALTH, 4, HEALTH_DARK)) == [(10, 4, HEALTH_DARK)]


def test_a_signal_is_lit_when_the_last_reason_has_gone() -> None:
    first = Effect(10, EFFECT_HEALTH, 4, HEALTH_DARK, 30)
    second = Effect(20, EFFECT_HEALTH, 4, HEALTH_DARK, 50)
    assert changes(first, second) == [(10, 4, HEALTH_DARK), (50, 4, HEALTH_WORKING)]


def test_the_worse_link_wins() -> None:
    weak, dead = Effect(10, EFFECT_LINK_LOSS, 4, 0.5, 40), Effect(20, EFFECT_LINK_LOSS, 4, 0.9, 30)
    assert changes(weak, dead) == [(10, 4, 0.5), (20, 4, 0.9), (30, 4, 0.5), (40, 4, 0.1)]


def test_an_event_does_not_repair_the_link() -> None:
    assert changes(Effect(10, EFFECT_LINK_LOSS, 4, 0.0, 20)) == []


def test_loads_add_and_factors_multiply() -> None:
    loads = [Effect(0, EFFECT_ASSIST_BACKGROUND, -1, 2.0, 10), Effect(5, EFFECT_ASSIST_BACKGROUND, -1, 3.0, 10)]
    assert changes(*loads) == [(0, -1, 3.0), (5, -1, 6.0), (10, -1, 1.0)]
    factors = [Effect(0, EFFECT_SERVICE_FACTOR, -1, 2.0, 10), Effect(5, EFFECT_SERVICE_FACTOR, -1, 1.5, 10)]
    assert changes(*factors) == [(0, -1, 2.0), (5, -1, 3.0), (10, -1, 1.0)]


def test_happenings_are_passed_on() -> None:
    twice = [Effect(7, EFFECT_OFFICER_AT_WORST, -1, 1.0)] * 2
    assert changes(*twice) == [(7, -1, 1.0), (7, -1, 1.0)]


def test_changes_are_in_time_order_whatever_the_order_given() -> None:
    effects = [Effect(time, EFFECT_HEALTH, index, HEALTH_DARK, time + 5) for time in (9, 3, 6) for index in (2, 1)]
    assert compose(effects, BASE) == compose(reversed(effects), BASE)
    times = [effect.time_s for effect in compose(effects, BASE)]
    assert times == sorted(times)
