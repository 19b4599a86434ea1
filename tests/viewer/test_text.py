"""Text that fits."""

from __future__ import annotations

import numpy as np

from longtail_sim.viewer import text

STORY = "The requests came all at once and the queue of remote agents backed up for many minutes"


def test_short_text_stays_and_long_text_ends_in_an_ellipsis():
    assert text.fit("queue", 14, 300) == "queue"
    short = text.fit(STORY, 14, 120)
    assert short.endswith("…")
    assert text.width(short, 14) <= 120
    assert text.fit("queue", 14, 2) == ""


def test_wrap_keeps_all_words_if_there_is_room_and_says_so_if_not():
    lines = text.wrap(STORY, 12, 200, 20)
    assert " ".join(lines) == STORY
    assert all(text.width(line, 12) <= 200 for line in lines)
    assert len(text.wrap(STORY, 12, 200, 2)) == 2
    assert text.wrap(STORY, 12, 200, 2)[-1].endswith("…")
    assert text.wrap("", 12, 200, 2) == []


def test_the_regular_weight_is_thinner_than_the_bold_one_and_as_wide():
    regular, bold = text._coverage("robotaxi", 20, False), text._coverage("robotaxi", 20, True)
    assert regular.shape == bold.shape
    assert 0.5 * bold.sum() < regular.sum() < 0.9 * bold.sum()


def test_what_is_measured_is_what_is_drawn():
    image = text.render("wwww", 18, (255, 255, 255))
    assert abs(image.get_width() - text.width("wwww", 18)) <= 1
    assert np.abs(image.get_height() - text.height(18)) <= 1
