"""Which copies of a scope are invitations, and what they left in calendars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workbench.connectors.calendars import Asked, Calendars, Invitation, calendars_of
from workbench.connectors.port import Connector
from workbench.errors import ConnectorError
from workbench.model.remediation import Scope, ScopeRow, Tier

GAP = "events in calendars"
NOT_HERE = "not through this program"


async def with_meetings(scope: Scope, connector: Connector) -> Scope:
    """All copies of a message are invitations, or none is: one of each Message-ID is asked first.
    What could not be asked is a gap."""
    calendars = calendars_of(connector)
    if calendars is None:
        return replace(scope, gaps=(*scope.gaps, f"{GAP}: {NOT_HERE}"))
    rows = [row for row in scope.rows if row.tier is Tier.EXACT]
    first = {row.internet_id: row for row in reversed(rows)}
    try:
        named = {row.internet_id for row, _ in await _asked(calendars, list(first.values()))}
        found = await _asked(calendars, [row for row in rows if row.internet_id in named])
    except ConnectorError as error:
        return replace(scope, gaps=(*scope.gaps, f"{GAP}: {error}"))
    left = {_key(row): one.meeting for row, one in found}
    told = tuple(replace(row, meeting=left.get(_key(row))) for row in scope.rows)
    gaps = (*scope.gaps, *_gaps([one.trouble for _, one in found if one.trouble]))
    return replace(scope, rows=told, gaps=gaps, calendars=calendars.may_change)


async def _asked(
    calendars: Calendars, rows: Sequence[ScopeRow]
) -> list[tuple[ScopeRow, Invitation]]:
    """The invitations among them, and those of which nobody could tell."""
    asked = [Asked(row.ref, row.internet_id) for row in rows]
    answers = await calendars.invitations(asked) if asked else ()
    return [(row, one) for row, one in zip(rows, answers, strict=True) if one is not None]


def _gaps(troubles: Sequence[str]) -> list[str]:
    more = f" and {len(troubles) - 1:,} more" if len(troubles) > 1 else ""
    return [f"{GAP}: {troubles[0]}{more}"] if troubles else []


def _key(row: ScopeRow) -> tuple[str, str]:
    return (row.ref.mailbox, row.ref.key)
