"""States of the run that were saved on the way, from which it can be forked later."""

from __future__ import annotations

from longtail_sim.errors import LongtailError
from longtail_sim.viewer.forks import Branch, Forks

EVERY_S = 30.0
MOST = 120


class Saves:
    """Saves the run now and then; when there are many, every second one is dropped and they become rarer."""

    def __init__(self, forks: Forks | None) -> None:
        """``forks`` of None saves nothing."""
        self._forks = forks
        self._every_s = EVERY_S
        self._kept: list[tuple[float, bytes]] = []

    def look(self, time_s: float) -> None:
        """Save the run if the last time is old enough; it stands at ``time_s``."""
        if self._forks is None or (self._kept and time_s < self._kept[-1][0] + self._every_s - 1e-6):
            return
        self._kept.append((time_s, self._forks.save()))
        if len(self._kept) > MOST:
            self._kept = self._kept[::2]
            self._every_s *= 2

    def fork(self, agent: str, wanted_s: float, now_s: float, lead_s: float) -> Branch:
        """Fork the run as it stands, or as it was last saved before a moment that lies further back.

        Args:
            agent: who takes over.
            wanted_s: the moment.
            now_s: where the run stands.
            lead_s: the run as it stands will do if it is no further ahead of that moment.

        Raises:
            LongtailError: this session cannot be forked, or not by this agent.
        """
        if self._forks is None:
            raise LongtailError("nobody else can take over here")
        before = [saved for time_s, saved in self._kept if time_s <= wanted_s + 1e-6]
        saved = self._forks.save() if now_s <= wanted_s + lead_s or not before else before[-1]
        return self._forks.fork(saved, agent)
