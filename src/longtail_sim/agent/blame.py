"""Say in one line what went wrong in somebody's agent, and where."""

import traceback

from longtail_sim.errors import LongtailError


def own_line(error: BaseException, path: str | None) -> str:
    """Return ``Kind: message (file line n: "code")`` for the deepest line of the traceback that lies in ``path``.

    Where no line of that file took part, the deepest line of all is shown.
    """
    text = str(error).strip().splitlines()
    kind = "" if isinstance(error, LongtailError) and text else type(error).__name__
    what = ": ".join(part for part in (kind, *text[:1]) if part)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename == path] or list(frames)
    if not own:
        return what
    code = f': "{own[-1].line}"' if own[-1].line else ""
    return f"{what} ({own[-1].filename} line {own[-1].lineno}{code})"
