"""What the simulated tenant holds at its start: people, folders, copies of mail, reports, alerts.

Metadata is complete; MIME is written on demand by ``World.mime`` and is the same every time.
``workbench.simulation.build.build_world`` makes one in less than a second, so none is kept on disk.
All moments are UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Person:
    """One mailbox and whose it is; ``kind`` is user, shared or room."""

    key: str  # UUID, the mailbox key everywhere else
    address: str
    name: str
    department: str
    title: str
    kind: str = "user"


@dataclass(frozen=True, slots=True)
class SimFolder:
    """``known`` is a Graph well-known name (inbox, junkemail ...) or "" for a user's own folder."""

    key: str
    mailbox: str  # Person.key
    name: str
    parent: str = ""  # SimFolder.key, "" directly under the root
    known: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a letter entered the tenant and what the receiving service made of it.

    ``kind`` picks the path it took: internal, server (a sender's own host), cloud (another
    Microsoft 365 tenant), webmail, bulk (a mailing service).  ``spf``, ``dkim`` and ``dmarc`` are
    results of RFC 8601; ``level`` is the spam confidence level the service gave, -1 to 9.
    """

    kind: str
    ip: str = ""
    helo: str = ""
    mail_from: str = ""  # envelope sender, "" for the From address
    dkim_domain: str = ""
    spf: str = "none"
    dkim: str = "none"
    dmarc: str = "none"
    level: int = 1
    country: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as its sender wrote it; each copy in a mailbox points to its letter.

    ``template`` names the writer of the body and ``values`` are what the writer fills in.
    """

    key: str
    internet_id: str
    sender: str
    sender_name: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    sent: datetime
    template: str
    client: str  # outlook, gmail, phone, bulk, script
    origin: Origin
    values: Mapping[str, str]
    reply_to: str = ""
    references: tuple[str, ...] = ()  # Message-IDs, oldest first; the last one is answered


@dataclass(frozen=True, slots=True)
class SimMessage:
    """One copy in one mailbox."""

    key: str
    mailbox: str  # Person.key
    folder: str  # SimFolder.key
    internet_id: str
    sender: str
    sender_name: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    received: datetime
    sent: datetime
    is_read: bool
    flagged: bool
    has_attachments: bool
    preview: str
    source: str  # Letter.key
    categories: tuple[str, ...] = ()
    data: bytes = field(default=b"", repr=False)  # the MIME where no letter tells it


@dataclass(frozen=True, slots=True)
class SimReport:
    """A user pressed the report button; ``simulation`` marks the tenant's own exercise."""

    key: str
    message: str  # SimMessage.key
    internet_id: str
    reporter: str  # address
    recipient: str
    category: str  # phishing, spam, notJunk, malware
    reported: datetime
    subject: str
    simulation: bool = False


@dataclass(frozen=True, slots=True)
class SimAlert:
    """A detection of the mail service with the messages it names."""

    key: str
    title: str
    description: str
    severity: str  # informational, low, medium, high
    category: str  # Graph: InitialAccess, SuspiciousActivity ...
    created: datetime
    internet_ids: tuple[str, ...]
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class World:
    """The whole tenant.  ``truth`` names the copies of each campaign and decoy, for tests."""

    seed: int
    tenant_id: str
    tenant_name: str
    domains: tuple[str, ...]  # the first is the main one
    now: datetime  # midnight the world was made for; nothing is younger
    people: tuple[Person, ...]
    folders: tuple[SimFolder, ...]
    messages: tuple[SimMessage, ...]  # oldest first
    reports: tuple[SimReport, ...]
    alerts: tuple[SimAlert, ...]
    letters: Mapping[str, Letter] = field(repr=False)
    truth: Mapping[str, frozenset[str]] = field(repr=False)  # campaign -> SimMessage.key
    kinds: Mapping[str, str] = field(repr=False)  # campaign -> disposition, or "decoy"
    writer: Callable[[World, SimMessage], bytes] = field(repr=False, compare=False)
    report_mailbox: str = ""  # address to which users forward what they suspect
    forwarded: tuple[SimMessage, ...] = ()  # what lies there

    @property
    def pilot(self) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
        """Members of the pilot's group, and those of a group inside it."""
        size = max(1, len(self.people) // 6)
        return self.people[:size], self.people[size : 2 * size]

    def mime(self, message: SimMessage) -> bytes:
        """The copy as RFC 5322 bytes with CRLF, its own last hop on top; always the same."""
        return message.data or self.writer(self, message)
