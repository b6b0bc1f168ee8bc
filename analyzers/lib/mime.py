"""The MIME tree of a message (RFC 2046) with byte offsets, within hard bounds.

Every part is cut out of the original bytes: nothing is copied before its content is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from analyzers.lib.headers import Block, parse_block
from analyzers.lib.parameters import (
    Structured,
    boundary_readings,
    file_name,
    parse_structured,
)
from analyzers.model.observation import Finding, Severity

PARTS = 500
DEPTH = 20
_LINE_REACH = 64 << 10  # bytes in which a message with line feeds shows one
_OUTSIDE = 512  # bytes around the parts that are more than the usual "this is a MIME message"

_BEGIN = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]*")
_GUESS = re.compile(rb"(?:\A|\n)--([!-~](?:[ -~]{0,198}[!-~])?)[ \t]*\r*\n(?=[!-9;-~]{1,80}:)")
_CLOSER = re.compile(rb"\n--([!-~](?:[ -~]{0,198}[!-~])?)--[ \t]*\r*(?:\n|\Z)")
_LINE_END = re.compile(rb"(--)?[ \t]*\r*(?:\n|\Z)")
_MULTIPART = re.compile(r"multipart/([a-z-]{1,40})")
# Top-level types (IANA registry); what begins otherwise is no type that a program knows.
_TOPS = ("text/", "image/", "audio/", "video/", "application/", "message/", "multipart/")
_BEFORE = frozenset(b"\n\r \t")
_INDENT = 80  # bytes in front of a delimiter that are looked at
_NEAR = 50  # lines that are nearly delimiters, kept for what they show


@dataclass(slots=True)
class Entity:
    """One part; its body is ``start`` to ``stop`` in the message.  ``path`` is "1.2.1" style,
    the message itself being "1"."""

    path: str
    block: Block
    content_type: Structured
    disposition: Structured
    encoding: str
    start: int
    stop: int
    begin: int = -1  # of its first header
    children: list[Entity] = field(default_factory=list)
    unread: str = ""  # why a part that has parts was not taken apart
    boundary: bytes = b""  # by which it was taken apart
    closed: int = -1  # where the line that ends a multipart begins

    @property
    def filename(self) -> str:
        return file_name(self.disposition, self.content_type)

    @property
    def is_body(self) -> bool:
        """Whether a mail client shows it as the message itself."""
        return (
            self.content_type.value in ("text/plain", "text/html")
            and self.disposition.value != "attachment"
            and not self.filename
        )

    def leaves(self) -> Iterator[Entity]:
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def walk(self) -> Iterator[Entity]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Outside:
    """Bytes between the parts that no client shows and some scanners read."""

    path: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A line that some readers take for a delimiter.

    It is "indented", stands behind a lone "cr", or is a "closer" with text behind.
    """

    path: str
    how: str
    offset: int
    text: bytes


