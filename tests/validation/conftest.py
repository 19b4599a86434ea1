"""A package of test beds without any traffic."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

HEAD = """\
from longtail_sim.validation.target import Experiment, Open, Target


def target(id_, case="", **more):
    return Target(id_, "thing", "s", "1.0", 0.5, 1.5, "source", case, **more)


def experiment(name, measure, *targets, **more):
    return Experiment(name, f"how {name} is set up", targets, measure, **more)


"""

BEDS = (
    HEAD
    + """\
def fine(effort):
    effort.tell(0.5)
    return {"T1.2": [1.0 + seed / 100 for seed in effort.seeds(3, 6)]}


def broken(effort):
    raise ZeroDivisionError("cannot be divided")


def long(effort):
    return {"T2.10 a": [1.0, 1.0], "T2.10 b": [2.0, 2.0]}


EXPERIMENTS = (
    experiment("long", long, target("T2.10", "b", required=True), target("T2.10", "a"), quick=False),
    experiment("broken", broken, target("T2.9")),
    experiment("fine", fine, target("T1.2", required=True)),
)
OPEN = (Open("T5.1", "splitting", "there is no splitting yet"),)
"""
)

Beds = Callable[..., str]


@pytest.fixture
def beds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Beds:
    """Return make(name, **modules) -> name of an importable package; by default its one module has three beds."""

    def make(name: str, **modules: str) -> str:
        folder = tmp_path / name
        folder.mkdir()
        for module, text in {"__init__": "", **(modules or {"some": BEDS})}.items():
            (folder / f"{module}.py").write_text(text, encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        return name

    return make
