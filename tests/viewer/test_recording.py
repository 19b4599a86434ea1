"""What was recorded comes back: to the bit, at any time, from memory and from files, whole or cut off."""

from __future__ import annotations

import numpy as np
import pytest

from longtail_sim import Simulator, load_agent, load_scenario
from longtail_sim.episode import Pair
from longtail_sim.errors import ResultsError
from longtail_sim.events.event import Span
from longtail_sim.scenario import Scenario, identity, parse_overrides
from longtail_sim.viewer.frame import between, capture
from longtail_sim.viewer.live import measure
from longtail_sim.viewer.moments import PARTS_OF_M, ROUNDED
from longtail_sim.viewer.recorder import CHUNK, Recorder, about
from longtail_sim.viewer.recording import About, Recording

WARM_UP = 160  # intervals
MOMENTS = 2 * CHUNK + 7
MOST_KB_PER_MIN_OF_50 = 60.0


def differences(first, second, where=""):
    """Return which fields of two frames differ in type, shape or any bit."""
    found = []
    for name in first._fields:
        one, other = getattr(first, name), getattr(second, name)
        if isinstance(one, tuple):
            found += differences(one, other, f"{where}{name}.")
        elif name == ROUNDED:
            found += [] if np.allclose(one, other, rtol=0, atol=1 / PARTS_OF_M) else [where + name]
        else:
            one, other = np.asarray(one), np.asarray(other)
            if (one.dtype, one.shape, one.tobytes()) != (other.dtype, other.shape, other.tobytes()):
                found.append(where + name)
    return found


@pytest.fixture(scope="module")
def played():
    """Return what a recording is of, and the moments of a run and its twin through an outage."""
    changes = ["duration_s=200", "fleet.share=0.4", "pedestrians.per_hour_per_crosswalk=60"]
    scenario = load_scenario("one_dark_junction", parse_overrides(changes))
    moments = []
    with Pair(scenario, load_agent("reasoning"), 3) as pair:
        of = about(pair.run, "reasoning")
        pair.run.step(intervals=np.array([WARM_UP]))
        pair.twin.step(intervals=np.array([WARM_UP]))
        for _ in range(MOMENTS):
            pair.advance()
            frames = {"run": capture(pair.run), "twin": capture(pair.twin)}
            numbers = {"run": measure(frames["run"], pair.run.metrics(0)), "twin": measure(frames["twin"], {})}
            moments.append((frames, numbers, pair.reasons()))
    return of, moments


@pytest.fixture
def filed(played, tmp_path):
    """Return the path of the whole file."""
    of, moments = played
    with Recorder(of, tmp_path / "run.trace") as recorder:
        for moment in moments:
            recorder.add(*moment)
    return tmp_path / "run.trace"


def test_all_of_it_comes_back_to_the_bit(played, filed):
    of, moments = played
    recording = Recording.open(filed)
    assert recording.whole
    assert recording.about == of
    assert len(recording) == MOMENTS
    people = 0
    for (frames, numbers, reasons), read in zip(moments, recording, strict=True):
        for name, frame in frames.items():
            assert differences(frame, read.frames[name]) == []
        assert read.reasons == reasons
        for name, own in numbers.items():
            assert np.array_equal(own, read.numbers[name], equal_nan=True)
        people += len(frames["run"].walkers.person)
    assert people > 0, "nobody on foot was recorded"
    assert any(reasons for _, _, reasons in moments)


