"""Any event, any section, any mutation of a shipped file: refused in a sentence with a place, or a minute that is sane.

The inputs are derived from the models, so a new kind of event is covered as soon as it is registered.
The quick tests take the same examples every time; ``pytest -m nightly`` looks for new ones.
"""

from __future__ import annotations

import copy
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from longtail_sim import Agent, FleetAction, Scenario, Simulator, load_agent, load_scenario
from longtail_sim.errors import LongtailError, ScenarioError
from longtail_sim.events import event_kinds, event_type
from longtail_sim.quantities import DISTRIBUTIONS
from longtail_sim.scenario.library import shipped_files

Check = Callable[[Simulator], None]
Tree = dict[str, Any]
LONGEST_S = 2.0  # of CPU, to load a file or to refuse it
END_S = 60.0
AGENTS = ("stop_when_confused", "rule_based", "reasoning", "human_twin")
BASE: Tree = {
    "duration_s": 86400,  # events may begin at any time of a day; a minute of it is run
    "network": {
        "grid": {"columns": 2, "rows": 2, "lanes": 1, "block_m": 80, "entry_m": 60},
        "streets": [
            {"axis": "row", "index": 0, "name": "Main", "major": True},
            {"axis": "column", "index": 0, "name": "Centre"},
        ],
    },
    "demand": {"vehicles_per_hour": 3000},
    "fleet": {"share": 0.3, "remote_assistance": {"agents": 2}},
}
WORDS = (
    "Main & Centre",
    "Centre & Main",
    "Main",
    "everywhere",
    "worst_junction",
    "Main & Centre:south",
    "a",
    "b.c",
    "",
)
SECTIONS = ("fleet", "drivers", "demand", "pedestrians")


# ------------------------------------------------------------------------------------------- inputs, from the schemas


class FromSchema:
    """Strategies for what a JSON Schema allows, with numbers at and near the ends of their ranges."""

    def __init__(self, schema: Tree) -> None:
        """Remember the definitions."""
        self.schema, self.definitions = schema, schema.get("$defs", {})

    def whole(self) -> st.SearchStrategy[Any]:
        """Return what the schema itself allows."""
        return self.of(self.schema)

    def of(self, part: Tree, bounds: tuple[float, float] | None = None) -> st.SearchStrategy[Any]:
        """Return what a part allows; ``bounds`` are those of the number in whose place a distribution may stand."""
        if "$ref" in part:
            name = part["$ref"].rsplit("/", 1)[-1]
            if name.casefold() in DISTRIBUTIONS and bounds is not None:
                return distribution(name.casefold(), bounds)
            return st.deferred(lambda: self.of(self.definitions[name]))
        if "const" in part:
            return st.just(part["const"])
        if "enum" in part:
            return st.sampled_from(part["enum"])
        branches = part.get("oneOf") or part.get("anyOf")
        if branches:
            found = next((branch for branch in branches if branch.get("type") in ("number", "integer")), None)
            inner = None if found is None else limits(found)
            # Numbers first: most fields of most files hold one.
            some = [self.of(branch, inner or bounds) for branch in branches]
            return st.one_of(some)
        return getattr(self, f"_{part.get('type', 'object')}")(part)

    def _number(self, part: Tree) -> st.SearchStrategy[Any]:
        return numbers(*limits(part))

    def _integer(self, part: Tree) -> st.SearchStrategy[Any]:
        low, high = limits(part)
        if "minimum" not in part and "default" in part:  # what is possible is said elsewhere
            return st.just(part["default"]) | st.integers(-9, 9)
        return st.integers(int(low), int(min(high, low + 8))) | st.integers(int(low), int(high))

    def _boolean(self, part: Tree) -> st.SearchStrategy[Any]:
        return st.booleans()

    def _null(self, part: Tree) -> st.SearchStrategy[Any]:
        return st.none()

    def _string(self, part: Tree) -> st.SearchStrategy[Any]:
        return st.sampled_from([word for word in WORDS if re.search(part.get("pattern", ""), word)] or ["a"])

    def _array(self, part: Tree) -> st.SearchStrategy[Any]:
        if "prefixItems" in part:
            return st.tuples(*(self.of(item) for item in part["prefixItems"])).map(list)
        most = min(part.get("maxItems", 4), 4)
        return st.lists(
            self.of(part.get("items", {"type": "null"})), min_size=min(part.get("minItems", 0), most), max_size=most
        )

    def _object(self, part: Tree) -> st.SearchStrategy[Any]:
        every = part.get("properties", {})
        needed = {name: self.of(below) for name, below in every.items() if name in part.get("required", ())}
        others = {name: self.of(below) for name, below in every.items() if name not in needed}
        if not every and isinstance(part.get("additionalProperties"), dict):
            return st.dictionaries(st.sampled_from(WORDS), self.of(part["additionalProperties"]), max_size=2)
        return st.fixed_dictionaries(needed, optional=others)


