"""Beside the port: the acts that contain an account, each read before and after."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from workbench.connectors.port import Connector
from workbench.errors import PermissionMissing
from workbench.model.containment import Act, ActKind, Looked


@runtime_checkable
class Containing(Protocol):
    @property
    def acts(self) -> frozenset[ActKind]:
        """What the provider has a call for."""

    async def looked(self, act: Act, before: str = "") -> Looked:
        """How what the act wants stands now; ``before`` is the snapshot taken ahead of the act,
        for what only a difference shows.  ``Gone`` where there is no such rule or account."""

    async def contain(self, act: Act) -> None:
        """Asks for it once; a ``ConnectorError`` says no more than that nobody knows, unless it is
        ``PermissionMissing``, ``Refused`` or ``Gone``."""


def containing_of(connector: Connector) -> Containing:
    """``PermissionMissing`` where the tenant has nothing of the kind."""
    if not isinstance(connector, Containing):
        raise PermissionMissing("containment", "this tenant has no call for it")
    return connector
