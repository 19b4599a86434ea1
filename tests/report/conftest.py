"""A tiny suite with an agent that fails and one whose every word is hostile, run once."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from longtail_sim.bench import Store, load_suite, make_plan
from longtail_sim.bench.work import perform
from longtail_sim.report import Material, Rerun, gather, rerun

HOSTILE = """<img src=x onerror=alert(1)>&'".py"""
WORDS = "</script><script>alert(2)</script>"
TINY = """\
name: tiny
title: "Tiny <b>city</b> & co"
story: "<script>alert(3)</script>"
duration_s: 120
network: {grid: {columns: 2, rows: 2, block_m: 100}}
demand: {vehicles_per_hour: 2000}
fleet: {share: 0.3}
pedestrians: {per_hour_per_crosswalk: 60}
events:
  - {kind: signal_outage, at_s: 10}
"""
CALM = """\
name: calm
duration_s: 40
network: {grid: {columns: 2, rows: 2, block_m: 100}}
demand: {vehicles_per_hour: 400}
fleet: {share: 0.3}
"""
SUITE = """\
name: small
version: 1
title: "A suite </title>"
scenarios: [tiny.yaml, calm.yaml]
agents: [rule_based, fails.py, AGENT]
seeds: "0:2"
"""
AGENT = """\
from longtail_sim import Action, Agent


class Mine(Agent):
    def act(self, observation):
        @BODY@
"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of results; the files of its suite lie beside it."""
    place = tmp_path_factory.mktemp("report")
    (place / "tiny.yaml").write_text(TINY, encoding="utf-8")
    (place / "calm.yaml").write_text(CALM, encoding="utf-8")
    (place / "small.yaml").write_text(SUITE.replace("AGENT", f"'{HOSTILE.replace(chr(39), chr(39) * 2)}'"))
    (place / "fails.py").write_text(AGENT.replace("@BODY@", f"raise ValueError('{WORDS}')"))
    (place / HOSTILE).write_text(AGENT.replace("@BODY@", f"return Action.stop('{WORDS}')"))
    with contextlib.chdir(place):
        plan, store = make_plan(load_suite("small.yaml")), Store(place / "out")
        store.write_manifest(plan, "longtail bench 'small <i>.yaml'")
        for job in plan.jobs():
            store.write_part(plan, job.runs, perform(job))
    return place / "out"


@pytest.fixture
def beside(folder: Path) -> Iterator[Path]:
    """Work where the suite's files are."""
    with contextlib.chdir(folder.parent):
        yield folder


@pytest.fixture(scope="session")
def material(folder: Path) -> Material:
    with contextlib.chdir(folder.parent):
        return gather(folder)


@pytest.fixture(scope="session")
def reruns(material: Material) -> dict[int, Rerun]:
    with contextlib.chdir(material.folder.parent):
        return {number: rerun(case, 500_000) for number, case in enumerate(material.cases)}
