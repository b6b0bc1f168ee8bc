"""Finds pictures drawn with empty boxes of HTML: table cells, blocks in rows, shadows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from analyzers.lib.dom import Document, Element
from analyzers.lib.look import Styled, length

LEAST: Final = 21  # modules of the smallest QR code (ISO/IEC 18004)
MOST: Final = 200  # modules of the largest, its margin and some more
ROW: Final = 6  # boxes: the rows of a code written in runs hold few
ROWS: Final = 11  # rows with as many; the others of a code have longer runs
GRIDS: Final = 8  # candidates of one page
_APART: Final = 40  # of 255: brightness between dark and light boxes

Matrix = list[list[bool]]

_BOXES: Final = frozenset({"td", "th", "div", "span", "i", "b", "p", "li", "em", "u", "s", "font"})
_SHADOW = re.compile(
    r"(-?\d{1,5}(?:\.\d{1,3})?)(?:px|em|rem)?\s{1,4}(-?\d{1,5}(?:\.\d{1,3})?)(?:px|em|rem)?[^,()]*"
    r"(?:\([^)]{0,40}\))?"
)


@dataclass(frozen=True, slots=True)
class Box:
    """An empty box: how bright it is (0-255) and how many columns or px it is wide."""

    brightness: float
    span: int
    width: float | None
    height: float | None


def matrices(document: Document, looks: dict[Element, Styled]) -> Iterator[tuple[Matrix, str]]:
    """Matrices of dark and light, with what they are drawn by."""
    for number, matrix in enumerate(_boxes(document, looks)):
        if number >= GRIDS:
            return
        yield matrix, "table"
    for style in {id(s.style): s.style for s in looks.values() if "box-shadow" in s.style}.values():
        matrix = _shadows(style["box-shadow"])
        if matrix:
            yield matrix, "shadows"
            return


def _boxes(document: Document, looks: dict[Element, Styled]) -> Iterator[Matrix]:
    containers = _containers(document)
    if not containers:
        return
    written = _written(document)
    rows: dict[int, list[Box]] = {}
    groups: dict[int, list[list[Box]]] = {}
    for element in document.elements:
        parent = element.parent
        if parent is None or element.tag not in _BOXES or id(element) in written:
            continue
        group = id(parent.parent)
        if id(parent) not in containers and group not in containers:
            continue
        row = rows.setdefault(id(parent), [])
        if not row:
            groups.setdefault(group, []).append(row)
        row.append(_box(element, looks[element]))
    for row in rows.values():
        yield from _square(row)
    for lines in groups.values():
        if LEAST <= len(lines) <= MOST:
            yield from _matrix(lines)


def _containers(document: Document) -> set[int]:
    """Elements with enough inside to hold a picture: in rows of their own, or all in one."""
    children: Counter[int] = Counter()
    parents: dict[int, Element] = {}
    for element in document.elements:
        if (parent := element.parent) is not None:
            children[id(parent)] += 1
            parents[id(parent)] = parent
    rows = [parents[key] for key, count in children.items() if count >= ROW]
    around = Counter([id(row.parent) for row in rows])
    found = {key for key, count in around.items() if count >= ROWS}
    return found | {key for key, count in children.items() if count >= LEAST * LEAST}


def _written(document: Document) -> set[int]:
    """Elements with letters in them, however deep."""
    found: set[int] = set()
    for event in document.events:
        if event.text is None or not event.text.strip():
            continue
        node: Element | None = event.element
        while node is not None and id(node) not in found:
            found.add(id(node))
            node = node.parent
    return found


def _box(element: Element, found: Styled) -> Box:
    given, style = element.attributes, found.style
    red, green, blue = found.look.background
    span = given.get("colspan", "")
    return Box(
        0.3 * red + 0.59 * green + 0.11 * blue,
        min(int(span), MOST) if span.isascii() and span.isdigit() and len(span) < 4 else 1,
        length(style.get("width", "") or given.get("width", "")),
        length(style.get("height", "") or given.get("height", "")),
    )


def _square(row: list[Box]) -> Iterator[Matrix]:
    """Boxes that wrap by the width around them: as many rows as columns."""
    side = round(len(row) ** 0.5)
    if side * side == len(row) and LEAST <= side <= MOST:
        yield from _dark(
            [[b.brightness for b in row[i : i + side]] for i in range(0, len(row), side)]
        )


def _matrix(group: list[list[Box]]) -> Iterator[Matrix]:
    for widths in (_by_span(group), _by_width(group)):
        sizes = Counter(sum(row) for row in widths)
        if not sizes:
            continue
        size, times = sizes.most_common(1)[0]
        if LEAST <= size <= MOST and times >= LEAST:
            lines = [
                [b.brightness for b, n in zip(row, counts, strict=True) for _ in range(n)]
                for row, counts in zip(group, widths, strict=True)
                if sum(counts) == size
            ]
            yield from _dark(_tall(lines, group))
            return


def _by_span(group: list[list[Box]]) -> list[list[int]]:
    return [[box.span for box in row] for row in group]


def _by_width(group: list[list[Box]]) -> list[list[int]]:
    """How many modules wide each box is where boxes stand for runs of them."""
    known = [b.width for row in group for b in row if b.width]
    if len(known) < sum(map(len, group)) or not known:
        return []
    unit = min(known)
    return [[min(round((b.width or 0) / unit), MOST) for b in row] for row in group]


def _tall(lines: list[list[float]], group: list[list[Box]]) -> list[list[float]]:
    """Rows that stand for several, where their heights say so."""
    heights = [max((b.height or 0 for b in row), default=0) for row in group]
    if len(lines) != len(group) or min(heights) < 1 or max(heights) < 1.5 * min(heights):
        return lines
    times = [min(round(height / min(heights)), MOST) for height in heights]
    return [line for line, n in zip(lines, times, strict=True) for _ in range(n)][:MOST]


def _dark(lines: list[list[float]]) -> Iterator[Matrix]:
    values = [value for line in lines for value in line]
    low, high = min(values), max(values)
    if high - low >= _APART:
        middle = (low + high) / 2
        yield [[value < middle for value in line] for line in lines]


def _shadows(value: str) -> Matrix:
    """A picture of one box and many hard shadows of it."""
    if value.count(",") < 100:  # a QR code has more dark modules
        return []
    places = [(float(x), float(y)) for x, y in _SHADOW.findall(value)[: MOST * MOST]]
    return plotted([(x, y, 0.0, 0.0) for x, y in places])


def plotted(rectangles: list[tuple[float, float, float, float]]) -> Matrix:
    """A matrix of dark rectangles (x, y, width, height); without sizes each is one module."""
    if len(rectangles) < 50:
        return []
    unit = min([s for r in rectangles for s in r[2:] if s > 0], default=0.0) or _step(rectangles)
    left, top = min(r[0] for r in rectangles), min(r[1] for r in rectangles)
    wide = round((max(r[0] + (r[2] or unit) for r in rectangles) - left) / unit) if unit else 0
    high = round((max(r[1] + (r[3] or unit) for r in rectangles) - top) / unit) if unit else 0
    if not LEAST <= wide <= MOST or not LEAST <= high <= MOST:
        return []
    matrix = [[False] * wide for _ in range(high)]
    for x, y, width, height in rectangles:
        column, row = round((x - left) / unit), round((y - top) / unit)
        across = max(1, round(width / unit))
        for line in matrix[row : row + max(1, round(height / unit))]:
            line[column : column + across] = [True] * len(line[column : column + across])
    return matrix


def _step(rectangles: list[tuple[float, float, float, float]]) -> float:
    """The smallest distance between columns."""
    columns = sorted({r[0] for r in rectangles})
    return min((b - a for a, b in pairwise(columns) if b - a > 1e-6), default=0.0)
