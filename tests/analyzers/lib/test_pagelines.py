"""A page becomes the lines its reader sees."""

from __future__ import annotations

import pytest

from analyzers.lib.pagelines import RULE, PageLines
from analyzers.lib.parsed import Page
from analyzers.lib.quotes import TEXT
from analyzers.model.artifact import Artifact


def lines(source: str) -> PageLines:
    return PageLines(Page(Artifact.of(source.encode(), "page.html", "html", "charset=utf-8")))


def texts(source: str) -> list[str]:
    return [line.text for line in lines(source).lines]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>One</p><p>Two</p>", ["One", "", "Two", ""]),
        ("<p class=MsoNormal>One</p><p class=MsoNormal>Two</p>", ["One", "Two"]),
        ("<p style='margin:0'>One</p><p style='margin:0cm'>Two</p>", ["One", "Two"]),
        ("<div>One</div><div>Two</div>", ["One", "Two"]),
        ("One<br>Two<br><br>Three", ["One", "Two", "", "Three"]),
        ("<b>On</b>e   \n two", ["One two"]),
        ("<pre>One\n  Two\r\nThree</pre>", ["One", "  Two", "Three", ""]),
        ("One<hr>Two", ["One", RULE, "Two"]),
        ("<table><tr><th>From:</th><td>Ann</td></tr></table>", ["From: Ann", ""]),
        ("<table><tr><td>One</td><td>Two</td></tr></table>", ["One", "Two", ""]),
        ("One<span style='display:none'>secret</span>", ["One"]),
        ("<style>p{}</style><script>x</script><title>t</title>One", ["One"]),
        ("One&nbsp;two", ["One two"]),
        ("", []),
    ],
)
def test_lines(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


def test_quotation_and_introductions_are_marked() -> None:
    found = lines(
        "<div class=moz-cite-prefix>Ann wrote:</div><blockquote type=cite>One<blockquote type=cite>"
        "Two</blockquote></blockquote><blockquote>Three</blockquote>"
    ).lines
    told = [(line.text, line.depth, bool(line.mark)) for line in found if line.text]
    assert told == [
        ("Ann wrote:", 0, True),
        ("One", 1, False),
        ("Two", 2, False),
        ("Three", 0, False),
    ]


def test_a_link_is_noted_at_its_line() -> None:
    found = lines("<p>One</p><p><a href='https://example.com/'>Two</a></p>").lines
    assert [line.links for line in found if line.text] == [(), (0,)]


def test_a_long_page_is_read_in_part() -> None:
    paragraph = f"<p>{'word ' * 1_000}</p>"
    found = lines(paragraph * 60)
    assert found.full
    assert 0.9 * TEXT < sum(len(line.text) for line in found.lines) < 1.1 * TEXT
    assert not lines(paragraph).full
