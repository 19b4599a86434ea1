"""Which connectors of a junction meet: one bit each, so that only those are looked at on which somebody is.

A loop over such a word takes the lowest bit each time::

    rest = active & network.lanes[connector].conflict_bits
    while rest != NOBODY:
        row = row_of(connector, lowest(rest), network)
        rest = without_lowest(rest)
"""

import numpy as np

from longtail_sim.core.instructions import count_bits
from longtail_sim.core.jit import inlined

NOBODY = np.uint64(0)
ONE = np.uint64(1)


@inlined
def lowest(bits):
    """Return the lowest bit that is set in a word that is not zero."""
    return bits & (~bits + ONE)


@inlined
def without_lowest(bits):
    """Return the word without its lowest bit."""
    return bits & (bits - ONE)


@inlined
def row_of(connector, bit, network):
    """Return the conflict of ``connector`` with the connector of ``bit``: rows lie in the order of bits."""
    met = network.lanes[connector].conflict_bits | network.lanes[connector].diverging_bits
    return network.lanes[connector].conflict_first + count_bits(met & (bit - ONE))
