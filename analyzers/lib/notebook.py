"""What a OneNote section shows and holds: files with names, pictures, words, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import unpack
from typing import Final

from analyzers.lib import onepackage, onestore
from analyzers.lib.onestore import Blob, Properties, Store
from analyzers.model.unit import Unreadable

# [MS-ONE] 2.1.12 and 2.1.13: properties, and the low half of an object's kind.
_FILE_NODE, _PICTURE_NODE = 0x35, 0x11
_FILE_NAME, _SOURCE, _FILE = 0x1C001D9C, 0x1C001D9D, 0x20001D9B
_PICTURE_NAME, _PICTURE, _ALTERNATIVE = 0x1C001DD7, 0x20001C3F, 0x1C001E58
_WIDE, _NARROW, _TITLE, _ADDRESS = 0x1C001C22, 0x1C003498, 0x1C001CF3, 0x1C001E20
_AUTHOR: Final = 0x1C001D75
_LEFT, _TOP, _WIDTH, _HEIGHT = 0x14001C14, 0x14001C15, 0x140034CD, 0x140034CE
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x01\0\0\0l\0\0\0")  # the last is EMF
_ICON: Final = 1.0  # half inches; the icon of a file is a half inch wide and high
_FIELD = re.compile('\ufddfHYPERLINK "([^"\n]{1,2048})"([^\ufddf\n]{0,300})')
TEXTS: Final = 2_000  # different runs of text kept


@dataclass(frozen=True, slots=True)
class File:
    """An embedded file or picture; ``named`` where the section itself says its name."""

    name: str
    data: bytes = field(repr=False)
    offset: int
    whole: bool
    picture: bool
    named: bool
    source: str = ""


@dataclass(slots=True)
class Notebook:
    """``pictures`` and ``icons`` are left, top, width and height in half inches."""

    files: list[File] = field(default_factory=list)
    texts: dict[str, None] = field(default_factory=dict)
    titles: dict[str, None] = field(default_factory=dict)
    authors: dict[str, None] = field(default_factory=dict)
    links: dict[tuple[str, str], None] = field(default_factory=dict)
    pictures: list[tuple[float, ...]] = field(default_factory=list)
    icons: list[tuple[float, ...]] = field(default_factory=list)
    full: bool = False

    def covered(self) -> bool:
        """Whether a picture is laid over the icon of a file."""
        return any(_meet(picture, icon) for picture in self.pictures for icon in self.icons)


def read(data: bytes) -> Notebook:
    book = Notebook()
    if data[48:64] == onepackage.FORMAT:
        _package(data, book)
        return book
    if data[48:64] != onestore.FORMAT and onestore.FORMAT not in data[:256]:
        raise Unreadable("The header names no format of OneNote that is known")
    _store(data, book)
    return book


def _store(data: bytes, book: Notebook) -> None:
    store = onestore.read(data)
    book.full = store.full
    told: dict[int, tuple[str, str, bool]] = {}
    for found in store.sets:
        _noted(found, book)
        source = _string(found, _SOURCE)
        for container, name in ((_FILE, _FILE_NAME), (_PICTURE, _PICTURE_NAME)):
            for identity in found.objects.get(container, ()):
                if place := store.places.get(store.files.get(identity, ("", ""))[0]):
                    told[place] = (_string(found, name), source, container == _PICTURE)
    extensions = _extensions(store)
    for number, blob in enumerate(onestore.blobs(data), 1):
        name_of, source, picture = told.get(blob.offset, ("", "", False))
        extension = extensions.get(blob.offset, "")
        book.files.append(_file(blob, number, name_of, extension, source, picture))


def _extensions(store: Store) -> dict[int, str]:
    return {
        store.places[guid]: extension
        for guid, extension in store.files.values()
        if guid in store.places
    }


def _package(data: bytes, book: Notebook) -> None:
    """Here a file's name is known to belong to it only where there is as many of both."""
    blobs: list[Blob] = []
    names: dict[str, bool] = {}
    for part in onepackage.parts(data):
        if isinstance(part, Blob):
            blobs.append(part)
            continue
        if part is None:
            book.full = True
            break
        _noted(part, book)
        name, picture = _named(part)
        if name:
            names[name] = picture
    matched = list(names.items()) if len(names) == len(blobs) else []
    for number, blob in enumerate(blobs, 1):
        name, picture = matched[number - 1] if matched else ("", False)
        book.files.append(_file(blob, number, name, "", "", picture))


def _file(blob: Blob, number: int, name: str, extension: str, source: str, picture: bool) -> File:
    spoken = name or f"file {number}{extension}"
    drawn = picture or (not name and blob.data.startswith(_PICTURES))
    return File(spoken, blob.data, blob.offset, blob.whole, drawn, bool(name), source)


def _named(found: Properties) -> tuple[str, bool]:
    name = _string(found, _FILE_NAME)
    return (name, False) if name else (_string(found, _PICTURE_NAME), _PICTURE in found.objects)


def _noted(found: Properties, book: Notebook) -> None:
    """Words, links and places of one object."""
    for identifier in (_WIDE, _NARROW, _ALTERNATIVE):
        text = _string(found, identifier)
        for url, shown in _FIELD.findall(text):
            book.links.setdefault((url, shown.strip()))
        text = _FIELD.sub(r"\2", text).strip("\x00 \r\n")
        if text and len(book.texts) < TEXTS:
            book.texts.setdefault(text)
    if url := _string(found, _ADDRESS):
        book.links.setdefault((url, _string(found, _ALTERNATIVE)))
    for identifier, into in ((_TITLE, book.titles), (_AUTHOR, book.authors)):
        if (text := _string(found, identifier).strip()) and len(into) < TEXTS:
            into.setdefault(text)
    left, top = _number(found, _LEFT), _number(found, _TOP)
    if left is None or top is None:
        return
    if _FILE_NAME in found.values or found.kind == _FILE_NODE:
        book.icons.append((left, top, _ICON, _ICON))
    elif found.kind == _PICTURE_NODE or _PICTURE in found.objects:
        width, height = _number(found, _WIDTH) or 0.0, _number(found, _HEIGHT) or 0.0
        book.pictures.append((left, top, width, height))


def _string(found: Properties, identifier: int) -> str:
    raw = found.values.get(identifier, b"")
    if identifier == _NARROW:
        return raw.decode("cp1252", "replace").strip("\0")
    return raw.decode("utf-16-le", "replace").strip("\0")


def _number(found: Properties, identifier: int) -> float | None:
    raw = found.values.get(identifier, b"")
    return float(unpack("<f", raw)[0]) if len(raw) == 4 else None


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )


def texts(book: Notebook) -> Iterator[str]:
    """All words, those of links included, once each."""
    yield from book.texts
    yield from (shown for _url, shown in book.links if shown)
