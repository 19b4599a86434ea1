"""Pictures without a display: the map as an array, the whole window as a PNG file."""

from __future__ import annotations

import os
from collections import OrderedDict
from pathlib import Path

import pygame

from longtail_sim.core.schema import Array
from longtail_sim.network.plan import StreetNetwork
from longtail_sim.viewer.camera import Camera, View
from longtail_sim.viewer.files import pixels, save_png
from longtail_sim.viewer.frame import capture
from longtail_sim.viewer.live import History, measure
from longtail_sim.viewer.map_painter import MapPainter, Options
from longtail_sim.viewer.panels.header import Status
from longtail_sim.viewer.panels.style import clock
from longtail_sim.viewer.recording import About
from longtail_sim.viewer.scene import Scene, Session
from longtail_sim.viewer.screen import Content, Screen

KEPT_NETWORKS = 4
_painters: OrderedDict[int, tuple[StreetNetwork, MapPainter]] = OrderedDict()


def _painter(network: StreetNetwork) -> MapPainter:
    """Return the painter of a network; it holds the network, so that its id stays its own."""
    found = _painters.get(id(network))
    if found is None:
        found = _painters[id(network)] = (network, MapPainter(network))
        if len(_painters) > KEPT_NETWORKS:
            _painters.popitem(last=False)
    _painters.move_to_end(id(network))
    return found[1]


def render(
    scene: Scene, size: tuple[int, int], view: View | None = None, options: Options | None = None, *, world: int = 0
) -> Array:
    """Draw the map of one world; opens no display.

    Args:
        scene: a simulator, or anything that has its network, state and time.
        size: width and height in pixels.
        view: where to look; the whole map if None.
        options: theme and selected vehicle.
        world: index of the world.

    Returns:
        uint8 array of shape (height, width, 3).
    """
    surface = pygame.Surface(size, 0, 32)
    camera = Camera(surface.get_rect(), scene.network.bounds)
    if view is not None:
        camera.look(view)
    chosen = options or Options(seconds=float(scene.time_s))
    _painter(scene.network).paint(surface, camera, capture(scene, world), chosen)
    return pixels(surface)


def still(session: Session, history: History | None = None, *, selected: int = -1, words: str = "") -> Content:
    """Return everything that the window shows of a session at this moment."""
    scenes = {"run": session.run, **({"twin": session.twin} if session.twin is not None else {})}
    frames = {name: capture(scene, session.world) for name, scene in scenes.items()}
    numbers = {name: measure(frames[name], scene.metrics(session.world)) for name, scene in scenes.items()}
    trace = session.trace(selected) if selected >= 0 else None
    return Content(
        frames=frames,
        numbers=numbers,
        samples=list(history.samples) if history else [],
        title=session.title,
        subtitle=subtitle(session),
        spans=session.timeline,
        duration_s=session.duration_s,
        remote_agents=session.remote_agents,
        reason=session.reason(selected) if selected >= 0 else "",
        status=Status(time_s=session.run.time_s, words=words, has_twin=session.twin is not None),
        traces={"run": trace} if trace is not None else {},
        level=session.level,
    )


def subtitle(session: Session) -> str:
    """Return agent and seed in words."""
    return f"agent {session.agent}  ·  seed {session.seed}" if session.agent else f"seed {session.seed}"


def who(about: About) -> str:
    """Return who drives in a recording: in that of a fork, since when."""
    return about.agent if about.fork_s < 0 else f"{about.agent} since {clock(about.fork_s)} (fork)"


def window_picture(
    session: Session,
    size: tuple[int, int] = (1280, 800),
    *,
    theme: str = "dark",
    shown: str = "run",
    selected: int = -1,
    history: History | None = None,
    view: View | None = None,
) -> pygame.Surface:
    """Draw the whole window of a session, without buttons; opens no display."""
    screen = Screen(session.run.network, size, theme, shown, selected, buttons=False)
    if view is not None:
        screen.camera.look(view)
    surface = pygame.Surface(size, 0, 32)
    screen.draw(surface, still(session, history, selected=selected))
    return surface


def picture(
    source: Session | Scene,
    path: str | os.PathLike[str],
    size: tuple[int, int] = (1280, 800),
    *,
    theme: str = "dark",
    shown: str = "run",
    selected: int = -1,
    history: History | None = None,
    view: View | None = None,
    world: int = 0,
) -> Path:
    """Write a PNG: the whole window of a session, or the map alone of a scene.  Opens no display.

    Args:
        source: what to draw.
        path: the file to write; it is replaced.
        size: width and height in pixels.
        theme: "dark" or "light".
        shown: "run", "twin" or "both" (sessions only).
        selected: trip of the vehicle whose card is shown, -1 for none.
        history: samples for the curves (sessions only).
        view: where to look; the whole map if None.
        world: index of the world (scenes only).

    Raises:
        ResultsError: the file cannot be written.
    """
    if isinstance(source, Session):
        surface = window_picture(source, size, theme=theme, shown=shown, selected=selected, history=history, view=view)
        return save_png(surface, path)
    options = Options(theme, selected, float(source.time_s))
    array = render(source, size, view, options, world=world)
    return save_png(pygame.image.frombuffer(array.tobytes(), size, "RGB"), path)
