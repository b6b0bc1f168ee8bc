"""Messages in a tenant: copies, reports, alerts."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import datetime

from analyzers.model.fidelity import Fidelity


@dataclass(frozen=True, slots=True)
class MessageRef:
    """One copy in one mailbox; ``key`` is the provider's immutable id."""

    tenant: str
    mailbox: str  # Mailbox.key
    key: str


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of a message as the provider described it at one moment."""

    ref: MessageRef
    mailbox_address: str
    internet_id: str  # Message-ID with its angle brackets, "" where missing
    sender_name: str
    sender_address: str
    subject: str
    received: datetime
    sent: datetime | None
    folder: str  # provider's folder id
    is_read: bool
    has_attachments: bool
    version: str = ""  # changeKey, ETag or historyId
    preview: str = ""
    recipients: tuple[str, ...] = ()
    is_flagged: bool = False
    fingerprint: str = ""  # see workbench.model.fingerprint
    conversation: str = ""  # the provider's id of the thread, "" where unknown
    tags: tuple[str, ...] = ()  # categories, or our own label; known after a look alone


@dataclass(frozen=True, slots=True)
class Folder:
    """A mail folder; ``path`` joins display names with "/", ``known`` is inbox, junkemail ..."""

    mailbox: str
    key: str
    name: str
    path: str
    known: str = ""
    hidden: bool = False
    items: int | None = None  # messages right in it, None where nobody said


class Told(enum.StrEnum):
    """The way by which a user's report reached us."""

    SUBMISSION = "submission"  # the provider's own report button
    MAILBOX = "report mailbox"
    ALERT = "alert"  # Google tells of reports in its Alert Center


@dataclass(frozen=True, slots=True)
class UserReport:
    """A user told the tenant about a message; ``words`` are the reporter's own, ``note`` says
    what the way of reporting lost."""

    key: str
    tenant: str
    internet_id: str
    reporter: str
    recipient: str
    category: str  # phishing, spam, notJunk, malware
    reported: datetime
    subject: str = ""
    simulation: bool = False  # the tenant's own phishing exercise
    told: Told = Told.SUBMISSION
    words: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """The provider's own detection, with the messages it names."""

    key: str
    tenant: str
    title: str
    severity: str
    created: datetime
    internet_ids: tuple[str, ...]
    incident: str = ""  # Incident.key of the provider's incident it belongs to
    incident_title: str = ""  # as far as incidents could be read


@dataclass(frozen=True, slots=True)
class Incident:
    """Alerts that the provider holds for one attack."""

    key: str
    tenant: str
    title: str
    severity: str
    status: str
    created: datetime


@dataclass(frozen=True, slots=True)
class RawMessage:
    data: bytes = field(repr=False)
    fidelity: Fidelity
