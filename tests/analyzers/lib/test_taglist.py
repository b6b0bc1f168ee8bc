"""Lists of tags, by their grammar."""

from __future__ import annotations

import time

import pytest

from analyzers.lib.taglist import BadTags, compact, parse_tags


def test_white_space_around_tags_and_values_goes() -> None:
    assert parse_tags(" a = 1 2 ;\r\n b=x=y; c=;") == {"a": "1 2", "b": "x=y", "c": ""}


@pytest.mark.parametrize("text", ["a", "=1", "1=2", "a=1; a=2", "a b=1"])
def test_what_is_no_list(text: str) -> None:
    with pytest.raises(BadTags):
        parse_tags(text)


def test_compact_drops_folds() -> None:
    assert compact("a b\r\n\tc") == "abc"


def test_a_megabyte_is_quick() -> None:
    started = time.process_time()
    for unit in ("a=", ";", " ", "a=1;"):
        try:
            parse_tags(unit * 500_000)
        except BadTags:
            continue
    assert time.process_time() - started < 1
