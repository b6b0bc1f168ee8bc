"""Gmail's and the Admin SDK's JSON as our nouns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from analyzers.lib.addresses import parse_addresses
from analyzers.lib.dates import parse_date
from analyzers.lib.encoded_words import decode_words
from workbench.connectors.google.labels import place_key
from workbench.errors import Unexpected
from workbench.model.fingerprint import fingerprint
from workbench.model.mail import Alert, Copy, MessageRef, Told, UserReport
from workbench.model.tenant import Mailbox

HEADERS = ("Message-ID", "From", "To", "Subject", "Date")
TEXT = 4_000  # characters kept of any one text
REPORTED = "User reported"  # begins the type of an alert that a user's report made
NONE = datetime.fromtimestamp(0, UTC)


def copy_of(row: Mapping[str, Any], tenant: str, mailbox: Mailbox) -> Copy:
    """``Unexpected`` when the row lacks what identifies a message."""
    if not isinstance(row, Mapping):
        raise Unexpected("The tenant answered something that is no message")
    headers = _headers(row)
    labels = labels_in(row)
    sender = parse_addresses(headers.get("from", ""))[:1]
    internet_id = headers.get("message-id", "").strip()
    subject = decode_words(headers.get("subject", ""))
    address = sender[0].address if sender else ""
    sent = _moment(parse_date(headers.get("date", "")))
    return Copy(
        ref=MessageRef(tenant, mailbox.key, required(row, "id")),
        mailbox_address=mailbox.address,
        internet_id=internet_id,
        sender_name=sender[0].name if sender else "",
        sender_address=address,
        subject=subject,
        received=_milliseconds(text(row, "internalDate")),
        sent=sent,
        folder=place_key(labels),
        is_read="UNREAD" not in labels,
        has_attachments=text(_inner(row, "payload"), "mimeType") == "multipart/mixed",
        version=text(row, "historyId"),
        preview=text(row, "snippet")[:255],
        recipients=tuple(a.address for a in parse_addresses(headers.get("to", "")) if a.address),
        is_flagged=False,  # a star is a person's own bookmark, no word to whoever watches over mail
        fingerprint=fingerprint(internet_id, address, subject, sent),
        conversation=text(row, "threadId"),
    )


def mailbox_of(row: Mapping[str, Any]) -> Mailbox | None:
    """``None`` for accounts without a mailbox that can be asked."""
    if row.get("suspended") is True or row.get("archived") is True:
        return None
    if row.get("isMailboxSetup") is False:
        return None
    address = required(row, "primaryEmail")
    return Mailbox(address, address, text(_inner(row, "name"), "fullName"))


def is_report(row: Mapping[str, Any]) -> bool:
    return text(row, "type").startswith(REPORTED)


def reports_of(row: Mapping[str, Any], tenant: str) -> list[UserReport]:
    """One for each message the alert names; who pressed the button is not told."""
    category = "spam" if "spam" in text(row, "type").casefold() else "phishing"
    return [
        UserReport(
            key=f"{required(row, 'alertId')}/{number}",
            tenant=tenant,
            internet_id=text(message, "messageId"),
            reporter=text(message, "recipient"),
            recipient=text(message, "recipient"),
            category=category,
            reported=_moment(text(row, "createTime")) or NONE,
            subject=text(message, "subjectText"),
            told=Told.ALERT,
        )
        for number, message in enumerate(_messages(row))
    ]


def alert_of(row: Mapping[str, Any], tenant: str) -> Alert:
    named = {text(message, "messageId") for message in _messages(row)} - {""}
    return Alert(
        key=required(row, "alertId"),
        tenant=tenant,
        title=text(row, "type"),
        severity=text(_inner(row, "metadata"), "severity").casefold(),
        created=_moment(text(row, "createTime")) or NONE,
        internet_ids=tuple(sorted(named)),
    )


def text(row: Mapping[str, Any], member: str) -> str:
    value = row.get(member)
    return value[:TEXT] if isinstance(value, str) else ""


def required(row: Mapping[str, Any], member: str) -> str:
    value = text(row, member)
    if not value:
        raise Unexpected(f"The tenant left out {member}")
    return value


def _inner(row: Mapping[str, Any], member: str) -> Mapping[str, Any]:
    value = row.get(member)
    return value if isinstance(value, dict) else {}


def _messages(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = _inner(row, "data").get("messages")
    return [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []


def labels_in(row: Mapping[str, Any]) -> frozenset[str]:
    found = row.get("labelIds")
    return (
        frozenset(one for one in found if isinstance(one, str))
        if isinstance(found, list)
        else frozenset()
    )


def _headers(row: Mapping[str, Any]) -> dict[str, str]:
    """The first field of each name, lower case."""
    rows = _inner(row, "payload").get("headers")
    found: dict[str, str] = {}
    for one in rows if isinstance(rows, list) else []:
        if isinstance(one, dict):
            found.setdefault(text(one, "name").casefold(), text(one, "value"))
    return found


def _milliseconds(number: str) -> datetime:
    """64-bit numbers are text in JSON."""
    if not number.isascii() or not number.isdecimal() or len(number) > 14:
        return NONE
    return datetime.fromtimestamp(int(number) / 1000, UTC)


def _moment(stamp: str) -> datetime | None:
    try:
        value = datetime.fromisoformat(stamp)
        value = value if value.tzinfo else value.replace(tzinfo=UTC)
        value.astimezone(UTC)  # at the ends of time there is no such moment
        return value
    except (ValueError, OverflowError):
        return None
