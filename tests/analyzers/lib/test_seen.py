"""A page is read as its reader sees it and as it is written."""

from __future__ import annotations

import pytest

from analyzers.lib import dom, look, seen
from analyzers.lib.seen import PREHEADER, PREVIEW, Reading


def read(html: str) -> Reading:
    document = dom.parse(html)
    return seen.read(document, look.looks(document))


def test_blocks_and_breaks_are_lines_and_white_space_is_folded() -> None:
    reading = read("<p>one \n two<br>three</p><div>four</div><td>x")
    assert reading.seen == "one two\nthree\nfour\nx"
    assert reading.whole == reading.seen


def test_cells_of_a_row_stand_apart() -> None:
    assert read("<table><tr><td>a<td>b<tr><td>c</table>").seen == "a b\nc"


def test_hidden_text_is_in_the_whole_text_only() -> None:
    reading = read("<p>seen</p><p style='display:none'>secret words</p>")
    assert (reading.seen, reading.whole) == ("seen", "seen\nsecret words")
    assert reading.hidden["display none"].letters == 11
    assert reading.hidden["display none"].sample == "secret words"


def test_a_hidden_block_breaks_no_line() -> None:
    assert read("sp<div style='display:none'>x</div>lit").seen == "split"


def test_a_short_text_hidden_at_the_top_is_a_preview_line() -> None:
    reading = read("<div style='display:none'>Your order is on its way</div><p>Hello")
    assert list(reading.hidden) == [PREVIEW]


def test_long_or_late_hidden_text_is_none() -> None:
    long = f"<div style='display:none'>{'word ' * PREHEADER}</div><p>Hello"
    assert list(read(long).hidden) == ["display none"]
    assert list(read("<p>Hello<p style='font-size:0'>late").hidden) == ["font-size 0"]


def test_words_cut_by_hidden_letters_are_counted() -> None:
    reading = read("in<span style='font-size:0'>qx</span>voi<i hidden>z</i>ce <b>B</b>old")
    assert reading.seen == "invoice Bold"
    assert reading.splits.times == 2
    assert "in|voi" in reading.splits.sample


@pytest.mark.parametrize(
    ("style", "why"), [("font-size:3px", "tiny text"), ("color:#dddddd", "faint text")]
)
def test_text_that_is_hard_to_see_is_noted_and_seen(style: str, why: str) -> None:
    reading = read(f'<p style="{style}">small print</p>')
    assert reading.seen == "small print"
    assert reading.dim[why].letters == 10


def test_characters_of_no_width_are_left_out_and_turned_text_is_turned() -> None:
    assert seen.shown("pay\u200bpal \u202egpj.exe\u202c x\u00ady") == "paypal exe.jpg xy"
    assert seen.shown("می\u200cخواهم") == "می\u200cخواهم"


def test_text_for_outlook_alone_is_hidden_in_its_place() -> None:
    reading = read("<p>a<!--[if mso]><b>only here</b><![endif]-->b")
    assert reading.whole == "aonly hereb"
    assert reading.hidden[look.ONLY_OUTLOOK].letters == 8
