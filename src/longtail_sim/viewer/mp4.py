"""Films as MP4 (H.264), written by the ffmpeg that the package imageio-ffmpeg carries; none of the system is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from longtail_sim.core.schema import Array
from longtail_sim.errors import ResultsError

CRF = 20  # constant rate factor of x264: lower is better, 18 can hardly be told from the original
NEEDED = "MP4 files need the package imageio-ffmpeg: pip install 'longtail-sim[video]'."


def require_ffmpeg() -> Any:
    """Return the module that runs ffmpeg.

    Raises:
        ResultsError: it is not installed, or has no ffmpeg for this machine.
    """
    try:
        import imageio_ffmpeg
    except ImportError:
        raise ResultsError(NEEDED) from None
    try:
        imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError as error:
        raise ResultsError(f"imageio-ffmpeg has no ffmpeg for this machine ({error}); write a .gif instead.") from None
    return imageio_ffmpeg


def write(
    path: Path,
    pictures: Iterable[Array],
    size: tuple[int, int],
    fps: float,
    *,
    bits_per_s: int | None = None,
    tell: Callable[[int], None] | None = None,
) -> None:
    """Write a film at a path, which is replaced; sides that are odd lose a pixel.

    Args:
        path: where; it ends in .mp4.
        pictures: uint8 arrays of shape (height, width, 3).
        size: width and height of them.
        fps: pictures per second.
        bits_per_s: how large the film may become; as large as good pictures need if None.
        tell: called with the number of pictures done.

    Raises:
        ResultsError: ffmpeg is not there or fails.
    """
    ffmpeg = require_ffmpeg()
    even = size[0] // 2 * 2, size[1] // 2 * 2
    quality = ["-crf", str(CRF)] if bits_per_s is None else ["-maxrate", str(bits_per_s), "-bufsize", str(bits_per_s)]
    options = {"codec": "libx264", "macro_block_size": 2, "pix_fmt_out": "yuv420p"}
    bitrate = {"bitrate": str(bits_per_s)} if bits_per_s is not None else {"quality": None}
    more = [*quality, "-movflags", "+faststart", "-preset", "medium"]
    writer = ffmpeg.write_frames(str(path), even, fps=fps, output_params=more, **options, **bitrate)
    try:
        writer.send(None)
        for number, picture in enumerate(pictures):
            writer.send(picture[: even[1], : even[0]].tobytes())
            if tell is not None:
                tell(number + 1)
        writer.close()
    except OSError as error:
        raise ResultsError(f"ffmpeg failed: {_last_line(error)}") from None
    if not path.is_file() or path.stat().st_size == 0:
        raise ResultsError("ffmpeg has written nothing; write a .gif instead.")


def _last_line(error: OSError) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__