def test_in_memory_it_is_the_same_while_it_goes_on(played):
    of, moments = played
    recorder = Recorder(of)
    for number, moment in enumerate(moments):
        recorder.add(*moment)
        for place in (0, number // 2, number):
            assert differences(moments[place][0]["run"], recorder.recording[place].frames["run"]) == []
    assert len(recorder.recording.pending) == MOMENTS % CHUNK


def test_one_may_look_anywhere_in_any_order(played, filed):
    moments = played[1]
    recording = Recording.open(filed)
    times = [frames["run"].time_s for frames, _, _ in moments]
    for place in np.random.default_rng(0).integers(1, MOMENTS, 40).tolist():
        before, after = moments[place - 1][0]["run"], moments[place][0]["run"]
        middle = between(before, after, 0.25)
        seen = recording.at(times[place - 1] + 0.25 * (times[place] - times[place - 1]))["run"]
        assert np.allclose(seen.x, middle.x, atol=1e-6)
        assert seen.time_s == pytest.approx(middle.time_s)
        assert recording.moment(times[place]).time_s == times[place]
    assert recording.at(-5.0)["run"].time_s == times[0]
    assert recording.at(1e6)["run"].time_s == times[-1]
    assert recording[-1].time_s == times[-1]


def test_the_curves_are_those_of_the_window(filed):
    samples = Recording.open(filed).samples()
    assert len(samples) == pytest.approx(MOMENTS * 0.5 / 5, abs=2)
    assert samples[-1].twin is not None
    assert [sample.time_s for sample in Recording.open(filed).samples(20.0)] == [
        sample.time_s for sample in samples if sample.time_s <= 20.0
    ]


def test_a_minute_of_fifty_vehicles_takes_less_than_60_kb(played, tmp_path):
    of, moments = played
    path = tmp_path / "small.trace"
    with Recorder(of, path) as recorder:
        for frames, numbers, reasons in moments:
            recorder.add({"run": frames["run"]}, {"run": numbers["run"]}, reasons)
    rows = sum(len(frames["run"].slot) for frames, _, _ in moments)
    head = len(of.scenario)
    kb_per_min = (path.stat().st_size - head) / rows * 50 * 120 / 1000
    assert kb_per_min < MOST_KB_PER_MIN_OF_50


def test_a_file_that_was_cut_off_shows_what_there_is(played, filed, tmp_path):
    content = filed.read_bytes()
    (tmp_path / "cut.trace").write_bytes(content[: len(content) - len(content) // 3])
    recording = Recording.open(tmp_path / "cut.trace")
    assert not recording.whole
    assert 0 < len(recording) < MOMENTS
    assert len(recording) % CHUNK == 0
    last = len(recording) - 1
    assert differences(played[1][last][0]["run"], recording[last].frames["run"]) == []


def test_a_killed_writer_leaves_what_it_had_under_the_temporary_name(played, tmp_path):
    of, moments = played
    recorder = Recorder(of, tmp_path / "run.trace")
    for moment in moments[: CHUNK + 3]:
        recorder.add(*moment)
    (left,) = tmp_path.glob(".run.trace-*")
    assert not (tmp_path / "run.trace").exists()
    assert len(Recording.open(left)) == CHUNK
    recorder.close("interrupted")
    assert Recording.open(tmp_path / "run.trace").message == "interrupted"
    assert len(Recording.open(tmp_path / "run.trace")) == CHUNK + 3


def test_after_an_exception_nothing_is_left(played, tmp_path):
    of, moments = played
    with pytest.raises(KeyboardInterrupt), Recorder(of, tmp_path / "run.trace") as recorder:
        recorder.add(*moments[0])
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_events_that_come_up_on_the_way_are_kept(played, tmp_path):
    of, moments = played
    seen = [Span(1.0, 2.0, "first")]
    with Recorder(of, tmp_path / "run.trace", timeline=lambda: seen) as recorder:
        recorder.add(*moments[0])
        seen.append(Span(3.0, float("inf"), "second"))
    assert Recording.open(tmp_path / "run.trace").timeline == tuple(seen)


def test_nothing_recorded_is_said(tmp_path):
    with Recorder(About("{}"), tmp_path / "run.trace"):
        pass
    with pytest.raises(ResultsError, match="before anything was recorded"):
        Recording.open(tmp_path / "run.trace")


def test_the_scenario_in_it_is_the_one_that_ran(played):
    of, _ = played
    scenario = Scenario.model_validate_json(of.scenario)
    assert identity(scenario, agent=of.agent, seed=of.seed, version=of.version) == of.identity
    assert Simulator(scenario, [of.seed]).scenario.duration_s == of.duration_s
