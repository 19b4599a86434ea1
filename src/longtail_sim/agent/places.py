"""Where agents live: the folder ``agents`` one works in, the shipped folder, and installed packages."""

from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from longtail_sim.shipped import shipped

ENTRY_POINT_GROUP = "longtail_sim.agents"


def local_folder() -> Path:
    """Return the folder in which one's own agents are found by name."""
    return Path.cwd() / "agents"


def shipped_folder() -> Path:
    """Return the folder of the shipped agents."""
    return shipped("agents")


def agent_files() -> dict[str, Path]:
    """Return ``{name: file}`` of all agents in both folders; one's own win, for they are what one is looking at."""
    files: dict[str, Path] = {}
    for folder in (shipped_folder(), local_folder()):
        if folder.is_dir():
            files.update({path.stem: path for path in sorted(folder.glob("*.py")) if not path.stem.startswith("_")})
    return files


def agent_entry_points() -> dict[str, EntryPoint]:
    """Return ``{name: entry point}`` of the agents that installed packages offer."""
    return {point.name: point for point in entry_points(group=ENTRY_POINT_GROUP)}


def known_names() -> list[str]:
    """Return every name that ``load_agent`` understands without a path."""
    return sorted({*agent_files(), *agent_entry_points()})
