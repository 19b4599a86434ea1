"""When the first vehicle arrives at every entry.  Compiled, because many worlds begin at once."""

from __future__ import annotations

from longtail_sim.core import random
from longtail_sim.core.codes import ONLY_DRAW, STREAM_ARRIVAL
from longtail_sim.core.jit import kernel
from longtail_sim.core.phases.arrivals import next_arrival


@kernel
def draw_first_arrivals(worlds, settings, entries, profile):
    """Set ``next_s`` of all entries in some worlds, in which the rates and settings are there already."""
    for k in range(worlds.size):
        w = worlds[k]
        for e in range(entries.shape[1]):
            units = random.exponential(1.0, settings[w].seed, STREAM_ARRIVAL, e, ONLY_DRAW)
            entries[w, e].next_s = next_arrival(w, 0.0, entries[w, e].rate, units, profile)
