"""List the agents that can be called by name, without running any of them."""

import ast
import tokenize
from dataclasses import dataclass
from pathlib import Path

from longtail_sim.agent.places import agent_entry_points, agent_files, shipped_folder


@dataclass(frozen=True, slots=True)
class AgentEntry:
    """One agent: its name, where it comes from (``shipped``, ``own`` or ``installed``), its place, and what it does."""

    name: str
    origin: str
    place: str
    summary: str


def list_agents() -> list[AgentEntry]:
    """Return all agents that can be called by name, sorted; a file that cannot be read says so in its summary."""
    shipped = shipped_folder().resolve()
    entries = {
        name: AgentEntry(name, "installed", point.value, f"offered by {point.dist.name if point.dist else 'a package'}")
        for name, point in agent_entry_points().items()
    }
    for name, path in agent_files().items():
        origin = "shipped" if path.resolve().parent == shipped else "own"
        entries[name] = AgentEntry(name, origin, str(path), summary_of_file(path))
    return [entries[name] for name in sorted(entries)]


def summary_of_file(path: Path) -> str:
    """Return the first docstring line of the agent class in a file, or of the file; or why it cannot be read."""
    try:
        with tokenize.open(path) as file:
            tree = ast.parse(file.read())
    except SyntaxError as error:
        return f"cannot be read: line {error.lineno}: {error.msg}"
    except (OSError, ValueError) as error:
        return f"cannot be read: {error}"
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    agents = [node for node in classes if any("Agent" in ast.unparse(base) for base in node.bases)]
    texts = [ast.get_docstring(node) for node in (*agents, *classes)] + [ast.get_docstring(tree)]
    return next((text.splitlines()[0] for text in texts if text), "")
