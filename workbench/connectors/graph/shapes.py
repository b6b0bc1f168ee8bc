"""Graph's JSON as our nouns; missing members are told apart from wrong ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from workbench.errors import Unexpected
from workbench.model.fingerprint import fingerprint
from workbench.model.mail import Alert, Copy, Folder, Incident, MessageRef, UserReport
from workbench.model.tenant import Mailbox

MESSAGE = (
    "id,internetMessageId,from,subject,receivedDateTime,sentDateTime,parentFolderId,isRead,"
    "hasAttachments,changeKey,bodyPreview,toRecipients,flag,conversationId"
)
FOLDER = "id,displayName,parentFolderId,isHidden"
TEXT = 4_000  # characters kept of any one text


def copy_of(row: dict[str, Any], tenant: str, mailbox: Mailbox) -> Copy:
    """``Unexpected`` when the row lacks what identifies a message."""
    if not isinstance(row, dict):
        raise Unexpected("The tenant answered something that is no message")
    sender = _inner(_inner(row, "from"), "emailAddress")
    internet_id, subject = text(row, "internetMessageId"), text(row, "subject")
    address = text(sender, "address")
    sent = moment(row, "sentDateTime")
    return Copy(
        ref=MessageRef(tenant, mailbox.key, required(row, "id")),
        mailbox_address=mailbox.address,
        internet_id=internet_id,
        sender_name=text(sender, "name"),
        sender_address=address,
        subject=subject,
        received=moment(row, "receivedDateTime") or datetime.fromtimestamp(0, UTC),
        sent=sent,
        folder=text(row, "parentFolderId"),
        is_read=row.get("isRead") is True,
        has_attachments=row.get("hasAttachments") is True,
        version=text(row, "changeKey"),
        preview=text(row, "bodyPreview")[:255],
        recipients=tuple(_addresses(row.get("toRecipients"))),
        tags=tuple(_texts(row.get("categories"))),
        is_flagged=text(_inner(row, "flag"), "flagStatus") == "flagged",
        fingerprint=fingerprint(internet_id, address, subject, sent),
        conversation=text(row, "conversationId"),
    )


def mailbox_of(row: dict[str, Any]) -> Mailbox | None:
    """``None`` for accounts without a mailbox here: no address, or a guest.

    User.ReadBasic.All does not show ``userType``; a guest's sign-in name holds "#EXT#".
    """
    address, principal = text(row, "mail"), text(row, "userPrincipalName")
    if not address or "#EXT#" in principal:
        return None
    return Mailbox(required(row, "id"), address, text(row, "displayName"), principal)


def folder_of(row: dict[str, Any], mailbox: str, path: str) -> Folder:
    return Folder(
        mailbox,
        required(row, "id"),
        text(row, "displayName"),
        path,
        hidden=row.get("isHidden") is True,
    )


def report_of(row: dict[str, Any], tenant: str) -> UserReport:
    recipient = text(row, "recipientEmailAddress")
    return UserReport(
        key=required(row, "id"),
        tenant=tenant,
        internet_id=text(row, "internetMessageId"),
        reporter=text(_inner(row, "createdBy"), "email") or recipient,
        recipient=recipient,
        category=text(row, "category"),
        reported=moment(row, "createdDateTime") or datetime.fromtimestamp(0, UTC),
        subject=text(row, "subject"),
        simulation=bool(row.get("attackSimulationInfo")),
    )


def alert_of(row: dict[str, Any], tenant: str) -> Alert:
    evidence = row.get("evidence")
    rows = evidence if isinstance(evidence, list) else ()
    named = (text(one, "internetMessageId") for one in rows if isinstance(one, dict))
    return Alert(
        key=required(row, "id"),
        tenant=tenant,
        title=text(row, "title"),
        severity=text(row, "severity"),
        created=moment(row, "createdDateTime") or datetime.fromtimestamp(0, UTC),
        internet_ids=tuple(sorted({internet_id for internet_id in named if internet_id})),
        incident=text(row, "incidentId"),
    )


def incident_of(row: dict[str, Any], tenant: str) -> Incident:
    return Incident(
        key=required(row, "id"),
        tenant=tenant,
        title=text(row, "displayName"),
        severity=text(row, "severity"),
        status=text(row, "status"),
        created=moment(row, "createdDateTime") or datetime.fromtimestamp(0, UTC),
    )


def _texts(value: Any) -> Iterator[str]:
    yield from (one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def text(row: dict[str, Any], member: str) -> str:
    value = row.get(member)
    return value[:TEXT] if isinstance(value, str) else ""


def required(row: dict[str, Any], member: str) -> str:
    value = text(row, member)
    if not value:
        raise Unexpected(f"The tenant left out {member}")
    return value


def moment(row: dict[str, Any], member: str) -> datetime | None:
    """An Edm.DateTimeOffset, ``None`` when absent or not one."""
    try:
        value = datetime.fromisoformat(text(row, member))
        value = value if value.tzinfo else value.replace(tzinfo=UTC)
        value.astimezone(UTC)  # at the ends of time there is no such moment
        return value
    except (ValueError, OverflowError):
        return None


def _inner(row: dict[str, Any], member: str) -> dict[str, Any]:
    value = row.get(member)
    return value if isinstance(value, dict) else {}


def _addresses(rows: Any) -> list[str]:
    if not isinstance(rows, list):
        return []
    found = (text(_inner(row, "emailAddress"), "address") for row in rows if isinstance(row, dict))
    return [address for address in found if address]
