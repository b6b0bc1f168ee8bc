"""Takes a Windows shortcut apart: header, target, strings and extra blocks ([MS-SHLLINK])."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Final

from analyzers.lib import linkinfo, shellitems
from analyzers.lib.linkinfo import Place
from analyzers.lib.shellitems import Items
from analyzers.model.unit import Unreadable

HEADER: Final = 0x4C  # bytes ([MS-SHLLINK] 2.1)
BLOCKS: Final = 50  # extra blocks read; the format defines eleven
STRING: Final = 32_768  # characters of one string; Windows caps a command line there
ENVIRONMENT, TRACKER, DARWIN, ICON = 0xA0000001, 0xA0000003, 0xA0000006, 0xA0000007

_ID_LIST, _INFO, _UNICODE, _EXPANDED, _AS_ADMIN = 1 << 0, 1 << 1, 1 << 7, 1 << 9, 1 << 13
_STRINGS: Final = (
    (1 << 2, "name"),
    (1 << 3, "relative"),
    (1 << 4, "folder"),
    (1 << 5, "arguments"),
    (1 << 6, "icon"),
)


@dataclass(slots=True)
class ShellLink:
    """What a shortcut says; times are FILETIME ticks, 0 for none, and ``end`` is a byte offset."""

    flags: int
    attributes: int
    created: int
    accessed: int
    written: int
    size: int
    icon_index: int
    show: int
    hot_key: int
    items: Items = field(default_factory=Items)
    place: Place = field(default_factory=Place)
    strings: dict[str, str] = field(default_factory=dict)
    blocks: dict[int, bytes] = field(default_factory=dict)
    end: int = HEADER
    damage: str = ""  # why the reading stopped early

    @property
    def as_admin(self) -> bool:
        return bool(self.flags & _AS_ADMIN)

    @property
    def environment(self) -> str:
        """The target with environment variables, which Windows takes before all others."""
        return self._paths(ENVIRONMENT) if self.flags & _EXPANDED else ""

    @property
    def icon_block(self) -> str:
        return self._paths(ICON)

    @property
    def product(self) -> str:
        """What an installed product's shortcut names instead of a path."""
        return self._paths(DARWIN)

    def _paths(self, signature: int) -> str:
        """A block of a path in ANSI (260 bytes) and in UTF-16 (520 bytes)."""
        block = self.blocks.get(signature, b"")
        wide = block[260:780].decode("utf-16-le", "replace").partition("\0")[0]
        return wide or block[:260].partition(b"\0")[0].decode("cp1252", "replace")


def read(data: bytes) -> ShellLink:
    """The shortcut as far as it can be read.  Raises ``Unreadable`` where it has no header."""
    if len(data) < HEADER:
        raise Unreadable(f"A shortcut begins with {HEADER} bytes of header, here are {len(data)}")
    fields = struct.unpack_from("<IIQQQIiIH", data, 20)
    link = ShellLink(*fields)
    try:
        _sections(data, link)
    except (struct.error, IndexError, ValueError) as problem:
        link.damage = link.damage or f"{type(problem).__name__} at offset {link.end}"
    return link


def _sections(data: bytes, link: ShellLink) -> None:
    if link.flags & _ID_LIST:
        size = struct.unpack_from("<H", data, link.end)[0]
        link.items = shellitems.read(data[link.end + 2 : link.end + 2 + size])
        link.end += 2 + size
    if link.flags & _INFO:
        size = struct.unpack_from("<I", data, link.end)[0]
        link.place = linkinfo.read(data[link.end : link.end + size])
        link.end += max(size, 4)
    for flag, name in _STRINGS:
        if link.flags & flag:
            _string(data, link, name)
    _extra(data, link)


def _string(data: bytes, link: ShellLink, name: str) -> None:
    """A count of characters, and so many of them without an end mark (2.4)."""
    count = struct.unpack_from("<H", data, link.end)[0]
    width = 2 if link.flags & _UNICODE else 1
    start = link.end + 2
    if start + count * width > len(data):
        raise ValueError(f"the {name} is cut off")
    raw = data[start : start + min(count, STRING) * width]
    text = raw.decode("utf-16-le" if width == 2 else "cp1252", "replace")
    link.strings[name] = text.rstrip("\0")
    link.end = start + count * width


def _extra(data: bytes, link: ShellLink) -> None:
    """Blocks of size and signature until one smaller than four bytes (2.5)."""
    for _ in range(BLOCKS):
        if link.end + 4 > len(data):
            return
        size = struct.unpack_from("<I", data, link.end)[0]
        if size < 8:
            link.end += 4
            return
        if link.end + size > len(data):
            link.damage = f"a block of {size} bytes at offset {link.end} is cut off"
            return
        signature = struct.unpack_from("<I", data, link.end + 4)[0]
        if signature >> 16 != 0xA000:  # no block: what stands here was put behind the shortcut
            return
        link.blocks.setdefault(signature, data[link.end + 8 : link.end + size])
        link.end += size
