"""Run one agent through one scenario, with its twin: the function that everybody copies."""

from longtail_sim.episode.compare import Comparison, compare
from longtail_sim.episode.drive import Drive
from longtail_sim.episode.episode import TWIN, EpisodeResult, Progress, run_episode, run_twin
from longtail_sim.episode.expectations import Outcome, check_expectations, outcomes, wrong_expectations
from longtail_sim.episode.level_audit import Audit, audit
from longtail_sim.episode.log import TABLES, Log
from longtail_sim.episode.many import Judged, Task, judge, judge_all
from longtail_sim.episode.pair import Pair
from longtail_sim.episode.series import Series
from longtail_sim.episode.warm_up import is_compiled, warm_up

__all__ = [
    "TABLES",
    "TWIN",
    "Audit",
    "Comparison",
    "Drive",
    "EpisodeResult",
    "Judged",
    "Log",
    "Outcome",
    "Pair",
    "Progress",
    "Series",
    "Task",
    "audit",
    "check_expectations",
    "compare",
    "is_compiled",
    "judge",
    "judge_all",
    "outcomes",
    "run_episode",
    "run_twin",
    "warm_up",
    "wrong_expectations",
]
