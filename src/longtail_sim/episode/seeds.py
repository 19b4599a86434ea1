"""Seeds as one types them: ``0:4``, ``3``, ``1,5,9``."""

from __future__ import annotations

import re

from longtail_sim.errors import LongtailError

MOST = 10_000
LARGEST = 2**63 - 1


def parse_seeds(text: str) -> tuple[int, ...]:
    """Return the seeds that a text names: from:to (``to`` not included), one number, or several with commas.

    Raises:
        LongtailError: it names none, too many, one twice, or is something else.
    """
    plain = text.replace(" ", "")
    if span := re.fullmatch(r"(\d{1,19}):(\d{1,19})", plain, re.ASCII):
        return _between(text, int(span[1]), int(span[2]))
    if not re.fullmatch(r"\d{1,19}(,\d{1,19})*", plain, re.ASCII):
        raise _wrong(text, "names no seeds; write from:to such as 0:4, one number, or several such as 1,5,9")
    seeds = [int(part) for part in plain.split(",")]
    twice = next((seed for seed in seeds if seeds.count(seed) > 1), None)
    if twice is not None:
        raise _wrong(text, f"names seed {twice} twice; a seed gives the same run every time")
    return _checked(text, tuple(seeds))


def _between(text: str, first: int, end: int) -> tuple[int, ...]:
    if first == end:
        raise _wrong(text, f"names no seed, because the end is not included; write {first}:{first + 1} or {first}")
    if first > end:
        raise _wrong(text, f"names no seed, because the end comes before the start; write {end}:{first}")
    if end - first > MOST:
        raise _wrong(text, f"names {end - first:,} seeds; run at most {MOST:,} at once")
    return _checked(text, tuple(range(first, end)))


def _checked(text: str, seeds: tuple[int, ...]) -> tuple[int, ...]:
    if len(seeds) > MOST:
        raise _wrong(text, f"names {len(seeds):,} seeds; run at most {MOST:,} at once")
    if max(seeds) > LARGEST:
        raise _wrong(text, f"goes up to {max(seeds)}; the largest seed is {LARGEST}")
    return seeds


def _wrong(text: str, what: str) -> LongtailError:
    return LongtailError(f"--seeds {text[:60]} {what}.")
