"""Header blocks of messages and parts (RFC 5322, 2.2), with byte offsets and hard bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from analyzers.lib.encoded_words import decode_words
from analyzers.lib.headernotes import Notes, finding
from analyzers.model.message import Header
from analyzers.model.observation import Finding, Severity

# Bounds far above real mail (longest header seen 24 KB, most headers 97), below what costs seconds.
BLOCK = 1 << 20  # bytes of one header block
FIELD = 64 << 10  # bytes of one header
FIELDS = 1_000
LINE = 998  # bytes of a line without its end (RFC 5322, 2.1.1)

# Control characters in a name are dropped as lenient readers do; a strict one sees no field there.
_NAME = re.compile(rb"([\x00-\x08\x0e-\x1f\x21-\x39\x3b-\x7f]{1,256})([ \t]*):")
_FOLDED = re.compile(rb"([\x21-\x39\x3b-\x7e]{1,256})[ \t]*\r*\n[ \t]+:")
_EMPTY = re.compile(rb"\r*\n")
_BLANK = re.compile(rb"\n\r*\n")
_FOLD = re.compile(r"\n[ \t]*")
_ODD_FOLD = re.compile(r"\r+(?:\n[ \t]*)?|\n[ \t]*")
_HIGH = re.compile(rb"[\x80-\xff]")
_LONE = re.compile(rb"\r(?![\r\n])")
# Names that tell a header from a line of text with a colon in it.
_NAMES = (
    *("from", "to", "cc", "subject", "date", "sender", "reply-to", "return-path", "received"),
    *("message-id", "mime-version", "content-type", "content-transfer-encoding"),
    *("content-disposition", "x-mailer", "dkim-signature"),
)
_KNOWN = frozenset(_NAMES)
# A carriage return that ends a line for some readers, since a field stands behind it.
_BREAK = re.compile(b"\r(?=(?:%s)[ \t]*:)" % b"|".join(n.encode() for n in _NAMES), re.I)
_CONTROLS = dict.fromkeys([*range(32), 127])
_SPACE = frozenset(b" \t")
_SHOWN = 120  # characters of a value shown as evidence


class Field(NamedTuple):
    """One header; ``text`` is unfolded but not decoded, as structured fields have to be read.

    ``odd`` says how its name is written where not every reader takes it for one: "spaced" before
    the colon, "folded" in front of it, with "control" characters, or behind a "lone" CR.
    """

    name: str
    text: str
    raw: str
    offset: int
    size: int = 0  # bytes
    odd: str = ""

    def header(self) -> Header:
        return Header(self.name, decode_words(self.text), self.raw, self.offset)


@dataclass(frozen=True, slots=True)
class Block:
    """The headers of one message or part; ``end`` is where its body starts."""

    fields: tuple[Field, ...]
    end: int
    findings: tuple[Finding, ...]
    closed: bool = True  # whether an empty line ended it
    notes: Notes = field(default_factory=Notes)
    _named: dict[str, list[Field]] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        named: dict[str, list[Field]] = {}
        for each in self.fields:
            named.setdefault(each.name.lower(), []).append(each)
        object.__setattr__(self, "_named", named)

    @property
    def known(self) -> bool:
        """Whether any of the headers is one that messages have, or more are there than are read."""
        return len(self.fields) == FIELDS or not _KNOWN.isdisjoint(self._named)

    def fields_of(self, name: str) -> list[Field]:
        """All fields of a name, given in lower case, in their order."""
        return self._named.get(name, [])

    def all(self, name: str) -> list[str]:
        """The texts of all fields of a name, given in lower case, in their order."""
        return [each.text for each in self._named.get(name, ())]

    def first(self, name: str) -> str:
        found = self._named.get(name)
        return found[0].text if found else ""


@dataclass(slots=True)
class _Scan:
    """Where fields lie in a block, and what else was met."""

    spans: list[tuple[str, int, int, int, str]] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)
    resumed: bool = False  # whether a known header followed a line that is none
    stopped: bool = False  # whether a delimiter of parts ended it
    full: bool = False

    def add(self, name: str, colon: int, place: int, following: int, odd: str) -> None:
        self.spans.append((name, colon, place, following, odd))
        self.resumed |= "malformed" in self.notes and name.lower() in _KNOWN
        if odd:
            self.notes.add(odd, place)

    def extend(self, following: int) -> None:
        name, colon, place, _, odd = self.spans[-1]
        self.spans[-1] = (name, colon, place, following, odd)


def parse_block(data: bytes, start: int, stop: int, where: str = "") -> Block:
    """The header block at ``start``; lines end in LF, with or without CR before it.

    A line that is no header is passed over where known headers follow; else the body starts there.
    """
    if empty := _EMPTY.match(data, start, stop):
        return Block((), empty.end(), ())
    blank = _BLANK.search(data, start, stop)
    end = blank.start() + 1 if blank else stop
    scan = _scan(data, start, min(end, start + BLOCK))
    body = blank.end() if blank else stop
    malformed = scan.notes.first("malformed")
    if scan.stopped or (malformed >= 0 and not scan.resumed):
        scan.spans = [span for span in scan.spans if span[2] < malformed]
        body = malformed
        end = min(end, body)
        scan.notes.add("unended", malformed)
    fields = tuple(_field(data, *span) for span in scan.spans)
    findings = tuple(_findings(scan, end - start, where))
    return Block(fields, body, findings, blank is not None, scan.notes)


def raw_text(raw: bytes) -> str:
    """Header bytes as text: real mail puts UTF-8 or windows-1252 in unencoded."""
    for codec in ("ascii", "utf-8", "cp1252"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def shown(text: str) -> str:
    """A value short enough to stand as evidence."""
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _scan(data: bytes, start: int, end: int) -> _Scan:
    scan = _Scan()
    _look_over(data, start, end, scan.notes)
    past = start
    for place, following in _lines(data, start, end, "cr" in scan.notes):
        if place < past:  # belongs to a folded name
            continue
        if following - place > LINE + 2:
            scan.notes.add("long-line", place)
        if data[place] in _SPACE and scan.spans:
            _continue(data, place, following, scan)
        elif match := _NAME.match(data, place, following):
            if len(scan.spans) >= FIELDS:
                scan.full = True
                break
            _enter(data, match, following, scan)
        elif folded := _FOLDED.match(data, place, end):
            newline = data.find(b"\n", folded.end(), end)
            past = newline + 1 if newline >= 0 else end
            scan.add(folded[1].decode("ascii"), folded.end() - 1, place, past, "folded")
        else:
            _stray(data, place, following, start, scan)
            if scan.stopped:
                break
    return scan


def _lines(data: bytes, start: int, end: int, lone: bool) -> Iterator[tuple[int, int]]:
    """Where lines start and end; a lone CR ends one where ``lone`` and a known field follows."""
    place = start
    while place < end:
        newline = data.find(b"\n", place, end)
        following = newline + 1 if newline >= 0 else end
        if lone and (early := _BREAK.search(data, place, following)):
            following = early.end()
        yield place, following
        place = following


def _look_over(data: bytes, start: int, end: int, notes: Notes) -> None:
    """What stands in the block that no header may hold."""
    block = data[start:end]
    if not block.isascii() and (high := _HIGH.search(block)):
        notes.add("raw", start + high.start())
    if (zero := block.find(b"\0")) >= 0:
        notes.add("nul", start + zero, block.count(b"\0"))
    if lone := _LONE.search(block):
        notes.add("cr", start + lone.start(), len(_LONE.findall(block)))


def _continue(data: bytes, place: int, following: int, scan: _Scan) -> None:
    scan.extend(following)
    if data[place:following].isspace():
        scan.notes.add("spaces", place)


def _enter(data: bytes, match: re.Match[bytes], following: int, scan: _Scan) -> None:
    name, place = match[1].decode("ascii"), match.start()
    odd = "spaced" if match[2] else "lone" if data[place - 1 : place] == b"\r" else ""
    if not name.isprintable():
        name, odd = name.translate(_CONTROLS), "control"
    if name:
        scan.add(name, match.end() - 1, place, following, odd)


def _stray(data: bytes, place: int, following: int, start: int, scan: _Scan) -> None:
    """A line that is no field and continues none."""
    if place == start and data.startswith((b"From ", b">From "), place):
        scan.notes.add("mbox", place)
    elif data[place] == 0x3A:
        scan.notes.add("unnamed", place)
        scan.add("", place, place, following, "")
    elif data[place] in b" \t":
        scan.notes.add("leading", place)
    else:
        scan.notes.add("malformed", place)
        # A delimiter of parts: the headers above have come to their end without an empty line.
        scan.stopped = bool(scan.spans) and data.startswith(b"--", place) and not scan.resumed


def _field(data: bytes, name: str, colon: int, start: int, end: int, odd: str) -> Field:
    stop = min(end, start + FIELD)
    raw = raw_text(data[start:stop])
    same = len(raw) == stop - start  # a character for each byte
    text = (raw[colon + 1 - start :] if same else raw_text(data[colon + 1 : stop])).strip()
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if "\r" in text:
        text = _ODD_FOLD.sub(" ", text)
    elif "\n" in text:
        text = _FOLD.sub(" ", text)
    if "\0" in text:
        text = text.replace("\0", "").strip()
    return Field(name, text, raw.rstrip("\r\n"), start, end - start, odd)


def _findings(scan: _Scan, size: int, where: str) -> Iterator[Finding]:
    if size > BLOCK:
        title = "The header block is larger than is read"
        evidence = f"{size} bytes; the first {BLOCK} were read"
        yield Finding("message.header.oversize", Severity.MEDIUM, title, evidence, where)
    if scan.full:
        title = "There are more headers than are read"
        evidence = f"only the first {FIELDS} were read"
        yield Finding("message.header.count", Severity.MEDIUM, title, evidence, where)
    for name, _, start, end, _ in scan.spans:
        if end - start > FIELD:
            title, evidence = "A header is longer than is read", f"{name}: {end - start} bytes"
            place = f"{where or name}, byte {start}"
            yield Finding("message.header.long", Severity.MEDIUM, title, evidence, place)
            break
    for what, (count, first) in scan.notes.items():
        if noted := finding(what, count, first, where):
            yield noted
