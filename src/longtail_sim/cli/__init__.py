"""The commands of ``longtail``: parse, call, print.  No logic."""
