"""What a header block says of its message, as the record that all other units read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzers.lib import charset
from analyzers.lib.addresses import parse_addresses
from analyzers.lib.authentication import claims
from analyzers.lib.dates import parse_date
from analyzers.lib.encoded_words import decode_words
from analyzers.lib.headers import Block, Field, shown
from analyzers.lib.msgids import message_ids
from analyzers.model.message import Address, Message, Part
from analyzers.model.observation import Fact, Finding, Severity

# At most one each (RFC 5322, 3.6); Gmail and Exchange refuse several From, so it has its own rule.
_SINGLE = (
    *("subject", "date", "to", "cc", "bcc", "reply-to", "message-id", "sender", "mime-version"),
    *("in-reply-to", "references"),
)
_PANEL = (
    ("x-mailer", "Mail program"),
    ("user-agent", "Mail program"),
    ("x-originating-ip", "Originating address"),
    ("list-id", "Mailing list"),
    ("auto-submitted", "Sent automatically"),
)
_CHARSET = re.compile(r"=\?([^\s?*]{1,60})[*?]")


def message_of(block: Block, parts: tuple[Part, ...], form: str) -> Message:
    """The record of a message; several fields of one name are read as one list of addresses."""
    headers = tuple(field.header() for field in block.fields)
    return_path = _addresses(block, "return-path")
    return Message(
        format=form,
        subject=decode_words(block.first("subject")),
        sender=_addresses(block, "from"),
        reply_to=_addresses(block, "reply-to"),
        return_path=return_path[0].address if return_path else "",
        to=_addresses(block, "to"),
        cc=_addresses(block, "cc"),
        date=parse_date(block.first("date")),
        message_id=block.first("message-id"),
        headers=headers,
        parts=parts,
        authentication=claims(headers),
        bcc=_addresses(block, "bcc"),
        submitter=_addresses(block, "sender"),
        in_reply_to=message_ids(" ".join(block.all("in-reply-to"))),
        references=message_ids(" ".join(block.all("references"))),
        mailer=decode_words(block.first("x-mailer") or block.first("user-agent")),
    )


def header_facts(block: Block) -> Iterator[Fact]:
    """Properties worth a line in the panel that the record has no field for."""
    yield Fact("Headers", str(len(block.fields)))
    yield Fact("Received hops", str(len(block.all("received"))))
    for name, label in _PANEL:
        if value := block.first(name):
            yield Fact(label, shown(decode_words(value)))


def header_findings(block: Block, message: Message) -> Iterator[Finding]:
    """Required fields that are missing or unreadable, and single fields that are not."""
    for name in ("from", "date"):
        if not block.all(name):
            title = f"The message has no {name.capitalize()} header"
            yield Finding(f"message.header.no-{name}", Severity.LOW, title)
    if block.all("date") and not message.date:
        title = "The Date header cannot be read, or names no time zone"
        evidence, where = shown(block.first("date")), _where("Date", block.fields_of("date")[0])
        yield Finding("message.header.date", Severity.INFO, title, evidence, where)
    for name in _SINGLE:
        fields = block.fields_of(name)
        if len(fields) > 1 and len({field.text for field in fields}) > 1:
            title = "A header that may occur once occurs several times with different values"
            evidence = " | ".join(shown(field.text) for field in fields[:5])
            where = _where(name.capitalize(), fields[1])
            yield Finding("message.header.repeated", Severity.LOW, title, evidence, where)
    yield from _words(block, message)


def _words(block: Block, message: Message) -> Iterator[Finding]:
    """Encoded words that could not be decoded, or hold further ones (RFC 2047, 6.2)."""
    odd = [n for n, header in enumerate(message.headers) if "=?" in header.value]
    odd += [n for n, field in enumerate(block.fields) if "=?" in field.text and _strange(field)]
    if odd:
        title = "An encoded word cannot be decoded, or holds another one; programs show it raw"
        first = block.fields[min(odd)]
        evidence = shown(first.text) + (f" ({len(set(odd))} headers)" if len(set(odd)) > 1 else "")
        where = _where(first.name, first)
        yield Finding("message.header.encoded-word", Severity.INFO, title, evidence, where)


def _strange(field: Field) -> bool:
    return not all(map(charset.known, set(_CHARSET.findall(field.text))))


def _where(name: str, field: Field) -> str:
    return name if field.offset < 0 else f"{name}, byte {field.offset}"


def _addresses(block: Block, name: str) -> tuple[Address, ...]:
    return tuple(a for text in block.all(name) for a in parse_addresses(text))