def limits(part: Tree) -> tuple[float, float]:
    """Return the smallest and the largest number that a schema allows, those without an end within reason."""
    low = part.get("minimum", part.get("exclusiveMinimum", -1e6))
    return float(low), float(part.get("maximum", part.get("exclusiveMaximum", max(1e6, low))))


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    """Return numbers of a range: its ends, small ones (most that matter within a minute), anything."""
    near = low + (0.3 * (high - low) if high - low <= 1 else min(high - low, 50))
    small = st.floats(low, near)
    return st.one_of(small, small, small, st.sampled_from([low, high]), st.floats(low, high))


def distribution(name: str, bounds: tuple[float, float]) -> st.SearchStrategy[Tree]:
    """Return distributions of a name within bounds."""
    inside = numbers(*bounds)
    positive = numbers(max(bounds[0], 1e-3), max(bounds[1], 2e-3))
    shapes: dict[str, st.SearchStrategy[Any]] = {
        "uniform": st.lists(inside, min_size=2, max_size=2).map(sorted),
        "triangular": st.lists(inside, min_size=3, max_size=3, unique=True).map(sorted),
        "choice": st.lists(inside, min_size=1, max_size=3),
        "normal": st.fixed_dictionaries({"mean": inside, "sd": st.floats(1e-3, 100)}),
        "lognormal": st.fixed_dictionaries({"mean": positive, "cv": st.floats(1e-3, 3)}),
        "poisson": inside.map(abs),
    }
    return shapes[name].map(lambda shape: {name: shape})


def of_kind(kind: str) -> st.SearchStrategy[Tree]:
    """Return events of one kind, many of which begin within a minute."""
    anything = FromSchema(event_type(kind).model_json_schema()).whole()
    return st.builds(one_beginning, anything.map(lambda keys: {**keys, "kind": kind}), st.integers(0, 3))


def one_beginning(keys: Tree, choice: int) -> Tree:
    """Return an event that mostly begins at a time, and seldom at two."""
    keys = dict(keys)
    if "when" in keys and choice != 3:
        keys.pop("when" if choice else "at_s", None)
    if isinstance(when := keys.get("when"), dict) and {"above", "below"} <= set(when):
        del when["above" if choice else "below"]
    return keys


def any_events() -> st.SearchStrategy[list[Tree]]:
    """Return one to four events of all registered kinds."""
    return st.lists(st.sampled_from(event_kinds()).flatmap(of_kind), min_size=1, max_size=4)


def any_section() -> st.SearchStrategy[Tree]:
    """Return one or two sections of a scenario."""
    schema = Scenario.model_json_schema()
    made = FromSchema(schema)
    parts = {name: made.of(schema["properties"][name]) for name in SECTIONS if name in schema["properties"]}
    return st.fixed_dictionaries({}, optional=parts)


# ------------------------------------------------------------------------------------------------- what must come of it


