"""Tables of the state that have a file of their own; ``core/state.py`` puts all of them together."""
