"""Panels: the right words, none over another, at every size."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pygame
import pytest

from longtail_sim.core import codes
from longtail_sim.core.dispatch import TRIPS
from longtail_sim.events.event import Span
from longtail_sim.viewer import text
from longtail_sim.viewer.frame import capture
from longtail_sim.viewer.layout import SMALLEST, arrange
from longtail_sim.viewer.live import History, Numbers, Sample, measure
from longtail_sim.viewer.panels import assistance, card, header, legend, numbers, timeline
from longtail_sim.viewer.panels.header import Status
from longtail_sim.viewer.panels.kept import KeptPanels
from longtail_sim.viewer.panels.numbers import ratio
from longtail_sim.viewer.panels.style import Style, amount, clock, duration
from longtail_sim.viewer.pictures import still, window_picture
from longtail_sim.viewer.scene import Session
from longtail_sim.viewer.screen import Screen
from longtail_sim.viewer.theme import DARK

SPANS = (
    Span(600, 2100, "power out"),
    Span(2100, 2460, "restored in 4 stages"),
    Span(1500, 2460, "cell batteries run down"),
    Span(2650, math.inf, "officer at the worst dark junction"),
)
BIG = dict.fromkeys(
    ("others_delay_s", "throughput_veh_h", "fleet_stops_over_2min", "contacts", "others_contacts"), 98765.4
)
TITLE = "Signal outage in a very long title that goes on and on, San Francisco, 20 December 2025, with more to say"
REASON = "the signal ahead is dark and a car from the right came to its stop line before I did, so that it goes first"


def nothing() -> None:
    """Advance nobody."""


@pytest.fixture
def session(jammed) -> Session:
    jammed.numbers = BIG
    return Session(
        jammed, jammed, nothing, TITLE, "an_agent_with_a_long_name", 3, 2700.0, 0.5, SPANS, lambda trip: REASON, 24
    )


@pytest.fixture
def written(monkeypatch):
    """Return the list of (words, place) of everything that is written, as it is written."""
    found = []
    original = text.draw

    def draw(surface, words, at, size, colour, **options):
        place = original(surface, words, at, size, colour, **options)
        if surface.get_width() > 1:  # not one that only measures
            left, top = surface.get_abs_offset()
            found.append((words, place.move(left, top)))
        return place

    monkeypatch.setattr(text, "draw", draw)
    return found


@pytest.mark.parametrize("shown", ["run", "both"])
@pytest.mark.parametrize("chosen", [False, True])
@pytest.mark.parametrize("size", [SMALLEST, (1280, 720), (1280, 800), (1000, 1000), (1920, 1080), (2560, 1440)])
def test_no_text_overlaps_or_leaves_the_window(session, written, size, chosen, shown):
    trip = int(capture(session.run).trip[5]) if chosen else -1
    window_picture(session, size, selected=trip, shown=shown)
    window = pygame.Rect((0, 0), size)
    ink = [(words, place.inflate(-2, -place.height // 3)) for words, place in written if place.width]
    assert len(ink) > 40
    assert [words for words, place in ink if not window.contains(place)] == []
    meeting = [(a[0], b[0]) for a, b in itertools.combinations(ink, 2) if a[1].colliderect(b[1])]
    assert meeting == []


def test_run_and_twin_stand_side_by_side(session, written):
    window_picture(session)
    assert [words for words, _ in written].count("98,765") >= 6
    session.run.numbers = {"others_delay_s": 12.5}
    window_picture(session)
    assert "× 1.00" in [words for words, _ in written]


def test_a_run_without_twin_has_no_twin_column(jammed, written):
    window_picture(Session(jammed, None, nothing, "alone"))
    assert not any("twin" in words for words, _ in written)


@pytest.mark.parametrize(
    ("size", "panes"), [((960, 600), 1), ((960, 600), 2), ((1280, 800), 2), ((3840, 2160), 1), ((800, 1600), 2)]
)
def test_parts_do_not_overlap(size, panes):
    layout = arrange(size, DARK, panes)
    parts = [layout.header, *layout.maps, layout.numbers, *layout.curves, layout.card, layout.legend, layout.timeline]
    assert not [pair for pair in itertools.combinations(parts, 2) if pair[0].colliderect(pair[1])]
    assert all(pygame.Rect((0, 0), size).contains(part) for part in parts)
    assert all(part.width > 100 and part.height > 20 for part in parts)


def test_panels_grow_with_the_window():
    assert arrange((2560, 1600), DARK).numbers.width == 2 * arrange((1280, 800), DARK).numbers.width


def test_the_legend_breaks_into_rows():
    style = Style(DARK, 1.0)
    assert legend.height(style, 2000) < legend.height(style, 700) < legend.height(style, 300)


def test_events_that_overlap_stand_in_different_rows():
    style = Style(DARK, 1.0)
    pieces = [timeline.piece(span, 1200, 2700.0, style) for span in SPANS]
    assert timeline.assign_lanes(pieces)[:3] == [0, 0, 1]


def test_labels_stay_within_the_bar_and_beside_short_events():
    style = Style(DARK, 1.0)
    long, late, early = (
        timeline.piece(Span(start, end, "officer at the worst junction"), 1200, 2700.0, style)
        for start, end in ((0, 2700), (2690, 2700), (10, 20))
    )
    assert long.start < long.label_left < long.end
    assert late.label_left + late.label_room < late.start
    assert early.label_left > early.end
    assert all(0 <= item.reach[0] <= item.reach[1] <= 1200 for item in (long, late, early))


def test_a_place_on_the_time_line_is_a_time():
    rect, style = pygame.Rect(0, 700, 1280, 88), Style(DARK, 1.0)
    inner = timeline.axis(rect, style)
    assert timeline.time_at(rect, style, inner.left, 2700.0) == 0
    assert timeline.time_at(rect, style, inner.centerx, 2700.0) == pytest.approx(1350, abs=3)
    assert timeline.time_at(rect, style, 5000, 2700.0) == 2700


def test_buttons_do_not_overlap_and_go_when_there_is_no_twin():
    rect, style = pygame.Rect(0, 0, 960, 50), Style(DARK, 0.8)
    found = header.buttons(rect, style, Status())
    assert not [p for p in itertools.combinations(found, 2) if p[0].rect.inflate(-1, -1).colliderect(p[1].rect)]
    assert len(header.buttons(rect, style, Status(has_twin=False))) == len(found) - 3


def test_the_card_tells_belief_from_truth(empty_city):
    lane = empty_city.longest_lane()
    junction = int(empty_city.network.arrays.lane_junction[lane])
    empty_city.put(0, lane, 40.0, belief=codes.BELIEF_PRIORITY)
    empty_city.darken(junction)
    facts = {fact.label: fact.words for fact in card.facts(capture(empty_city), empty_city.network, 0)}
    assert facts["Signal is"] == "dark"
    assert facts["Takes it for"] == "priority"
    assert "Decision" not in facts


def test_the_card_of_a_fleet_car_tells_state_decision_and_request(empty_city):
    empty_city.time_s = 100.0
    empty_city.put(0, empty_city.longest_lane(), 40.0, action_longitudinal=codes.ACT_STOP, standing_s=75.0)
    empty_city.automate(0, codes.STATE_AWAITING_ASSISTANCE)
    table = empty_city.state.vehicles
    table.assist[0, 0], table.assist_since_s[0, 0] = codes.ASSIST_QUEUED, 30.0
    facts = {fact.label: fact.words for fact in card.facts(capture(empty_city), empty_city.network, 0)}
    assert facts["State"] == "awaiting assistance, 1 min 10 s"
    assert facts["Decision"] == "stop"
    assert facts["Moves"] == "stands for 1 min 15 s, leaves"


def test_numbers_come_from_frame_and_metrics(jammed):
    shot = capture(jammed)
    numbers = measure(shot, {"others_delay_s": 12.0, "contacts": 1.0, "others_contacts": 2.0})
    assert numbers.vehicles == len(shot.slot)
    assert numbers.requests_waiting == len(shot.waits()) > 0
    assert numbers.wait_mean_s == pytest.approx(shot.waits().mean())
    assert (numbers.others_delay_s, numbers.contacts) == (12.0, 3.0)
    assert math.isnan(numbers.throughput_veh_h)
    assert numbers.signals_dark == 16


def test_history_stays_short_and_covers_everything():
    history = History(every_s=5.0, most=100)
    numbers = Numbers(*range(len(Numbers._fields)))
    for step in range(20_000):
        history.add(Sample(step * 0.5, numbers, None))
    times = [sample.time_s for sample in history.samples]
    assert 50 <= len(times) <= 100
    assert times[0] == 0
    assert times[-1] > 9500
    assert times == sorted(set(times))


def test_words_for_numbers():
    assert (clock(3725.4), duration(48.2), duration(252)) == ("1:02:05", "48 s", "4 min 12 s")
    assert (amount(math.nan), amount(12345.6), amount(97.84), amount(3.0)) == ("–", "12,346", "97.8", "3")
    assert (ratio(2.0, 1.0), ratio(1.0, 0.0), ratio(math.nan, 1.0), ratio(300.0, 1.0)) == ("× 2.00", "", "", "× 300")


def test_a_kept_panel_may_lie_partly_or_wholly_outside():
    """As in a small film: what can be seen of it is the same when it is copied."""
    surface, drawn = pygame.Surface((100, 80)), []
    for place in (pygame.Rect(120, 10, 40, 40), pygame.Rect(-10, 60, 50, 60)):
        kept = KeptPanels()
        for _ in range(2):
            surface.fill((0, 0, 0))
            kept.draw(surface, "a", place, 1, lambda place=place: drawn.append(surface.fill((9, 8, 7), place)))
            assert surface.get_at((39, 79))[:3] == ((9, 8, 7) if place.left < 0 else (0, 0, 0))
    assert drawn == [pygame.Rect(0, 60, 40, 20)]


def test_the_queue_is_told_whole_in_the_smallest_window(jammed, written):
    frame = capture(jammed)
    style = Style(DARK, 0.8)
    surface = pygame.Surface((253, 160), 0, 32)
    assistance.draw(surface, surface.get_rect(), style, frame, 24)
    stages = [words for words, _ in written if words in assistance.STAGES.values()]
    assert len(stages) == len(assistance.row_places(surface.get_rect(), style, 99))
    assert not any(text.ELLIPSIS in words for words, _ in written)
    for (_, one), (_, other) in itertools.combinations(written, 2):
        assert not one.colliderect(other)


def test_long_words_on_a_card_go_on_in_a_second_line(jammed, written):
    frame = capture(jammed)
    trip = assistance.requests(frame)[0].trip
    surface = pygame.Surface((285, 240), 0, 32)
    long = frame._replace(standing_s=frame.standing_s + 683.0, turn=np.full_like(frame.turn, codes.TURN_STRAIGHT))
    card.draw(surface, surface.get_rect(), Style(DARK, 0.9), long, jammed.network, trip, "", 4)
    words = [line for line, _ in written]
    moves = words[words.index("Moves") + 1 : words.index("Signal is")]
    assert len(moves) == 2
    assert " ".join(moves).endswith(", then straight")


def test_a_siren_is_numbered_from_one(empty_city, written):
    empty_city.put(0, empty_city.longest_lane(), 30.0, kind=codes.KIND_AMBULANCE, trip=TRIPS + 1)
    surface = pygame.Surface((285, 240), 0, 32)
    card.draw(surface, surface.get_rect(), Style(DARK, 1.0), capture(empty_city), empty_city.network, TRIPS + 1, "")
    assert written[0][0] == "Ambulance 2"


@pytest.mark.parametrize("width", [694, 960, 1120, 1280, 1900])
def test_the_legend_needs_no_more_rows_than_it_must(width):
    style = Style(DARK, 1.0)
    rows = legend._rows(style, width, True)
    tightest = legend._broken(style, width, True, style.px(min(legend.GAPS)))
    assert len(rows) == len(tightest)
    assert [entry for row in rows for entry, _ in row] == list(range(len(legend.ENTRIES)))


@pytest.mark.parametrize("scale", [0.8, 0.9, 1.0, 1.125, 1.5, 2.0])
def test_rows_of_numbers_stand_in_the_middle_between_their_lines(scale, written, monkeypatch):
    lines = []
    monkeypatch.setattr(Style, "rule", lambda self, surface, left, right, y: lines.append(y))
    style = Style(DARK, scale)
    surface = pygame.Surface((style.px(316), style.px(numbers.HEIGHT)), 0, 32)
    known = Numbers(*[1.0] * len(Numbers._fields))
    numbers.draw(surface, surface.get_rect(), style, known, known)
    places = {words: place for words, place in written}
    gaps = {
        (places[label].centery - top) - (bottom - places[label].centery)
        for (_, label), (top, bottom) in zip(numbers.ROWS, itertools.pairwise(lines), strict=False)
    }
    assert max(map(abs, gaps)) <= 3
    assert len({bottom - top for top, bottom in itertools.pairwise(lines)}) == 1
    assert places[numbers.ROWS[-1][1]].bottom < surface.get_height() - style.px(4)


def test_a_long_message_is_told_whole(session, written):
    screen = Screen(session.run.network, (1280, 720), shown="both")
    message = "the recording is lost: longtail_20261129_200512_fork1_timid.trace cannot be written: " + REASON
    surface = pygame.Surface(screen.size, 0, 32)
    screen.draw(surface, replace(still(session), message=message, is_error=True))
    told = " ".join(words for words, place in written if place.top > screen.layout.maps[0].top + 40)
    assert message in told