def loaded(path: Path) -> Scenario | None:
    """Load a file; None if it is refused as it should be: quickly, in sentences that name the file."""
    begin = time.process_time()
    try:
        scenario = load_scenario(path)
    except ScenarioError as error:
        lines = str(error).splitlines()
        assert lines
        assert all(line.startswith((str(path), "... and", "--set")) for line in lines), error
        scenario = None
    assert time.process_time() - begin < LONGEST_S
    return scenario


def built(scenario: Scenario, seed: int, agent: Agent) -> Simulator | None:
    """Build a world; None if an event cannot happen on its streets."""
    try:
        return Simulator(scenario, [seed], people_in_fleet=agent.drives_as_person)
    except LongtailError as error:
        assert str(error).strip()
        return None


def sane_for_a_minute(scenario: Scenario, seed: int, name: str, check_sane: Check) -> bool:
    """Run; return whether there was anything to run."""
    agent = load_agent(name)
    simulator = built(scenario, seed, agent)
    if simulator is None:
        return False
    while simulator.time_s < END_S:
        if not agent.drives_as_person:
            seen = simulator.observe()
            simulator.act(agent.act_batch(seen) if len(seen) else FleetAction.proceed(0))
        simulator.step()
        if round(simulator.time_s * 10) % 100 == 0:
            check_sane(simulator)
    assert all(value == value for value in simulator.metrics(0).values()), "a metric is no number"
    return True


def happens(tree: Tree, data: st.DataObject, folder: Path, check_sane: Check) -> None:
    """Write a scenario, load it, run it if it is one."""
    path = folder / "fuzzed.yaml"
    path.write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8")
    scenario = loaded(path)
    if scenario is None:
        event("refused")
        return
    seed, agent = data.draw(st.integers(0, 2**63)), data.draw(st.sampled_from(AGENTS))
    event("ran" if sane_for_a_minute(scenario, seed, agent, check_sane) else "no such place")


def with_events(data: st.DataObject, folder: Path, check_sane: Check) -> None:
    """Try some events, in a small map."""
    happens({**copy.deepcopy(BASE), "events": data.draw(any_events())}, data, folder, check_sane)


def with_sections(data: st.DataObject, folder: Path, check_sane: Check) -> None:
    """Try other sections, with an outage."""
    tree = {**copy.deepcopy(BASE), **data.draw(any_section()), "events": [{"kind": "signal_outage", "at_s": 20}]}
    if isinstance(tree["demand"], dict):
        hourly = tree["demand"].get("vehicles_per_hour", 0)
        tree["demand"]["vehicles_per_hour"] = min(hourly, 20_000) if isinstance(hourly, float) else hourly
    happens(tree, data, folder, check_sane)


# ---------------------------------------------------------------------------------------------------- mutated files

FILES = {name: path.read_text(encoding="utf-8") for name, path in shipped_files().items()}
ODD = (
    *(
        ".nan",
        ".inf",
        "-.inf",
        "1e999",
        "-1e308",
        "9" * 400,
        "0x7f",
        "1_000",
        "~",
        "''",
        "[]",
        "{}",
        "yes",
        "2026-01-01",
    ),
    *("[" * 40 + "]" * 40, "{a: " * 40 + "1" + "}" * 40, "&a [*a, *a]", "*a", "!!python/object:os.system x", "é\u2028"),
)


def mutated(data: st.DataObject) -> bytes:
    """Return a shipped file after a few accidents."""
    text = FILES[data.draw(st.sampled_from(sorted(FILES)))]
    for _ in range(data.draw(st.integers(1, 3))):
        text = data.draw(st.sampled_from((line_lost, line_twice, lines_swapped, value_replaced, values_swapped)))(
            text, data
        )
    content = bytearray(text.encode("utf-8"))
    for _ in range(data.draw(st.sampled_from((0, 0, 1, 3)))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] ^= 1 << data.draw(st.integers(0, 7))
    return bytes(content)


def _line(lines: list[str], data: st.DataObject) -> int:
    return data.draw(st.integers(0, len(lines) - 1))


