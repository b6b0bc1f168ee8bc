"""Adds to each copy of a scope what its owner did with it, where the provider's log tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from workbench.connectors.deeds import deed_log_of
from workbench.connectors.port import Connector
from workbench.errors import ConnectorError
from workbench.model.deeds import Deed
from workbench.model.remediation import Scope, ScopeRow, Tier
from workbench.remediation.variants import AROUND
from workbench.store import messages
from workbench.store.workspace import Workspace

GAP = "who opened it or followed a link"
UNKNOWN = timedelta(days=30)  # how far back when no copy is known
MESSAGES = 20  # Message-IDs of one scope the log is asked for


async def with_deeds(scope: Scope, connector: Connector, workspace: Workspace) -> Scope:
    """What cannot be told is a gap, and never keeps the scope from being made."""
    log = deed_log_of(connector)
    rows = [row for row in scope.rows if row.tier is not Tier.WEAK and row.internet_id]
    if log is None or not rows:
        return scope
    names = list(dict.fromkeys(row.internet_id for row in rows))
    try:
        told = await log.deeds(names[:MESSAGES], await _since(scope, workspace))
    except ConnectorError as error:
        return replace(scope, gaps=(*scope.gaps, f"{GAP}: {error}"))
    gaps = [f"{GAP}: {told.gap}"] if told.gap else []
    if (more := len(names) - MESSAGES) > 0:
        gaps.append(f"{GAP}: {more:,} more messages were not asked for")
    by_copy = _by_copy(told.found)
    whole = tuple(_told(row, by_copy) for row in scope.rows)
    return replace(scope, rows=whole, gaps=(*scope.gaps, *gaps))


async def _since(scope: Scope, workspace: Workspace) -> datetime:
    """The campaign's other messages may have come before the one that was asked for."""
    known = await workspace.run(messages.copies, scope.message_id)
    return min((copy.received for copy in known), default=scope.frozen - UNKNOWN) - AROUND


def _by_copy(found: Sequence[Deed]) -> dict[tuple[str, str], list[Deed]]:
    groups: dict[tuple[str, str], list[Deed]] = defaultdict(list)
    for deed in sorted(found, key=lambda deed: deed.moment):
        groups[deed.address.casefold(), deed.internet_id.strip("<>")].append(deed)
    return groups


def _told(row: ScopeRow, by_copy: dict[tuple[str, str], list[Deed]]) -> ScopeRow:
    """The first of each kind."""
    key = (row.mailbox_address.casefold(), row.internet_id.strip("<>"))
    first = {deed.kind: deed for deed in reversed(by_copy.get(key, []))}
    return replace(row, deeds=tuple(sorted(first.values(), key=lambda deed: deed.moment)))
