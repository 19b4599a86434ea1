"""Films: shot by shot, as GIF and MP4, no larger than wanted, and without a display."""

from __future__ import annotations

import os
import subprocess
import sys
import types
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from longtail_sim.errors import ResultsError
from longtail_sim.viewer import filming, gif, mp4
from longtail_sim.viewer.camera import View
from longtail_sim.viewer.frame import capture
from longtail_sim.viewer.live import measure
from longtail_sim.viewer.pictures import window_picture
from longtail_sim.viewer.recorder import Recorder
from longtail_sim.viewer.recording import About
from longtail_sim.viewer.scene import Session
from longtail_sim.viewer.shots import Film, Shot, content_at
from longtail_sim.viewer.theme import THEMES

SIZE = (640, 400)


@pytest.fixture
def film(jammed) -> Film:
    """Return a film of ten seconds of a jam, run and twin."""
    recorder = Recorder(About("{}", "A jam", "stop_when_confused", seed=4, duration_s=2700.0, remote_agents=9))
    for _ in range(21):
        frame = capture(jammed)
        numbers = measure(frame, {"others_delay_s": 12.5})
        recorder.add({"run": frame, "twin": frame}, {"run": numbers, "twin": numbers}, {100: "it waits"})
        jammed.time_s += 0.5
        jammed.state.vehicles.s[0] += 0.5 * jammed.state.vehicles.speed[0] * (jammed.state.vehicles.s[0] < 60)
    return Film(recorder.recording, jammed.network, [Shot(1500.0, 1510.0)], speed=5.0, fps=10.0, size=SIZE)


@pytest.fixture
def no_pillow(monkeypatch):
    monkeypatch.setitem(sys.modules, "PIL", None)


def test_a_shot_has_its_own_speed_and_words(film):
    shots = [Shot(1500.0, 1505.0, "first"), Shot(1505.0, 1510.0, "faster", 10.0), Shot(1502.0, 1502.0)]
    moments = Film(film.recording, film.network, shots, speed=5.0, fps=10.0).moments()
    assert [words for _, words in moments] == ["first"] * 10 + ["faster"] * 5 + [""]
    assert [time_s for time_s, _ in moments[:3]] == pytest.approx([1500.0, 1500.5, 1501.0])
    assert [time_s for time_s, _ in moments[10:12]] == pytest.approx([1505.0, 1506.0])


def test_the_picture_is_that_of_the_window(jammed, film):
    """Nothing that is drawn is lost on the way through a recording."""
    session = Session(
        jammed,
        jammed,
        lambda: None,
        title="A jam",
        agent="stop_when_confused",
        seed=4,
        duration_s=2700.0,
        remote_agents=9,
    )
    jammed.numbers = {"others_delay_s": 12.5}
    recorder = Recorder(film.recording.about)
    frame = capture(jammed)
    numbers = measure(frame, jammed.numbers)
    recorder.add({"run": frame, "twin": frame}, {"run": numbers, "twin": numbers})
    recorder._pack()
    again = Film(recorder.recording, film.network, [Shot(jammed.time_s, jammed.time_s)], size=(1280, 800))
    wanted = np.asarray(pixels_of(window_picture(session)))
    (picture,) = again.pictures()
    differs = (picture != wanted).any(axis=2)
    panel = np.zeros_like(differs)
    panel[340:520, 950:] = True  # the curves: a film has its samples, a still picture none
    assert not (differs & ~panel).any()


def pixels_of(surface):
    from longtail_sim.viewer.files import pixels

    return pixels(surface)


@pytest.mark.parametrize("panels", [True, False])
@pytest.mark.parametrize("shown", ["run", "both"])
def test_pictures_move_and_show_words(film, shown, panels):
    pictures = list(replace(film, shown=shown, panels=panels).pictures())
    assert len(pictures) == 20
    assert {picture.shape for picture in pictures} == {(400, 640, 3)}
    assert (pictures[0] != pictures[-1]).any()
    said = replace(film, shown=shown, panels=panels, shots=[film.shots[0]._replace(words="Everybody stands")])
    assert (next(iter(said.pictures())) != pictures[0]).sum() > 300


def test_the_camera_follows_a_vehicle(film):
    trip = int(film.recording[0].frames["run"].trip[3])
    near = replace(film, view=View(0.0, 0.0, 4.0), selected=trip, panels=False)
    picture = next(iter(near.pictures()))
    middle = picture[180:220, 300:340]
    assert (middle == 255).all(axis=2).any(), "the ring round the selected vehicle is not in the middle"
    assert content_at(film.recording, 1500.0, 100).reason == "it waits"


def test_a_png_is_the_last_moment(film, tmp_path):
    assert filming.write(film, tmp_path / "a.png") == []
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_a_gif_has_all_pictures_and_one_palette(film, tmp_path):
    image = pytest.importorskip("PIL.Image")
    assert filming.write(film, tmp_path / "a.gif") == []
    with image.open(tmp_path / "a.gif") as read:
        assert read.n_frames == 20
        assert read.size == SIZE
        read.seek(19)
        last = np.asarray(read.convert("RGB")).astype(int)
    wanted = list(film.pictures())[-1].astype(int)
    assert np.abs(last - wanted).mean() < 6  # 255 colours, and nothing left of the pictures before
    for colour in (THEMES["dark"].awaiting, THEMES["dark"].fleet, THEMES["dark"].run):
        where = (wanted == colour).all(axis=2)
        assert where.any()
        assert np.abs(last[where] - colour).max() <= 8  # Pillow looks for the nearest one a little coarsely


