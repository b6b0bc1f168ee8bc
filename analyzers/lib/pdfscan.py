"""Reads a PDF's outline from its raw bytes: header, savings, telling names, compressed objects."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

INFLATED: Final = 32 << 20  # bytes of all object streams together
STREAMS: Final = 200_000  # of one file; a book of a thousand pages has some ten thousand
REACH: Final = 1024  # bytes in which readers look for the header (ISO 32000-1, annex H 3.4.1)
_DICTIONARY: Final = 2_000  # bytes before "stream" that are looked at as its dictionary
_ESCAPED: Final = 20  # different escaped names that are kept

# Names that make a reader act, carry things, or hide them (ISO 32000-2, 7.5.7, 12.6 and 12.7).
TELLING: Final = (
    "JS", "JavaScript", "AA", "OpenAction", "AcroForm", "XFA", "Launch", "EmbeddedFile",
    "RichMedia", "Rendition", "URI", "SubmitForm", "GoToR", "GoToE", "ImportData", "ObjStm",
    "Encrypt", "JBIG2Decode", "FileAttachment", "Sig",
)  # fmt: skip
_EDGE: Final = rb"(?=[\0\t\n\x0c\r ()<>\[\]{}/%]|\Z)"
_NAMES = re.compile(
    rb"/(?:(" + "|".join(TELLING).encode() + rb")" + _EDGE
    + rb"|([^\0\t\n\x0c\r ()<>\[\]{}/%#]{0,60}#[^\0\t\n\x0c\r ()<>\[\]{}/%]{2,120}))"
)  # fmt: skip
_ESCAPE = re.compile(r"#([0-9A-Fa-f]{2})")
_TARGET = re.compile(rb"/URI[ \t\r\n]{0,9}\(((?:[^()\\]|\\.){1,2000})\)")
_QUOTED = re.compile(rb"\\([()\\])")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,10})[ \t\r\n]{1,4}[0-9]{1,5}[ \t\r\n]{1,4}obj")
_VERSION = re.compile(rb"%PDF-([0-9.]{1,8})")
_OBJECT_STREAM = re.compile(rb"/(?:Obj|#4f|#4F)[^\s/<>]{0,20}(?:Stm|m)\b")
_FLATE = re.compile(rb"/Fl(?:ateDecode)?\b")


@dataclass(frozen=True, slots=True)
class Revision:
    """One saving of the file: what it added, and which earlier objects it gave another content."""

    end: int  # offset behind its %%EOF
    objects: tuple[int, ...]
    replaced: tuple[int, ...]
    names: tuple[str, ...]  # telling ones


@dataclass(frozen=True, slots=True)
class Scan:
    """``names`` are counted outside of streams and inside object streams that inflate."""

    offset: int  # of the header, -1 for none
    version: str
    names: Counter[str]
    escaped: tuple[str, ...]  # telling names as written, where written with #xx
    revisions: tuple[Revision, ...]
    objects: int
    streams: int
    tables: int  # startxref
    full: bool  # whether a bound ended the reading


class _Reading:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.names: Counter[str] = Counter()
        self.escaped: dict[str, None] = {}
        self.streams, self.room, self.full = 0, INFLATED, False
        self.found: list[tuple[int, int]] = []  # (offset, object number)
        self.told: list[tuple[int, str]] = []  # (offset, telling name)

    def count(self, data: bytes, start: int, end: int, offset: int = -1) -> None:
        """Enter the telling names of a stretch; ``offset`` stands for all of it where given."""
        for match in _NAMES.finditer(data, start, end):
            name = (match[1] or b"").decode()
            if not name:
                written = match[2].decode("latin-1")
                name = plain(written)
                if name not in TELLING:
                    continue
                if len(self.escaped) < _ESCAPED:
                    self.escaped[f"/{written}"] = None
            self.names[name] += 1
            self.told.append((match.start() if offset < 0 else offset, name))

    def compressed(self, dictionary: bytes, start: int, end: int) -> None:
        """Look into an object stream, as far as the room goes."""
        if not _OBJECT_STREAM.search(dictionary):
            return
        if b"/Filter" not in dictionary:
            self.count(self.data, start, end)
            return
        if not _FLATE.search(dictionary):
            return
        if self.room <= 0:
            self.full = True
            return
        inflater = zlib.decompressobj()
        try:
            text = inflater.decompress(self.data[start:end], self.room)
        except zlib.error:
            return  # encrypted or damaged: what can be read of it is the parser's business
        self.room -= len(text)
        self.full = self.full or bool(inflater.unconsumed_tail)
        self.count(text, 0, len(text), start)


def plain(name: str) -> str:
    """A name without its escapes (ISO 32000-1, 7.3.5)."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), name)


def read(data: bytes) -> Scan:
    """Never fails; time grows with the size alone."""
    header = _VERSION.search(data, 0, REACH)
    reading = _Reading(data)
    for start, end in _outside(reading):
        reading.count(data, start, end)
        reading.found.extend((m.start(), int(m[1])) for m in _OBJECT.finditer(data, start, end))
    return Scan(
        header.start() if header else -1,
        header[1].decode() if header else "",
        reading.names,
        tuple(reading.escaped),
        tuple(_revisions(reading)),
        len(reading.found),
        reading.streams,
        data.count(b"startxref"),
        reading.full,
    )


def addresses(data: bytes) -> Iterator[tuple[str, int]]:
    """Targets of links that are written out in the raw bytes, with their offsets."""
    for match in _TARGET.finditer(data):
        written = _QUOTED.sub(rb"\1", match[1])
        yield written.decode("latin-1"), match.start()


def _outside(reading: _Reading) -> Iterator[tuple[int, int]]:
    """The stretches between streams; streams of compressed objects are read on the way."""
    data, at = reading.data, 0
    while found := _STREAM.search(data, at):
        yield at, found.start()
        end = data.find(b"endstream", found.end())
        if end < 0:
            end = len(data)
        reading.streams += 1
        if reading.streams > STREAMS:
            reading.full = True
            return
        before = data[max(at, found.start() - _DICTIONARY) : found.start()]
        reading.compressed(before[before.rfind(b" obj") + 1 :], found.end(), end)
        at = end
    yield at, len(data)


def _revisions(reading: _Reading) -> Iterator[Revision]:
    """What was saved up to each end mark; the first part of a linearised file is no revision."""
    ends = [match.end() for match in re.finditer(rb"%%EOF", reading.data)]
    if len(ends) > 1 and reading.data.find(b"/Linearized", 0, REACH) >= 0:
        del ends[0]
    known: set[int] = set()
    begin = 0
    for end in ends[:200]:  # revisions; a form that went through many hands has some dozen
        numbers = {number for offset, number in reading.found if begin <= offset < end}
        told = {name for offset, name in reading.told if begin <= offset < end}
        if numbers:
            again = tuple(sorted(numbers & known))
            yield Revision(end, tuple(sorted(numbers)), again, tuple(sorted(told)))
        known |= numbers
        begin = end
