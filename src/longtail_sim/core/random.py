"""Random numbers as pure functions: a draw is f(seed, stream, entity, step) and nothing else.

So nobody's luck depends on who else is on the road, in which order vehicles are visited, or in which batch a world
runs; two policies compared on one seed meet the same arrivals and mistakes.  ``stream`` names the purpose of the draw,
``entity`` who draws (a trip, a junction), ``step`` when, or which of several.

The generator is Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11):
four 32-bit words from a 128-bit counter (entity, step, stream) and a 64-bit key (seed).  ``uniform`` and
``exponential`` read the first two words, ``normal`` and ``lognormal`` the last two.  Draws from the same words are the
same luck: where two draws are to be independent, give them different streams or steps.

Numba compiles a callee once for every *literal* integer passed to it (about 0.1 s each), so the STREAM_* constants are
better ``np.int64``, which are not literals.
"""

import math

import numpy as np

from longtail_sim.core.jit import kernel

MASK = 0xFFFFFFFF
MULTIPLIER_0 = 0xD2511F53
MULTIPLIER_1 = 0xCD9E8D57
WEYL_0 = 0x9E3779B9  # golden ratio
WEYL_1 = 0xBB67AE85  # sqrt(3) - 1
ROUNDS = 10

# Everything below is written with int(...): in plain Python that is an exact integer, compiled it is an int64 that
# wraps, and after ``& MASK`` both are the same.  (NumPy scalars would warn of overflow in plain Python.)


@kernel
def philox(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """Return four random 32-bit words (as int) of counter (c0, c1, c2, c3) and key (k0, k1), all 32-bit words."""
    for _ in range(ROUNDS):
        product_0 = MULTIPLIER_0 * c0
        product_1 = MULTIPLIER_1 * c2
        c0, c2 = ((product_1 >> 32) & MASK) ^ c1 ^ k0, ((product_0 >> 32) & MASK) ^ c3 ^ k1
        c1, c3 = product_1 & MASK, product_0 & MASK
        k0 = (k0 + WEYL_0) & MASK
        k1 = (k1 + WEYL_1) & MASK
    return c0, c1, c2, c3


@kernel
def words(seed: int, stream: int, entity: int, step: int) -> tuple[int, int, int, int]:
    """Return the four random words of a key; seed 0 .. 2^64 - 1, entity any int64, stream and step 0 .. 2^32 - 1."""
    key = np.uint64(seed)
    key_low = int(np.int64(key & np.uint64(MASK)))
    key_high = int(np.int64(key >> np.uint64(32)))
    who = int(np.int64(entity))
    when = int(np.int64(step))
    purpose = int(np.int64(stream))
    return philox(who & MASK, (who >> 32) & MASK, when & MASK, purpose & MASK, key_low, key_high)


@kernel
def uniform(seed: int, stream: int, entity: int, step: int) -> float:
    """Return a number in [0, 1), a multiple of 2^-53."""
    first, second, _, _ = words(seed, stream, entity, step)
    return ((first >> 5) * 67108864.0 + (second >> 6)) / 9007199254740992.0  # 27 bits, 2^26, 26 bits, 2^53


@kernel
def normal(seed: int, stream: int, entity: int, step: int) -> float:
    """Return a standard normal number by Box and Muller: sqrt(-2 ln u) cos(2 pi v); it lies within +-6.7."""
    _, _, third, fourth = words(seed, stream, entity, step)
    u = (third + 0.5) / 4294967296.0
    v = fourth / 4294967296.0
    return math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * v)


@kernel
def lognormal(mean: float, cv: float, seed: int, stream: int, entity: int, step: int) -> float:
    """Return a lognormal number of arithmetic mean ``mean`` and coefficient of variation ``cv`` (both >= 0).

    ln X is normal with variance sigma^2 = ln(1 + cv^2) and mean ln(mean) - sigma^2 / 2.
    """
    variance = math.log(1.0 + cv * cv)
    return mean * math.exp(math.sqrt(variance) * normal(seed, stream, entity, step) - 0.5 * variance)


@kernel
def exponential(mean: float, seed: int, stream: int, entity: int, step: int) -> float:
    """Return an exponential number of the given mean: -mean ln(1 - u)."""
    return -mean * math.log(1.0 - uniform(seed, stream, entity, step))
