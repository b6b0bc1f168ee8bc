"""Comments: what Outlook takes for markup, and prose in them."""

from __future__ import annotations

import time

import pytest

from analyzers.lib import comments, dom


@pytest.mark.parametrize(
    "condition", ["if mso", "if gte mso 9", "if (gte mso 9)|(IE)", "IF MSO | IE", "if vml"]
)
def test_markup_for_outlook(condition: str) -> None:
    assert comments.outlook_only(f"[{condition}]><b>x</b><![endif]") == "<b>x</b>"


@pytest.mark.parametrize("text", ["[if !mso]>x<![endif]", "[if IE]>x<![endif]", "x", "[if mso]"])
def test_other_comments(text: str) -> None:
    assert comments.outlook_only(text) == ""


def test_words_of_markup_are_without_styles_and_settings() -> None:
    markup = "<style>p{}</style><xml><o:a>96</o:a></xml><td>Pay &amp; go</td>"
    assert comments.words_of(markup) == "Pay & go"


def test_prose_is_told_from_code_and_labels() -> None:
    sentence = "the remainder of this message was written long ago for other readers"
    assert comments.prose(f" {sentence} ") == sentence
    assert comments.prose("table.x td{padding:0;margin:0;border:0} @media all{a{b:c}}") == ""
    assert comments.prose("HEADER START") == ""


def test_comments_are_kept_from_every_place_and_from_sources_written_anew() -> None:
    assert dom.parse("<!--top--><p>x<!--in--></p>").comments == ["top", "in"]
    large = "<!--[if mso]><b>far</b><![endif]--><!--kept-->" + "<p>x" * 7_000
    document = dom.parse(large)
    assert document.comments == ["kept"]
    assert document.outlook == ["<b>far</b>"]


@pytest.mark.parametrize("piece", ["<", "<style>", "[if mso]>", "a ", "a", "<xml ", "&", "--"])
def test_time_is_linear(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    started = time.process_time()
    comments.outlook_only(text)
    comments.prose(text)
    comments.words_of(text)
    assert time.process_time() - started < 1.0
