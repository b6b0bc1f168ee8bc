"""Canonical forms as RFC 6376 spells them out, and in bounded time."""

from __future__ import annotations

import time

import pytest

from analyzers.lib import canonical
from analyzers.lib.wire import WireField


def field(raw: bytes) -> WireField:
    name, _, value = raw.partition(b":")
    return WireField(name.strip().lower().decode(), name, value, 0)


@pytest.mark.parametrize(
    ("raw", "relaxed"),
    [
        (b"A: X\r\n", b"a:X\r\n"),
        (b"B : Y\t\r\n\tZ  \r\n", b"b:Y Z\r\n"),
        (b"C:\r\n", b"c:\r\n"),
    ],
)
def test_headers_as_in_the_rfc(raw: bytes, relaxed: bytes) -> None:
    """RFC 6376, 3.4.5."""
    assert canonical.header(field(raw), True) == relaxed
    assert canonical.header(field(raw), False) == raw


@pytest.mark.parametrize(
    ("body", "relaxed", "simple"),
    [
        (b" C \r\nD \t E\r\n\r\n\r\n", b" C\r\nD E\r\n", b" C \r\nD \t E\r\n"),
        (b"", b"", b"\r\n"),
        (b"\r\n\r\n", b"", b"\r\n"),
        (b" \r\n \r\n", b"", b" \r\n \r\n"),
        (b"a", b"a\r\n", b"a\r\n"),
        (b"a ", b"a\r\n", b"a \r\n"),
        (b"a\r\r\n\r\n", b"a\r\r\n", b"a\r\r\n"),
    ],
)
def test_bodies_as_in_the_rfc(body: bytes, relaxed: bytes, simple: bytes) -> None:
    """RFC 6376, 3.4.3 to 3.4.5."""
    assert canonical.body(body, True) == relaxed
    assert canonical.body(body, False) == simple


@pytest.mark.parametrize("unit", [b" ", b"\t", b"\r\n", b" \r\n", b"\r", b"\n", b" \tx"])
def test_a_megabyte_of_one_thing_is_quick(unit: bytes) -> None:
    data = unit * (1_000_000 // len(unit)) + b"x"
    started = time.process_time()
    for tail in (data, data[:-1]):
        canonical.body(tail, True)
        canonical.body(tail, False)
    assert time.process_time() - started < 1
