"""What the window does for each wish."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from longtail_sim.core import codes
from longtail_sim.errors import LongtailError
from longtail_sim.viewer.actions import Action
from longtail_sim.viewer.files import save_png
from longtail_sim.viewer.panels import assistance
from longtail_sim.viewer.panels.style import clock
from longtail_sim.viewer.views import VIEWS, possible

if TYPE_CHECKING:
    from longtail_sim.viewer.window import Window

LEAP_S = 30.0
ZOOM_STEPS = 8
Deed = Callable[["Window"], None]


def pause(window: Window) -> None:
    """Stop the clock, or let it go on."""
    window.player.paused = not window.player.paused


def leap(window: Window, seconds: float) -> None:
    """Go on or back by some time."""
    window.player.seek(window.shown.time_s + seconds)


def next_event(window: Window) -> None:
    """Go on to where the next event begins or ends."""
    later = [moment for moment in _moments(window) if window.shown.time_s + 1 < moment <= window.session.duration_s]
    if later:
        window.player.seek(min(later))


def previous_event(window: Window) -> None:
    """Go back to where the last event began or ended."""
    window.player.seek(max((moment for moment in _moments(window) if moment < window.shown.time_s - 1), default=0.0))


def _moments(window: Window) -> set[float]:
    spans = window.session.timeline
    return {span.start_s for span in spans} | {span.end_s for span in spans}


def show(window: Window, name: str) -> None:
    """Look at other worlds, if they are there."""
    if name in _possible(window):
        window.show(name)
    elif name in ("fork", "beside") and window.session.forks is not None:
        window.say("a  lets another agent take over; then there is a fork to look at")


def next_view(window: Window) -> None:
    """Look at the next view that is possible."""
    names = _possible(window)
    window.show(names[(names.index(window.screen.shown) + 1) % len(names)])


def _possible(window: Window) -> list[str]:
    status = window.status()
    return [view.name for view in possible(status.has_twin, bool(status.fork))]


def follow(window: Window) -> None:
    """Keep the picked vehicle in the middle."""
    if window.screen.selected < 0:
        window.say("click a vehicle first")
    window.following = not window.following and window.screen.selected >= 0


def next_request(window: Window) -> None:
    """Pick the vehicle of the next request in the queue, and look at it."""
    frame = window.shown.frames[window.screen.queue_world()]
    trips = [request.trip for request in assistance.requests(frame)]
    if not trips:
        window.say("no request waits")
        return
    now = trips.index(window.screen.selected) if window.screen.selected in trips else -1
    pick(window, trips[(now + 1) % len(trips)])


def pick(window: Window, trip: int) -> None:
    """Pick a vehicle and follow it."""
    window.screen.select(trip)
    window.following = True


def zoom(window: Window, steps: int) -> None:
    """Come closer to the middle, or go farther away."""
    window.screen.camera.zoom(steps, window.screen.camera.rect.center)


def fit(window: Window) -> None:
    """Show the whole map."""
    window.following = False
    window.screen.camera.fit()


def toggle(window: Window, name: str) -> None:
    """Show or hide the legend, queues."""
    setattr(window.screen, name, not getattr(window.screen, name))
    window.screen.arrange()


def theme(window: Window) -> None:
    """Dark or light."""
    window.screen.theme = "light" if window.screen.theme == "dark" else "dark"
    window.screen.arrange()


def switch_agent(window: Window) -> None:
    """Open the list of agents."""
    if window.session.forks is None:
        window.say("nobody else can take over here")
        return
    window.screen.choosing = True


def choose(window: Window, agent: str) -> None:
    """Let an agent take over at the present moment."""
    window.screen.choosing = False
    window.say(f"{agent} takes over …")
    window.player.switch(agent)


def wheel(window: Window) -> None:
    """Take the wheel of the picked vehicle of the fleet, in a fork; or let it go."""
    branch, trip = window.player.branch, window.screen.selected
    if branch is not None and branch.wheel.trip >= 0:
        window.say(f"the agent drives car {branch.wheel.trip} again")
        branch.wheel.take(-1)
        return
    world = window.screen.card_world()
    frame = window.shown.frames[world]
    row = frame.find(trip) if trip >= 0 else -1
    if window.session.forks is None:
        window.say("no wheel can be taken here")
    elif row < 0 or not frame.fleet[row] or frame.driver[row] != codes.DRIVER_AUTOMATED:
        window.say("click a car of the fleet first, one that drives itself")
    elif world == "fork" and branch is not None and window.shown.time_s >= window.shown.newest_s - 2:
        branch.wheel.take(trip)
    else:
        window.player.switch(window.session.forks.agents[0], trip)
        window.say("the world is forked: there you drive")
    if window.player.speed > 1:
        window.player.speed = 1.0


def screenshot(window: Window) -> None:
    """Save a picture of the window."""
    path = Path(time.strftime("longtail_%Y%m%d_%H%M%S.png"))
    try:
        save_png(window.surface, path)
        window.say(f"saved {path} in {path.resolve().parent}")
    except LongtailError as error:
        window.lose(str(error))


def record(window: Window) -> None:
    """Begin a recording of run and twin, and of forks beside it, or end it."""
    if window.player.tapes.on:
        stop_recording(window)
        return
    if window.session.recorder is None:
        window.say("this cannot be recorded")
        return
    try:
        begun_s = window.player.record(Path(time.strftime("longtail_%Y%m%d_%H%M%S.trace")))
        window.say(f"run and twin are recorded from {clock(begun_s)} on, forks in files of their own; v ends it")
    except LongtailError as error:
        window.lose(str(error))


def stop_recording(window: Window) -> None:
    """End the recording and those of forks, if there are any."""
    error = window.player.error
    saved = window.player.tapes.end(str(error) if error is not None else "")
    if saved:
        forks = "".join(f", {tape.path}" for tape in saved[1:])
        window.say(f"saved {saved[0].seconds:g} s: longtail replay {saved[0].path}{forks}")
    window.look_at_tapes()


def help_page(window: Window) -> None:
    """Open the page with all controls."""
    window.screen.help = True


def back(window: Window) -> None:
    """Let go of what is picked, or close the window."""
    if window.screen.selected >= 0:
        window.screen.select(-1)
        window.following = False
    else:
        close(window)


def close(window: Window) -> None:
    """Close the window."""
    window.running = False


DEEDS: dict[Action, Deed] = {
    Action.PAUSE: pause,
    Action.STEP: lambda window: window.player.step(),
    Action.STEP_BACK: lambda window: window.player.step(-1),
    Action.FASTER: lambda window: window.player.change_speed(2.0),
    Action.SLOWER: lambda window: window.player.change_speed(0.5),
    Action.FORWARD: partial(leap, seconds=LEAP_S),
    Action.REWIND: partial(leap, seconds=-LEAP_S),
    Action.BEGINNING: lambda window: window.player.seek(0.0),
    Action.NEWEST: lambda window: window.player.seek_newest(),
    Action.NEXT_EVENT: next_event,
    Action.PREVIOUS_EVENT: previous_event,
    Action.NEXT_VIEW: next_view,
    **{view.action: partial(show, name=view.name) for view in VIEWS},
    Action.SWITCH_AGENT: switch_agent,
    Action.WHEEL: wheel,
    Action.FOLLOW: follow,
    Action.NEXT_REQUEST: next_request,
    Action.ZOOM_IN: partial(zoom, steps=ZOOM_STEPS),
    Action.ZOOM_OUT: partial(zoom, steps=-ZOOM_STEPS),
    Action.FIT: fit,
    Action.JAMS: partial(toggle, name="jams"),
    Action.LEGEND: partial(toggle, name="legend"),
    Action.THEME: theme,
    Action.SCREENSHOT: screenshot,
    Action.RECORD: record,
    Action.HELP: help_page,
    Action.BACK: back,
    Action.QUIT: close,
}
