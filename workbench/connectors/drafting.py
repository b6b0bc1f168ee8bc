"""A capability beside the port: leaving a draft in a mailbox, as a note nobody receives."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from workbench.connectors.port import Connector


@runtime_checkable
class Drafting(Protocol):
    async def draft(self, mailbox: str, subject: str, text: str) -> str:
        """The id of a new draft to nobody; ``mailbox`` is an address or a key.  Raises
        ``ConnectorError``."""


def drafting_of(connector: Connector) -> Drafting | None:
    return connector if isinstance(connector, Drafting) else None