def test_a_gif_is_made_small_enough_and_says_how(film, tmp_path):
    pytest.importorskip("PIL.Image")
    filming.write(film, tmp_path / "large.gif")
    most_mb = (tmp_path / "large.gif").stat().st_size / 1e6 * 0.5
    notes = filming.write(film, tmp_path / "small.gif", most_mb)
    assert (tmp_path / "small.gif").stat().st_size <= most_mb * 1e6
    assert "8 pictures a second instead of 10" in notes[0]
    assert any("pixels instead of 640 x 400" in note for note in notes[1:])


def test_what_cannot_become_so_small_is_said_and_nothing_is_left(film, tmp_path):
    pytest.importorskip("PIL.Image")
    with pytest.raises(ResultsError, match=r"does not become so small.*show a shorter piece"):
        filming.write(film, tmp_path / "a.gif", 0.001)
    assert list(tmp_path.iterdir()) == []


def test_a_gif_that_would_not_fit_into_memory_is_refused_before_it_is_drawn(film, tmp_path):
    pytest.importorskip("PIL.Image")
    with pytest.raises(ResultsError, match=r"1,000,000 pictures of 640 x 400 pixels are too many.*or write an .mp4"):
        filming.write(replace(film, fps=500_000.0), tmp_path / "a.gif")


def test_without_pillow_one_is_told_what_to_install(film, tmp_path, no_pillow):
    with pytest.raises(ResultsError, match=r"pip install 'longtail-sim\[video\]'"):
        filming.write(film, tmp_path / "a.gif")


def test_an_mp4_is_written_by_the_ffmpeg_of_the_package(film, tmp_path):
    ffmpeg = pytest.importorskip("imageio_ffmpeg")
    filming.write(film, tmp_path / "a.mp4")
    assert ffmpeg.count_frames_and_secs(str(tmp_path / "a.mp4"))[0] == 20
    whole = (tmp_path / "a.mp4").stat().st_size / 1e6
    notes = filming.write(film, tmp_path / "b.mp4", whole * 0.7)
    assert (tmp_path / "b.mp4").stat().st_size <= whole * 0.7e6
    assert "kbit/s" in notes[0]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.mp4", "b.mp4"]


def test_without_ffmpeg_one_is_told_what_to_install(film, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    with pytest.raises(ResultsError, match=r"pip install 'longtail-sim\[video\]'"):
        filming.write(film, tmp_path / "a.mp4")


def fake_ffmpeg(exe, write_frames):
    module = types.ModuleType("imageio_ffmpeg")
    module.get_ffmpeg_exe, module.write_frames = exe, write_frames
    return module


def test_a_package_without_an_ffmpeg_for_this_machine(film, tmp_path, monkeypatch):
    def none():
        raise RuntimeError("No ffmpeg exe could be found")

    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", fake_ffmpeg(none, None))
    with pytest.raises(ResultsError, match=r"no ffmpeg for this machine.*write a .gif instead"):
        mp4.require_ffmpeg()


def test_an_ffmpeg_that_fails_leaves_nothing(film, tmp_path, monkeypatch):
    def broken(path, size, **options):
        Path(path).write_bytes(b"half")
        yield
        raise OSError("[Errno 32] Broken pipe\n\nFFMPEG STDERR OUTPUT:\nUnknown encoder 'libx264'\n")

    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", fake_ffmpeg(lambda: "ffmpeg", broken))
    with pytest.raises(ResultsError, match="ffmpeg failed: Unknown encoder 'libx264'"):
        filming.write(film, tmp_path / "a.mp4")
    assert list(tmp_path.iterdir()) == []


def test_another_kind_of_file_is_refused(film, tmp_path):
    with pytest.raises(ResultsError, match=r"'.avi' is no kind of film; end the name in .gif, .mp4, .png or .trace"):
        filming.write(film, tmp_path / "a.avi")


def test_an_encoder_says_how_far_it_is(film):
    pytest.importorskip("PIL.Image")
    told: list[int] = []
    gif.encode(film.pictures(), 20, 10.0, film.pictures(10), tell=told.append)
    assert told == list(range(1, 21))


def test_films_and_arrays_open_no_display():
    """Neither the driver of a display nor any other part of SDL that would need one is begun."""
    code = (
        "import numpy, pygame\n"
        "def refuse(*a, **k): raise AssertionError('a display was opened')\n"
        "pygame.display.init = pygame.display.set_mode = pygame.init = refuse\n"
        "from longtail_sim import load_scenario\n"
        "from longtail_sim.network import build_network\n"
        "from longtail_sim.viewer.previews import empty_frame\n"
        "from longtail_sim.viewer.live import measure\n"
        "from longtail_sim.viewer.recorder import Recorder\n"
        "from longtail_sim.viewer.recording import About\n"
        "from longtail_sim.viewer.shots import Film, Shot\n"
        "network = build_network(load_scenario('one_dark_junction').network)\n"
        "frame = empty_frame(network, numpy.zeros(network.num_junctions, bool))\n"
        "recorder = Recorder(About('{}'))\n"
        "recorder.add({'run': frame}, {'run': measure(frame, {})})\n"
        "for panels in (True, False):\n"
        "    film = Film(recorder.recording, network, [Shot(0.0, 0.0)], panels=panels)\n"
        "    assert next(iter(film.pictures())).shape == (800, 1280, 3)\n"
        "assert not pygame.display.get_init()\n"
    )
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment |= {"SDL_VIDEODRIVER": "none_such"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
