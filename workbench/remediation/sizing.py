"""How many mailboxes a tenant has, where the guard must know."""

from __future__ import annotations

from workbench.connectors.port import Connector
from workbench.model.remediation import Scope
from workbench.model.thresholds import Thresholds
from workbench.remediation import guard


async def size_of(connector: Connector, scope: Scope, limits: Thresholds) -> int:
    """0 where it makes no difference: a large tenant takes a while to be listed."""
    if not guard.needs_size(len({row.ref.mailbox for row in scope.selected}), limits):
        return 0
    return sum([len(page) async for page in connector.mailboxes()])
