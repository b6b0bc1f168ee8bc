"""Reads the revision store of OneNote sections ([MS-ONESTORE]): file data and property sets.

Fragments of node lists are found by their mark, so that a broken list hides nothing.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

FORMAT: Final = UUID("109ADD3F-911B-49F5-A5D0-1791EDC8AED8").bytes_le  # 2.3.1, a revision store
_BLOB: Final = UUID("BDE316E7-2665-4511-A4C4-8D4D0B7A9EAC").bytes_le  # 2.6.13
_FRAGMENT: Final = struct.pack("<Q", 0xA4567AB1F5F7F4C4)  # 2.4.2
_NODES: Final = 50_000  # of all fragments
_PROPERTIES: Final = 500  # of one set
_OBJECT_WITH_PROPERTIES: Final = frozenset({0x2D, 0x2E, 0x41, 0x42, 0xA4, 0xA5, 0xC4, 0xC5})
_DECLARES: Final = frozenset({0xA4, 0xA5, 0xC4, 0xC5})
_FILE_DECLARATION: Final = {0x72: 9, 0x73: 12}  # bytes before the reference
_FILE_REFERENCE: Final = 0x94
_FIXED: Final = {1: 0, 2: 0, 3: 1, 4: 2, 5: 4, 6: 8}  # 2.6.6: bytes of a value


@dataclass(frozen=True, slots=True)
class Blob:
    """One FileDataStoreObject; ``whole`` unless the file ends before it does."""

    offset: int
    data: bytes = field(repr=False)
    whole: bool


@dataclass(frozen=True, slots=True)
class Properties:
    """A property set: identifiers with the raw bytes of values, or the ids of objects named."""

    kind: int  # low half of the jcid, 0 where the node does not tell
    values: dict[int, bytes]
    objects: dict[int, tuple[int, ...]]


@dataclass(slots=True)
class Store:
    """What the nodes tell: sets in order, blobs' places by guid, files declared by object id."""

    sets: list[Properties] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    files: dict[int, tuple[str, str]] = field(default_factory=dict)  # guid and extension
    full: bool = False


def blobs(data: bytes, start: int = 0) -> Iterator[Blob]:
    """Every embedded file and picture, by the mark in front of it."""
    place = data.find(_BLOB, start)
    while place >= 0 and place + 36 <= len(data):
        (length,) = struct.unpack_from("<Q", data, place + 16)
        body = data[place + 36 : place + 36 + length]
        yield Blob(place, body, len(body) == length)
        place = data.find(_BLOB, place + 36 + len(body))


def read(data: bytes) -> Store:
    """All nodes of all fragments; what makes no sense ends its fragment."""
    store, count = Store(), 0
    place = data.find(_FRAGMENT)
    while place >= 0 and not store.full:
        at = place + 16
        while (size := _node(data, at, store)) > 0:
            at, count = at + size, count + 1
            if count > _NODES:
                store.full = True
                break
        place = data.find(_FRAGMENT, max(at, place + 8))
    return store


def _node(data: bytes, at: int, store: Store) -> int:
    """Enter one FileNode (2.4.3); its size, 0 where the list ends."""
    if at + 4 > len(data):
        return 0
    (head,) = struct.unpack_from("<I", data, at)
    name, size = head & 0x3FF, head >> 10 & 0x1FFF
    if name in (0, 0xFF) or size < 4 or at + size > len(data):
        return 0
    body = data[at + 4 : at + size]
    if name in _OBJECT_WITH_PROPERTIES:
        where, used = _reference(body, head)
        kind = int.from_bytes(body[used + 4 : used + 6], "little") if name in _DECLARES else 0
        found = property_set(data, where, kind) if where else None
        if found is not None:
            store.sets.append(found)
    elif name in _FILE_DECLARATION and len(body) > 12:
        _declared(body, _FILE_DECLARATION[name], store)
    elif name == _FILE_REFERENCE:
        where, used = _reference(body, head)
        store.places[_guid(body[used : used + 16])] = where
    return int(size)


