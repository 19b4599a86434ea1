"""The benchmarks are scripts: their folder goes on the path, as when they are run."""

from __future__ import annotations

import sys
from pathlib import Path

for folder in ("", "speed"):
    sys.path.append(str(Path(__file__).parents[2] / "benchmarks" / folder))
