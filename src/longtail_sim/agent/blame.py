"""Say in one line what went wrong in somebody's agent, and where."""

import traceback
from pathlib import Path

from longtail_sim.errors import LongtailError

LIBRARY = Path(__file__).resolve().parent.parent
SHIPPED = LIBRARY / "_data"  # agents in the wheel, which are nobody's library


def own_line(error: BaseException, path: str | None, class_name: str = "") -> str:
    """Return ``Kind: message (file line n: "code")`` for the deepest line of the traceback that lies in ``path``.

    Where no line of that file took part, the deepest line outside longtail-sim is shown; where there is none either,
    as after a wrong answer, only the file and the class.
    """
    text = str(error).strip().splitlines()
    kind = "" if isinstance(error, LongtailError) and text else type(error).__name__
    what = ": ".join(part for part in (kind, *text[:1]) if part)
    foreign = [frame for frame in traceback.extract_tb(error.__traceback__) if not _is_library(frame.filename)]
    own = [frame for frame in foreign if frame.filename == path] or foreign
    if not own:
        place = ", ".join(part for part in (path, f"class {class_name}" if class_name else "") if part)
        return f"{what} ({place})" if place else what
    code = f': "{own[-1].line}"' if own[-1].line else ""
    return f"{what} ({own[-1].filename} line {own[-1].lineno}{code})"


def _is_library(filename: str) -> bool:
    path = Path(filename).resolve()
    return path.is_relative_to(LIBRARY) and not path.is_relative_to(SHIPPED)
