"""Splits mbox files into their messages (RFC 4155, and the variants with Content-Length).

A line "From " begins a message where an empty line stands before it, or a time in it, and a header
follows; other such lines belong to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BEGIN = re.compile(
    rb"^From ([^\r\n]{1,400})\r?\n(?=(?:>From [^\r\n]{0,400}\r?\n)?[!-9;-~]{1,80}:)", re.M
)
_DATED = re.compile(rb"\b(?:\d\d:\d\d|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b")
_BLANK = re.compile(rb"\n\r?\n")
_LENGTH = re.compile(rb"^content-length:[ \t]{0,9}(\d{1,12})[ \t]{0,9}\r?$", re.M | re.I)
_QUOTED = re.compile(rb"^>(>*From )", re.M)
_HEADERS = 64 << 10  # bytes of a message in which its length is looked for
_BEFORE = b"\xef\xbb\xbf \t\r\n\0>"  # what some programs write before the first line
_GAP = re.compile(rb"(?:\r?\n){0,3}(?:From |\Z)")

PLAIN, QUOTED, COUNTED = "mbox", "mboxrd (lines quoted with >)", "mboxcl (Content-Length)"


@dataclass(frozen=True, slots=True)
class Stored:
    """One message; ``envelope`` is the rest of its From line, ``offset`` where that line lies
    behind the blanks at the beginning of the file."""

    envelope: str
    data: bytes
    offset: int
    variant: str


def messages(data: bytes) -> Iterator[Stored]:
    """All of them, in their order, without the From line and the empty line behind each."""
    data = data.lstrip(_BEFORE)
    begins = _begins(data)
    place = 0
    while place < len(begins):
        match, following = begins[place], place + 1
        counted = _counted(data, match.end())
        if counted:
            while following < len(begins) and begins[following].start() < counted:
                following += 1
        stop = counted or (begins[following].start() if following < len(begins) else len(data))
        yield _stored(data, match, stop, bool(counted))
        place = following


def _begins(data: bytes) -> list[re.Match[bytes]]:
    return [m for m in _BEGIN.finditer(data) if _is_begin(data, m)]


def _is_begin(data: bytes, match: re.Match[bytes]) -> bool:
    """One word, as a sender is, or a time; Netscape wrote "-" and no empty line."""
    start, words = match.start(), match[1].strip()
    if not start or words == b"-" or _DATED.search(words):
        return True
    return b" " not in words and data[max(start - 3, 0) : start].endswith((b"\n\n", b"\n\r\n"))


def _counted(data: bytes, start: int) -> int:
    """Where a message ends that tells its length, 0 where it tells none or a wrong one."""
    blank = _BLANK.search(data, start, start + _HEADERS)
    length = _LENGTH.search(data, start, blank.end()) if blank else None
    if blank is None or length is None:
        return 0
    stop = blank.end() + int(length[1])
    return stop if stop <= len(data) and _GAP.match(data, stop) else 0


def _stored(data: bytes, match: re.Match[bytes], stop: int, counted: bool) -> Stored:
    raw = data[match.end() : stop]
    if not counted:
        raw = _without_last_line(raw)
    plain = raw if counted else _QUOTED.sub(rb"\1", raw)
    variant = COUNTED if counted else PLAIN if plain == raw else QUOTED
    return Stored(match[1].decode("latin-1"), plain, match.start(), variant)


def _without_last_line(raw: bytes) -> bytes:
    """Without the empty line that the format puts behind each message."""
    for end in (b"\r\n\r\n", b"\n\n"):
        if raw.endswith(end):
            return raw[: -len(end) // 2]
    return raw
