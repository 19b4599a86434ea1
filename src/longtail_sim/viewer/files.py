"""Pictures as files, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import numpy as np
import pygame

from longtail_sim.core.schema import Array
from longtail_sim.errors import ResultsError


def pixels(surface: pygame.Surface) -> Array:
    """Return the surface as uint8 of shape (height, width, 3)."""
    width, height = surface.get_size()
    return np.frombuffer(pygame.image.tobytes(surface, "RGB"), np.uint8).reshape(height, width, 3).copy()


def save_png(surface: pygame.Surface, path: str | os.PathLike[str]) -> Path:
    """Write a PNG under a temporary name, then rename it.

    Raises:
        ResultsError: the file cannot be written.
    """
    target = Path(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.stem}-", suffix=".png", dir=target.parent)
        os.close(handle)
        try:
            pygame.image.save(surface, name)
            os.chmod(name, 0o644)
            os.replace(name, target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except (OSError, pygame.error) as error:
        raise ResultsError(f"cannot write the picture {target}: {error}; choose a folder that can be written") from None
    return target
