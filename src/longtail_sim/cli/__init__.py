"""The commands of ``longtail``: parse, call, print.  No logic."""

from longtail_sim.cli.app import main

__all__ = ["main"]
