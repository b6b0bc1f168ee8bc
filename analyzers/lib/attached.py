"""Messages attached to a message: which parts they are, and what a copy of that kind can prove."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from analyzers.lib.addresses import parse_addresses
from analyzers.lib.encoded_words import decode_words
from analyzers.lib.headers import Block, parse_block
from analyzers.lib.names import extension
from analyzers.lib.parameters import parse_structured
from analyzers.lib.transfer import transfer_decode
from analyzers.lib.words import words
from analyzers.model.fidelity import Fidelity
from analyzers.model.message import Message, Part

PARTS: Final = 20  # attached messages that are described
_REACH: Final = 256 << 10  # bytes read of one: its headers

_MESSAGES: Final = words("message/rfc822 message/global message/news message/x-emlx")
_HEADERS: Final = words("text/rfc822-headers text/rfc822-header message/global-headers")
_OUTLOOK: Final = words("application/vnd.ms-outlook application/x-msg")
_EXCHANGE: Final = ("x-ms-exchange-organization-", "x-ms-exchange-crosstenant-")
_TRANSPORT: Final = words("received x-received delivered-to arc-seal x-originalarrivaltime")

ENVELOPE: Final = "Delivery and authentication of the report say nothing about the original"
NO_TRANSPORT: Final = "There are no transport headers: where the message came from cannot be told"
REWRITTEN: Final = (
    "Exchange stored it in parts and wrote it anew when it was attached: a signature that fails"
    " proves nothing"
)
UNSURE: Final = (
    "Whether it was changed when it was attached is unknown: a signature that fails proves nothing"
)
OUTLOOK: Final = (
    "Outlook keeps properties, not the bytes that were sent: no signature can be checked, and who"
    " holds the file can edit it"
)
NO_BODY: Final = "Only headers came back: text, links and attachments of the original are missing"
NO_ATTACHMENTS: Final = "Its headers tell of attachments that are not there"


@dataclass(frozen=True, slots=True)
class Original:
    """An attached message as far as its headers go; ``unproven`` are sentences."""

    part: Part
    fidelity: Fidelity
    subject: str
    sender: str
    message_id: str
    unproven: tuple[str, ...]


def parts(message: Message) -> list[Part]:
    """The parts that are messages, by type or by name, in their order."""
    return [part for part in message.parts if _form(part)]


def describe(data: bytes, part: Part) -> Original:
    """What a part holds; ``data`` is the message it lies in."""
    form = _form(part)
    if form == "msg" or part.offset < 0:
        name = part.filename.rpartition(".")[0]
        return Original(part, Fidelity.REPRODUCTION, name, "", "", (OUTLOOK, ENVELOPE))
    raw = data[part.offset : part.offset + min(part.length, 2 * _REACH)]
    content = transfer_decode(raw, part.encoding)[0].lstrip(b"\r\n")[:_REACH]
    block = parse_block(content, 0, len(content))
    fidelity, unproven = _judged(block, form)
    if form == "eml" and not content[block.end :].strip():
        unproven.append(NO_BODY)
    senders = parse_addresses(block.first("from"))
    return Original(
        part,
        fidelity,
        decode_words(block.first("subject")),
        senders[0].address if senders else "",
        block.first("message-id"),
        (*unproven, ENVELOPE),
    )


def _form(part: Part) -> str:
    """ "eml", "msg", "headers", or "" for what is no message."""
    kind = part.content_type
    if kind in _MESSAGES:
        return "eml"
    if kind in _HEADERS:
        return "headers"
    ending = extension(part.filename) if part.filename else ""
    if kind in _OUTLOOK or ending == "msg":
        return "msg"
    return "eml" if ending == "eml" else ""


def _judged(block: Block, form: str) -> tuple[Fidelity, list[str]]:
    names = {field.name.lower() for field in block.fields}
    unproven: list[str] = []
    if form == "headers":
        unproven.append(NO_BODY)
    elif not names & _TRANSPORT:
        unproven.append(NO_TRANSPORT)
    if _lost_attachments(block):
        unproven.append(NO_ATTACHMENTS)
    if form == "headers" or not names & _TRANSPORT:
        return Fidelity.REPRODUCTION, unproven
    if any(name.startswith(_EXCHANGE) for name in names):
        return Fidelity.RESERIALISED, [*unproven, REWRITTEN]
    return Fidelity.UNKNOWN, [*unproven, UNSURE]


def _lost_attachments(block: Block) -> bool:
    """Exchange notes that a message has attachments; then it has several parts."""
    kind = parse_structured(block.first("content-type")).value
    return block.first("x-ms-has-attach").lower() == "yes" and not kind.startswith("multipart/")
