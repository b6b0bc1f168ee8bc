"""Header blocks of messages and parts (RFC 5322, 2.2), with byte offsets and hard bounds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from analyzers.lib.encoded_words import decode_words
from analyzers.model.message import Header
from analyzers.model.observation import Finding, Severity

# Bounds far above real mail (longest header seen 24 KB, most headers 97), below what costs seconds.
BLOCK = 1 << 20  # bytes of one header block
FIELD = 64 << 10  # bytes of one header
FIELDS = 1_000

_NAME = re.compile(rb"([\x21-\x39\x3b-\x7e]{1,256})[ \t]*:")
_EMPTY = re.compile(rb"\r*\n")
_BLANK = re.compile(rb"\n\r*\n")
_FOLD = re.compile(r"\r*\n[ \t]*")
# Names that tell a header from a line of text with a colon in it.
_KNOWN = frozenset(
    (
        *("from", "to", "cc", "subject", "date", "sender", "reply-to", "return-path", "received"),
        *("message-id", "mime-version", "content-type", "content-transfer-encoding"),
        *("content-disposition", "x-mailer", "dkim-signature"),
    )
)
_SHOWN = 120  # characters of a value shown as evidence


@dataclass(frozen=True, slots=True)
class Field:
    """One header; ``text`` is unfolded but not decoded, as structured fields have to be read."""

    name: str
    text: str
    raw: str
    offset: int

    def header(self) -> Header:
        return Header(self.name, decode_words(self.text), self.raw, self.offset)


@dataclass(frozen=True, slots=True)
class Block:
    """The headers of one message or part; ``end`` is where its body starts."""

    fields: tuple[Field, ...]
    end: int
    findings: tuple[Finding, ...]
    closed: bool = True  # whether an empty line ended it

    @property
    def known(self) -> bool:
        """Whether any of the headers is one that messages have, or more are there than are read."""
        return len(self.fields) == FIELDS or any(f.name.lower() in _KNOWN for f in self.fields)

    def all(self, name: str) -> list[str]:
        """The texts of all fields of a name, given in lower case, in their order."""
        return [field.text for field in self.fields if field.name.lower() == name]

    def first(self, name: str) -> str:
        return next(iter(self.all(name)), "")


@dataclass(slots=True)
class _Scan:
    """Where fields lie in a block, and what else was met."""

    spans: list[tuple[str, int, int]]  # name, start, end
    malformed: int = -1  # offset of the first line that is no field
    strange: int = 0
    resumed: bool = False  # whether a known header followed it
    full: bool = False


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
    if scan.malformed >= 0 and not scan.resumed:
        scan.spans = [span for span in scan.spans if span[1] < scan.malformed]
        body = scan.malformed
    fields = tuple(_field(data, *span) for span in scan.spans)
    return Block(fields, body, tuple(_findings(scan, end - start, where)), blank is not None)


def field_at(name: str, raw: bytes, offset: int) -> Field:
    """A field from its folded source, without the name."""
    text = raw_text(raw)
    return Field(name, _FOLD.sub(" ", text).strip(), f"{name}:{text}".rstrip("\r\n"), offset)


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
    scan = _Scan([])
    place = start
    while place < end:
        newline = data.find(b"\n", place, end)
        following = newline + 1 if newline >= 0 else end
        if data[place] in b" \t" and scan.spans:
            name, begun, _ = scan.spans[-1]
            scan.spans[-1] = (name, begun, following)
        elif match := _NAME.match(data, place, following):
            if len(scan.spans) >= FIELDS:
                scan.full = True
                break
            name = match[1].decode("ascii")
            scan.spans.append((name, place, following))
            scan.resumed |= scan.malformed >= 0 and name.lower() in _KNOWN
        elif not (place == start and data.startswith((b"From ", b">From "), place)):
            scan.strange += 1
            scan.malformed = place if scan.malformed < 0 else scan.malformed
        place = following
    return scan


def _field(data: bytes, name: str, start: int, end: int) -> Field:
    colon = data.index(b":", start)
    return field_at(name, data[colon + 1 : min(end, start + FIELD)], start)


def _findings(scan: _Scan, size: int, where: str) -> Iterable[Finding]:
    if size > BLOCK:
        title = "The header block is larger than is read"
        evidence = f"{size} bytes; the first {BLOCK} were read"
        yield Finding("message.header.oversize", Severity.MEDIUM, title, evidence, where)
    if scan.full:
        title = "There are more headers than are read"
        evidence = f"only the first {FIELDS} were read"
        yield Finding("message.header.count", Severity.MEDIUM, title, evidence, where)
    for name, start, end in scan.spans:
        if end - start > FIELD:
            title, evidence = "A header is longer than is read", f"{name}: {end - start} bytes"
            yield Finding("message.header.long", Severity.MEDIUM, title, evidence, where or name)
    if scan.strange:
        title = "A line in the header block is no header"
        evidence = f"{scan.strange} lines, the first at byte {scan.malformed}"
        yield Finding("message.header.malformed", Severity.LOW, title, evidence, where)
