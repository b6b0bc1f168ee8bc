"""What a connector offers where users forward suspicious mail to a mailbox of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from workbench.connectors.port import Connector
from workbench.model.mail import MessageRef, RawMessage

ORIGINALS = 20  # messages taken out of one wrapper; more is no report of a person
MESSAGE_KINDS = frozenset({"message/rfc822", "application/vnd.ms-outlook"})
MESSAGE_NAMES = (".eml", ".msg")


@dataclass(frozen=True, slots=True)
class Wrapper:
    """A message by which somebody reports others; ``words`` are its first ones."""

    ref: MessageRef
    mailbox: str  # address of the report mailbox
    internet_id: str
    reporter: str
    subject: str
    words: str
    received: datetime
    has_attachments: bool = True


@dataclass(frozen=True, slots=True)
class Original:
    """A message attached to a wrapper; ``trouble`` says why its bytes are missing."""

    name: str
    raw: RawMessage | None
    trouble: str = ""


class Reporting(Protocol):
    """The report mailboxes that the profile names."""

    def wrappers(self, since: datetime) -> AsyncIterator[tuple[Wrapper, ...]]:
        """Pages of what lies in their inboxes; a mailbox that cannot be asked raises."""

    async def fetch(self, ref: MessageRef) -> RawMessage:
        """The wrapper itself as raw MIME."""

    async def originals(self, ref: MessageRef) -> tuple[Original, ...]:
        """The attached messages, none where somebody forwarded inline."""


@runtime_checkable
class OffersReporting(Protocol):
    @property
    def reporting(self) -> dict[str, Reporting]:
        """By address of the report mailbox."""


def reporting_of(connector: Connector) -> dict[str, Reporting]:
    """Empty where the connector or the profile knows no report mailbox."""
    return connector.reporting if isinstance(connector, OffersReporting) else {}


def is_message(name: str, kind: str) -> bool:
    """Whether an attachment claims to be a message."""
    return kind.casefold() in MESSAGE_KINDS or name.casefold().endswith(MESSAGE_NAMES)
