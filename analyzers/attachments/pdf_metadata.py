"""PDF: who made it with what and when, by both places that say so, and where the two disagree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from analyzers.lib import pdffile, safexml
from analyzers.lib.candidates import ASKS
from analyzers.lib.pdffile import get, words
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

_PACKET: Final = 1 << 20  # bytes of the XMP packet that are read
APART: Final = timedelta(days=1, hours=1)  # writers that leave the zone out differ by less
_INFO: Final = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer")
# Elements of XMP and the entry of the information dictionary that says the same (ISO 19005-1,
# 6.7.3).
_SAME: Final = {
    "CreatorTool": "Creator", "Producer": "Producer", "CreateDate": "CreationDate",
    "ModifyDate": "ModDate", "DocumentID": "", "InstanceID": "", "OriginalDocumentID": "",
}  # fmt: skip
_DATE = re.compile(
    r"(?:D:)?(\d{4})-?(\d{2})?-?(\d{2})?[T ]?(\d{2})?:?(\d{2})?:?(\d{2})?(?:\.\d{1,9})?"
    r"(?:(Z)|([+-])(\d{2})'?:?(\d{2})?)?"
)


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    opened = pdffile.opened(artifact, context)
    if opened.document is None:
        yield pdffile.password_needed(artifact)
        return
    trailer = opened.document.trailer
    info = get(trailer, "/Info")
    told = {key: words(get(info, f"/{key}"), 1_000) for key in (*_INFO, "CreationDate", "ModDate")}
    for key in _INFO:
        if told[key]:
            yield Fact(key, printable(told[key], 500))
    packet, trouble = _packet(get(get(trailer, "/Root"), "/Metadata"))
    if trouble:
        title = "The XML metadata of the PDF could not be read"
        yield Finding("pdf.metadata.unread", Severity.INFO, title, trouble)
    for key, value in packet.items():
        if not told.get(_SAME[key]):
            yield Fact(f"{key} (XMP)", printable(value, 500))
    yield from _dates(told, packet)


def _dates(told: dict[str, str], packet: dict[str, str]) -> Iterator[Observation]:
    made, changed = read_date(told["CreationDate"]), read_date(told["ModDate"])
    for label, moment in (("Made", made), ("Last changed", changed)):
        if moment:
            yield Fact(label, moment.isoformat())
    if made and changed and changed < made - APART:
        title = "The PDF was changed before it was made"
        evidence = f"made {told['CreationDate']}, changed {told['ModDate']}"
        yield Finding("pdf.date.order", Severity.INFO, title, evidence)
    for element, key in (("CreateDate", "CreationDate"), ("ModifyDate", "ModDate")):
        one, other = read_date(told[key]), read_date(packet.get(element, ""))
        if one and other and abs(one - other) > APART:
            title = "The PDF gives two different dates for the same event"
            evidence = f"{key} {told[key]}, XMP {element} {packet[element]}"
            yield Finding("pdf.date.differs", Severity.LOW, title, evidence)
            return


def _packet(stream: Any) -> tuple[dict[str, str], str]:
    """What the XMP packet says, and why it could not be read."""
    if stream is None:
        return {}, ""
    try:
        raw = pdffile.content(stream)
        if len(raw) > _PACKET:
            return {}, f"{len(raw)} bytes"
        elements = safexml.elements(raw.strip(b"\0 \t\r\n"))
    except (Unreadable, ValueError) as problem:
        return {}, str(problem)[:200]
    found: dict[str, str] = {}
    for element in elements:
        said = {element.tag: element.text} | dict(element.attributes)
        for key, value in said.items():
            if key in _SAME and value.strip():
                found.setdefault(key, value.strip())
    return found, ""


def read_date(text: str) -> datetime | None:
    """A date in the form of PDF (ISO 32000-1, 7.9.4) or of XMP; without a zone it counts as UTC."""
    match = _DATE.match(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    offset = timedelta(hours=int(match[9] or 0), minutes=int(match[10] or 0))
    try:
        zone = timezone(-offset if match[8] == "-" else offset) if match[8] else UTC
        return datetime(year, month or 1, day or 1, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None


UNIT = Unit("pdf-metadata", 1, frozenset({"pdf"}), examine, pdffile.IMPORTS, ASKS)
