"""The MIME tree of a message (RFC 2046) with byte offsets, within hard bounds.

Every part is cut out of the original bytes: nothing is copied before its content is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from analyzers.lib.headers import Block, parse_block
from analyzers.lib.parameters import Structured, file_name, parse_structured
from analyzers.model.observation import Finding, Severity

PARTS = 500
DEPTH = 20
_LINE_REACH = 64 << 10  # bytes in which a message with line feeds shows one
_OUTSIDE = 512  # bytes around the parts that are more than the usual "this is a MIME message"

_BEGIN = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]*")
_GUESS = re.compile(rb"(?:\A|\n)--([!-~](?:[ -~]{0,198}[!-~])?)[ \t]*\r*\n(?=[!-9;-~]{1,80}:)")
_LINE_END = re.compile(rb"(--)?[ \t]*\r*(?:\n|\Z)")


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
    children: list[Entity] = field(default_factory=list)
    unread: str = ""  # why a part that has parts was not taken apart

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


class Tree:
    """A message taken apart; ``findings`` are the deviations and bounds met."""

    def __init__(self, data: bytes) -> None:
        if b"\n" not in data[:_LINE_REACH]:
            data = data.replace(b"\r", b"\n")  # lines that end in CR alone; offsets stay
        begin = _BEGIN.match(data)
        self._data = data
        self._count = 0
        self.findings: list[Finding] = []
        self.outside: list[Outside] = []
        self.root = self._entity("1", begin.end() if begin else 0, len(data), "text/plain", 1)

    def content(self, entity: Entity) -> bytes:
        """A part's body as it stands in the message, still in its transfer encoding."""
        return self._data[entity.start : entity.stop]

    def _entity(self, path: str, start: int, stop: int, default: str, depth: int) -> Entity:
        self._count += 1
        block = parse_block(self._data, start, stop, "" if depth == 1 else f"part {path}")
        self.findings += block.findings
        content_type = parse_structured(block.first("content-type"))
        if "/" not in content_type.value:
            content_type = Structured(default, content_type.parameters)
        disposition = parse_structured(block.first("content-disposition"))
        encoding = parse_structured(block.first("content-transfer-encoding")).value
        entity = Entity(path, block, content_type, disposition, encoding, block.end, stop)
        if len(set(block.all("content-type"))) > 1:
            title = "A part states two content types; clients differ in which they follow"
            self._note("ambiguous-type", Severity.MEDIUM, title, "", path)
        if content_type.value.startswith("multipart/"):
            self._divide(entity, depth)
        return entity

    def _divide(self, entity: Entity, depth: int) -> None:
        if depth >= DEPTH:
            entity.unread = f"nested deeper than {DEPTH} levels"
            title = "Parts are nested deeper than is read"
            self._note("depth", Severity.MEDIUM, title, f"more than {DEPTH} levels", entity.path)
            return
        boundary = entity.content_type.get("boundary").rstrip().encode("utf-8", "replace")
        sections = self._sections(entity, boundary) if boundary else []
        if not sections:
            sections = self._guessed(entity)
        digest = entity.content_type.value == "multipart/digest"
        default = "message/rfc822" if digest else "text/plain"
        for number, (start, stop) in enumerate(sections, start=1):
            path = f"{entity.path}.{number}"
            if self._count >= PARTS:
                entity.children.append(self._rest(path, start, entity.stop))
                return
            entity.children.append(self._entity(path, start, stop, default, depth + 1))

    def _guessed(self, entity: Entity) -> list[tuple[int, int]]:
        """Parts by the first line that looks like a boundary, where the stated one finds none."""
        guess = _GUESS.search(self._data, entity.start, entity.stop)
        sections = self._sections(entity, guess[1]) if guess else []
        title = "The stated boundary does not occur; the parts were read by the one that does"
        if not sections:
            title = "A multipart message without parts"
            entity.unread = "no boundary occurs in it"
        evidence = entity.content_type.get("boundary")[:100]
        self._note("boundary", Severity.LOW, title, f"stated: {evidence!r}", entity.path)
        return sections

    def _sections(self, entity: Entity, boundary: bytes) -> list[tuple[int, int]]:
        """Where the parts between delimiter lines lie, headers included."""
        sections: list[tuple[int, int]] = []
        opened, closed, after_close = -1, -1, False
        for line, end, closing in self._delimiters(entity, boundary):
            if opened >= 0:
                sections.append((opened, line))
            elif closed < 0:
                self._aside(entity, entity.start, line)
            after_close |= closed >= 0 and not closing
            opened, closed = (-1, end) if closing else (end, closed)
            if len(sections) > PARTS:
                break
        if opened >= 0:
            sections.append((opened, entity.stop))
        self._endings(entity, opened >= 0, after_close)
        if closed >= 0 and opened < 0:
            self._aside(entity, closed, entity.stop)
        return sections

    def _endings(self, entity: Entity, open_end: bool, after_close: bool) -> None:
        if after_close:
            title = "Parts follow the line that ends the message"
            self._note(
                "after-close",
                Severity.MEDIUM,
                title,
                "clients differ in what they show",
                entity.path,
            )
        if open_end:
            title = "The last part has no end: the message is cut off or was written carelessly"
            self._note("unterminated", Severity.INFO, title, "", entity.path)

    def _delimiters(self, entity: Entity, boundary: bytes) -> Iterator[tuple[int, int, bool]]:
        """Start of the line break before, end of the line, and whether it closes."""
        data, mark = self._data, b"--" + boundary
        place = entity.start
        while (found := data.find(mark, place, entity.stop)) >= 0:
            place = found + len(mark)
            if found > entity.start and data[found - 1] != 0x0A:
                continue
            match = _LINE_END.match(data, place, entity.stop)
            if match:
                yield self._before_break(entity, found), match.end(), match[1] is not None
                place = match.end()

    def _before_break(self, entity: Entity, place: int) -> int:
        """The line break in front of a delimiter belongs to the delimiter (RFC 2046, 5.1.1)."""
        if place > entity.start and self._data[place - 1] == 0x0A:
            place -= 1
            if place > entity.start and self._data[place - 1] == 0x0D:
                place -= 1
        return place

    def _rest(self, path: str, start: int, stop: int) -> Entity:
        title = "There are more parts than are read"
        self._note("parts", Severity.MEDIUM, title, f"more than {PARTS} parts", path)
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
            unread=unread,
        )

    def _aside(self, entity: Entity, start: int, stop: int) -> None:
        if len(self._data[start:stop].strip()) >= _OUTSIDE:
            self.outside.append(Outside(entity.path, start, stop))

    def _note(self, what: str, severity: Severity, title: str, evidence: str, path: str) -> None:
        rule = f"message.structure.{what}"
        self.findings.append(Finding(rule, severity, title, evidence, f"part {path}"))
