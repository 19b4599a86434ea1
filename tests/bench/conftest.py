"""A tiny suite, and agents that do all that agents should not."""

from __future__ import annotations

from pathlib import Path

import pytest

TINY = """\
name: tiny
duration_s: 60
network: {grid: {columns: 2, rows: 2, block_m: 100}}
demand: {vehicles_per_hour: 2000}
fleet: {share: 0.3}
events:
  - {kind: signal_outage, at_s: 10}
"""
SUITE = """\
name: small
version: 1
scenarios: [tiny.yaml]
agents: [rule_based]
seeds: "0:4"
seeds_per_job: 2
limits: {time_s: 60, memory_mb: 2000}
"""
AGENT = """\
import ctypes, os, time

from longtail_sim import Action, Agent


class Mine(Agent):
    def act(self, observation):
        @BODY@
        return Action.proceed()
"""


def agent(body: str) -> str:
    """Return the source of an agent that does ``body`` before it proceeds."""
    return AGENT.replace("@BODY@", body)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of one's own, with a tiny suite in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tiny.yaml").write_text(TINY, encoding="utf-8")
    (tmp_path / "small.yaml").write_text(SUITE, encoding="utf-8")
    return tmp_path
