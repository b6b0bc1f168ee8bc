"""Outlook messages (.msg, .oft): the record of a message from its headers and properties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analyzers.lib import charset
from analyzers.lib.appointment import answer, event_of, is_event
from analyzers.lib.correspondents import (
    BCC,
    CC,
    RECIPIENT,
    TO,
    answered_to,
    author,
    of_kind,
    person,
)
from analyzers.lib.enclosed import Content
from analyzers.lib.envelope import header_facts, header_findings, message_of
from analyzers.lib.headers import FIELD, Block, parse_block, shown
from analyzers.lib.mapi import Properties
from analyzers.lib.mapibody import HTML, PACKED, TEXT, add_bodies
from analyzers.lib.mapifacts import is_draft, named_header, property_facts
from analyzers.lib.mapitimes import time_facts, time_findings
from analyzers.lib.msgids import message_ids
from analyzers.lib.outlook import IMPORTS, OutlookFile
from analyzers.lib.outlookfiles import add_attachments
from analyzers.model.artifact import Artifact
from analyzers.model.message import Address, Message, Part
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

RECIPIENTS = 1_000  # read; the largest list seen holds 200
_KINDS = {TO: "to", CC: "cc", BCC: "bcc"}
_LISTED = 50  # recipients told as facts
_BANNER = "Microsoft Mail Internet Headers"  # a line of no meaning above the headers
_HEADERS = "007D"  # PidTagTransportMessageHeaders
_CONTENT = (
    (_HEADERS, "transport headers"),
    ("0037", "subject"),
    (TEXT, "text body"),
    (HTML, "HTML body"),
    (PACKED, "RTF body"),
)
_LINES = (("0037", "subject"), ("0C1A", "sender"), ("0042", "represented sender"))

People = list[tuple[int, Address]]


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    """Reads what is there; a damaged file is read as far as it goes."""
    file = OutlookFile(artifact.data)
    own = file.properties
    block = _headers(own.text(_HEADERS))
    content = Content()
    add_bodies(own, content)
    add_attachments(file, content)
    if not (block.fields or content.children or own.text("001A")):
        raise Unreadable(
            "No property of a message could be read: this is no message, or a damaged one"
        )
    parts = [file.part(name) for name in file.recipients[:RECIPIENTS]]
    people = _people(parts, events=is_event(own.line("001A")))
    message = _message(file, block, tuple(content.parts), people)
    yield message
    if is_event(own.line("001A")):
        yield event_of(own, file.names, parts)
    yield from _facts(file, block, people)
    yield from _origin(own, block, message)
    yield from time_findings(own, block)
    yield from _recipients_left(file)
    yield from _damage(file)
    yield from content.findings
    yield from content.children


def _headers(text: str) -> Block:
    if text.startswith(_BANNER):
        text = text.partition("\n")[2]
    data = text.encode("utf-8", "replace")
    block = parse_block(data, 0, len(data))
    return replace(block, fields=tuple(replace(each, offset=-1) for each in block.fields))


def _people(parts: list[Properties], events: bool) -> People:
    """With their kind; the third kind of a meeting are rooms, and nobody's blind copy."""
    found: People = []
    for own in parts:
        who, kind = person(own, RECIPIENT), own.number("0C15") & 0xF
        if who is not None and not (events and kind == BCC):
            found.append((kind, who))
    return found


def _message(
    file: OutlookFile, block: Block, parts: tuple[Part, ...], people: People
) -> Message:
    """From the headers; what they do not say, from the properties."""
    message, own = message_of(block, parts, "msg"), file.properties
    to, cc = message.to, message.cc
    if not (to or cc):
        to, cc = of_kind(people, TO), of_kind(people, CC)
    represented, submitter = author(own)
    mailer = named_header(own, file.names, "x-mailer")
    return replace(
        message,
        subject=message.subject or own.line("0037"),
        sender=message.sender or represented,
        submitter=message.submitter or (() if message.sender else submitter),
        reply_to=message.reply_to or (() if block.fields else answered_to(own)),
        to=to,
        cc=cc,
        bcc=message.bcc or of_kind(people, BCC),
        date=message.date or own.moment("0039"),
        message_id=message.message_id or own.line("1035"),
        in_reply_to=message.in_reply_to or message_ids(own.line("1042")),
        references=message.references or message_ids(own.line("1039")),
        mailer=message.mailer or mailer,
    )


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
    for kind, who in people[:_LISTED]:
        label = _KINDS.get(kind, "recipient")
        yield Fact(f"Recipient table: {label}", shown(f"{who.name} <{who.address}>"))
    if given := answer(own.line("001A")):
        yield Fact("Answer to the meeting", given.lower())
    if block.fields:
        yield from header_facts(block)


def _origin(own: Properties, block: Block, message: Message) -> Iterator[Finding]:
    yield from block.findings
    if block.fields:
        yield from header_findings(block, message)
        if is_draft(own) and block.all("received"):
            title = "The file is marked as a draft that was never sent, but has Received headers"
            evidence = f"{len(block.all('received'))} Received headers"
            yield Finding("message.outlook.draft-received", Severity.LOW, title, evidence)
        return
    title = "The file holds no transport headers: nothing in it shows how the message travelled"
    evidence = "Sender, dates and recipients are what Outlook stored, and can be edited"
    yield Finding("message.transport.no-headers", Severity.INFO, title, evidence)


def _recipients_left(file: OutlookFile) -> Iterator[Finding]:
    if len(file.recipients) > RECIPIENTS:
        title = "There are more recipients than are read"
        evidence = f"{len(file.recipients)}; the first {RECIPIENTS} were read"
        yield Finding("limit.outlook.recipients", Severity.MEDIUM, title, evidence)


def _damage(file: OutlookFile) -> Iterator[Finding]:
    own = file.properties
    missing = [what for tag, what in _CONTENT if own.lost(tag)]
    if missing or file.damage:
        title = "The file is damaged; it was read as far as it goes"
        evidence = "; ".join([*(f"{what} missing" for what in missing), *file.damage[:10]])
        rule = "message.outlook.damaged"
        yield Finding(rule, Severity.LOW, title, shown(evidence), incomplete=True)
    long = [what for tag, what in _LINES if len(own.text(tag)) > FIELD]
    if long:
        title = "A name or subject is longer than is read"
        yield Finding("limit.outlook.text", Severity.MEDIUM, title, ", ".join(long))


UNIT = Unit("outlook message", 2, frozenset({"msg"}), examine, (*IMPORTS, *charset.IMPORTS))
