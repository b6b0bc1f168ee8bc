"""Finds the property behind a name: which tag a message gave it ([MS-OXMSG] 2.2.3).

Named properties have tags from 8000 on that differ from message to message; what stays is their
set, a GUID, and a number or a word in it ([MS-OXPROPS] 1.3.2).
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from typing import Final

NAMES: Final = "__nameid_version1.0"  # the storage that maps them
NONE: Final = "0000"  # a tag that no property has

Key = tuple[bytes, int | str]


def _set(number: int) -> bytes:
    """A GUID of the family that [MS-OXPROPS] 1.3.2 lists: xxxxxxxx-0000-0000-C000-000000000046."""
    return struct.pack("<I", number) + bytes.fromhex("00000000c000000000000046")


STRINGS: Final = _set(0x00020329)  # PS_PUBLIC_STRINGS
HEADERS: Final = _set(0x00020386)  # PS_INTERNET_HEADERS
SHARED: Final = _set(0x00062008)  # PSETID_Common
APPOINTMENT: Final = _set(0x00062002)
TASK: Final = _set(0x00062003)
ADDRESS: Final = _set(0x00062004)
MEETING: Final = bytes.fromhex("90da d86e 0b45 1b10 98da 00aa003f1305")
_MAPI: Final = _set(0x00020328)  # PS_MAPI, the set of index 1

_ENTRIES = 4_000  # named properties of one message; Outlook writes some hundred
_WORD = 256  # characters of a name; [MS-OXCPRPT] allows 127
_FIRST_TAG = 0x8000


class Names:
    """The tags of named properties, by set and number or word; words are in lower case."""

    def __init__(self, tags: dict[Key, str]) -> None:
        self._tags = tags

    def tag(self, group: bytes, name: int | str) -> str:
        """The tag, or one that no property has."""
        return self._tags.get((group, name), NONE)

    def words(self, group: bytes) -> Iterable[tuple[str, str]]:
        """Names that are words, of one set, with their tags."""
        return ((n, tag) for (g, n), tag in self._tags.items() if g == group and isinstance(n, str))


def read_names(read: Callable[[str], bytes | None]) -> Names:
    """From the streams of the mapping storage; an entry out of range is left out."""
    groups = read("__substg1.0_00020102") or b""
    entries = read("__substg1.0_00030102") or b""
    strings = read("__substg1.0_00040102") or b""
    tags: dict[Key, str] = {}
    whole = min(len(entries) // 8, _ENTRIES) * 8
    for name, kind, index in struct.iter_unpack("<IHH", entries[:whole]):
        group, word = _group(groups, kind >> 1), kind & 1
        key = _word(strings, name) if word else name
        if group and key != "" and index < _FIRST_TAG:
            tags.setdefault((group, key), f"{_FIRST_TAG + index:04X}")
    return Names(tags)


def _group(groups: bytes, index: int) -> bytes:
    """The GUID of an index: 1 and 2 are known, the stream holds those from 3 on."""
    if index in (1, 2):
        return _MAPI if index == 1 else STRINGS
    found = groups[16 * (index - 3) : 16 * (index - 2)] if index >= 3 else b""
    return found if len(found) == 16 else b""


def _word(strings: bytes, offset: int) -> str:
    """The name at an offset of the string stream, "" where it does not lie in it."""
    if offset + 4 > len(strings):
        return ""
    length = struct.unpack_from("<I", strings, offset)[0]
    raw = strings[offset + 4 : offset + 4 + min(length, 2 * _WORD)]
    return raw.decode("utf-16-le", "replace").rstrip("\0").lower()