class Tree:
    """A message taken apart; ``findings`` are the deviations and bounds met."""

    def __init__(self, data: bytes) -> None:
        if b"\n" not in data[:_LINE_REACH]:
            data = data.replace(b"\r", b"\n")  # lines that end in CR alone; offsets stay
        begin = _BEGIN.match(data)
        self.data = data
        self._count = 0
        self.near: list[NearMiss] = []
        self.findings: list[Finding] = []
        self.outside: list[Outside] = []
        self.root = self._entity("1", begin.end() if begin else 0, len(data), "text/plain", 1)

    def content(self, entity: Entity) -> bytes:
        """A part's body as it stands in the message, still in its transfer encoding."""
        return self.data[entity.start : entity.stop]

    def _entity(self, path: str, start: int, stop: int, default: str, depth: int) -> Entity:
        self._count += 1
        block = parse_block(self.data, start, stop, "" if depth == 1 else f"part {path}")
        self.findings += block.findings
        content_type = parse_structured(block.first("content-type"))
        if not content_type.value.startswith(_TOPS):
            content_type = _settled(content_type, default)
        disposition = parse_structured(block.first("content-disposition"))
        encoding = parse_structured(block.first("content-transfer-encoding")).value
        entity = Entity(path, block, content_type, disposition, encoding, block.end, stop, start)
        types = block.all("content-type")
        if len(types) > 1 and len(set(types)) > 1:
            title = "A part states two content types; clients differ in which they follow"
            place = block.fields_of("content-type")[1].offset
            self._note("ambiguous-type", Severity.MEDIUM, title, "", path, place)
        if content_type.value.startswith("multipart/"):
            self._divide(entity, depth)
        return entity

    def _divide(self, entity: Entity, depth: int) -> None:
        if depth >= DEPTH:
            entity.unread = f"nested deeper than {DEPTH} levels"
            title = "Parts are nested deeper than is read"
            evidence = f"more than {DEPTH} levels"
            self._note("depth", Severity.MEDIUM, title, evidence, entity.path, entity.start)
            return
        sections = self._stated(entity) or self._guessed(entity)
        digest = entity.content_type.value == "multipart/digest"
        default = "message/rfc822" if digest else "text/plain"
        for number, (start, stop) in enumerate(sections, start=1):
            path = f"{entity.path}.{number}"
            if self._count >= PARTS:
                entity.children.append(self._rest(path, start, entity.stop))
                return
            entity.children.append(self._entity(path, start, stop, default, depth + 1))

    def _stated(self, entity: Entity) -> list[tuple[int, int]]:
        if "boundary" not in entity.content_type.parameters:
            return []
        boundary = entity.content_type.get("boundary").rstrip().encode("utf-8", "replace")
        return self._sections(entity, boundary)

    def _guessed(self, entity: Entity) -> list[tuple[int, int]]:
        """Parts by another reading of the boundary, or by the first line that looks like one."""
        sections: list[tuple[int, int]] = []
        sections, stated = list[tuple[int, int]](), entity.content_type.get("boundary")
        tried = {stated.rstrip().encode("utf-8", "replace")}
        for boundary in self._candidates(entity):
            if boundary not in tried and (sections := self._sections(entity, boundary)):
                break
            tried.add(boundary)
        title = "The stated boundary does not occur; the parts were read by the one that does"
        if not sections:
            title = "A multipart message without parts"
            entity.unread = "no boundary occurs in it"
        evidence = f"stated: {stated[:100]!r}"
        if sections:
            evidence += f", found: {entity.boundary[:100].decode('utf-8', 'replace')!r}"
        self._note("boundary", Severity.LOW, title, evidence, entity.path, entity.start)
        return sections

    def _candidates(self, entity: Entity) -> Iterator[bytes]:
        for text in entity.block.all("content-type")[:2]:
            for reading in boundary_readings(text):
                yield reading.encode("utf-8", "replace")
        for pattern in (_GUESS, _CLOSER):
            if guess := pattern.search(self.data, entity.start, entity.stop):
                yield guess[1]

    def _sections(self, entity: Entity, boundary: bytes) -> list[tuple[int, int]]:
        """Where the parts between delimiter lines lie, headers included."""
        sections: list[tuple[int, int]] = []
        opened, closed, after_close = -1, -1, -1
        for line, end, closing in self._delimiters(entity, boundary):
            if opened >= 0:
                sections.append((opened, line))
            elif closed < 0:
                self._aside(entity, entity.start, line)
            if closed >= 0 and not closing and after_close < 0:
                after_close = line
            opened, closed = (-1, end) if closing else (end, closed)
            if len(sections) > PARTS:
                break
        if opened >= 0:
            sections.append((opened, entity.stop))
        if sections:
            entity.boundary, entity.closed = boundary, closed
        self._endings(entity, opened, after_close)
        if closed >= 0 and opened < 0:
            self._aside(entity, closed, entity.stop)
        return sections

    def _endings(self, entity: Entity, opened: int, after_close: int) -> None:
        if after_close >= 0:
            title = "Parts follow the line that ends the message"
            evidence = "clients differ in what they show"
            path = entity.path
            self._note("after-close", Severity.MEDIUM, title, evidence, path, after_close)
        if opened >= 0:
            title = "The last part has no end: the message is cut off or was written carelessly"
            self._note("unterminated", Severity.INFO, title, "", entity.path, opened)

    def _delimiters(self, entity: Entity, boundary: bytes) -> Iterator[tuple[int, int, bool]]:
        """Start of the line break before, end of the line, and whether it closes."""
        data, mark = self.data, b"--" + boundary
        place = entity.start
        while (found := data.find(mark, place, entity.stop)) >= 0:
            place = found + len(mark)
            match = _LINE_END.match(data, place, entity.stop)
            before = data[found - 1] if found > entity.start else 0x0A
            if before != 0x0A or match is None:
                if before in _BEFORE and boundary and len(self.near) < _NEAR:
                    self._miss(entity, found, place, match is not None)
            else:
                yield self._before_break(entity, found), match.end(), match[1] is not None
                place = match.end()

    def _miss(self, entity: Entity, found: int, tail: int, ended: bool) -> None:
        """Keep a line that only some readers take for a delimiter; it goes on at ``tail``."""
        before = self.data[max(entity.start, found - _INDENT) : found].rpartition(b"\n")[2]
        how = "cr" if before.endswith(b"\r") else "indented"
        if not before and self.data.startswith(b"--", tail):
            how = "closer"
        elif not ended or not (how == "cr" or before.isspace()):
            return
        text = self.data[found : found + _INDENT].splitlines()[0]
        self.near.append(NearMiss(entity.path, how, found, text))

    def _before_break(self, entity: Entity, place: int) -> int:
        """The line break in front of a delimiter belongs to the delimiter (RFC 2046, 5.1.1)."""
        if place > entity.start and self.data[place - 1] == 0x0A:
            place -= 1
            if place > entity.start and self.data[place - 1] == 0x0D:
                place -= 1
        return place

    def _rest(self, path: str, start: int, stop: int) -> Entity:
        title = "There are more parts than are read"
        self._note("parts", Severity.MEDIUM, title, f"more than {PARTS} parts", path, start)
        nothing = Structured("application/octet-stream", {})
        unread = f"more than {PARTS} parts"
        return Entity(
            path,
            Block((), start, ()),
            nothing,
            Structured("attachment", {}),
            "",
            start,
            stop,
            start,
            unread=unread,
        )

    def _aside(self, entity: Entity, start: int, stop: int) -> None:
        if len(self.data[start:stop].strip()) >= _OUTSIDE:
            self.outside.append(Outside(entity.path, start, stop))

    def _note(
        self, what: str, severity: Severity, title: str, evidence: str, path: str, place: int
    ) -> None:
        rule = f"message.structure.{what}"
        self.findings.append(Finding(rule, severity, title, evidence, f"part {path}, byte {place}"))


def _settled(stated: Structured, default: str) -> Structured:
    """A type nobody knows: the multipart that it names or has a boundary for, else the default."""
    multipart = _MULTIPART.search(stated.value)
    if multipart:
        return Structured(multipart[0], stated.parameters)
    if "boundary" in stated.parameters and "/" not in stated.value:
        return Structured("multipart/mixed", stated.parameters)
    return stated if "/" in stated.value else Structured(default, stated.parameters)
