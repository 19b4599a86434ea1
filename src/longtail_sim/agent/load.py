"""Find an agent by name, by file, by module, by entry point or by what it has learned, and make one."""

import contextlib
import copyreg
import difflib
import inspect
import sys
from importlib import import_module
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType
from typing import Any

from longtail_sim.agent.blame import own_line
from longtail_sim.agent.places import agent_entry_points, agent_files, known_names
from longtail_sim.agent.protocol import Agent
from longtail_sim.agent.source import module_of_file
from longtail_sim.errors import AgentError

POLICY_SUFFIX = ".npz"
POLICY_DRIVER = "learned"  # the agent that is given policy files


def load_agent(spec: str) -> Agent:
    """Return a fresh agent.

    Args:
        spec: a name that ``longtail agents list`` shows, ``path/to/file.py:Class`` (the class may be left out if the
            file defines one agent), ``package.module:Class``, the name of an entry point, or ``path/to/policy.npz``,
            which the agent ``learned`` then drives by.

    Raises:
        AgentError: nothing of that name, a file or module that cannot be loaded, no such class, a class that is no
            agent, or one whose constructor raises.
    """
    if _is_policy(spec.strip()):
        return make_agent(agent_class(POLICY_DRIVER), spec, spec.strip())
    return make_agent(agent_class(spec), spec)


def agent_class(spec: str) -> type[Agent]:
    """Return the class that ``spec`` names; see :func:`load_agent`."""
    place, class_name = _split(spec)
    if _is_path(place):
        return _class_of_file(Path(place), class_name)
    if class_name:
        return _pick(_import(place), class_name, f"module {place}")
    files = agent_files()
    if place in files:
        return _class_of_file(files[place], "")
    points = agent_entry_points()
    if place in points:
        return _class_of_entry_point(points[place])
    raise AgentError(_unknown(place))


def require_known(spec: str) -> None:
    """Make sure that there is an agent of this name, or its file; unlike :func:`load_agent`, run none of its code.

    Raises:
        AgentError: there is not.
    """
    place, class_name = _split(spec)
    if _is_path(place) or _is_policy(place):
        if not Path(place).is_file():
            raise AgentError(f"agent file {place} does not exist.")
    elif not class_name and place not in known_names():
        raise AgentError(_unknown(place))


def make_agent(kind: type[Agent], spec: str, *arguments: str) -> Agent:
    """Return a fresh object of an agent class, called ``spec`` in messages."""
    try:
        agent = kind(*arguments)
    except Exception as error:
        if arguments and isinstance(error, AgentError):
            raise  # the file that it was given is to blame, and the message says so
        raise AgentError(
            f"agent '{spec}' cannot be made: {own_line(error, source_file(kind), kind.__name__)}"
        ) from None
    with contextlib.suppress(AttributeError):  # a class with a fixed name of its own keeps it
        agent.name = spec
    return agent


def source_file(kind: type) -> str | None:
    """Return the file that defines a class, as tracebacks call it, or None if there is none."""
    try:
        return inspect.getsourcefile(kind)
    except (TypeError, OSError):
        return None


def _split(spec: str) -> tuple[str, str]:
    place, colon, class_name = spec.strip().rpartition(":")
    if colon and class_name.isidentifier():
        return place, class_name
    return spec.strip(), ""


def _is_policy(place: str) -> bool:
    return place.endswith(POLICY_SUFFIX)


def _is_path(place: str) -> bool:
    return place.endswith(".py") or "/" in place or "\\" in place


def _class_of_file(path: Path, class_name: str) -> type[Agent]:
    kind = _pick(module_of_file(path), class_name, f"agent file {path}")
    # Its module has a made-up name, so pickle must be told how to find the class again in another process.
    copyreg.pickle(kind, _reduce_agent_of_file)
    return kind


def _reduce_agent_of_file(agent: Agent) -> tuple[Any, ...]:
    kind = type(agent)
    path = str(sys.modules[kind.__module__].__file__)
    return _revive, (path, kind.__name__), agent.__dict__


def _revive(path: str, class_name: str) -> Agent:
    return object.__new__(_class_of_file(Path(path), class_name))


def _import(name: str) -> ModuleType:
    here = str(Path.cwd())
    sys.path.insert(0, here)
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise AgentError(f"module {name} cannot be loaded: there is no module '{error.name}'.") from None
    except Exception as error:
        raise AgentError(f"module {name} cannot be loaded: {own_line(error, None)}") from None
    finally:
        sys.path.remove(here)


def _class_of_entry_point(point: EntryPoint) -> type[Agent]:
    try:
        found = point.load()
    except Exception as error:
        raise AgentError(f"entry point '{point.name}' cannot be loaded: {own_line(error, None)}") from None
    return _checked(found, f"entry point '{point.name}'")


def _pick(module: ModuleType, class_name: str, where: str) -> type[Agent]:
    if class_name:
        if not hasattr(module, class_name):
            near = difflib.get_close_matches(class_name, _own_agents(module), 1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            raise AgentError(f"{where} has no class '{class_name}'.{hint}")
        return _checked(getattr(module, class_name), f"'{class_name}' of {where}")
    own = _own_agents(module)
    if len(own) == 1:
        return _checked(own[next(iter(own))], where)
    if not own:
        raise AgentError(f"{where} defines no agent; write a class that derives from Agent.")
    raise AgentError(f"{where} defines several agents; say which one, as :{' or :'.join(own)}.")


def _own_agents(module: ModuleType) -> dict[str, type[Agent]]:
    return {
        name: value
        for name, value in vars(module).items()
        if inspect.isclass(value) and issubclass(value, Agent) and value.__module__ == module.__name__
    }


def _checked(found: object, where: str) -> type[Agent]:
    if not (inspect.isclass(found) and issubclass(found, Agent)):
        raise AgentError(f"{where} is not an agent; it must be a class that derives from longtail_sim.Agent.")
    if not found.is_complete():
        raise AgentError(f"{where} defines neither act nor act_batch; define one of them.")
    return found


def _unknown(name: str) -> str:
    names = known_names()
    here = f"{name}.py"
    near = [here] if Path(here).is_file() else difflib.get_close_matches(name, names, 1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    places = "path/to/file.py:Class or path/to/policy.npz"
    return f"there is no agent '{name}'.{hint} Known: {', '.join(names)}; or give {places}."
