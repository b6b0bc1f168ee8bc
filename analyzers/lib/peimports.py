"""Reads what a Windows executable imports and exports, and hashes the imports."""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from analyzers.lib import peimage
from analyzers.lib.peimage import DELAYED, EXPORT, IMPORT, Image
from analyzers.model.artifact import Artifact

IMPORTS: Final = ("ordlookup", "ordlookup.oleaut32", "ordlookup.ws2_32", "ordlookup.wsock32")
FUNCTIONS: Final = 8192  # of one image, as reference readers bound them
LIBRARIES: Final = 512
EXPORTS: Final = 8192
_FUNCTION = re.compile(rb"[A-Za-z0-9._?@$()<>]*\Z")
_LIBRARY = re.compile(rb"[A-Za-z0-9!#$%&'()\-@^_`{}~+,.;=\[\]\\/]*\Z")
_NAME, _FILE = 0x200, 0x200  # bytes of the longest names
_BROKEN = 6  # tables in a row that hold nothing
_REPEATS = 15  # of one address: a table of filler
_SPREAD = 128 << 20  # bytes between addresses of one image


@dataclass(frozen=True, slots=True)
class Library:
    """Functions by name; by number alone as "#12", under ``ordinals`` what number it was."""

    name: str
    functions: tuple[str, ...]
    delayed: bool = False


@dataclass(frozen=True, slots=True)
class Exports:
    name: str = ""
    functions: tuple[str, ...] = ()
    count: int = 0


@dataclass(slots=True)
class _Room:
    left: int = FUNCTIONS
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Imports:
    libraries: tuple[Library, ...] = ()
    digest: str = ""  # imphash: MD5 of "library.function" in their order; "" without imports
    cut: bool = field(default=False)

    def names(self) -> list[str]:
        return [name for library in self.libraries for name in library.functions]


def imports(artifact: Artifact) -> Imports:
    """Ordinary imports, then those loaded on their first call."""
    image, room = peimage.read(artifact), _Room()
    direct = list(_directory(image, room, delayed=False))
    later = list(_directory(image, room, delayed=True))
    return Imports((*direct, *later), _digest(direct), room.cut)


def _directory(image: Image, room: _Room, *, delayed: bool) -> Iterator[Library]:
    at, _ = image.directory(DELAYED if delayed else IMPORT)
    size, broken = (32 if delayed else 20), 0
    for place in range(at, at + LIBRARIES * size, size) if at else ():
        raw = image.take(place, size)
        if len(raw) < size or not any(raw) or broken >= _BROKEN:
            return
        names, name, table = _descriptor(raw, image, delayed=delayed)
        entries = _table(image, names, room) or _table(image, table, room)
        functions = tuple(_functions(image, entries))
        if not functions:
            broken += 1
            continue
        library = image.text(name, _FILE)
        shown = library.decode("ascii") if _LIBRARY.match(library) else "*invalid*"
        if shown:
            yield Library(shown, tuple(_named(shown, functions)), delayed)
    room.cut = room.cut or bool(at)


def _descriptor(raw: bytes, image: Image, *, delayed: bool) -> tuple[int, int, int]:
    """Addresses of the table of names, of the library's name and of the table of addresses."""
    if not delayed:
        names, _, _, name, table = struct.unpack("<5I", raw)
        return names, name, table
    flags, name, _, table, names = struct.unpack_from("<5I", raw)
    base = 0 if flags & 1 or image.wide else image.header.base  # old linkers wrote addresses
    return names - base, name - base, table - base


def _table(image: Image, at: int, room: _Room) -> list[int]:
    """The words of a table up to a zero; [] for filler."""
    word, flag = (8, 1 << 63) if image.wide else (4, 1 << 31)
    found: list[int] = []
    start = image.offset(at) if at > 0 else -1
    if start < 0:
        return found
    seen: set[int] = set()
    repeats, data, end = 0, image.data, len(image.data) - word
    while start <= end:
        if room.left <= 0:
            room.cut = True
            return found
        room.left -= 1
        value = int.from_bytes(data[start : start + word], "little")
        if not value or (at <= value <= at + len(found) * word):
            return found
        if value & flag:
            if value & 0x7FFF_FFFF > 0xFFFF:
                return []
        else:
            repeats += value in seen
            seen.add(value)
            if repeats >= _REPEATS:
                return []
        found.append(value)
        start += word
    return []


def _functions(image: Image, entries: list[int]) -> Iterator[bytes | int]:
    flag = 1 << 63 if image.wide else 1 << 31
    pointers = [value for value in entries if not value & flag]
    if pointers and max(pointers) - min(pointers) > _SPREAD:
        return
    for value in entries:
        if value & flag:
            if value & 0xFFFF:
                yield value & 0xFFFF
            continue
        at = image.offset(value)
        if at < 0:
            return
        stop = image.data.find(b"\0", at + 2, at + 2 + _NAME)
        name = image.data[at + 2 : stop if stop >= 0 else at + 2 + _NAME]
        if name and _FUNCTION.match(name):
            yield name


def _named(library: str, functions: tuple[bytes | int, ...]) -> Iterator[str]:
    """Numbers of the libraries that are usually linked by number become names."""
    import ordlookup

    for function in functions:
        if isinstance(function, bytes):
            yield function.decode("ascii")
        else:
            known = ordlookup.ordLookup(library.lower().encode("ascii"), function)
            yield known.decode("ascii") if known else f"#{function}"


def _digest(libraries: list[Library]) -> str:
    if not libraries:
        return ""
    parts = []
    for library in libraries:
        stem, _, ending = library.name.lower().rpartition(".")
        name = stem if stem and ending in ("dll", "ocx", "sys") else library.name.lower()
        parts += [f"{name}.{_word(function)}" for function in library.functions]
    return hashlib.md5(",".join(parts).encode(), usedforsecurity=False).hexdigest()


def _word(function: str) -> str:
    return f"ord{function[1:]}" if function.startswith("#") else function.lower()


def exports(artifact: Artifact) -> Exports:
    image = peimage.read(artifact)
    at, size = image.directory(EXPORT)
    raw = image.take(at, 40) if at and size else b""
    if len(raw) < 40:
        return Exports()
    name, _, count, named, _, table = struct.unpack_from("<6I", raw, 12)
    words = image.take(table, 4 * min(named, EXPORTS))
    places = struct.unpack(f"<{len(words) // 4}I", words[: len(words) & ~3])
    functions = (image.text(place, _NAME) for place in places)
    shown = tuple(text.decode("latin-1") for text in functions if text)
    return Exports(image.text(name, _FILE).decode("latin-1"), shown, count)
