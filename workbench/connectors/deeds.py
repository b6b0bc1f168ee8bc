"""A capability beside the port: asking the provider's log what people did with a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from workbench.connectors.port import Connector
from workbench.model.deeds import Deed


@dataclass(frozen=True, slots=True)
class Deeds:
    """``gap`` is what the log could not tell, "" when nothing is known."""

    found: tuple[Deed, ...]
    gap: str = ""


@runtime_checkable
class DeedLog(Protocol):
    async def deeds(self, internet_ids: Sequence[str], since: datetime) -> Deeds:
        """Of all mailboxes; raises ``ConnectorError``, ``PermissionMissing`` where the log may
        not be read."""


def deed_log_of(connector: Connector) -> DeedLog | None:
    """``None`` where no provider's log can tell."""
    return connector if isinstance(connector, DeedLog) else None
