"""The one Numba decorator of the core, and the disk cache of its machine code.

Numba notices an edit in the file of a function, but not in the functions that it calls nor in the layout of the tables
that it reads, and it ignores ``NUMBA_BOUNDSCHECK``: it would run stale code without a word.  So the cache folder is
keyed on everything that the machine code depends on: every byte below ``core/``, the versions, the bounds-check flag.

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
from pathlib import Path
from typing import Any, TypeVar

import numba
import numpy as np

Function = TypeVar("Function", bound=Callable[..., Any])

ENTRY_MODULE = "step"  # its kernels call all others: once they are in the cache, nothing is left to compile
UNUSED_DAYS = 30

_CONFIG: Any = numba.config  # its attributes come from the environment
_CORE = Path(__file__).resolve().parent
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
    settings = (core, sys.implementation.cache_tag, numba.__version__, np.__version__, _CONFIG.BOUNDSCHECK)
    hasher.update(repr(settings).encode())
    for path in sorted(core.rglob("*.py")):
        hasher.update(f"\n{path.relative_to(core)}\n".encode() + path.read_bytes())
    return hasher.hexdigest()[:16]


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


_FOLDER = None if _CONFIG.DISABLE_JIT else open_cache(cache_home(), source_key(_CORE))


def _compiled(function: Function, **more: bool) -> Function:
    # Numba reads the folder when the function is decorated; other users of Numba in this process keep their own.
    previous, _CONFIG.CACHE_DIR = _CONFIG.CACHE_DIR, str(_FOLDER or "")
    try:
        # Nothing in the core allocates: its arrays need no reference counts, which made a step eight times slower.
        options: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False, **more}
        compiled: Any = numba.njit(**options)(function)
    finally:
        _CONFIG.CACHE_DIR = previous
    return compiled


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
    return _FOLDER is None or any(_FOLDER.rglob(f"{ENTRY_MODULE}.*.nbi"))
