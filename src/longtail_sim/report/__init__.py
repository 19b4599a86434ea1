"""One HTML file of a suite's results: verdicts, charts, how the jam grew, and a replay of the worst seeds."""

from longtail_sim.report.cases import Case, Material, gather
from longtail_sim.report.junit import as_junit
from longtail_sim.report.page import LARGEST_BYTES, as_html, command_of
from longtail_sim.report.rerun import Rerun, bytes_each, rerun, reruns_of
from longtail_sim.wording import counted

__all__ = [
    "LARGEST_BYTES",
    "Case",
    "Material",
    "Rerun",
    "as_html",
    "as_junit",
    "bytes_each",
    "command_of",
    "counted",
    "gather",
    "rerun",
    "reruns_of",
]
