"""Beside the port: what each mailbox is, and which ones nobody can read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from workbench.connectors.port import Connector
from workbench.model.natures import Nature
from workbench.model.tenant import Mailbox


@runtime_checkable
class Natured(Protocol):
    @property
    def tells_kinds(self) -> bool:
        """Whether the rights we hold tell kinds at all; without, only what is no mailbox shows."""

    async def natures(self, boxes: Sequence[Mailbox]) -> tuple[Nature, ...]:
        """One for each, in the order asked; what was not told is ``UNKNOWN`` with the reason."""

    async def beyond(self) -> tuple[Nature, ...]:
        """Mailboxes of groups and accounts that no search reaches; ``PermissionMissing`` where
        they may not be listed."""


def natured(connector: Connector) -> Natured | None:
    return connector if isinstance(connector, Natured) else None
