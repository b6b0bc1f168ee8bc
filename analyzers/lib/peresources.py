"""Reads the resources of a Windows executable: the tree, version texts, manifest, icons."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from analyzers.lib import peimage
from analyzers.lib.peimage import RESOURCE, Image
from analyzers.model.artifact import Artifact

MOST: Final = 2000  # resources of one file
NODES: Final = 6000  # directory entries looked at
ICON, RCDATA, GROUP_ICON, VERSION, HTML, MANIFEST = 3, 10, 14, 16, 23, 24
TYPES: Final = {
    1: "cursor", 2: "bitmap", 3: "icon", 4: "menu", 5: "dialog", 6: "strings", 7: "font folder",
    8: "font", 9: "accelerators", 10: "data", 11: "messages", 12: "cursor group",
    14: "icon group", 16: "version", 17: "dialog include", 19: "plug and play", 20: "VXD",
    21: "animated cursor", 22: "animated icon", 23: "HTML", 24: "manifest",
}  # fmt: skip
_DEEPER: Final = 1 << 31
_PAIRS: Final = 200  # texts of one version block
_TEXT: Final = 1024  # characters of one


@dataclass(frozen=True, slots=True)
class Resource:
    """``kind`` is the number of the type, 0 where it has a name; ``label`` its word or name."""

    kind: int
    label: str
    name: str
    language: int
    offset: int  # in the file, -1 where the file does not hold it
    data: bytes = field(repr=False)


@dataclass(slots=True)
class Tree:
    found: list[Resource] = field(default_factory=list)
    cut: bool = False
    nodes: int = 0


def read(artifact: Artifact) -> Tree:
    """All resources under bounds; ``cut`` says that there are more."""
    image, tree = peimage.read(artifact), Tree()
    base, size = image.directory(RESOURCE)
    if base and size:
        _walk(image, base, 0, (), tree, set())
    return tree


def _walk(
    image: Image, base: int, place: int, path: tuple[int | str, ...], tree: Tree, seen: set[int]
) -> None:
    """Three levels: type, name, language.  A directory is entered once, whoever points at it."""
    head = image.take(base + place, 16)
    if len(head) < 16 or place in seen:
        tree.cut = tree.cut or place in seen
        return
    seen.add(place)
    named, numbered = struct.unpack_from("<HH", head, 12)
    for at in range(place + 16, place + 16 + 8 * (named + numbered), 8):
        tree.nodes += 1
        if tree.nodes > NODES or len(tree.found) >= MOST:
            tree.cut = True
            return
        raw = image.take(base + at, 8)
        if len(raw) < 8:
            return
        name, target = struct.unpack("<II", raw)
        step = (*path, _name(image, base, name))
        if target & _DEEPER and len(step) < 3:
            _walk(image, base, target & ~_DEEPER, step, tree, seen)
        elif not target & _DEEPER:
            _leaf(image, base + target, step, tree)


def _name(image: Image, base: int, value: int) -> int | str:
    if not value & _DEEPER:
        return value
    at = base + (value & ~_DEEPER)
    length = int.from_bytes(image.take(at, 2), "little")
    return image.take(at + 2, 2 * min(length, 255)).decode("utf-16-le", "replace")


def _leaf(image: Image, at: int, path: tuple[int | str, ...], tree: Tree) -> None:
    raw = image.take(at, 16)
    if len(raw) < 16:
        return
    address, size = struct.unpack_from("<II", raw)
    kind, name, language = (*path, 0, 0)[:3]
    number = kind if isinstance(kind, int) else 0
    label = TYPES.get(kind, f"type {kind}") if isinstance(kind, int) else kind
    spoken = language if isinstance(language, int) else 0
    place = image.offset(address)
    data = image.take(address, size)
    tree.found.append(Resource(number, label, str(name), spoken, place, data))


def version(data: bytes) -> dict[str, str]:
    """The texts of a version block (VS_VERSIONINFO), as the maker of the file wrote them."""
    found: dict[str, str] = {}
    for key, value in _blocks(data, 0, len(data), 0):
        if value and len(found) < _PAIRS:
            found.setdefault(key, value)
    return found


def _blocks(data: bytes, at: int, end: int, depth: int) -> Iterator[tuple[str, str]]:
    """Length, length of the value, type; key up to a zero; value and children on 4 bytes."""
    count = 0
    while at + 6 < end and depth < 4 and count < _PAIRS:
        count += 1
        length, valued, text = struct.unpack_from("<HHH", data, at)
        if length < 8:
            return
        stop = min(at + length, end)
        key_end = _zero(data, at + 6, stop)
        key = data[at + 6 : key_end].decode("utf-16-le", "replace")
        start = (key_end + 2 + 3) & ~3
        if depth == 3:
            raw = data[start:stop] if text else b""
            yield key[:_TEXT], raw.decode("utf-16-le", "replace").partition("\0")[0][:_TEXT]
        else:
            inner = (start + (valued if depth == 0 else 0) + 3) & ~3
            yield from _blocks(data, inner, stop, depth + 1) if key != "VarFileInfo" else ()
        at += (length + 3) & ~3


def _zero(data: bytes, at: int, end: int) -> int:
    for place in range(at, min(end, at + 2 * _TEXT) - 1, 2):
        if data[place : place + 2] == b"\0\0":
            return place
    return end


def icons(tree: Tree) -> Iterator[tuple[str, bytes]]:
    """The largest picture of each icon group, as a file of its own."""
    pictures = {one.name: one.data for one in tree.found if one.kind == ICON}
    for group in (one for one in tree.found if one.kind == GROUP_ICON):
        count = int.from_bytes(group.data[4:6], "little")
        entries = [group.data[6 + 14 * n : 20 + 14 * n] for n in range(min(count, 64))]
        sized = [e for e in entries if len(e) == 14 and str(_number(e)) in pictures]
        if sized:
            best = max(sized, key=lambda e: ((e[0] or 256), int.from_bytes(e[6:8], "little")))
            data = pictures[str(_number(best))]
            yield f"icon {group.name}", data if data[:4] == b"\x89PNG" else _icon(best, data)


def _number(entry: bytes) -> int:
    return int.from_bytes(entry[12:14], "little")


def _icon(entry: bytes, data: bytes) -> bytes:
    """An .ico file around one picture."""
    return struct.pack("<HHH", 0, 1, 1) + entry[:8] + struct.pack("<II", len(data), 22) + data
