"""Reads the constant pool of compiled Java classes (JVM specification, chapter 4)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from analyzers.model.unit import Unreadable

_SIZES: Final = {3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4, 11: 4, 12: 4, 15: 3, 16: 2,
                 17: 4, 18: 4, 19: 2, 20: 2}  # fmt: skip
_TEXT: Final = 1


@dataclass(frozen=True, slots=True)
class JavaClass:
    release: int  # of Java that is needed
    name: str
    parent: str
    calls: tuple[str, ...]  # "java/lang/Runtime.exec" of other classes' methods
    strings: tuple[str, ...]  # constants of the program


def read(data: bytes) -> JavaClass:
    """Raises ``Unreadable``."""
    if len(data) < 10 or data[:4] != b"\xca\xfe\xba\xbe":
        raise Unreadable("Not a readable Java class: no header")
    major, count = struct.unpack_from(">HH", data, 6)
    texts: dict[int, str] = {}
    pairs: dict[int, tuple[int, bytes]] = {}
    at, index = 10, 1
    while index < count:
        kind = data[at] if at < len(data) else 0
        if kind == _TEXT and at + 3 <= len(data):
            length = int.from_bytes(data[at + 1 : at + 3], "big")
            texts[index] = data[at + 3 : at + 3 + length].decode("utf-8", "replace")
            at += 3 + length
        elif kind in _SIZES:
            pairs[index] = (kind, data[at + 1 : at + 1 + _SIZES[kind]])
            at += 1 + _SIZES[kind]
        else:
            raise Unreadable(f"Not a readable Java class: constant {index} at {at:#x} is broken")
        index += 2 if kind in (5, 6) else 1
    own, parent = struct.unpack_from(">HH", data, at + 2) if at + 6 <= len(data) else (0, 0)
    pool = _Pool(texts, pairs)
    calls = dict.fromkeys(pool.call(raw) for kind, raw in pairs.values() if kind in (10, 11))
    held = tuple(pool.texts.get(_two(raw)[0], "") for kind, raw in pairs.values() if kind == 8)
    return JavaClass(major - 44, pool.named(own), pool.named(parent), tuple(calls), held)


@dataclass(frozen=True, slots=True)
class _Pool:
    texts: dict[int, str]
    pairs: dict[int, tuple[int, bytes]]

    def named(self, index: int) -> str:
        kind, raw = self.pairs.get(index, (0, b""))
        return self.texts.get(_two(raw)[0], "") if kind == 7 else ""

    def call(self, raw: bytes) -> str:
        owner, described = _two(raw)
        _, inner = self.pairs.get(described, (0, b""))
        return f"{self.named(owner)}.{self.texts.get(_two(inner)[0], '')}"


def _two(raw: bytes) -> tuple[int, int]:
    return int.from_bytes(raw[:2], "big"), int.from_bytes(raw[2:4], "big")
