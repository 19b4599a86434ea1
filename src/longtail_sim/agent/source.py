"""Run an agent's file and turn whatever goes wrong in it into one clear sentence."""

import hashlib
import linecache
import sys
import tokenize
from pathlib import Path
from types import ModuleType

from longtail_sim.agent.blame import own_line
from longtail_sim.errors import AgentError


def module_of_file(path: Path) -> ModuleType:
    """Return the module that an agent's file defines; an unchanged file is run once per process.

    Nothing is cached on disk, so that an edit is always seen.

    Raises:
        AgentError: the file is missing, unreadable, no Python, or raises when it is run.
    """
    path = path.resolve()
    source = _read(path)
    content = hashlib.sha256(f"{path} {source}".encode()).hexdigest()
    name = f"longtail_agent_{path.stem}_{content[:12]}"
    if name not in sys.modules:
        sys.modules[name] = _run(name, path, source)
    return sys.modules[name]


def _read(path: Path) -> str:
    if path.is_dir():
        raise AgentError(f"agent file {path} is a folder; give the path of one .py file in it.")
    if not path.exists():
        raise AgentError(f"agent file {path} does not exist.")
    try:
        with tokenize.open(path) as file:
            return file.read()
    except (UnicodeDecodeError, SyntaxError):
        raise AgentError(f"agent file {path} is not a Python text file.") from None
    except OSError as error:
        raise AgentError(f"agent file {path} cannot be read: {error.strerror}.") from None


def _run(name: str, path: Path, source: str) -> ModuleType:
    try:
        code = compile(source, str(path), "exec", dont_inherit=True)
    except SyntaxError as error:
        line = (error.text or "").strip()
        shown = f' "{line}"' if line else ""
        raise AgentError(f"agent file {path}, line {error.lineno}: {error.msg}.{shown}") from None
    except ValueError:
        raise AgentError(f"agent file {path} is not a Python text file.") from None
    linecache.checkcache(str(path))
    module = ModuleType(name)
    module.__file__ = str(path)
    sys.modules[name] = module  # dataclasses and pickle look the module up while it is being run
    try:
        exec(code, module.__dict__)
    except BaseException as error:
        del sys.modules[name]
        if isinstance(error, KeyboardInterrupt):
            raise
        raise AgentError(f"agent file {path} cannot be loaded: {own_line(error, str(path))}") from None
    return module
