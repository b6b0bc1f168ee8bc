"""Office Open XML packages: their parts, relationships and text, read under bounds."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from analyzers.lib import safexml
from analyzers.lib.mend_zip import mended
from analyzers.lib.strings import printable
from analyzers.lib.unpack import UNREADABLE, Allowance, Stop, Unpacked, opened, unpack
from analyzers.model.observation import Finding, Severity
from analyzers.model.unit import Limits, Unreadable

PARTS = 5_000  # parts considered; a book of 500 sheets has some 1,500
_TAGS = re.compile(r"<[^<>]{0,4000}>")
_BREAKS = re.compile(r"</(?:\w{1,10}:)?(?:p|si|row|sp)>")
_NULS = 16  # bytes looked at to tell UTF-16 without a mark


@dataclass(frozen=True, slots=True)
class Relationship:
    """One link of a part; ``part`` is the relationships part it stands in."""

    part: str
    kind: str  # last word of the type URI: hyperlink, attachedTemplate, oleObject ...
    target: str
    external: bool


class Package:
    """The parts of one package; stops met while reading are kept in ``stops``."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._lost = ""
        try:
            self._archive = opened(data)
        except Unreadable as problem:
            self._lost = str(problem)
            whole = mended(data)
            if whole is None:
                raise
            self._archive = opened(whole)
        self._allowance = Allowance.of(limits, len(data))
        self._members = self._archive.infolist()[:PARTS]
        self.stops: dict[str, Stop] = {}
        self.truncated = len(self._archive.infolist()) > PARTS

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_problem: object) -> None:
        self._archive.close()

    def names(self, pattern: str) -> list[str]:
        """Part names that match the regular expression as a whole, letter case aside."""
        wanted = re.compile(pattern, re.IGNORECASE)
        return [m.filename for m in self._members if wanted.fullmatch(_normal(m.filename))]

    def read(self, name: str) -> bytes:
        """The part's bytes as far as the bounds allow; b"" where nothing can be read."""
        member = next((m for m in self._members if m.filename == name), None)
        return self._unpacked(member).data if member else b""

    def starting(self, magic: bytes) -> Iterator[tuple[str, bytes]]:
        """Every part whose content starts with ``magic``, whatever its name says."""
        for member in self._members:
            if self._head(member, len(magic)) == magic:
                yield member.filename, self._unpacked(member).data

    def unread(self) -> Iterator[Finding]:
        """What could not be read so far: damage is one thing, exceeding a bound another."""
        if self._lost:
            title = "The document's directory is damaged; parts of it may be missing"
            rule = "office.directory.damaged"
            yield Finding(rule, Severity.LOW, title, self._lost, incomplete=True)
        damaged = {Stop.DAMAGED, Stop.METHOD}
        for rule, severity, wanted in (
            ("office.part.damaged", Severity.LOW, damaged),
            ("limit.office.parts", Severity.MEDIUM, set(Stop) - damaged),
        ):
            parts = [f"{printable(n)} {stop}" for n, stop in self.stops.items() if stop in wanted]
            if parts:
                title = f"{len(parts)} parts of the document were not read, or not wholly"
                yield Finding(rule, severity, title, "; ".join(parts)[:400], incomplete=True)
        if self.truncated:
            title = f"Only the first {PARTS} parts of the document were examined"
            yield Finding("limit.office.parts", Severity.MEDIUM, title)

    def relationships(self) -> Iterator[Relationship]:
        """All relationships; raises ``safexml.Refused`` for a part that declares a DTD."""
        for name in self.names(r".*\.rels"):
            yield from _relationships(name, self.read(name))

    def _head(self, member: zipfile.ZipInfo, size: int) -> bytes:
        try:
            with self._archive.open(member) as stream:
                return stream.read(size)
        except UNREADABLE:
            return self._unpacked(member).data[:size]

    def _unpacked(self, member: zipfile.ZipInfo) -> Unpacked:
        result = unpack(self._archive, member, self._allowance)
        if result.stop:
            self.stops[member.filename] = result.stop
        return result


def text(data: bytes) -> str:
    """The readable text of an XML part, one line a paragraph; no parser, so nothing to attack."""
    return html.unescape(_TAGS.sub("", _BREAKS.sub("\n", decoded(data))))


def decoded(data: bytes) -> str:
    """Markup as text: UTF-16 by its mark or its NULs, else UTF-8."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if data[1:_NULS:2].count(0) > _NULS // 4:
        return data.decode("utf-16-le", "replace")
    if data[0:_NULS:2].count(0) > _NULS // 4:
        return data.decode("utf-16-be", "replace")
    return data.decode("utf-8", "replace")


def _relationships(name: str, data: bytes) -> Iterator[Relationship]:
    try:
        found = safexml.elements(data)
    except safexml.Refused:
        raise
    except ValueError:
        return  # Office does not open a package with a broken part either
    for element in found:
        if element.tag == "Relationship":
            mode = element.attributes.get("TargetMode", "")
            kind = element.attributes.get("Type", "").rpartition("/")[2]
            target = element.attributes.get("Target", "")
            yield Relationship(name, kind, target, mode.casefold() == "external")


def _normal(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")
