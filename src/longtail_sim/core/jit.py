"""The one Numba decorator of the core, and the disk cache of its machine code.

Numba notices an edit in the file of a function, but not in the functions that it calls nor in the layout of the tables
that it reads, and it ignores ``NUMBA_BOUNDSCHECK``: it would run stale code without a word.  So the cache folder is
keyed on everything that the machine code depends on: every byte below ``core/``, the versions, the bounds-check flag,
the processor.
Where the sources lie is not part of it: a second environment or checkout with the same sources compiles nothing.

``NUMBA_DISABLE_JIT=1`` runs the same source as plain Python.  ``LONGTAIL_CACHE_DIR`` moves the cache.
"""

import atexit
import hashlib
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import llvmlite
import numba
import numpy as np
from llvmlite import binding
from numba.core import caching, types

Function = TypeVar("Function", bound=Callable[..., Any])

ENTRY_MODULE = "step"  # its kernels call all others: once they are in the cache, nothing is left to compile
UNUSED_DAYS = 30

_CONFIG: Any = numba.config  # its attributes come from the environment
_CORE = Path(__file__).resolve().parent
_PACKAGE = _CORE.parent
_KEY = re.compile(r"[0-9a-f]{16}")


def cache_home() -> Path:
    """Return the folder for this user's compiled kernels; it need not exist."""
    if chosen := os.environ.get("LONGTAIL_CACHE_DIR"):
        return Path(chosen).expanduser().absolute()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "longtail_sim" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "longtail_sim"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "longtail_sim"


def source_key(core: Path) -> str:
    """Return 16 hexadecimal digits that change with anything the machine code depends on."""
    hasher = hashlib.sha256()
    versions = (sys.implementation.cache_tag, numba.__version__, llvmlite.__version__, np.__version__)
    hasher.update(repr((versions, _CONFIG.BOUNDSCHECK, _processor())).encode())
    for path in sorted(core.rglob("*.py")):
        hasher.update(f"\n{path.relative_to(core)}\n".encode() + path.read_bytes())
    return hasher.hexdigest()[:16]


def _processor() -> tuple[str, ...]:
    """Return what machine code is made for; machines may share a home."""
    chosen = (str(_CONFIG.CPU_NAME), str(_CONFIG.CPU_FEATURES))
    try:
        return (*chosen, binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten())
    except RuntimeError:  # LLVM does not know the features of every processor
        return (*chosen, binding.get_host_cpu_name())


def remove_unused(home: Path, days: float) -> None:
    """Remove caches below ``home`` that no process has opened for ``days`` days; stay silent where that fails."""
    oldest = time.time() - days * 86_400
    try:
        folders = [path for path in home.iterdir() if _KEY.fullmatch(path.name) and path.stat().st_mtime < oldest]
    except OSError:
        return
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def open_cache(home: Path, key: str) -> Path:
    """Return a writable folder: ``home/key``, or a temporary one for this process if nothing can be written there."""
    folder = home / key
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="longtail_sim-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    else:
        remove_unused(home, UNUSED_DAYS)
    return folder


# Without compilation nothing is written, and nothing looks at it.
_FOLDER = Path() if _CONFIG.DISABLE_JIT else open_cache(cache_home(), source_key(_CORE))


@cache
def _hash_of(file: str) -> str:
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()


class _ByContent(caching._CacheLocator):
    """Where Numba finds a function's machine code: by its module's place in the package, wherever that is installed."""

    KIND = "called"

    def __init__(self, function: Callable[..., Any], file: str) -> None:
        self._py_file = file  # Numba names it in its warnings
        self._line = function.__code__.co_firstlineno

    def get_cache_path(self) -> str:
        folder = Path(self._py_file).resolve().parent
        if folder.is_relative_to(_PACKAGE):
            return str(_FOLDER / folder.relative_to(_PACKAGE))
        return str(_FOLDER / f"{folder.name}-{hashlib.sha256(bytes(folder)).hexdigest()[:16]}")

    def get_source_stamp(self) -> str:
        return _hash_of(self._py_file)

    def get_disambiguator(self) -> str:
        # The source is in the name, too: installations that differ in a file share no file of machine code.
        return f"{self._line}-{self.KIND}-{self.get_source_stamp()[:12]}"

    @classmethod
    def from_function(cls, py_func: Callable[..., Any], py_file: str) -> "_ByContent":
        return cls(py_func, py_file)


class _InnerByContent(_ByContent):
    KIND = "inner"


class _CompiledByContent(caching.CompileResultCacheImpl):
    _locator_classes = [_ByContent]  # noqa: RUF012 as Numba declares it


class _InnerCompiledByContent(caching.CompileResultCacheImpl):
    _locator_classes = [_InnerByContent]  # noqa: RUF012


class _Cache(caching.FunctionCache):
    _impl_class = _CompiledByContent


class _InnerCache(caching.FunctionCache):
    _impl_class = _InnerCompiledByContent


_INNER: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def _general(kind: Any) -> Any:
    """Return the type that a function is compiled for where it is called with ``kind``.

    Numba compiles for every width of an integer, and for every constant.
    """
    kind = types.unliteral(kind)
    return types.int64 if kind in types.signed_domain else kind


def _compiled(function: Function, **more: bool) -> Function:
    """Compile for calls from Python and, apart from that, for calls from other kernels.

    Most are called by kernels only: they go without the code that unpacks Python's objects, a quarter of all work.
    """
    # Nothing in the core allocates: its arrays need no reference counts, which made a step eight times slower.
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False, **more}
    called: Any = numba.njit(**options)(function)
    if is_plain_python():
        return cast(Function, called)
    inner: Any = numba.njit(**options, **_INNER)(function)
    called._cache, inner._cache = _Cache(function), _InnerCache(function)  # instead of cache=True
    called.get_call_template = lambda args, named: inner.get_call_template(
        tuple(map(_general, args)), {name: _general(kind) for name, kind in named.items()}
    )
    called.get_overload = inner.get_overload
    return cast(Function, called)


def kernel(function: Function) -> Function:
    """Compile ``function`` at its first call, free of the interpreter lock, and keep the machine code on disk.

    Division by zero gives inf or nan as in NumPy.  No fast-math: the same operations in the same order, the same bits.
    """
    return _compiled(function)


def inlined(function: Function) -> Function:
    """Compile ``function`` into its callers.

    For what is called for every vehicle: handing over the tables costs more than the work.
    """
    return _compiled(function, forceinline=True)


def is_plain_python() -> bool:
    """Return whether the kernels run uncompiled (``NUMBA_DISABLE_JIT=1``)."""
    return bool(_CONFIG.DISABLE_JIT)


def is_compiled() -> bool:
    """Return whether the simulator's machine code is in the cache, so that the first step will not wait for it."""
    return is_plain_python() or any(_FOLDER.rglob(f"{ENTRY_MODULE}.*.nbi"))
