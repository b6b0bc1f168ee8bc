"""HTML and text come out of RTF as they went in."""

from __future__ import annotations

import pytest

from analyzers.lib.rtfbody import unwrap

HTML = rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0"


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (
            rb"{\*\htmltag64 <p>}\htmlrtf \par \htmlrtf0 gr\'fc\'dfe{\*\htmltag72 </p>}}",
            "<p>grüße</p>",
        ),
        (rb"{\*\mhtmltag64 <x>}{\*\htmltag64 <a href=\'22x\'22>}}", '<a href="x">'),
        (rb"{\fonttbl{\f0 Arial;}}a{\colortbl\red0;}b}", "ab"),
        (rb"a\par b\tab c\line d}", "a\r\nb\tc\r\nd"),
        (rb"\u228?\uc2\u246??\u-10179??\u-8704?? x}", "äö😀 x"),
        (rb"\{\}\\\~\lquote\rquote}", "{}\\\u00a0‘’"),
        (rb"{\htmlrtf hidden}shown}", "shown"),
        (rb"a\bin3 }}}b}", "ab"),
        (rb"a}behind the end", "a"),
        (rb"{\fonttbl{\f1\fcharset204 X;}}\f1 \'ef\f0 \'ef}", "пï"),
        (rb"{\fonttbl{\f1\fcharset128 X;}}\f1 \'93\'fa}", "日"),
    ],
)
def test_html_comes_out(rtf: bytes, text: str) -> None:
    body = unwrap(HTML + rtf)
    assert body is not None
    assert (body.kind, body.text) == ("text/html", text)


def test_text_comes_out() -> None:
    body = unwrap(rb"{\rtf1\ansi\fromtext \fbidis{\fonttbl{\f0 X;}}one\par two\par}")
    assert body is not None
    assert (body.kind, body.text) == ("text/plain", "one\r\ntwo\r\n")


def test_rtf_that_wraps_nothing_is_left_alone() -> None:
    assert unwrap(rb"{\rtf1\ansi hello}") is None
    assert unwrap(b"") is None


def test_endless_nesting_is_cut() -> None:
    body = unwrap(HTML + b"a" + b"{" * 5_000)
    assert body is not None
    assert body.truncated
