"""One table of controls: keys, buttons, help and deeds agree."""

from __future__ import annotations

import itertools

import pygame
import pytest

from longtail_sim.viewer.actions import Action
from longtail_sim.viewer.controls import CONTROLS, DRIVING, action_of, tip
from longtail_sim.viewer.deeds import DEEDS
from longtail_sim.viewer.panels import header, help
from longtail_sim.viewer.panels.header import Status
from longtail_sim.viewer.panels.style import Style
from longtail_sim.viewer.theme import DARK


def test_every_wish_has_one_row_a_key_and_a_deed():
    assert sorted(control.action.name for control in CONTROLS) == sorted(action.name for action in Action)
    assert set(DEEDS) == set(Action)
    assert all(control.keys and control.shown and control.words for control in CONTROLS)


def test_no_key_means_two_things():
    keys = [key for control in CONTROLS for key in control.keys]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.action.name)
def test_a_key_does_what_the_help_says(control):
    event = pygame.event.Event(pygame.KEYDOWN, key=control.keys[0], unicode="")
    assert action_of(event) is control.action
    for mark in control.characters:
        assert action_of(pygame.event.Event(pygame.KEYDOWN, key=0, unicode=mark)) is control.action


@pytest.mark.parametrize("size", [(960, 600), (1280, 720), (1920, 1080), (3840, 2160)])
def test_every_wish_can_be_clicked_on_in_the_help(size):
    style = Style(DARK, min(size[0] / 1280, size[1] / 800))
    page = help.box(size, style)
    assert pygame.Rect((0, 0), size).contains(page)
    found = help.rows(size, style)
    assert all(page.contains(row.place) for row in found)
    for row in found:
        assert help.action_at(size, style, row.place.center) is row.action
    assert {row.action for row in found} - {None} == set(Action)


@pytest.mark.parametrize("size", [(960, 600), (1280, 720), (1920, 1080)])
def test_buttons_leave_room_for_the_title_and_have_a_tip(size):
    style = Style(DARK, max(min(size[0] / 1280, size[1] / 800), 0.8))
    rect = pygame.Rect(0, 0, size[0], style.px(62))
    found = header.buttons(rect, style, Status(fork="rule_based", can_fork=True))
    assert min(button.rect.left for button in found) > style.px(330)
    assert all(tip(button.action) for button in found)
    ordered = sorted(found, key=lambda button: button.rect.left)
    assert all(a.rect.right <= b.rect.left for a, b in itertools.pairwise(ordered))


def test_driving_uses_each_arrow_once():
    assert len({key for key, _, _ in DRIVING}) == 4
    assert {(part, value) for _, part, value in DRIVING} == {("pedal", 1), ("pedal", -1), ("side", 1), ("side", -1)}
