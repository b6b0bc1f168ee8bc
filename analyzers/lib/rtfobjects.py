"""Takes the objects out of Rich Text as Word reads them, through what is put in to hide them."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

OBJECTS: Final = 100  # taken out of one document
COMPOUND: Final = bytes.fromhex("D0CF11E0A1B11AE1")
LINKED: Final = 1  # FormatID of [MS-OLEDS] 2.2.4
_OPENED = re.compile(rb"(?<!\\)(?:\\\\)*\\objdata(?![a-zA-Z])")  # not behind an escaped "\"
_TOKEN = re.compile(
    rb"(?P<text>[^\\{}]+)|\\'(?P<escape>..)|\\(?P<word>[a-zA-Z]{1,250})(?P<number>-?\d{1,10})? ?"
    rb"|(?P<star>\\\*)|\\[^a-zA-Z]|(?P<brace>[{}])",
    re.S,
)
_NOT_HEX: Final = bytes(set(range(256)) - set(b"0123456789abcdefABCDEF"))
_SPACE: Final = b" \t\r\n\f\v\0"
_NAME: Final = 4_096  # bytes of a class, topic or item name
_NESTING: Final = 5_000  # groups open at once
# Destinations of the Rich Text specification 1.9.1: what stands in them is no object data.
_DESTINATIONS: Final = frozenset(
    b"aftncn annotation atnauthor author background bkmkend bkmkstart blipuid buptim category "
    b"colortbl comment company creatim datafield datastore doccomm docvar falt field fldinst "
    b"fldrslt fname fontemb fontfile fonttbl footer footnote formfield generator header info "
    b"keywords listtable manager mmath objalias objclass objname objsect objtime oleclsid "
    b"operator panose password pict picprop pntext printim private propname result revtbl "
    b"revtim rsidtbl rxe shp shpinst shppict shprslt shptxt sn sp staticval stylesheet subject "
    b"sv tc template themedata title txe ud upr userprops xe xmlnstbl".split()
)


@dataclass(frozen=True, slots=True)
class Held:
    """One object; ``native`` is what its class reads, ``raw`` all its bytes.

    ``tricks`` are what no writer puts into object data; ``topic`` is what a linked one names.
    """

    offset: int
    raw: bytes = field(repr=False)
    name: bytes
    topic: str
    linked: bool
    native: bytes = field(repr=False)
    understood: bool
    tricks: tuple[str, ...]


@dataclass(slots=True)
class _Gathering:
    """Hexadecimal digits of one object: all of them, and without unknown destinations."""

    offset: int
    depth: int
    digits: bytearray = field(default_factory=bytearray)
    strict: bytearray = field(default_factory=bytearray)
    tricks: dict[str, None] = field(default_factory=dict)

    def add(self, digits: bytes, unknown: bool) -> None:
        self.digits += digits
        if not unknown:
            self.strict += digits

    def escaped(self) -> None:
        """Word forgets half a byte in front of an escaped character."""
        self.tricks["escaped characters"] = None
        for digits in (self.digits, self.strict):
            if len(digits) & 1:
                del digits[-1:]


def objects(data: bytes) -> Iterator[Held]:
    """Every object in the order their data ends."""
    place = 0
    while match := _OPENED.search(data, place):
        reader = _Reader(data, match.start())
        yield from map(_held, reader.read())
        place = max(reader.place, match.end())


class _Reader:
    """Reads from one objdata to the end of its group, objects inside objects with it."""

    def __init__(self, data: bytes, place: int) -> None:
        self.data, self.place = data, place
        self._stack: list[tuple[_Gathering | None, bool]] = [(None, False)]
        self._star = False

    def read(self) -> Iterator[_Gathering]:
        while self._stack and (match := _TOKEN.match(self.data, self.place)):
            self.place = match.end()
            if match["brace"]:
                yield from self._brace(match["brace"])
            elif match["word"]:
                yield from self._word(match["word"], match["number"])
            else:
                self._other(match)
        yield from {id(g): g for g, _ in self._stack if g is not None}.values()

    def _brace(self, brace: bytes) -> Iterator[_Gathering]:
        self._star = False
        top = self._stack[-1]
        if brace == b"{" and len(self._stack) < _NESTING:
            if top[0] is not None:
                top[0].tricks["groups"] = None
            self._stack.append(top)
        elif brace == b"}":
            self._stack.pop()
            if top[0] is not None and top[0].depth > len(self._stack):
                yield top[0]

    def _word(self, word: bytes, number: bytes | None) -> Iterator[_Gathering]:
        star, self._star = self._star, False
        gathering, unknown = self._stack[-1]
        if word == b"objdata":
            opened = _Gathering(self.place, len(self._stack))
            if gathering is not None and gathering.depth == len(self._stack):
                yield gathering
            self._stack[-1] = (opened, False)
        elif word == b"bin":
            self._binary(int(number or 0))
        elif gathering is None:
            return
        elif word in _DESTINATIONS:
            if gathering.depth == len(self._stack):
                yield gathering
            self._stack[-1] = (None, False)
        else:
            gathering.tricks["control words"] = None
            inner = gathering.depth < len(self._stack)
            self._stack[-1] = (gathering, unknown or (star and inner))

    def _binary(self, length: int) -> None:
        """Raw bytes follow; Word takes a negative length for none."""
        raw = self.data[self.place : self.place + max(length, 0)]
        self.place += len(raw)
        gathering, unknown = self._stack[-1]
        if gathering is not None:
            gathering.tricks["binary data"] = None
            gathering.add(raw.hex().encode(), unknown)

    def _other(self, match: re.Match[bytes]) -> None:
        gathering, unknown = self._stack[-1]
        self._star = bool(match["star"])
        if gathering is None:
            return
        if match["escape"]:
            gathering.escaped()
        elif text := match["text"]:
            dense = text.translate(None, _SPACE)
            digits = dense.translate(None, _NOT_HEX)
            if len(digits) < len(dense):
                gathering.tricks["characters that are no digits"] = None
            gathering.add(digits, unknown)


def _held(gathering: _Gathering) -> Held:
    """The reading that makes an object, else the one with all digits."""
    readings = [bytes(gathering.strict), bytes(gathering.digits)]
    odd = len(readings[0]) & 1
    if odd:
        gathering.tricks["an odd number of digits"] = None
    made = [_object(gathering, digits) for digits in dict.fromkeys(readings)]
    return next((held for held in made if held.understood), made[-1])


def _object(gathering: _Gathering, digits: bytes) -> Held:
    """An OLE 1.0 object ([MS-OLEDS] 2.2.4 to 2.2.6); its version number is not looked at."""
    raw = bytes.fromhex(digits[: len(digits) & ~1].decode())
    tricks = tuple(gathering.tricks)
    kind = struct.unpack_from("<I", raw, 4)[0] if len(raw) >= 8 else 0
    name, place = _string(raw, 8)
    topic, place = _string(raw, place)
    _item, place = _string(raw, place)
    if kind not in (1, 2) or place < 0:
        start = raw.find(COMPOUND)
        native = raw[start:] if start >= 0 else b""
        return Held(gathering.offset, raw, name, "", False, native, False, tricks)
    size = struct.unpack_from("<I", raw, place)[0] if place + 4 <= len(raw) else 0
    native = raw[place + 4 : place + 4 + size] if kind != LINKED else raw[place:]
    told = topic.decode("cp1252", "replace")
    return Held(gathering.offset, raw, name, told, kind == LINKED, native, True, tricks)


def _string(raw: bytes, place: int) -> tuple[bytes, int]:
    """A LengthPrefixedAnsiString and what follows it; -1 where there is none."""
    if place < 0 or place + 4 > len(raw):
        return b"", -1
    (length,) = struct.unpack_from("<I", raw, place)
    if length > _NAME or place + 4 + length > len(raw):
        return b"", -1
    return raw[place + 4 : place + 4 + length].rstrip(b"\0"), place + 4 + length
