"""Write the file of a new agent."""

import keyword
import os
import re
import tempfile
from pathlib import Path

from longtail_sim.agent.places import known_names, shipped_folder
from longtail_sim.errors import AgentError

TEMPLATE = "template"


def new_agent(name: str, folder: Path | str = "agents") -> Path:
    """Write ``folder/name.py``, an agent that runs at once, and return its path.

    Raises:
        AgentError: a name that Python or ``longtail agents`` cannot use or that is taken, a file that exists, or a
            folder that cannot be written to.
    """
    _check_name(name)
    path = Path(folder) / f"{name}.py"
    if path.exists():
        raise AgentError(f"{path} exists already; choose another name or delete it first.")
    if name in known_names():
        raise AgentError(f"there is an agent '{name}' already; choose another name.")
    text = (shipped_folder() / f"{TEMPLATE}.py").read_text(encoding="utf-8")
    class_name = "".join(part[:1].upper() + part[1:] for part in name.split("_"))
    _write(path, re.sub(r"\bclass Template\b", f"class {class_name}", text))
    return path


def _check_name(name: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name):
        raise AgentError(
            f"'{name}' cannot be the name of an agent; use small letters, digits and underscores, "
            "a letter first, as in my_agent."
        )


def _write(path: Path, text: str) -> None:
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, suffix=".part", delete=False) as file:
            temporary = file.name
            file.write(text)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise AgentError(f"{path} cannot be written: {error.strerror or error}.") from None
