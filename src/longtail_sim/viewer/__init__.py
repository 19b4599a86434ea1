"""Pictures of the streets: a window, PNG files, arrays for environments.  Only reads what it shows."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from longtail_sim.viewer.camera import View as View
    from longtail_sim.viewer.live import History as History
    from longtail_sim.viewer.map_painter import Options as Options
    from longtail_sim.viewer.overviews import overview as overview
    from longtail_sim.viewer.pictures import picture as picture
    from longtail_sim.viewer.pictures import render as render
    from longtail_sim.viewer.previews import preview as preview
    from longtail_sim.viewer.scene import MeasuredScene as MeasuredScene
    from longtail_sim.viewer.scene import Scene as Scene
    from longtail_sim.viewer.scene import Session as Session
    from longtail_sim.viewer.sessions import session as session
    from longtail_sim.viewer.variations import Dot as Dot
    from longtail_sim.viewer.variations import scatter as scatter
    from longtail_sim.viewer.window import watch as watch

_HOME = {
    "Dot": "variations",
    "History": "live",
    "MeasuredScene": "scene",
    "Options": "map_painter",
    "Scene": "scene",
    "Session": "scene",
    "View": "camera",
    "overview": "overviews",
    "picture": "pictures",
    "preview": "previews",
    "render": "pictures",
    "scatter": "variations",
    "session": "sessions",
    "watch": "window",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    """Import pygame only when something is drawn."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
