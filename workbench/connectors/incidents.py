"""Beside the port: the provider's incidents, which hold together alerts of one attack."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Protocol, runtime_checkable

from workbench.connectors.port import Connector
from workbench.model.mail import Incident


@runtime_checkable
class Incidents(Protocol):
    def incidents(self, since: datetime) -> AsyncIterator[tuple[Incident, ...]]:
        """Pages; ``PermissionMissing`` where they may not be read."""


def incidents_of(connector: Connector) -> Incidents | None:
    return connector if isinstance(connector, Incidents) else None
