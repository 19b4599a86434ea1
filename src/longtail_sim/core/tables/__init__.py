"""The tables of the state, one file each; ``core/state.py`` puts them together."""
