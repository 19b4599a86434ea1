"""SVG by hand: elements as safe markup, and axes for ratios and for times."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

MARKERS = ("circle", "square", "triangle", "diamond", "cross", "star")
COLOURS = 6  # classes c0 to c5 of the style sheet


def element(tag: str, *children: object, **attributes: object) -> Markup:
    """Return an element; everything in it that is not markup already is escaped.  ``class_`` stands for ``class``."""
    said = Markup("").join(
        Markup(' {}="{}"').format(name.rstrip("_").replace("_", "-"), _number(value))
        for name, value in attributes.items()
        if value is not None
    )
    inside = Markup("").join(child if isinstance(child, Markup) else escape(child) for child in children)
    return Markup("<{}{}>{}</{}>").format(Markup(tag), said, inside, Markup(tag))


def picture(width: float, height: float, label: str, *children: object, class_: str = "chart") -> Markup:
    """Return a whole picture that scales with the page; ``label`` is read out."""
    box = f"0 0 {_number(width)} {_number(height)}"
    return element(
        "svg", *children, viewBox=box, role="img", aria_label=label, class_=class_, width=width, height=height
    )


def text(x: float, y: float, words: object, class_: str = "", anchor: str = "start") -> Markup:
    """Return words at a point."""
    return element("text", words, x=x, y=y, text_anchor=anchor, class_=class_ or None)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    """Return a straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def path(points: Iterable[tuple[float, float]], class_: str) -> Markup:
    """Return an open line through points."""
    return element("polyline", points=" ".join(f"{_number(x)},{_number(y)}" for x, y in points), class_=class_)


def area(points: Iterable[tuple[float, float]], class_: str) -> Markup:
    """Return a filled shape."""
    return element("polygon", points=" ".join(f"{_number(x)},{_number(y)}" for x, y in points), class_=class_)


def marker(number: int, x: float, y: float, size: float = 5.0, class_: str = "") -> Markup:
    """Return the mark of the agent with this number: a shape and a colour of its own."""
    shape, classes = MARKERS[number % len(MARKERS)], f"mark c{number % COLOURS} {class_}".strip()
    if shape == "circle":
        return element("circle", cx=x, cy=y, r=size, class_=classes)
    corners = " ".join(f"{_number(x + dx * size)},{_number(y + dy * size)}" for dx, dy in _SHAPES[shape])
    return element("polygon", points=corners, class_=classes)


def _star() -> list[tuple[float, float]]:
    angles = [math.pi * k / 5 - math.pi / 2 for k in range(10)]
    return [((1.25, 0.55)[k % 2] * math.cos(a), (1.25, 0.55)[k % 2] * math.sin(a)) for k, a in enumerate(angles)]


_THICK = 0.38
_SHAPES: dict[str, Sequence[tuple[float, float]]] = {
    "square": [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
    "triangle": [(0, -1.2), (1.1, 0.8), (-1.1, 0.8)],
    "diamond": [(0, -1.3), (1.1, 0), (0, 1.3), (-1.1, 0)],
    "cross": [
        *((-_THICK, -1.1), (_THICK, -1.1), (_THICK, -_THICK), (1.1, -_THICK), (1.1, _THICK), (_THICK, _THICK)),
        *((_THICK, 1.1), (-_THICK, 1.1), (-_THICK, _THICK), (-1.1, _THICK), (-1.1, -_THICK), (-_THICK, -_THICK)),
    ],
    "star": _star(),
}


def _number(value: object) -> object:
    """Return a length with one or two digits, so that files stay small and equal everywhere."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return value