def line_lost(text: str, data: st.DataObject) -> str:
    lines = text.split("\n")
    del lines[_line(lines, data)]
    return "\n".join(lines) or "\n"


def line_twice(text: str, data: st.DataObject) -> str:
    lines = text.split("\n")
    number = _line(lines, data)
    return "\n".join([*lines[: number + 1], *lines[number:]])


def lines_swapped(text: str, data: st.DataObject) -> str:
    lines = text.split("\n")
    one, other = _line(lines, data), _line(lines, data)
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _valued(lines: list[str], data: st.DataObject) -> int:
    """Return a line that gives a key a value; any where there is none."""
    return data.draw(st.sampled_from([n for n, line in enumerate(lines) if ": " in line] or [0]))


def value_replaced(text: str, data: st.DataObject) -> str:
    lines = text.split("\n")
    number = _valued(lines, data)
    key, _, _ = lines[number].rpartition(": ")
    odd = data.draw(st.sampled_from(ODD) | st.floats().map(repr) | st.integers().map(str))
    lines[number] = f"{key}: {odd}"
    return "\n".join(lines)


def values_swapped(text: str, data: st.DataObject) -> str:
    lines = text.split("\n")
    one, other = _valued(lines, data), _valued(lines, data)
    keys, values = zip(*(lines[number].rpartition(": ")[::2] for number in (one, other)), strict=True)
    lines[one], lines[other] = f"{keys[0]}: {values[1]}", f"{keys[1]}: {values[0]}"
    return "\n".join(lines)


def from_a_file(data: st.DataObject, folder: Path, check_sane: Check, *, run: bool) -> None:
    """Load a mutated file, and run the first minute of it if it is still a scenario, on few streets."""
    path = folder / "mutated.yaml"
    path.write_bytes(mutated(data))
    scenario = loaded(path)
    event("refused" if scenario is None else "loaded")
    if scenario is not None and run and scenario.network.grid.columns * scenario.network.grid.rows <= 16:
        sane_for_a_minute(scenario, data.draw(st.integers(0, 99)), data.draw(st.sampled_from(AGENTS)), check_sane)


# ---------------------------------------------------------------------------------------------------------- the tests


def examples(number: int, **more: Any) -> settings:
    """Return settings for a number of examples."""
    quiet = [
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
    ]
    return settings(max_examples=number, deadline=None, suppress_health_check=quiet, **more)


@examples(60, derandomize=True)
@given(data=st.data())
def test_any_events(data: st.DataObject, tmp_path: Path, check_sane: Check) -> None:
    with_events(data, tmp_path, check_sane)


@examples(40, derandomize=True)
@given(data=st.data())
def test_any_sections(data: st.DataObject, tmp_path: Path, check_sane: Check) -> None:
    with_sections(data, tmp_path, check_sane)


@examples(100, derandomize=True)
@given(data=st.data())
def test_mutated_files_load_or_are_refused(data: st.DataObject, tmp_path: Path, check_sane: Check) -> None:
    from_a_file(data, tmp_path, check_sane, run=False)


@pytest.mark.slow
@examples(100, derandomize=True)
@given(data=st.data())
def test_mutated_files_run(data: st.DataObject, tmp_path: Path, check_sane: Check) -> None:
    from_a_file(data, tmp_path, check_sane, run=True)


@pytest.mark.nightly
@pytest.mark.timeout(0)
@pytest.mark.parametrize(("trial", "number"), [(with_events, 4000), (with_sections, 2000)])
def test_many_scenarios(trial: Callable[..., None], number: int, tmp_path: Path, check_sane: Check) -> None:
    @examples(number)
    @given(data=st.data())
    def search(data: st.DataObject) -> None:
        trial(data, tmp_path, check_sane)

    search()


@pytest.mark.nightly
@pytest.mark.timeout(0)
@examples(4000)
@given(data=st.data())
def test_many_mutated_files(data: st.DataObject, tmp_path: Path, check_sane: Check) -> None:
    from_a_file(data, tmp_path, check_sane, run=True)
