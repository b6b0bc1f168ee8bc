"""Reads the squares of SVG drawings: rectangles, uses of one, and paths of straight strokes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzers.lib import colours
from analyzers.lib.dom import Document, Element
from analyzers.lib.grids import Matrix, plotted

Rectangle = tuple[float, float, float, float]

SHAPES: Final = 40_000  # of one drawing
_PATH: Final = 400_000  # characters of one path
_TOKEN = re.compile(r"([MmHhVvLlZz])|(-?(?:\d{1,7}(?:\.\d{0,6})?|\.\d{1,6}))")
_NUMBER = re.compile(r"\s{0,9}(-?\d{1,7}(?:\.\d{0,6})?)")
_BRIGHT: Final = 1.8  # contrast with white below which a fill counts as light


def matrices(document: Document) -> Iterator[Matrix]:
    """Matrices of the dark squares of each drawing."""
    by_drawing: dict[int, list[Rectangle]] = {}
    for element in document.elements:
        if element.tag not in {"rect", "use", "path"}:
            continue
        drawing = element.ancestor("svg")
        shapes = by_drawing.setdefault(id(drawing), [])
        if len(shapes) < SHAPES and not _light(element):
            shapes += _shapes(element)
    for shapes in by_drawing.values():
        if matrix := plotted(_modules(shapes)):
            yield matrix


def _shapes(element: Element) -> list[Rectangle]:
    given = element.attributes
    if element.tag == "path":
        return _strokes(given.get("d", "")[:_PATH])
    sizes = (given.get("width", ""), given.get("height", "")) if element.tag == "rect" else ("", "")
    return [(_number(given.get("x", "")), _number(given.get("y", "")), *map(_number, sizes))]  # type: ignore[list-item]


def _number(text: str) -> float:
    match = _NUMBER.match(text)
    return float(match.group(1)) if match else 0.0


def _light(element: Element) -> bool:
    fill = element.attributes.get("fill", "").strip().lower()
    if fill == "none" and element.attributes.get("stroke"):
        fill = element.attributes["stroke"]
    colour = colours.parse(fill) if fill and fill != "none" else None
    return colour is not None and colours.contrast(colour[0], colours.WHITE) < _BRIGHT


def _modules(shapes: list[Rectangle]) -> list[Rectangle]:
    """Without the ground: a square as large as all others together."""
    if not shapes:
        return []
    right, bottom = max(s[0] + s[2] for s in shapes), max(s[1] + s[3] for s in shapes)
    return [s for s in shapes if s[2] < 0.9 * right or s[3] < 0.9 * bottom]


def _strokes(path: str) -> list[Rectangle]:
    """The runs to the right that a path draws, each as high as the line down after it."""
    found: list[Rectangle] = []
    x = y = 0.0
    command, numbers = "", [0.0]
    for letter, number in _TOKEN.findall(path):
        if letter:
            command, numbers = letter, []
            continue
        numbers.append(float(number))
        if command in "hH":
            end = x + numbers[-1] if command == "h" else numbers[-1]
            if end > x and len(found) < SHAPES:
                found.append((x, y, end - x, 1.0))
            x = end
        elif command in "vV":
            down = numbers[-1] if command == "v" else numbers[-1] - y
            if found and down > 0 and found[-1][0] + found[-1][2] == x and found[-1][1] == y:
                found[-1] = (*found[-1][:3], down)
            y += down
        elif len(numbers) == 2 and command in "mMlL":
            x, y = (x + numbers[0], y + numbers[1]) if command in "ml" else (numbers[0], numbers[1])
            numbers = []
    return found
