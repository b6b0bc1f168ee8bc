"""Beside the port: mailboxes that an action leaves alone, because the profile says so."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from workbench.connectors.port import Connector


@runtime_checkable
class Sparing(Protocol):
    @property
    def spared(self) -> frozenset[str]:
        """Folded addresses of report, security-operations, journal and evidence mailboxes."""


def spared_of(connector: Connector) -> frozenset[str]:
    return connector.spared if isinstance(connector, Sparing) else frozenset()
