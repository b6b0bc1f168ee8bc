"""How a connection is doing, by what it met since it was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from workbench.connectors.port import Connector


@dataclass(frozen=True, slots=True)
class Pulse:
    """``signed_in`` is when the newest token was issued, by the service's clock where the token
    tells it; ``waited`` are the seconds that a busy tenant made us wait, the last time at
    ``busy``; ``held`` are those that everything still has to wait."""

    signed_in: datetime | None = None
    waited: float = 0.0
    busy: datetime | None = None
    held: float = 0.0


@runtime_checkable
class Pulsed(Protocol):
    @property
    def pulse(self) -> Pulse: ...


def pulse_of(connector: Connector) -> Pulse:
    """An empty one for a connector that has none."""
    return connector.pulse if isinstance(connector, Pulsed) else Pulse()
