"""The agents in order over all situations, and what that order would survive: that of ``longtail leaderboard``."""

from __future__ import annotations

from typing import NamedTuple

from longtail_sim.bench import Entry, Leaderboard, Line, leaderboard
from longtail_sim.errors import NothingToRankError
from longtail_sim.report.cases import Material
from longtail_sim.scoring import score
from longtail_sim.scoring.exchange import EXPLAINED, FACTORS
from longtail_sim.wording import listed, short


class Standing(NamedTuple):
    """One agent, at one level if it drove at several.

    Attributes:
        number: of the agent, which its colour and its mark follow.
        level: "" if the agent stands here once.
        stopped: runs whose score a gate has put to 0, of ``runs``.
        lost: runs that did not get to their end, which score 0.
    """

    agent: str
    number: int
    level: str
    entry: Entry
    stopped: int
    lost: int
    runs: int


class Ranking(NamedTuple):
    """All agents, best first, and in words what can be said about their order."""

    standings: tuple[Standing, ...]
    board: Leaderboard
    left_out: str
    factors: tuple[float, ...] = FACTORS
    cost: str = EXPLAINED


def ranking(material: Material) -> Ranking | None:
    """Return the order of the agents, None if fewer than two can be compared."""
    try:
        board = leaderboard(material.results, short)
    except NothingToRankError:
        return None
    if len(board.entries) < 2:
        return None
    return Ranking(tuple(_standing(material, board, entry) for entry in board.entries), board, _left_out(board))


def _standing(material: Material, board: Leaderboard, entry: Entry) -> Standing:
    agent, lines = entry.driver.agent, [entry.driver.lines[name] for name in board.scenarios]
    once = sum(other.driver.agent == agent for other in board.entries) == 1
    return Standing(
        agent,
        material.agents.index(agent),
        "" if once else entry.driver.about,
        entry,
        sum(map(_stopped, lines)),
        entry.lost,
        sum(len(line.seeds) + len(line.failed) for line in lines),
    )


def _stopped(line: Line) -> int:
    return sum(score([run], [twin]).gate == 0 for run, twin in zip(line.runs, line.twins, strict=True))


def _left_out(board: Leaderboard) -> str:
    """Say which situations do not count, because somebody did not drive them."""
    everywhere = dict.fromkeys(line.scenario for line in board.results.lines)
    missing = [short(name) for name in everywhere if name not in board.scenarios]
    return f"only situations that all of them drove count, without {listed(missing)}" if missing else ""
