"""Run one agent through one scenario, with its twin: the function that everybody copies."""
