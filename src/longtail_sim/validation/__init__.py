"""Does the traffic behave as real traffic does?  Test beds, measured values, and the bands they must lie in.

A *target* is a published or computed value with a band; an *experiment* builds a test bed from a scenario, as any user
could, runs it over seeds and returns what was measured; a *verdict* compares the two.
"""
