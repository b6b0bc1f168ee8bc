"""Plain style sheets are read as the tokeniser reads them; others are left to it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.lib import css, plaincss
from analyzers.lib.dom import Element

NARROW = css._NARROW

SHEETS = [
    ("p{color:red}", [("p", "color:red")]),
    ("<!-- p{color:red} -->", [("p", "color:red")]),
    ("p{a:b} .x , #y > b{c:d;e:f}", [("p", "a:b"), (".x , #y > b", "c:d;e:f")]),
    ("@import url(x.css); p{a:b}", [("p", "a:b")]),
    ("@charset 'utf-8';@import 'x';p{a:b}", [("p", "a:b")]),
    ("@font-face{font-family:a}p{a:b}", [("p", "a:b")]),
    ("@media all{p{a:b}}q{c:d}", [("p", "a:b"), ("q", "c:d")]),
    ("@media print{p{a:b}}q{c:d}", [("q", "c:d")]),
    ("@media (max-width:600px){p{a:b}}q{c:d}", [("q", "c:d")]),
    ("@MEDIA screen{p{a:b}", [("p", "a:b")]),
    ("@supports (a:b){p{a:b}}q{c:d}", [("q", "c:d")]),
    ("p{a:b}}q{c:d}r{e:f}", [("p", "a:b"), ("}q", "c:d"), ("r", "e:f")]),
    ("/* p{x:y} */q{a:/**/b}", [("q", "a: b")]),
    ("p{a:b", [("p", "a:b")]),
    ("p{font:1px 'A b',\"c\"}", [("p", "font:1px 'A b',\"c\"")]),
    ("a[href^='x']{b:rgb(1,2,calc(3))}", [("a[href^='x']", "b:rgb(1,2,calc(3))")]),
    ("", []),
]


@pytest.mark.parametrize(("sheet", "rules"), SHEETS)
def test_rules_of_plain_sheets(sheet: str, rules: list[tuple[str, str]]) -> None:
    assert [(s.strip(), b) for s, b in plaincss.rules(sheet, NARROW) or []] == rules


@pytest.mark.parametrize(
    "sheet",
    [
        "p{color:r\\65 d}",
        "p{a:'}'}",
        'p{a:"x;y"}',
        "p{a:url(data:a;b)}",
        "p{a:b;q{c:d}}",
        "p{a:(((b)))}",
        "p{} <!-- q{} --> r{}",
        "p{a:'b}",
    ],
)
def test_sheets_that_are_not_plain_are_left_to_the_tokeniser(sheet: str) -> None:
    assert plaincss.rules(sheet, NARROW) is None


def test_importance_and_case() -> None:
    assert plaincss.declarations("Color : RED ! important; a:b!x; c") == (
        {"a": "b!x"},
        {"color": "red"},
    )


def test_a_comment_hides_in_no_string() -> None:
    assert plaincss.declarations("a:'/*';color:red;b:'*/'") == (
        {"a": "'/*'", "color": "red", "b": "'*/'"},
        {},
    )


SELECTORS = st.sampled_from(["p", ".x", "p.x", "#y", "div p", "p>b", "*", "@media all", "@a;p", ""])
VALUES = st.text(alphabet="ab1 #%,.()/*-;:", max_size=10)
ENDS = st.sampled_from(["}", "}}", "", "{", "!important}"])
ELEMENT = Element("p", {"class": "x", "id": "y"}, Element("div", {}, None))


@given(st.lists(st.tuples(SELECTORS, VALUES, ENDS)))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_a_plain_sheet_styles_as_the_tokeniser_does(pieces: list[tuple[str, str, str]]) -> None:
    sheet = "".join(f"{selector}{{a:{value}{end}" for selector, value, end in pieces)
    if plaincss.rules(sheet, NARROW) is None or "/*" in sheet:
        return
    ours, theirs = css.Cascade(), css.Cascade()
    ours.read([sheet])
    theirs._read(sheet)
    assert spaced(ours.style(ELEMENT)[0]) == spaced(theirs.style(ELEMENT)[0])


def spaced(style: dict[str, str]) -> dict[str, str]:
    """Declarations with a name and a value; the tokeniser parts words in its own way."""
    found = {name: "".join(value.replace("/**/", "").split()) for name, value in style.items()}
    return {name: value for name, value in found.items() if value and name.isalpha()}


@pytest.mark.parametrize(
    "piece", ["{", "}", "(", "'", '"', "/*", "@a;", "@media{", "\\", "[", "a:"]
)
def test_time_is_linear(piece: str) -> None:
    started = time.process_time()
    text = piece * (400_000 // len(piece))
    plaincss.rules(text, NARROW)
    plaincss.declarations(text)
    plaincss.nesting(text)
    assert time.process_time() - started < 1.0
