"""TNEF, the winmail.dat of Outlook: the message, bodies and attachments that it hides."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.lib import charset
from analyzers.lib.appointment import event_of, is_event
from analyzers.lib.enclosed import Content
from analyzers.lib.headers import shown
from analyzers.lib.mapi import Properties
from analyzers.lib.mapibody import add_bodies
from analyzers.lib.mapifacts import property_facts
from analyzers.lib.mapimessage import header_block, people_in, recipient_facts, record_of
from analyzers.lib.mapitimes import time_facts
from analyzers.lib.outlookfiles import missing
from analyzers.lib.tnef import Tnef, read_tnef
from analyzers.lib.tnefproperties import Bag
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit

_OBJECT = "__substg1.0_3701000D"
_IID = 16  # bytes in front of an object that say what it is
# IID_IMessage: the object is TNEF again ([MS-OXTNEF] 2.1.3.4.2)
_MESSAGE = bytes.fromhex("0703020000000000c000000000000046")
_OFFSETS = 10  # of broken attributes, told as evidence


def examine(artifact: Artifact, _context: Context) -> Iterator[Observation]:
    """Reads what is there; a file that breaks off is read as far as it goes."""
    found, content = read_tnef(artifact.data), Content()
    own = found.properties(found.message)
    add_bodies(own, content)
    for bag in found.attachments:
        _attachment(found.properties(bag), bag, content)
    yield from _message(found, own, content)
    yield Fact("Attachments", str(len(found.attachments)))
    yield from time_facts(own)
    yield from property_facts(own, found.names)
    yield from _trouble(found, artifact.data)
    yield from content.findings
    yield from content.children


def _message(found: Tnef, own: Properties, content: Content) -> Iterator[Observation]:
    """The record, where the file says anything of a message; often it only holds attachments."""
    event = is_event(own.line("001A"))
    parts = [found.properties(bag) for bag in found.recipients]
    people, block = people_in(parts, event), header_block(own)
    record = record_of(own, found.names, block, tuple(content.parts), people, "tnef")
    if record.subject or record.sender or record.to or own.line("001A"):
        yield record
        yield from recipient_facts(people)
    if event:
        yield event_of(own, found.names, parts)


def _attachment(own: Properties, bag: Bag, content: Content) -> None:
    name = own.line("3707") or own.line("3704") or own.line("3001")
    declared, content_id = own.line("370E").lower(), own.line("3712")
    held = bag.values.get(_OBJECT, b"")
    if held.startswith(_MESSAGE):
        child = Child(name or "message", held[_IID:], "application/ms-tnef", Relation.EMBEDDED)
    elif (data := own.held("3701")) is not None:
        child = Child(name or "attachment", data, declared, Relation.ATTACHMENT)
    elif held[_IID:]:
        child = Child(name or "OLE object", held[_IID:], "", Relation.EMBEDDED)
    else:
        missing(own, name, own.number("3705"), content)
        return
    content.add(child, "attachment", content_id)


def _trouble(found: Tnef, data: bytes) -> Iterator[Observation]:
    if found.wrong:
        title = "The checksum of an attribute is wrong: it was damaged, or changed by hand"
        evidence = "at byte " + ", ".join(str(offset) for offset in found.wrong[:_OFFSETS])
        yield Finding("tnef.attribute.checksum", Severity.LOW, title, evidence)
    if found.broken:
        title = "The file breaks off or is damaged; it was read as far as it goes"
        evidence = shown("; ".join(found.broken[:_OFFSETS]))
        yield Finding("tnef.structure.damaged", Severity.LOW, title, evidence, incomplete=True)
    if found.capped:
        title = "The file holds more than is read"
        yield Finding("limit.tnef.size", Severity.MEDIUM, title, found.capped)
    rest = data[found.rest :] if found.rest >= 0 else b""
    if rest.strip(b"\0\r\n\t "):
        title = (
            "Bytes that are no attribute stand at the end; readers differ in what they make of them"
        )
        evidence = f"{len(rest)} bytes from byte {found.rest}"
        yield Finding("tnef.structure.trailing", Severity.LOW, title, evidence)
        yield Child("bytes behind the attributes", rest, "", Relation.OVERLAY)


UNIT = Unit("tnef", 1, frozenset({"tnef"}), examine, charset.IMPORTS)
