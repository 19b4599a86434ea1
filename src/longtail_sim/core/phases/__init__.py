"""One phase of a physics step a file; ``core/step.py`` calls them in order, and they never import one another."""
