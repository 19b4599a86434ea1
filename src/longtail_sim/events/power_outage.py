"""The power fails in an area: signals go dark, then cell batteries run down, then supply comes back in stages."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field

from longtail_sim.core.codes import (
    EFFECT_ASSIST_BACKGROUND,
    EFFECT_HEALTH,
    EFFECT_LINK_LATENCY,
    EFFECT_LINK_LOSS,
    EFFECT_SERVICE_FACTOR,
    HEALTH_DARK,
    HEALTH_FLASHING_RED,
)
from longtail_sim.core.limits import NEVER
from longtail_sim.events.effect import Effect
from longtail_sim.events.event import DAY_S, Event, Span
from longtail_sim.events.place import District, DistrictShape, Place, Selection, choose, in_place
from longtail_sim.events.registry import register
from longtail_sim.events.wrong_program import PROGRAMS, Program
from longtail_sim.quantities import Draw, DrawnPerCase, Quantity, Range, Section, Whole, highest, in_words, lowest

if TYPE_CHECKING:
    from longtail_sim.network.plan import StreetNetwork

Times = npt.NDArray[np.float64]
A_THIRD = District(district=DistrictShape(share_of_junctions=1 / 3))


class Restore(Section):
    """How the power comes back: in equal parts of the area, the edge first, the centre last."""

    after_s: Annotated[Quantity, Range(0, DAY_S)] = Field(default=3600, description="from the outage to the first part")
    stages: Annotated[Whole, Field(ge=1, le=100)] = Field(default=1, description="number of parts")
    between_stages_s: Annotated[Quantity, Range(0, DAY_S)] = Field(default=120, description="from one part to the next")

    wrong_program_share: Annotated[Quantity, Range(0, 1)] = Field(
        default=0, description="share of the signals that come back with a wrong program"
    )
    wrong_program: Program = Field(
        default="short_major",
        description="swapped: each street has the other's green; short_major: the bigger road has 5 s of green; "
        "out_of_step: half a cycle late",
    )
    wrong_program_s: Annotated[Quantity, Range(0, DAY_S)] | None = Field(
        default=None, description="how long it runs until somebody puts it right; none: to the end"
    )

    def times(self, at_s: float) -> Times:
        """Return when each stage has power again, shape (stages,)."""
        return at_s + float(self.after_s) + float(self.between_stages_s) * np.arange(self.stages, dtype=np.float64)


class SignalBatteries(Section):
    """Batteries that keep some of the signals going for a while."""

    share: Annotated[Quantity, Range(0, 1)] = Field(default=0.3, description="share of the signals that have one")
    last_s: Annotated[Quantity, Range(0, DAY_S), DrawnPerCase()] = Field(
        default=7200, description="how long a battery lasts, drawn for each signal (where fitted, 2 to 8 h)"
    )
    shows: Literal["program", "flashing_red"] = Field(
        default="program", description="what a signal on its battery shows: its program, or red flashes"
    )


@register
class PowerOutage(Event):
    """A part of the city loses its power, and with it signals and, later, the radio link."""

    kind: Literal["power_outage"] = Field(default="power_outage", description="an area loses its power")
    where: Place = Field(default=A_THIRD, description="the area")
    growth_s: Annotated[Quantity, Range(0, DAY_S)] = Field(
        default=0, description="time until the last signal of the area is dark, from the centre outwards"
    )
    restore: Restore | None = Field(default=None, description="how the power comes back; none: not at all")
    signal_batteries: SignalBatteries | None = Field(
        default=None, description="batteries of signals, which go dark when theirs is empty; none: no signal has one"
    )
    cell_batteries_s: Annotated[Annotated[Quantity, Range(0, DAY_S)] | None, DrawnPerCase()] = Field(
        default=None, description="how long a radio cell lasts without power, drawn for each cell; none: for ever"
    )
    cell_size_m: Annotated[Quantity, Range(50, 10_000)] = Field(
        default=400, description="edge of a (square) radio cell"
    )
    link_loss_when_down: Annotated[Quantity, Range(0, 1)] = Field(
        default=0.9, description="probability that a message is lost where the cell is down"
    )
    link_latency_when_down_s: Annotated[Quantity, Range(0, 60)] = Field(
        default=2, description="one-way latency where the cell is down"
    )
    fleet_requests_per_h: Annotated[Quantity, Range(0, 1e6)] = Field(
        default=0, description="requests that the rest of the fleet makes in dark parts of the city outside the map"
    )
    service_factor: Annotated[Quantity, Range(0.1, 100)] = Field(
        default=1, description="remote agents take this much longer to answer while the outage lasts"
    )

    def schedule(self, draw: Draw, network: StreetNetwork) -> list[Effect]:
        """Return effects on signals, link and remote agents."""
        area = choose(self.where, draw, network)
        off = float(self.at_s) + self._delays(area)
        restored = self._restored(off.size)
        # A part that would get its power back before it lost it never went dark.
        hit = np.flatnonzero(off < restored)
        junctions, off, restored = area.junctions[hit], off[hit], restored[hit]
        effects = self._signal_effects(draw, junctions, off, restored)
        effects += self._wrong_programs(draw, junctions, restored)
        effects += self._link_effects(draw, network, junctions, off, restored)
        return sorted(effects + self._fleet_effects())

    def _signal_effects(
        self, draw: Draw, junctions: npt.NDArray[np.int64], off: Times, restored: Times
    ) -> list[Effect]:
        """Return when each signal goes dark: with the power, or when its battery is empty."""
        effects = []
        for junction, lost, back in zip(junctions.tolist(), off.tolist(), restored.tolist(), strict=True):
            dark = lost + self._battery_s(draw.child("signal_battery", junction))
            if dark < back:
                effects.append(Effect(dark, EFFECT_HEALTH, junction, HEALTH_DARK, back))
            if dark > lost and self.signal_batteries is not None and self.signal_batteries.shows == "flashing_red":
                effects.append(Effect(lost, EFFECT_HEALTH, junction, HEALTH_FLASHING_RED, min(dark, back)))
        return effects

    def _battery_s(self, draw: Draw) -> float:
        """Return how long the battery of one signal lasts [s], 0 if it has none."""
        batteries = self.signal_batteries
        if batteries is None or draw.child("has_one").generator().uniform() >= float(batteries.share):
            return 0.0
        return draw.value(batteries.last_s)

    def _wrong_programs(self, draw: Draw, junctions: npt.NDArray[np.int64], restored: Times) -> list[Effect]:
        """Return the signals that come back with a wrong program."""
        restore = self.restore
        if restore is None or restore.wrong_program_share == 0:
            return []
        lasts = NEVER if restore.wrong_program_s is None else float(restore.wrong_program_s)
        code = PROGRAMS[restore.wrong_program]
        return [
            Effect(back, EFFECT_HEALTH, junction, code, min(back + lasts, NEVER))
            for junction, back in zip(junctions.tolist(), restored.tolist(), strict=True)
            if draw.child("wrong_program", junction).generator().uniform() < float(restore.wrong_program_share)
        ]

    def _delays(self, area: Selection) -> Times:
        """Return seconds from the outage until each junction is dark, shape (n,)."""
        reach = area.distance_m.max(initial=0.0)
        return np.zeros(area.distance_m.size) if reach == 0 else area.distance_m / reach * float(self.growth_s)

    def _restored(self, count: int) -> Times:
        """Return when each of ``count`` junctions, nearest to the centre first, has power again."""
        if self.restore is None:
            return np.full(count, NEVER)
        times = self.restore.times(float(self.at_s))
        from_edge = np.arange(count)[::-1]
        return times[from_edge * self.restore.stages // max(count, 1)]

    def _link_effects(
        self, draw: Draw, network: StreetNetwork, junctions: npt.NDArray[np.int64], dark: Times, restored: Times
    ) -> list[Effect]:
        """Return loss and latency at the junctions of each cell, once its battery is empty."""
        if self.cell_batteries_s is None:
            return []
        size = float(self.cell_size_m)
        columns = np.floor(network.arrays.junction_x[junctions] / size).astype(int)
        rows = np.floor(network.arrays.junction_y[junctions] / size).astype(int)
        effects = []
        for cell in sorted(set(zip(columns.tolist(), rows.tolist(), strict=True))):
            members = np.flatnonzero((columns == cell[0]) & (rows == cell[1]))
            empty = float(dark[members].min()) + draw.child("cell", *cell).value(self.cell_batteries_s)
            for member in members[restored[members] > empty]:
                junction, end = int(junctions[member]), float(restored[member])
                effects.append(Effect(empty, EFFECT_LINK_LOSS, junction, float(self.link_loss_when_down), end))
                effects.append(Effect(empty, EFFECT_LINK_LATENCY, junction, float(self.link_latency_when_down_s), end))
        return effects

    def _fleet_effects(self) -> list[Effect]:
        """Return the load from the rest of the fleet, which shrinks with every stage, and the longer answers."""
        start = float(self.at_s)
        ends = [NEVER] if self.restore is None else self.restore.times(start).tolist()
        part = float(self.fleet_requests_per_h) / 3600 / len(ends)
        load = [Effect(start, EFFECT_ASSIST_BACKGROUND, -1, part, end) for end in ends if part > 0]
        slower = Effect(start, EFFECT_SERVICE_FACTOR, -1, float(self.service_factor), ends[-1])
        return load + ([slower] if slower.value != 1 else [])

    def timeline(self) -> list[Span]:
        """Return the outage, its stages, and the time in which batteries run down."""
        start = float(self.at_s)
        ends = [math.inf] if self.restore is None else self.restore.times(start).tolist()
        spans = [Span(start, ends[0], "power out")]
        if len(ends) > 1:
            spans.append(Span(ends[0], ends[-1], f"restored in {len(ends)} stages"))
        if self.cell_batteries_s is not None:
            first = start + max(0.0, lowest(self.cell_batteries_s))
            last = start + highest(self.cell_batteries_s)
            spans.append(Span(first, min(last, ends[-1]), "cell batteries run down"))
        return [span for span in spans if span.end_s > span.start_s]

    def describe(self) -> str:
        """Return place, time and restoration."""
        back = "" if self.restore is None else f", restoration begins after {in_words(self.restore.after_s, ' s')}"
        batteries = self.cell_batteries_s
        signals = self.signal_batteries
        kept = "" if signals is None else f", batteries of signals last {in_words(signals.last_s, ' s')}"
        cells = "" if batteries is None else f", cell batteries last {in_words(batteries, ' s')}"
        return f"power out {in_place(self.where)} from {self.moment()} on{back}{kept}{cells}"
