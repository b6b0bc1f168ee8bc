"""The filter line."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import BadInput
from workbench.store.filtering import ARRIVAL_SHIFT, Filter, FilterProblem, parse


def test_an_empty_line_restricts_nothing() -> None:
    assert parse("  ") == Filter()


def test_words_are_prefixes_and_all_must_hit() -> None:
    assert parse("invoice overdue").match == '"invoice"* AND "overdue"*'


def test_quotes_keep_words_together() -> None:
    assert parse('"final notice"').match == '"final notice"*'


def test_a_field_searches_one_column() -> None:
    assert parse("from:desk@sender.example").match == 'sender : "desk@sender.example"*'
    assert parse('SUBJECT:"final notice"').match == 'subject : "final notice"*'


def test_a_minus_excludes() -> None:
    assert parse("-invoice -is:unread") == Filter(
        unmatch=('"invoice"*',), conditions=("NOT unread > 0",)
    )


def test_a_day_begins_at_local_midnight() -> None:
    midnight = datetime(2026, 1, 31).astimezone()
    filter = parse("after:2026-01-31")
    assert filter.conditions == ("arrival >= ?",)
    assert filter.values == (int(midnight.timestamp() * 1000) << ARRIVAL_SHIFT,)


def test_an_address_of_the_web_is_a_word() -> None:
    assert parse("https://evil.example/a").match == '"https://evil.example/a"*'


@pytest.mark.parametrize(
    ("line", "position", "says"),
    [
        ("ok form:x", 3, '"form:" is not known'),
        ("is:green", 0, "known are reported"),
        ("a verdict:evil", 2, "malicious"),
        ("before:yesterday", 0, "2026-01-31"),
        ('x "half', 2, "quote"),
        ("from:", 0, "Nothing to look for"),
        ("a ???", 2, "no letter or digit"),
        ("-", 0, "Nothing to look for"),
    ],
)
def test_what_cannot_be_understood_is_said_with_its_place(
    line: str, position: int, says: str
) -> None:
    with pytest.raises(FilterProblem, match=says) as caught:
        parse(line)
    assert caught.value.position == position


@settings(deadline=None)  # a loaded machine proves nothing about the parser
@given(st.text())
def test_any_line_is_understood_or_refused(line: str) -> None:
    try:
        parse(line)
    except BadInput:
        return
