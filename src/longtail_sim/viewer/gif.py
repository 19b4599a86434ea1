"""Films as GIF: one palette for all pictures, and of each picture only what has changed."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from longtail_sim.core.schema import Array
from longtail_sim.errors import ResultsError
from longtail_sim.viewer.theme import Colour

if TYPE_CHECKING:
    from PIL import Image

SAME = 255  # the colour of what is as before; 255 others are left
HOLD_S = 1.5  # the last picture stays before it begins again

Tell = Callable[[int], None]


def require_pillow() -> Any:
    """Return Pillow's module for images.

    Raises:
        ResultsError: it is not installed.
    """
    try:
        from PIL import Image
    except ImportError:
        raise ResultsError("GIF files need the package pillow: pip install 'longtail-sim[video]'.") from None
    return Image


def encode(
    pictures: Iterable[Array],
    count: int,
    fps: float,
    some: Iterable[Array],
    kept: Sequence[Colour] = (),
    tell: Tell | None = None,
) -> bytes:
    """Return a GIF that repeats for ever.

    Args:
        pictures: uint8 arrays of shape (height, width, 3).
        count: how many there are.
        fps: pictures per second; GIF counts in hundredths of a second.
        some: a few of them, from which the palette is taken.
        kept: colours that carry a meaning, and are seldom: they stay what they are.
        tell: called with the number of pictures done.

    Raises:
        ResultsError: Pillow is not installed.
    """
    image = require_pillow()
    palette = _palette(image, [image.fromarray(picture) for picture in some], kept)
    frames = _changes(image, _told(pictures, tell), palette)
    durations = [round(100 / fps) * 10] * (count - 1) + [round(1000 * HOLD_S)]
    file, first = io.BytesIO(), next(frames)
    options = {"loop": 0, "disposal": 1, "transparency": SAME, "optimize": False}
    first.save(file, "GIF", save_all=True, append_images=frames, duration=durations, **options)
    return file.getvalue()


def _told(pictures: Iterable[Array], tell: Tell | None) -> Iterator[Array]:
    for number, picture in enumerate(pictures):
        yield picture
        if tell is not None:
            tell(number + 1)


def _palette(image: Any, pictures: list[Image.Image], kept: Sequence[Colour]) -> Image.Image:
    """Return a picture whose palette has what is kept, and what these pictures need, one below the other."""
    sheet = image.new("RGB", (pictures[0].width, pictures[0].height * len(pictures)))
    for number, picture in enumerate(pictures):
        sheet.paste(picture, (0, picture.height * number))
    own = [channel for colour in dict.fromkeys(kept) for channel in colour]
    common = sheet.quantize(SAME - len(own) // 3, method=image.Quantize.MEDIANCUT, dither=image.Dither.NONE)
    colours = [*own, *common.getpalette()[: 3 * SAME - len(own)]]
    found: Image.Image = image.new("P", (1, 1))
    found.putpalette(colours + colours[:3] * (256 - len(colours) // 3))  # what is left over is the first one again
    return found


def _changes(image: Any, pictures: Iterable[Array], palette: Image.Image) -> Iterator[Image.Image]:
    """Yield the first picture, then those with everything see-through that stays as it is."""
    before: Array | None = None
    for picture in pictures:
        found = np.asarray(image.fromarray(picture).quantize(palette=palette, dither=image.Dither.NONE))
        now = np.where(found == SAME, 0, found).astype(np.uint8)
        shown = image.fromarray(now if before is None else np.where(now == before, SAME, now).astype(np.uint8))
        shown.putpalette(palette.getpalette() or [])
        yield shown
        before = now
