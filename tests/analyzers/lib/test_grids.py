"""Matrices out of empty boxes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analyzers.lib import dom, grids, look
from tests.samples import codes

DARK = codes.rows()


def matrices(html: str) -> list[tuple[grids.Matrix, str]]:
    document = dom.parse(html)
    return list(grids.matrices(document, look.looks(document)))


@pytest.mark.parametrize("draw", [codes.table, codes.spans, codes.widths, codes.floats])
def test_boxes_become_the_matrix_they_show(draw: Callable[[codes.Rows], str]) -> None:
    assert matrices(draw(DARK)) == [(DARK, "table")]


def test_shadows_become_the_part_of_the_matrix_that_is_dark() -> None:
    inner = codes.rows(border=0)
    assert matrices(codes.shadows(inner)) == [(inner, "shadows")]


def test_tall_rows_stand_for_several() -> None:
    row = "".join(f'<td bgcolor="{c}" height={{0}}>' for c in ("black", "white") * 11)
    page = "<table>" + ("<tr>" + row.format(4) + "<tr>" + row.format(8)) * 11 + "</table>"
    [(matrix, _)] = matrices(page)
    assert len(matrix) == 33


@pytest.mark.parametrize(
    "page",
    [
        "<table>" + ("<tr>" + "<td>1" * 25) * 25 + "</table>",
        "<table>" + ("<tr>" + "<td>" * 25) * 25 + "</table>",
        "<table>" + ("<tr>" + "<td bgcolor=black><td bgcolor=white>" * 5) * 30 + "</table>",
        codes.table(DARK[:15]),
        "<p>x",
    ],
    ids=["numbers", "one colour", "narrow", "low", "no table"],
)
def test_ordinary_tables_are_no_pictures(page: str) -> None:
    assert matrices(page) == []


def test_boxes_with_letters_do_not_count() -> None:
    assert matrices(codes.table(DARK).replace("width=5>", "width=5><p>x</p>")) == []
