"""What the lines of a message are like where RFC 5322, 2.1 asks for others."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.lib.headers import LINE
from analyzers.model.observation import Finding, Severity

_LINES = 100_000  # stretches of the length of a line that are looked at: 100 MB


def line_findings(data: bytes, body: int) -> Iterator[Finding]:
    """Of the whole message, whose body begins at ``body``; headers have findings of their own."""
    yield from _ends(data)
    if (zero := data.find(b"\0", body)) >= 0:
        title = "The body holds zero bytes, at which some programs stop reading"
        evidence = f"{data.count(bytes(1), body)} of them"
        yield Finding("message.structure.nul", Severity.INFO, title, evidence, f"byte {zero}")
    if (place := _long(data, body)) >= 0:
        title = "A line of the body is longer than 998 bytes; servers on the way may cut it"
        yield Finding("message.structure.long-line", Severity.INFO, title, "", f"byte {place}")


def _ends(data: bytes) -> Iterator[Finding]:
    returns = data.count(b"\r")
    pairs = data.count(b"\r\n") if returns else 0
    feeds, returns = data.count(b"\n") - pairs, returns - pairs
    if (pairs > 0) + (feeds > 0) + (returns > 0) < 2:
        return
    title = "Lines end in different ways; programs differ in where they see a line end"
    evidence = f"{pairs} CR LF, {feeds} LF alone, {returns} CR alone"
    where = f"byte {_odd_one(data, pairs >= feeds, returns)}"
    yield Finding("message.structure.line-ends", Severity.INFO, title, evidence, where)


def _odd_one(data: bytes, paired: bool, returns: int) -> int:
    """The first line end that is not like most."""
    if paired:
        place = data.find(b"\n")
        while place > 0 and data[place - 1] == 0x0D:
            place = data.find(b"\n", place + 1)
        if place >= 0:
            return place
    place = data.find(b"\r")
    while returns and place >= 0 and data[place + 1 : place + 2] == b"\n":
        place = data.find(b"\r", place + 1)
    return place


def _long(data: bytes, body: int) -> int:
    """Where a line begins that is too long, -1 for none; leaps over all that cannot hold one.

    A line that ends in LF alone may be one byte longer, the place of its CR.
    """
    place = body
    for _ in range(_LINES):
        if len(data) - place <= LINE + 1:
            return -1
        newline = data.rfind(b"\n", place, place + LINE + 2)
        if newline < 0:
            return place
        place = newline + 1
    return -1
