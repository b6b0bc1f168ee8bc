"""Encoded words are decoded as mail clients do, and what is none stays."""

from __future__ import annotations

import pytest

from analyzers.lib.encoded_words import decode_words


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        ("plain", "plain"),
        ("=?utf-8?Q?a=20b_c?=", "a b c"),
        ("=?UTF-8?b?w6Q?=", "ä"),  # padding left out
        ("=?utf-8?q?=C3?= =?utf-8?q?=A4?=", "ä"),  # a character split between two words
        ("=?iso-8859-1?q?=E4?=\t=?utf-8?q?=C3=A4?= end", "ää end"),
        ("=?utf-8*de?q?a?=", "a"),
        ("=?utf-8?Q?really??=", "really?"),
        ("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"),
        ("=?x-unknown?q?a=E4?=", "aä"),
        ("=?utf-8?q?open", "=?utf-8?q?open"),
        ("=?=?utf-8?q?x?=", "=?x"),
        ("a =? b ?= c", "a =? b ?= c"),
    ],
)
def test_text_is_decoded(text: str, decoded: str) -> None:
    assert decode_words(text) == decoded
