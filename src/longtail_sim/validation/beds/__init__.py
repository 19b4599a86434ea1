"""Test beds, one file each: ``EXPERIMENTS`` (and ``OPEN``) of every module here are found by themselves."""
