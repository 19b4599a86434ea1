"""What the map panes can show: one world, or two of them side by side."""

from __future__ import annotations

from typing import NamedTuple

from longtail_sim.viewer.actions import Action


class ViewOf(NamedTuple):
    """A way to look: its name, the worlds of its panes, its button."""

    name: str
    worlds: tuple[str, ...]
    action: Action
    label: str


VIEWS = (
    ViewOf("run", ("run",), Action.SHOW_RUN, "run"),
    ViewOf("twin", ("twin",), Action.SHOW_TWIN, "twin"),
    ViewOf("both", ("run", "twin"), Action.SHOW_BOTH, "run | twin"),
    ViewOf("fork", ("fork",), Action.SHOW_FORK, "fork"),
    ViewOf("beside", ("run", "fork"), Action.SHOW_BESIDE, "run | fork"),
)


def worlds_of(name: str) -> tuple[str, ...]:
    """Return the worlds of a view's panes."""
    return next(view.worlds for view in VIEWS if view.name == name)


def possible(has_twin: bool, has_fork: bool) -> list[ViewOf]:
    """Return the views for which the worlds are there."""
    there = {"run"} | ({"twin"} if has_twin else set()) | ({"fork"} if has_fork else set())
    return [view for view in VIEWS if there.issuperset(view.worlds)]
