"""The ``network:`` section of a scenario: a grid of streets in a few lines, with exceptions where a city has them.

Columns are north-south streets, counted from the west; rows are east-west streets, counted from the south; both from 0.
Numbers here are plain numbers: the streets of a scenario are the same for every seed.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
    model_validator,
)
from pydantic_core import PydanticCustomError, PydanticKnownError

from longtail_sim.network.names import check_street_names, column_names, find_junction, row_names

MAX_LANES = 5
MAX_JUNCTIONS = 1600
MIN_GREEN_S = 5.0

Axis = Literal["column", "row"]
Control = Literal["signal", "all_way_stop", "two_way_stop"]
OneWay = Literal["none", "north", "south", "east", "west"]
TurnBan = Literal[
    "north:left",
    "north:straight",
    "north:right",
    "east:left",
    "east:straight",
    "east:right",
    "south:left",
    "south:straight",
    "south:right",
    "west:left",
    "west:straight",
    "west:right",
]

BlockLength = Annotated[float, Field(strict=True, gt=10, le=2000, allow_inf_nan=False)]
LaneCount = Annotated[int, Field(strict=True, ge=1, le=MAX_LANES)]
SpeedLimit = Annotated[float, Field(strict=True, ge=4, le=40, allow_inf_nan=False)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


def _twice(value: object, validate: ValidatorFunctionWrapHandler) -> object:
    """Read one number as a pair of equal numbers, and complain about it once."""
    if isinstance(value, list | tuple):
        return validate(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("number_or_pair", "Input should be a number or a list of two numbers")
    try:
        return validate((value, value))
    except ValidationError as error:
        first: Any = error.errors()[0]
        raise PydanticKnownError(first["type"], first.get("ctx")) from None


def _number_or_pair(number: dict[str, object]) -> WithJsonSchema:
    pair = {"type": "array", "items": number, "minItems": 2, "maxItems": 2}
    return WithJsonSchema({"anyOf": [number, pair]})


BlockPair = Annotated[
    tuple[BlockLength, BlockLength],
    WrapValidator(_twice),
    _number_or_pair({"type": "number", "exclusiveMinimum": 10, "maximum": 2000}),
]
LanePair = Annotated[
    tuple[LaneCount, LaneCount],
    WrapValidator(_twice),
    _number_or_pair({"type": "integer", "minimum": 1, "maximum": MAX_LANES}),
]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GridSpec(_Section):
    """The regular grid from which single streets may differ."""

    columns: int = Field(4, strict=True, ge=1, le=40, description="Number of north-south streets.")
    rows: int = Field(4, strict=True, ge=1, le=40, description="Number of east-west streets.")
    block_m: BlockPair = Field(
        (150.0, 150.0),
        description="Distance between neighbouring junction centres: [along east-west streets, along north-south "
        "streets], or one number for both.",
    )
    lanes: LaneCount = Field(2, description="Lanes in each direction.")
    one_way: Literal["none", "alternate"] = Field(
        "none",
        description="none: all streets are two-way. alternate: columns run north, south, north ... from the west, "
        "rows run east, west, east ... from the south.",
    )
    speed_limit_mps: SpeedLimit = Field(11.2, description="Speed limit (11.2 m/s is 25 mph).")
    entry_m: Number = Field(
        150.0, ge=30, le=2000, description="Length of the streets by which vehicles enter and leave the map."
    )

    @model_validator(mode="after")
    def _few_enough_junctions(self) -> Self:
        if self.columns * self.rows > MAX_JUNCTIONS:
            raise ValueError(f"{self.columns} x {self.rows} junctions; at most {MAX_JUNCTIONS} are allowed")
        return self


class StreetSpec(_Section):
    """One whole street, from map edge to map edge, that differs from the grid or has a name of its own."""

    axis: Axis = Field(description="column: a north-south street; row: an east-west street.")
    index: int = Field(
        strict=True, ge=0, le=39, description="Columns count from the west, rows from the south, from 0."
    )
    name: str | None = Field(
        None, min_length=1, max_length=60, pattern=r"^[^&,]*$", description="Name in tables, pictures and look-ups."
    )
    lanes: LanePair | None = Field(
        None,
        description="Lanes in each direction, or [towards north or east, towards south or west]; a one-way street "
        "takes the number of its own direction. Default: as the grid.",
    )
    one_way: OneWay | None = Field(
        None, description="Direction of a one-way street; none makes it two-way. Default: as the grid."
    )
    speed_limit_mps: SpeedLimit | None = Field(None, description="Speed limit. Default: as the grid.")
    major: bool = Field(
        False, strict=True, description="True: the bigger road at its junctions whatever the number of lanes."
    )

    @model_validator(mode="after")
    def _direction_fits_axis(self) -> Self:
        wrong = {"column": ("east", "west"), "row": ("north", "south")}[self.axis]
        if self.one_way in wrong:
            raise ValueError(f"a {self.axis} cannot be one-way towards the {self.one_way}; change one of them")
        return self


class JunctionSpec(_Section):
    """One junction that differs from the others."""

    control: Control | None = Field(None, description="What controls it. Default: as the other junctions.")
    right_on_red: bool | None = Field(
        None, strict=True, description="Whether right turns on red are allowed here. Default: as everywhere."
    )
    turn_bans: tuple[TurnBan, ...] = Field(
        (),
        description="Movements that are forbidden, besides those forbidden everywhere, as leg:turn; the leg is the "
        "side of the junction from which the vehicle comes (south:left comes from the south and would go west).",
    )
    offset_s: Number | None = Field(
        None,
        ge=0,
        le=240,
        description="When its north-south green begins, counted from the beginning of the common cycle; its east-west "
        "green follows after north-south green, yellow and all-red. Default: as `signals.offsets` has it.",
    )


class JunctionsSpec(_Section):
    """Control and turn bans of all junctions, with exceptions."""

    control: Control = Field("signal", description="What controls a junction.")
    turn_bans: tuple[TurnBan, ...] = Field((), description="Movements forbidden at every junction, as leg:turn.")
    at: dict[str, JunctionSpec] = Field(
        default_factory=dict,
        description='Junctions that differ, by "column,row" or by the names of both streets, "Mission & 8th".',
    )


class SignalsSpec(_Section):
    """Fixed-time signals with two phases: north-south, then east-west."""

    cycle_s: Number = Field(60.0, ge=20, le=240, description="Length of the signal cycle.")
    yellow_s: Number = Field(3.5, ge=2, le=8, description="Yellow after each green.")
    all_red_s: Number = Field(1.5, ge=0, le=8, description="Red for all after each yellow.")
    walk_s: Number = Field(
        7.0, ge=4, le=60, description="Walk interval of people on foot, from the beginning of the parallel green."
    )
    offsets: Literal["none", "green_wave"] = Field(
        "none",
        description="none: all junctions switch together. green_wave: greens follow the traffic along the axis that is "
        "the bigger road at most junctions, and the cross streets as well as that allows.",
    )
    split: Literal["equal", "by_lanes"] = Field(
        "equal", description="equal: both greens are equally long. by_lanes: the street with more lanes has more green."
    )

    right_on_red: bool = Field(
        True, strict=True, description="Whether people may turn right on red, after a stop and where the way is free."
    )

    @model_validator(mode="after")
    def _room_for_green(self) -> Self:
        green = self.cycle_s - 2 * (self.yellow_s + self.all_red_s)
        if green < 2 * MIN_GREEN_S:
            raise ValueError(
                f"cycle_s {self.cycle_s:g} leaves {green:g} s of green after yellow_s and all_red_s of two phases; "
                f"at least {2 * MIN_GREEN_S:g} s are needed"
            )
        return self


class NetworkSpec(_Section):
    """Streets, junctions and signals of a scenario."""

    grid: GridSpec = Field(default_factory=GridSpec, description="The regular grid.")
    columns_m: tuple[BlockLength, ...] | None = Field(
        None, description="Distances between successive columns, from the west, instead of grid.block_m."
    )
    rows_m: tuple[BlockLength, ...] | None = Field(
        None, description="Distances between successive rows, from the south, instead of grid.block_m."
    )
    streets: tuple[StreetSpec, ...] = Field((), description="Streets that have a name or differ from the grid.")
    junctions: JunctionsSpec = Field(default_factory=JunctionsSpec, description="Control and turn bans.")
    signals: SignalsSpec = Field(default_factory=SignalsSpec, description="Timing of the signals.")

    @property
    def column_names(self) -> list[str]:
        """Names of the north-south streets, from the west."""
        return column_names(self.grid.columns, self._given_names("column"))

    @property
    def row_names(self) -> list[str]:
        """Names of the east-west streets, from the south."""
        return row_names(self.grid.rows, self._given_names("row"))

    def street(self, axis: Axis, index: int) -> StreetSpec:
        """Return what is said about one street; an empty description if nothing is."""
        given = (street for street in self.streets if (street.axis, street.index) == (axis, index))
        return next(given, StreetSpec(axis=axis, index=index))

    def _given_names(self, axis: Axis) -> dict[int, str]:
        return {street.index: street.name for street in self.streets if street.axis == axis and street.name}

    @model_validator(mode="after")
    def _lists_fit_grid(self) -> Self:
        for key, lengths, count in (
            ("columns_m", self.columns_m, self.grid.columns),
            ("rows_m", self.rows_m, self.grid.rows),
        ):
            if lengths is not None and len(lengths) != count - 1:
                raise ValueError(
                    f"{key} has {len(lengths)} lengths; {count} {key[:-2]} have {count - 1} distances between them"
                )
        return self

    @model_validator(mode="after")
    def _streets_fit_grid(self) -> Self:
        seen = set()
        for street in self.streets:
            count = self.grid.columns if street.axis == "column" else self.grid.rows
            if street.index >= count:
                raise ValueError(f"streets: there is no {street.axis} {street.index}; the last is {count - 1}")
            if (street.axis, street.index) in seen:
                raise ValueError(f"streets: {street.axis} {street.index} is described twice; keep one description")
            seen.add((street.axis, street.index))
        check_street_names(self.column_names + self.row_names)
        return self

    @model_validator(mode="after")
    def _junctions_exist(self) -> Self:
        seen: dict[int, str] = {}
        for text in self.junctions.at:
            index = find_junction(text, self.column_names, self.row_names)
            if index in seen:
                raise ValueError(f"junctions.at: '{seen[index]}' and '{text}' are the same junction; keep one of them")
            seen[index] = text
        return self
