"""Matrices out of the squares of SVG."""

from __future__ import annotations

from analyzers.lib import dom, drawings
from analyzers.lib.grids import Matrix
from tests.samples import codes

DARK = codes.rows(border=0)


def matrices(svg: str) -> list[Matrix]:
    return list(drawings.matrices(dom.parse(svg)))


def squares(shape: str) -> str:
    places = [(x, y) for y, row in enumerate(DARK) for x, module in enumerate(row) if module]
    return "<svg>" + "".join(shape.format(x=x, y=y) for x, y in places) + "</svg>"


def test_rectangles_on_a_ground() -> None:
    assert matrices(codes.svg_rectangles(DARK)) == [DARK]


def test_uses_of_one_square() -> None:
    assert matrices(squares('<use xlink:href="#p" x="{x}" y="{y}"/>')) == [DARK]


def test_closed_paths() -> None:
    path = squares("M{x},{y}h1v1h-1z").replace("<svg>", '<svg><path d="').replace("</svg>", '"/>')
    assert matrices(path) == [DARK]


def test_strokes_of_an_encoder() -> None:
    [matrix] = matrices(codes.svg_strokes())
    assert len(matrix) == len(matrix[0]) in {25, 29}  # by the level of error correction


def test_light_shapes_are_ground() -> None:
    assert matrices(squares('<rect x="{x}" y="{y}" width="1" height="1" fill="white"/>')) == []


def test_pictures_of_other_things_are_none() -> None:
    assert matrices("<svg><path d='M0 0L5 5z'/><rect width='5' height='5'/></svg>") == []
    assert matrices("<p>x") == []