def _reference(body: bytes, head: int) -> tuple[int, int]:
    """A FileNodeChunkReference (2.2.4): the place it names, and its own length."""
    width, scale = ((8, 1), (4, 1), (2, 8), (4, 8))[head >> 23 & 3]
    counted = (4, 8, 1, 2)[head >> 25 & 3]
    return int.from_bytes(body[:width], "little") * scale, width + counted


def _declared(body: bytes, before: int, store: Store) -> None:
    """2.5.27: an object that is a file, "<ifndf>{guid}" or elsewhere, and its extension."""
    (identity,) = struct.unpack_from("<I", body)
    reference, at = _text(body, before)
    extension, _end = _text(body, at)
    if reference.lower().startswith("<ifndf>"):
        store.files[identity] = (reference[7:].strip("{}").upper(), extension)


def _text(body: bytes, at: int) -> tuple[str, int]:
    """A StringInStorageBuffer (2.2.3)."""
    if at + 4 > len(body):
        return "", at
    (count,) = struct.unpack_from("<I", body, at)
    end = at + 4 + 2 * min(count, 1_000)
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def _guid(raw: bytes) -> str:
    return str(UUID(bytes_le=raw)).upper() if len(raw) == 16 else ""


def property_set(data: bytes, at: int, kind: int = 0) -> Properties | None:
    """An ObjectSpaceObjectPropSet (2.6.1); None where there is none."""
    try:
        return _Sets(data, at).read(kind)
    except (struct.error, IndexError):
        return None


class _Sets:
    def __init__(self, data: bytes, at: int) -> None:
        self._data, self._at = data, at
        self._ids: list[int] = []
        self._left = _PROPERTIES

    def read(self, kind: int) -> Properties:
        head = self._number(4)
        count = head & 0xFF_FFFF
        if count > _PROPERTIES:
            raise IndexError
        self._ids = [self._number(4) for _ in range(count)]
        if not head >> 31:
            second = self._number(4)
            self._at += 4 * (second & 0xFF_FFFF)
            if second >> 30 & 1:
                self._at += 4 * (self._number(4) & 0xFF_FFFF)
        found = Properties(kind, {}, {})
        self._set(found, 0)
        return found

    def _number(self, size: int) -> int:
        raw = self._data[self._at : self._at + size]
        if len(raw) < size:
            raise IndexError
        self._at += size
        return int.from_bytes(raw, "little")

    def _set(self, found: Properties, depth: int) -> None:
        """A PropertySet (2.6.7): all identifiers, then all values."""
        identifiers = [self._number(4) for _ in range(min(self._number(2), self._left))]
        self._left -= len(identifiers)
        for identifier in identifiers:
            self._value(identifier & 0x7FFF_FFFF, found, depth)

    def _value(self, identifier: int, found: Properties, depth: int) -> None:
        form = identifier >> 26
        if form in _FIXED:
            found.values.setdefault(identifier, self._taken(_FIXED[form]))
        elif form == 7:
            found.values.setdefault(identifier, self._taken(self._number(4)))
        elif form in (8, 9):
            count = 1 if form == 8 else self._number(4)
            found.objects[identifier] = tuple(self._ids[:count])
            del self._ids[:count]
        elif form in (0xB, 0xD):
            self._number(4)  # how many; their ids stand in a stream of their own
        elif form in (0x10, 0x11) and depth < 4:
            count = self._number(4) if form == 0x10 else 1
            if form == 0x10 and count:
                self._number(4)
            for _ in range(min(count, self._left)):
                self._set(Properties(0, {}, {}), depth + 1)

    def _taken(self, size: int) -> bytes:
        if size > len(self._data) - self._at:
            raise IndexError
        self._at += size
        return self._data[self._at - size : self._at]
