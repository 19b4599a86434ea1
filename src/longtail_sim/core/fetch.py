"""Ask for a record before it is needed: the processor brings it while other work goes on."""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core.errors import TypingError
from numba.extending import intrinsic

from longtail_sim.core.jit import is_plain_python
from longtail_sim.core.schema import CACHE_LINE

HOT_LINES = 3  # cache lines of a vehicle that the phases read in every step

if is_plain_python():

    def fetch(record: Any) -> None:
        """Do nothing: plain Python waits for nothing else."""

else:

    @intrinsic  # type: ignore[untyped-decorator]
    def fetch(context: Any, record: Any) -> Any:
        """Bring the first cache lines of ``record`` (an element of a table) near; it changes nothing."""
        if not isinstance(record, types.Record):
            raise TypingError("fetch takes an element of a table of records")

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            byte = ir.IntType(8).as_pointer()
            number = ir.IntType(32)
            kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
            prefetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
            start = builder.bitcast(arguments[0], byte)
            read, keep, data = (ir.Constant(number, value) for value in (0, 3, 1))
            for line in range(HOT_LINES):
                place = builder.gep(start, [ir.Constant(number, line * CACHE_LINE)])
                builder.call(prefetch, [place, read, keep, data])
            return context.get_dummy_value()

        return types.none(record), generate
