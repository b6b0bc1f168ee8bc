"""Asks the mailboxes about what was matched in the workspace, and freezes what is proposed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.jobs import unheard
from workbench.remediation.fence import fenced_scope
from workbench.remediation.looking import MOST, merged
from workbench.remediation.suggestions import freeze
from workbench.store import proposals

if TYPE_CHECKING:
    from workbench.connectors.port import Connector
    from workbench.remediation.audit import Author
    from workbench.store.workspace import Workspace

AT_ONCE = 20  # proposals; the rest follows at once


async def freeze_matched(
    connector: Connector, workspace: Workspace, author: Author
) -> tuple[str, ...]:
    """Ids of those frozen now.  ``WorkbenchError`` leaves the rest for the next time; nothing in
    any mailbox is changed."""
    waiting = await workspace.run(proposals.matched, connector.tenant.id, AT_ONCE)
    for id, messages in waiting:
        asked = messages[:MOST]
        found = [await fenced_scope(connector, workspace, one, unheard) for one in asked]
        proposal = await workspace.run(proposals.load, id)
        scope = replace(merged(found), subject=proposal.title)
        await workspace.run(freeze, author, id, scope)
    return tuple(id for id, _ in waiting)
