"""A test bed in the window."""

from __future__ import annotations

from longtail_sim.cli.exits import running
from longtail_sim.cli.window import be_quiet, require_display
from longtail_sim.errors import LongtailError
from longtail_sim.validation.target import Experiment

SIZE = (1280, 800)
SPEED = 4.0


def watch_bed(experiment: Experiment, seed: int = 0) -> None:
    """Play an experiment's test bed until somebody closes the window; it has one, and people drive all vehicles."""
    require_display()
    be_quiet()
    import pygame

    from longtail_sim.cli.progress import compile_first
    from longtail_sim.simulator import Simulator
    from longtail_sim.viewer import session
    from longtail_sim.viewer.window import Window

    assert experiment.bed is not None
    scenario = experiment.bed()
    titled = scenario.model_copy(update={"title": scenario.title or f"{experiment.targets[0].id}: {experiment.name}"})
    compile_first()
    simulator = Simulator(titled, [seed], people_in_fleet=True)
    try:
        window = Window(session(simulator, None, simulator.step), SIZE)
    except pygame.error as error:
        raise LongtailError(f"no window can be opened ({error}).") from None
    window.player.change_speed(SPEED / window.player.speed)
    with running():
        window.run()
