"""Dates become ISO 8601 with their zone, or nothing."""

from __future__ import annotations

import pytest

from analyzers.lib.dates import parse_date


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Mon, 1 Jun 2009 10:00:00 +0200 (CEST)", "2009-06-01T10:00:00+02:00"),
        ("1 June 2009 10:00 EST", "2009-06-01T10:00:00-05:00"),
        ("Mon,01-Jun-09 10:00:00 GMT", "2009-06-01T10:00:00+00:00"),
        ("Mon, 1 Jun 99 10:00:00 -0000", "1999-06-01T10:00:00+00:00"),
        ("1 Jun 2009 10:00:00 PM PDT", "2009-06-01T22:00:00-07:00"),
        ("Mon Jun  1 10:00:00 2009 +0100", "2009-06-01T10:00:00+01:00"),
        ("2009-06-01T10:00:00.5Z", "2009-06-01T10:00:00+00:00"),
        ("30 Jun 2015 23:59:60 +0000", "2015-06-30T23:59:59+00:00"),
        ("1 Jun 2009 10:00:00", ""),  # no zone: nobody knows when that was
        ("31 Feb 2009 10:00:00 +0000", ""),
        ("1 Xyz 2009 10:00:00 +0000", ""),
        ("1 Jun 2009 10:00:00 +9999", ""),
        ("02-02-2024", ""),
        ("", ""),
    ],
)
def test_a_date_is_a_moment_or_nothing(text: str, moment: str) -> None:
    assert parse_date(text) == moment
