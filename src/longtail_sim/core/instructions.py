"""Two instructions of the processor that Numba does not offer: bring a record near, and count bits.

Under ``NUMBA_DISABLE_JIT=1`` plain Python takes their place.
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core.errors import TypingError
from numba.extending import intrinsic

from longtail_sim.core.jit import is_plain_python
from longtail_sim.core.schema import CACHE_LINE

HOT_LINES = 3  # cache lines of a vehicle that the phases read in every step


@intrinsic
def _fetch(context: Any, record: Any) -> Any:
    if not isinstance(record, types.Record):
        raise TypingError("fetch takes an element of a table of records")

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        prefetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
        start = builder.bitcast(arguments[0], byte)
        read, keep, data = (ir.Constant(number, value) for value in (0, 3, 1))
        for line in range(HOT_LINES):
            place = builder.gep(start, [ir.Constant(number, line * CACHE_LINE)])
            builder.call(prefetch, [place, read, keep, data])
        return context.get_dummy_value()

    return types.none(record), generate


@intrinsic
def _count_bits(context: Any, word: Any) -> Any:
    if word != types.uint64:
        raise TypingError("count_bits takes a word of 64 bits")

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.int64(word), generate


def _no_fetch(record: Any) -> None:
    """Do nothing: plain Python waits for other things."""


def _count_in_python(word: Any) -> int:
    return int(word).bit_count()


# fetch(record): bring the first cache lines of an element of a table near; it changes nothing.
fetch: Any = _no_fetch if is_plain_python() else _fetch
# count_bits(word): number of bits set in an unsigned 64-bit word.
count_bits: Any = _count_in_python if is_plain_python() else _count_bits
