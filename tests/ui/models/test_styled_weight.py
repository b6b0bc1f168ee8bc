"""What would hold the window up is known before it is drawn."""

from __future__ import annotations

import pytest

from ui.models.styled_weight import HEAVIEST, is_too_heavy

TABLE = "<table><tr><td>"
CLOSED = "</td></tr></table>"


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<p>Dear colleague, your password expires.</p>" * 1_000,
        (TABLE * 5 + "<p>x</p>" + CLOSED * 5) * 100,  # a newsletter
        "<p>" + '<a href="#link-1">link</a> ' * 500 + "</p>",
        "<p>Пример текста, in zwei Sprachen. </p>" * 1_000,
    ],
)
def test_honest_mail_is_drawn(markup: str) -> None:
    assert not is_too_heavy(markup)


@pytest.mark.parametrize(
    "markup",
    [
        "x" * (HEAVIEST + 1),
        "<p>" + "<b>a</b>" * 20_000 + "</p>",
        "<table>" + "<tr><td>x</td></tr>" * 4_000 + "</table>",
        (TABLE * 8 + "x" + CLOSED * 8) * 500,
        "<ul>" + "<li>x</li>" * 6_000 + "</ul>",
        "<p>" + "aя" * 6_000 + "</p>",
        "<p>" + "aя " * 50_000 + "</p>",
    ],
)
def test_what_takes_long_is_not(markup: str) -> None:
    assert is_too_heavy(markup)
