"""Members of the plain archives of Unix: ar (with Debian packages) and cpio."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analyzers.model.unit import Unreadable

MEMBERS: Final = 20_000
_AR: Final = b"!<arch>\n"
_FILE, _KIND, _LINK = 0o100000, 0o170000, 0o120000  # of st_mode
_TRAILER: Final = "TRAILER!!!"
_SENSELESS: Final = "A header of the archive makes no sense, or is cut off"


@dataclass(frozen=True, slots=True)
class Member:
    """``size`` is what the header claims; ``data`` may be less."""

    name: str
    size: int
    data: bytes
    link: str = ""
    regular: bool = True


def members(data: bytes) -> Iterator[Member]:
    """The archive's members; ``Unreadable`` where the first header makes no sense."""
    if data.startswith(_AR):
        yield from _ar(data)
    elif data[:5] == b"07070":
        yield from _text(data)
    else:
        yield from _binary(data)


def _ar(data: bytes) -> Iterator[Member]:
    """ar(5), with the long names of both GNU and BSD."""
    at, names = len(_AR), b""
    for _ in range(MEMBERS):
        head = data[at : at + 60]
        if at >= len(data):
            return
        if len(head) < 60 or head[58:] != b"`\n":
            raise Unreadable(_SENSELESS)
        size = _number(head[48:58], 10)
        name, content = head[:16].decode("latin-1").rstrip(), data[at + 60 : at + 60 + size]
        if name == "//":
            names = content
        elif name.startswith("#1/"):
            length = _number(name[3:].encode(), 10)
            yield Member(
                content[:length].rstrip(b"\0").decode("utf-8", "replace"),
                size - length,
                content[length:],
            )
        elif name not in ("/", "/SYM64/", "__.SYMDEF"):
            long = name[:1] == "/" and name[1:].isdigit()
            raw = (
                names[int(name[1:]) :].partition(b"\n")[0].decode("utf-8", "replace")
                if long
                else name
            )
            yield Member(raw.rstrip("/"), size, content)
        at += 60 + size + (size & 1)


def _text(data: bytes) -> Iterator[Member]:
    """cpio(5): the portable ("070707") and the new ("070701", "070702") forms."""
    at = 0
    for _ in range(MEMBERS):
        new = data[at : at + 6] in (b"070701", b"070702")
        head = data[at : at + (110 if new else 76)]
        if len(head) < (110 if new else 76) or not (new or head[:6] == b"070707"):
            raise Unreadable(_SENSELESS)
        if new:
            mode, size, length = (_number(head[a : a + 8], 16) for a in (14, 54, 94))
        else:
            mode, length, size = (_number(head[a:b], 8) for a, b in ((18, 24), (59, 65), (65, 76)))
        begin = at + len(head) + length
        begin += -begin % 4 if new else 0
        name = data[at + len(head) : at + len(head) + max(0, length - 1)].decode("utf-8", "replace")
        if name == _TRAILER:
            return
        yield _member(name, mode, size, data[begin : begin + size])
        at = begin + size
        at += -at % 4 if new else 0


def _binary(data: bytes) -> Iterator[Member]:
    at, order = 0, "<" if data[:1] == b"\xc7" else ">"
    for _ in range(MEMBERS):
        if len(data) < at + 26:
            raise Unreadable(_SENSELESS)
        words = struct.unpack_from(f"{order}13H", data, at)
        if words[0] != 0o070707:
            raise Unreadable(_SENSELESS)
        mode, length, size = words[3], words[10], words[11] << 16 | words[12]
        begin = at + 26 + length + (length & 1)
        name = data[at + 26 : at + 26 + max(0, length - 1)].decode("utf-8", "replace")
        if name == _TRAILER:
            return
        yield _member(name, mode, size, data[begin : begin + size])
        at = begin + size + (size & 1)


def _member(name: str, mode: int, size: int, content: bytes) -> Member:
    link = content.decode("utf-8", "replace") if mode & _KIND == _LINK else ""
    return Member(name, size, content, link, mode & _KIND == _FILE)


def _number(raw: bytes, base: int) -> int:
    try:
        return max(0, int(raw.strip() or b"0", base))
    except ValueError as problem:
        raise Unreadable(_SENSELESS) from problem
