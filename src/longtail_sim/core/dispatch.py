"""Emergency vehicles on their way: one number in the effect table says which, how many, and by what way.

value = (route * 64 + count) * 16 + kind.  ``route`` holds the turns at the junctions of the way, two bits each from the
lowest on: 0 straight on, TURN_* + 1 a turn (``route.dispatched_turn``).  All of it is exact in a float of 64 bits.
"""

from longtail_sim.core.jit import kernel

KINDS = 16
MOST = 64  # vehicles of one dispatch, less one
MOST_TURNS = 20
TRIPS = 1 << 40  # trips of emergency vehicles count from here on: their draws are nobody else's


def pack(kind: int, count: int, turns: list[int]) -> float:
    """Return the value of an effect EFFECT_DISPATCH; ``turns`` are TURN_*, one for each junction of the way."""
    route = sum((turn + 1) << (2 * place) for place, turn in enumerate(turns[:MOST_TURNS]))
    return float((route * MOST + count) * KINDS + kind)


@kernel
def unpack(value):
    """Return (KIND_*, count, route) of a packed value."""
    number = int(value)
    return number % KINDS, (number // KINDS) % MOST, number // (KINDS * MOST)
