"""What a connector may do beyond the port: make our folder in many mailboxes at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from workbench.model.mail import Folder


@runtime_checkable
class ManyFolders(Protocol):
    async def quarantine_folders(self, mailboxes: Sequence[str]) -> dict[str, Folder]:
        """By mailbox key, as ``quarantine_folder`` gives it; what went wrong is left out, and is
        told by asking for that one mailbox."""


async def quarantine_folders(connector: object, mailboxes: Sequence[str]) -> dict[str, Folder]:
    """Empty for a connector that cannot."""
    if not isinstance(connector, ManyFolders) or not mailboxes:
        return {}
    return await connector.quarantine_folders(mailboxes)
