"""Mailbox files come apart where a message begins, and nowhere else."""

from __future__ import annotations

import time

import pytest

from analyzers.lib.mailbox import COUNTED, PLAIN, QUOTED, messages

BEGIN = b"From ann@example.com Mon Mar  2 12:00:00 2026\n"
FIRST = b"Subject: one\n\nhello\n"
SECOND = b"Subject: two\n\nworld\n"


def test_messages_come_without_what_the_file_puts_around_them() -> None:
    found = list(messages(BEGIN + FIRST + b"\n" + BEGIN + SECOND + b"\n"))
    assert [each.data for each in found] == [FIRST, SECOND]
    assert found[1].envelope == "ann@example.com Mon Mar  2 12:00:00 2026"
    assert found[1].offset == len(BEGIN + FIRST) + 1
    assert {each.variant for each in found} == {PLAIN}


@pytest.mark.parametrize("begin", [b"From ann@example.com\r\n", b"From - Mon Mar  2\r\n"])
def test_lines_may_end_in_both_characters(begin: bytes) -> None:
    one, two = (part.replace(b"\n", b"\r\n") for part in (FIRST, SECOND))
    found = [each.data for each in messages(begin + one + b"\r\n" + begin + two)]
    assert found == [one, two]


@pytest.mark.parametrize(
    "line",
    [
        b"From the desk of Ann\nRe: lunch\n",
        b"From here on it rains 10:00\nand no header follows\n",
        b"text\nFrom ann@example.com\nSubject: no empty line\n",
    ],
)
def test_lines_of_the_text_begin_no_message(line: bytes) -> None:
    assert len(list(messages(BEGIN + FIRST + b"\n" + line))) == 1


def test_quoted_lines_lose_one_mark() -> None:
    (found,) = messages(BEGIN + FIRST + b">From me\n>>From you\n> From x\n")
    assert found.data == FIRST + b"From me\n>From you\n> From x\n"
    assert found.variant == QUOTED


def test_a_length_that_fits_keeps_lines_that_look_like_a_beginning() -> None:
    body = b"a\n\n" + BEGIN + b"Subject: quoted\n\n>From b\n"
    counted = b"Content-Length: %d\n\n" % len(body) + body
    found = list(messages(BEGIN + counted + b"\n" + BEGIN + SECOND))
    assert [each.data for each in found] == [counted, SECOND]
    assert found[0].variant == COUNTED


@pytest.mark.parametrize("length", [b"999999", b"3", b"x"])
def test_a_length_that_does_not_fit_is_not_believed(length: bytes) -> None:
    data = BEGIN + b"Content-Length: " + length + b"\n\nabcdef\n\n" + BEGIN + SECOND
    assert len(list(messages(data))) == 2


def test_what_stands_before_the_first_line_is_passed_over() -> None:
    assert [m.data for m in messages(b"\xef\xbb\xbf\r\n>" + BEGIN + FIRST)] == [FIRST]


@pytest.mark.parametrize(
    "unit",
    [
        b"\nFrom ",
        b"\n\nFrom x\na:",
        b"From a 10:00\nContent-Length: 5\n\n",
        b"From a 10:00\n>From x\n",
        b"From " + b"1" * 199 + b"\n\n",
        b"\r\n\r\n",
        b">" * 99 + b"From ",
    ],
)
def test_a_megabyte_of_anything_takes_no_longer(unit: bytes) -> None:
    started = time.process_time()
    assert list(messages(BEGIN + FIRST + unit * ((1 << 20) // len(unit))))
    assert time.process_time() - started < 2.5  # seconds
