"""Outlook messages (.msg, .oft): the record of a message from its headers and properties."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.lib import charset
from analyzers.lib.appointment import answer, event_of, is_event
from analyzers.lib.enclosed import Content
from analyzers.lib.envelope import header_facts, header_findings
from analyzers.lib.headers import Block, shown
from analyzers.lib.mapi import LINE, Properties
from analyzers.lib.mapibody import HTML, PACKED, TEXT, add_bodies
from analyzers.lib.mapifacts import is_draft, property_facts
from analyzers.lib.mapimessage import (
    HEADERS,
    RECIPIENTS,
    People,
    header_block,
    people_in,
    recipient_facts,
    record_of,
)
from analyzers.lib.mapitimes import time_facts, time_findings
from analyzers.lib.outlook import IMPORTS, OutlookFile
from analyzers.lib.outlookfiles import add_attachments
from analyzers.model.artifact import Artifact
from analyzers.model.message import Message
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

_CONTENT = (
    (HEADERS, "transport headers"),
    ("0037", "subject"),
    (TEXT, "text body"),
    (HTML, "HTML body"),
    (PACKED, "RTF body"),
)
_LINES = (("0037", "subject"), ("0C1A", "sender"), ("0042", "represented sender"))
_DAMAGES = 10  # broken streams named in the finding


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    """Reads what is there; a damaged file is read as far as it goes."""
    file = OutlookFile(artifact.data)
    own, content = file.properties, Content()
    block, event = header_block(own), is_event(own.line("001A"))
    add_bodies(own, content)
    add_attachments(file, content)
    if not (block.fields or content.children or own.text("001A")):
        raise Unreadable(
            "No property of a message could be read: this is no message, or a damaged one"
        )
    parts = [file.part(name) for name in file.recipients[:RECIPIENTS]]
    people = people_in(parts, event)
    message = record_of(own, file.names, block, tuple(content.parts), people, "msg")
    yield message
    if event:
        yield event_of(own, file.names, parts)
    yield from _facts(file, block, people)
    yield from _origin(own, block, message)
    yield from time_findings(own, block)
    yield from _left_out(file)
    yield from _damage(file)
    yield from content.findings
    yield from content.children


def _facts(file: OutlookFile, block: Block, people: People) -> Iterator[Fact]:
    own = file.properties
    if file.is_template:
        yield Fact("File", "a template (.oft), never sent")
    yield Fact(
        "What this file cannot show",
        "It is a copy that a mail client made: the body may be converted, headers may be missing,"
        " any value can be edited, and no signature of the transport can be checked on it",
    )
    yield from time_facts(own)
    yield from property_facts(own, file.names)
    yield from recipient_facts(people)
    if given := answer(own.line("001A")):
        yield Fact("Answer to the meeting", given.lower())
    if block.fields:
        yield from header_facts(block)


def _origin(own: Properties, block: Block, message: Message) -> Iterator[Finding]:
    yield from block.findings
    if not block.fields:
        title = "The file holds no transport headers: nothing in it shows how the message travelled"
        evidence = "Sender, dates and recipients are what Outlook stored, and can be edited"
        yield Finding("message.transport.no-headers", Severity.INFO, title, evidence)
        return
    yield from header_findings(block, message)
    if is_draft(own) and (hops := block.all("received")):
        title = "The file is marked as a draft that was never sent, but has Received headers"
        evidence = f"{len(hops)} Received headers"
        yield Finding("message.outlook.draft-received", Severity.LOW, title, evidence)


def _left_out(file: OutlookFile) -> Iterator[Finding]:
    if len(file.recipients) > RECIPIENTS:
        title = "There are more recipients than are read"
        evidence = f"{len(file.recipients)}; the first {RECIPIENTS} were read"
        yield Finding("limit.outlook.recipients", Severity.MEDIUM, title, evidence)
    if long := [what for tag, what in _LINES if len(file.properties.text(tag)) > LINE]:
        title = "A name or subject is longer than is read"
        yield Finding("limit.outlook.text", Severity.MEDIUM, title, ", ".join(long))


def _damage(file: OutlookFile) -> Iterator[Finding]:
    missing = [f"{what} missing" for tag, what in _CONTENT if file.properties.lost(tag)]
    if missing or file.damage:
        title = "The file is damaged; it was read as far as it goes"
        evidence = shown("; ".join([*missing, *file.damage[:_DAMAGES]]))
        yield Finding("message.outlook.damaged", Severity.LOW, title, evidence, incomplete=True)


UNIT = Unit("outlook message", 2, frozenset({"msg"}), examine, (*IMPORTS, *charset.IMPORTS))
