"""Beside the port: mailboxes that the profile names, to be left alone or to be protected."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from workbench.connectors.port import Connector
from workbench.model.safeguards import UNGUARDED, Safeguards


@runtime_checkable
class Sparing(Protocol):
    @property
    def spared(self) -> frozenset[str]:
        """Folded addresses of report, security-operations, journal and evidence mailboxes."""


@runtime_checkable
class Guarded(Protocol):
    @property
    def safeguards(self) -> Safeguards: ...


def spared_of(connector: Connector) -> frozenset[str]:
    return connector.spared if isinstance(connector, Sparing) else frozenset()


def safeguards_of(connector: Connector) -> Safeguards:
    return connector.safeguards if isinstance(connector, Guarded) else UNGUARDED
