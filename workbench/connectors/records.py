"""A capability beside the port: asking the provider's records who received a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from workbench.connectors.port import Connector
from workbench.model.deliveries import Delivery
from workbench.model.tenant import Power


@dataclass(frozen=True, slots=True)
class Trail:
    """Which records are wanted; all fields that are given must hold, and one must be given."""

    since: datetime
    internet_id: str = ""
    network_id: str = ""
    sender: str = ""
    subject: str = ""
    url: str = ""  # a piece of an address in the message

    @property
    def is_empty(self) -> bool:
        names = (self.internet_id, self.network_id, self.sender, self.subject, self.url)
        return not any(names)


@dataclass(frozen=True, slots=True)
class Records:
    """``source`` says who answered; ``gap`` what it could not tell, "" when nothing is known."""

    deliveries: tuple[Delivery, ...]
    source: str
    gap: str = ""


@runtime_checkable
class DeliveryRecords(Protocol):
    async def deliveries(self, trail: Trail) -> Records:
        """Raises ``ConnectorError``; records lag behind the mail by minutes."""


def records_of(connector: Connector) -> DeliveryRecords | None:
    """The connector's records where its rights reach them."""
    if Power.RECORDS in connector.powers and isinstance(connector, DeliveryRecords):
        return connector
    return None
