"""The physics: numbers in, numbers out.  Compiled by Numba; imports NumPy and Numba only."""
