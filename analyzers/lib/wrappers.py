"""Recognises messages by which people and buttons report or forward another message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from analyzers.lib import phrases
from analyzers.lib.parameters import parse_structured
from analyzers.lib.transfer import transfer_decode
from analyzers.lib.words import words
from analyzers.model.message import Message, Part

_REACH: Final = 64 << 10  # bytes of a body in which a button's block is looked for
_ENCODED: Final = 8 << 10  # the same where the body is in base64

# Microsoft Learn, "Message submission format for third-party reporting tools": prefixes "1|" or
# "Junk:", "2|" or "Not junk:", "3|" or "Phishing:"; earlier five fields in the subject.
_MICROSOFT = re.compile(r"\s?(?:[123]\||(?:junk|not junk|phishing):)", re.I)
_MICROSOFT_FULL = re.compile(r"\s?[123]\|[0-9a-f-]{32,40}\|[0-9a-f.:]{0,45}\|[^|]{0,254}\|", re.I)
_TO_MICROSOFT: Final = words(
    "junk@office365.microsoft.com phish@office365.microsoft.com",
    "not_junk@office365.microsoft.com abuse@messaging.microsoft.com",
)
_KNOWBE4 = re.compile(r"phish_alert_\w{1,20}[\d.]{0,20}\.eml\Z", re.I)
_PROOFPOINT: Final = "x-phishalarm-"
_COFENSE: Final = b"BEGIN REPORTER AGENT"
_COFENSE_AGENT = re.compile(rb"Reporter agent:\s{0,9}([\w .-]{2,60})\|", re.I)
_COFENSE_USER = re.compile(rb"Reporting User:\s{0,9}([^\s<>]{1,120}@[^\s<>]{3,120})", re.I)
_BLOCKS: Final = (b"Begin Email Headers", b"Begin Reported Email")
# Firms that pass reports on from their own domains.
_FIRMS: Final = {
    "hoxhunt.com": "Hoxhunt", "ironscales.com": "IRONSCALES", "phishtank.com": "PhishTank",
    "phishtank.org": "PhishTank", "cofense.com": "Cofense", "phishme.com": "Cofense",
    "knowbe4.com": "KnowBe4", "reports.spamcop.net": "SpamCop", "spamcop.net": "SpamCop",
}  # fmt: skip
# Mailboxes that are there to be reported to (RFC 2142 for "abuse").
_DESK = re.compile(
    r"(?:abuse|phish(?:ing)?|spam|junk|spoof|scam|suspicious(?:[-_.]?(?:e?mails?|messages?))?|"
    r"report[-_.]?(?:a[-_.]?)?(?:phish(?:ing)?|spam|abuse|junk|e?mail|message)|"
    r"phish(?:ing)?[-_.]?(?:alert|report|button)s?|phishalarm)\Z",
    re.I,
)
_TITLED = re.compile(
    r"\s?(?:\[phish[^\]]{0,20}\]|(?:potential|suspected|reported) phish\w{0,3}:|"
    r"complaint about message from )",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Report:
    """A message about another one.  ``product`` is "" where no firm's format was recognised.

    ``part`` holds the original as text, "" where no part does.  ``certain`` is False where only
    the mailbox it went to speaks for a report.
    """

    product: str
    reporter: str
    reason: str
    part: str = ""
    certain: bool = True


def report(data: bytes, message: Message, attached: list[Part]) -> Report | None:
    """What kind of report the message is, None where nothing says that it is one."""
    reporter = message.sender[0].address if message.sender else ""
    return (
        _by_button(message, attached, reporter)
        or _by_block(data, message, reporter)
        or _by_subject(message, attached, reporter)
        or _by_address(message, attached, reporter)
    )


def _by_button(message: Message, attached: list[Part], reporter: str) -> Report | None:
    for part in attached:
        if _KNOWBE4.match(part.filename):
            reason = f"An attachment is named {part.filename}"
            return Report("KnowBe4 Phish Alert Button", reporter, reason)
    for header in message.headers:
        name = header.name.lower()
        if name.startswith(_PROOFPOINT):
            said = header.value if name.endswith("reporter") and "@" in header.value else ""
            reason = f"It has the header {header.name}"
            return Report("Proofpoint PhishAlarm", said.strip("<> ") or reporter, reason)
    return None


def _by_block(data: bytes, message: Message, reporter: str) -> Report | None:
    """A button that writes headers, addresses and hashes of the original into the body."""
    for part in message.parts:
        if part.filename or part.offset < 0 or not part.content_type.startswith("text/"):
            continue
        text = _start(data, part)
        if _COFENSE in text:
            agent, user = _COFENSE_AGENT.search(text), _COFENSE_USER.search(text)
            product = agent[1].decode("ascii", "replace").strip() if agent else ""
            said = user[1].decode("utf-8", "replace") if user else reporter
            reason = "The body holds a block BEGIN REPORTER AGENT"
            return Report(product or "Cofense Reporter", said, reason, part.path)
        if all(block in text for block in _BLOCKS):
            reason = "The body holds blocks Begin Email Headers and Begin Reported Email"
            return Report("", reporter, reason, part.path)
    return None


def _start(data: bytes, part: Part) -> bytes:
    reach = _ENCODED if part.encoding == "base64" else _REACH
    raw = data[part.offset : part.offset + min(part.length, reach)]
    return transfer_decode(raw, part.encoding)[0] if part.encoding == "base64" else raw


def _by_subject(message: Message, attached: list[Part], reporter: str) -> Report | None:
    subject = message.subject[:400]
    if _MICROSOFT_FULL.match(subject) or (attached and _MICROSOFT.match(subject)):
        reason = "Its subject begins as Microsoft 365 asks of reports to the reporting mailbox"
        return Report("Microsoft user report", reporter, reason)
    firm = _FIRMS.get(message.sender[0].domain.removeprefix("www.")) if message.sender else None
    if firm and (attached or subject.startswith("[SpamCop (")):
        return Report(firm, reporter, f"It comes from an address of {firm}")
    if attached and _TITLED.match(subject):
        return Report("", reporter, "Its subject is that of a report, and a message is attached")
    return None


def _by_address(message: Message, attached: list[Part], reporter: str) -> Report | None:
    forwarded = phrases.subject_kind(message.subject) == "forward"
    for address in (*message.to, *message.cc):
        if address.address.casefold() in _TO_MICROSOFT:
            return Report("", reporter, f"It went to Microsoft's {address.address}")
        if (attached or forwarded) and _DESK.match(address.local):
            certain = bool(attached)
            return Report("", reporter, f"It was forwarded to {address.address}", "", certain)
    return None


def is_digest(message: Message) -> bool:
    """Whether the message is a digest (RFC 2046, 5.1.5): its messages are issues, not evidence."""
    return any(
        parse_structured(part.content_type).value == "multipart/digest" for part in message.parts
    )
