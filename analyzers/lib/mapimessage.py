"""Makes the record of a message from the properties of Outlook: headers first, then the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

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
from analyzers.lib.envelope import message_of
from analyzers.lib.headers import Block, parse_block, shown
from analyzers.lib.mapi import Properties
from analyzers.lib.mapifacts import named_header
from analyzers.lib.mapinames import Names
from analyzers.lib.msgids import message_ids
from analyzers.model.message import Address, Message, Part
from analyzers.model.observation import Fact

HEADERS: Final = "007D"  # PidTagTransportMessageHeaders
RECIPIENTS: Final = 1_000  # read; the largest list seen holds 200
_BANNER = "Microsoft Mail Internet Headers"  # a line of no meaning above the headers
_KINDS: Final = {TO: "to", CC: "cc", BCC: "bcc"}
_LISTED = 50  # recipients told as facts

People = list[tuple[int, Address]]  # with PidTagRecipientType


def header_block(own: Properties) -> Block:
    """The headers of the transport; without offsets, as they are no bytes of the file."""
    text = own.text(HEADERS)
    if text.startswith(_BANNER):
        text = text.partition("\n")[2]
    data = text.encode("utf-8", "replace")
    block = parse_block(data, 0, len(data))
    return replace(block, fields=tuple(each._replace(offset=-1) for each in block.fields))


def people_in(parts: Sequence[Properties], events: bool) -> People:
    """Recipients with their kind; of an event the third kind are rooms, and no blind copy."""
    found: People = []
    for own in parts:
        who, kind = person(own, RECIPIENT), own.number("0C15") & 0xF
        if who is not None and not (events and kind == BCC):
            found.append((kind, who))
    return found


def record_of(
    own: Properties,
    names: Names,
    block: Block,
    parts: tuple[Part, ...],
    people: People,
    form: str,
) -> Message:
    """From the headers; what they do not say, from the properties."""
    message = message_of(block, parts, form)
    to, cc = message.to, message.cc
    if not (to or cc):
        to, cc = of_kind(people, TO), of_kind(people, CC)
    represented, submitter = author(own)
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
        mailer=message.mailer or named_header(own, names, "x-mailer"),
    )


def recipient_facts(people: People) -> Iterator[Fact]:
    """The table as it is stored, which may name more people than the headers do."""
    for kind, who in people[:_LISTED]:
        label = _KINDS.get(kind, "of no kind")
        value = f"{who.name} <{who.address}>" if who.address else who.name
        yield Fact(f"Recipient table: {label}", shown(value))
    if len(people) > _LISTED:
        yield Fact("Recipient table", f"{len(people)} recipients; the first {_LISTED} are listed")
