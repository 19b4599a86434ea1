"""What the numbers of runs mean: metrics by name, intervals, verdict and score."""

from longtail_sim.scoring.harm import HARM_MARGIN, harm_interval, harm_of
from longtail_sim.scoring.metrics import METRICS, Metric
from longtail_sim.scoring.paired import QUANTITIES, Difference, Pairs, differences
from longtail_sim.scoring.paired_words import all_in_words, conclusion, in_words
from longtail_sim.scoring.pooled import mean_ratio_interval, stratified_mean_interval
from longtail_sim.scoring.score import FORMULA, Score, score
from longtail_sim.scoring.side import Side, Word, seeds_that_decide
from longtail_sim.scoring.sides import DELAY_MARGIN, delay_interval
from longtail_sim.scoring.significance import holm, seeds_for_significance, sign_flip_p
from longtail_sim.scoring.statistics import Interval, mean_interval, ratio_interval
from longtail_sim.scoring.summary import AgentSummary, summarise, summary
from longtail_sim.scoring.verdict import Verdict, ratios, verdict

__all__ = [
    "DELAY_MARGIN",
    "FORMULA",
    "HARM_MARGIN",
    "METRICS",
    "QUANTITIES",
    "AgentSummary",
    "Difference",
    "Interval",
    "Metric",
    "Pairs",
    "Score",
    "Side",
    "Verdict",
    "Word",
    "all_in_words",
    "conclusion",
    "delay_interval",
    "differences",
    "harm_interval",
    "harm_of",
    "holm",
    "in_words",
    "mean_interval",
    "mean_ratio_interval",
    "ratio_interval",
    "ratios",
    "score",
    "seeds_for_significance",
    "seeds_that_decide",
    "sign_flip_p",
    "stratified_mean_interval",
    "summarise",
    "summary",
    "verdict",
]
