"""Codes drawn in bodies by other means than pictures."""

from __future__ import annotations

import pytest

from analyzers.model.body import Code
from analyzers.model.observation import Observation, Severity
from analyzers.signals import drawn_codes
from tests.analyzers.lib.pages import findings, links, observe
from tests.samples import codes

DARK = codes.rows()
PRE = "<pre>{}</pre>"
LINES = "<div style='font-family:monospace'>{}</div>"


def seen(page: str, kind: str = "html") -> list[Observation]:
    return observe(page, drawn_codes.UNIT, kind=kind)


def texts(observed: list[Observation]) -> list[tuple[str, str]]:
    return [(o.drawn, o.text) for o in observed if isinstance(o, Code)]


@pytest.mark.parametrize(
    ("page", "how"),
    [
        (codes.table(DARK), "table"),
        (codes.spans(DARK), "table"),
        (codes.widths(DARK), "table"),
        (codes.floats(DARK), "table"),
        (codes.shadows(DARK), "shadows"),
        (PRE.format(codes.letters(DARK)), "text"),
        (PRE.format(codes.halves(DARK)), "text"),
        (codes.letters(DARK, "⬛", "⬜").replace("\n", "<br>"), "text"),
        (LINES.format(codes.halves(DARK).replace(" ", "&nbsp;").replace("\n", "<br>")), "text"),
        (codes.svg_rectangles(DARK), "svg"),
        (codes.svg_strokes(), "svg"),
    ],
)
def test_a_drawn_code_is_read(page: str, how: str) -> None:
    observed = seen(f"<p>Scan to sign in</p>{page}<p>Your team</p>")
    assert texts(observed) == [(how, codes.URL)]
    assert [(link.url, link.source) for link in links(observed)] == [(codes.URL, "qr")]
    found = findings(observed)
    assert found["code.link"].severity is Severity.LOW
    assert ("code.drawn" in found) is (how != "svg")


@pytest.mark.parametrize(
    "text",
    [codes.halves(DARK), codes.letters(DARK), codes.letters(DARK, "  ", "██")],
    ids=["halves", "letters", "light on dark"],
)
def test_a_code_in_plain_text(text: str) -> None:
    assert texts(seen(f"Hello,\n\n{text}\n\nBye", "text")) == [("text", codes.URL)]


def test_a_drawing_as_a_file() -> None:
    svg = codes.svg_rectangles(DARK).replace("<svg>", '<svg xmlns="http://www.w3.org/2000/svg">')
    assert texts(seen(svg, "svg")) == [("svg", codes.URL)]


def test_the_region_is_in_cells() -> None:
    [code] = [o for o in seen(codes.table(DARK)) if isinstance(o, Code)]
    assert (code.x, code.y, code.width, code.height) == (2, 2, 29, 29)


@pytest.mark.parametrize("page", ["<p>x</p>", "\0", codes.table([row[::-1] for row in DARK[:20]])])
def test_nothing_is_seen_where_nothing_is(page: str) -> None:
    assert seen(page) == []
